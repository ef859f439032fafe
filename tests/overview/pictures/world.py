"""A small world thrown with dice: places in three zones, incidents and actions of every kind, also old and odd ones."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random

from accounts.models import Organization, Region, Sector, Site
from actions.models import Action
from common.calendars import end_of_day
from incidents.models import Finding, Incident, Waiver
from overview.pictures import Look
from overview.pictures.period import Period
from overview.scope import Asking, Scope
from tests.base import BaseTestCase

NOW = datetime(2026, 9, 16, 18, 30, tzinfo=UTC)  # a Wednesday; in Shanghai it is Thursday already
TODAY = date(2026, 9, 16)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles")
CATEGORIES = ("", "WSA10009", "GB86-08", "WSA10010", "GB86-13", "GB86-02", "WSA10004", "GB86-20", "ZZ-1")
FACTORS = ("", "6.01", "6.02", "7.01", "I.2", "I.4")
PERIODS = ("", "year", "all")


class WorldTestCase(BaseTestCase):
    """He sees the district and its streets, Zhao the other district alone."""

    seeds = (5, 8, 20)

    def worlds(self):
        for seed in self.seeds:
            World(self, Random(seed)).make()
            yield seed
            self.empty()

    def empty(self):
        Action.objects.all().delete()
        Waiver.objects.all().delete()
        Finding.objects.all().delete()
        Incident.objects.all().delete()

    def look(self, period="", user=None, **places):
        return Look(Scope(Asking(user or self.he, NOW, places)), Period.of(period, TODAY), NOW)

    def seen(self, look):
        """(incidents, actions) that stand, as plain lists with their sites."""
        incidents = look.scope.incidents.select_related("site__region", "site__organization")
        actions = look.scope.actions.select_related("site__region", "finding__incident", "incident")
        return [i for i in incidents if i.status != "void"], [a for a in actions if a.status != "void"]

    def happened(self, look):
        """The incidents of the period."""
        starts = look.period.starts or date.min
        return [i for i in self.seen(look)[0] if starts <= i.occurred_on <= look.period.ends]


class World:
    def __init__(self, cast, dice):
        self.cast, self.dice, self.numbers = cast, dice, count(1)

    def make(self):
        self.sites = self.places()
        for _ in range(self.dice.choice((0, 3, 60, 90))):
            self.incident()
        for _ in range(20):
            self.action(self.dice.choice(self.sites))

    def places(self):
        cast = self.cast
        for place in ("01", "02"):
            Region.objects.get_or_create(
                code=f"5001010{place}", defaults={"name": f"{place}街", "jurisdiction": "CN", "country": "CN"}
            )
        regions = list(Region.objects.all())
        sites = [cast.plant, cast.other_plant]
        for place in range(self.dice.choice((2, 14, 30))):
            organization, _made = Organization.objects.get_or_create(name=f"企业{self.dice.randrange(28)}")
            site, _made = Site.objects.get_or_create(
                organization=organization,
                name=f"场所{place}",
                defaults={
                    "region": self.dice.choice(regions),
                    "sector": self.dice.choice([None, *Sector.objects.all()]),
                    "time_zone": self.dice.choice(ZONES),
                },
            )
            sites.append(site)
        return sites

    def day(self, most):
        """A day in the past, most often a recent one."""
        return TODAY - timedelta(days=self.dice.choice((self.dice.randrange(40), self.dice.randrange(most))))

    def instant(self, most):
        return datetime.combine(self.day(most), time(self.dice.randrange(24), self.dice.randrange(60)), UTC)

    def some(self, *values):
        return self.dice.choice(values)

    def incident(self):
        facts = {
            "number": f"I-2026-{next(self.numbers):06}",
            "status": self.some("reported", "reported", "reported", "closed", "closed", "void"),
            "kind": self.some("accident", "near_miss", "ill_health"),
            "name": "Thrown",
            "description": "Thrown.",
            "site": self.dice.choice(self.sites),
            "occurred_on": self.day(1300),
            "occurred_time": self.some(None, time(self.dice.randrange(24), self.dice.randrange(60))),
            "category": self.dice.choice(CATEGORIES),
            "deaths": self.some(None, 0, 0, 0, 1, 3),
            "serious_injuries": self.some(None, 0, 0, 2),
            "acute_poisonings": self.some(None, 0, 0, 1),
            "minor_injuries": self.some(None, 0, 1, 4),
            "victims": self.some(None, None, 2),
            "reported_at": NOW,
            "reported_by": self.cast.chen,
        }
        incident = Incident.objects.create(**facts)
        findings = [self.finding(incident) for _ in range(self.some(0, 1, 1, 3))]
        for finding in findings:
            if self.some(True, True, False):
                self.action(incident.site, finding=finding)
            elif finding.status != "withdrawn" and self.some(True, True, False):
                self.waiver(finding)
        if self.some(True, False, False):
            self.action(incident.site, incident=incident)

    def waiver(self, finding):
        decided = {"status": "approved", "decided_by": self.cast.li, "decided_at": NOW}
        Waiver.objects.create(finding=finding, reason="Thrown.", proposed_by=self.cast.chen, proposed_at=NOW, **decided)

    def finding(self, incident):
        return Finding.objects.create(
            incident=incident,
            status=self.some("proposed", "proposed", "proposed", "withdrawn"),
            level="direct",
            factor=self.dice.choice(FACTORS),
            statement="Thrown.",
            author=self.cast.chen,
            created_at=NOW,
        )

    def action(self, site, **origin):
        """Also rows of a register that know a day of closing and none of assigning, or no deadline."""
        status = self.some("assigned", "assigned", "submitted", "verified", "closed", "closed", "closed", "void")
        deadline = TODAY + timedelta(days=self.dice.randrange(-90, 90))
        imported = not origin or self.some(True, False, False)
        whole = not imported or self.some(True, False)
        number = next(self.numbers)
        facts = {
            "number": f"A-2026-{number:06}",
            "status": status,
            "site": site,
            "title": "Thrown",
            "criterion": "Thrown.",
            "assigned_at": self.instant(800),
            "completed": whole,
            "source": "Register" if imported else "",
            "source_key": str(number) if imported else "",
        }
        if whole or self.some(True, False):
            facts |= {"deadline": deadline, "due_at": end_of_day(deadline, site.time_zone)}
        if whole:
            facts |= {
                "owner": self.cast.wang,
                "verifier": self.cast.li,
                "assigned_by": self.cast.chen,
                "original_deadline": deadline,
            }
        if status in ("verified", "closed") and not imported:
            facts |= {"verified_by": self.cast.li, "verified_at": NOW}
            facts |= {"checker": self.cast.li, "check_by": TODAY, "effect_criterion": "Thrown."}
        if status == "closed" and (not imported or self.some(True, False)):
            facts["closed_at"] = self.instant(700)
        return Action.objects.create(**facts | origin)
