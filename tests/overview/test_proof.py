"""Every figure of the overview against a second, slow computation: random records, readers, places and days."""

import random
from datetime import date, datetime, time, timedelta

from accounts.models import Organization, Region, Role, Sector, Site
from actions.models import Action, ActionEvent, Extension
from actions.models.explaining import ANSWERS, WhyLate
from common.calendars import end_of_day
from incidents.models import Finding, Incident, Waiver
from overview.overview import numbers
from overview.scope import Asking, Scope
from tests.base import SHANGHAI, BaseTestCase

from .figures import figures_of, rows_behind
from .oracle import Oracle

ZONES = ("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati")
MIDDLE = datetime(2026, 9, 1, tzinfo=SHANGHAI)
LISTS_LOOKED_AT = 12  # of the figures of each overview, chosen by chance


class ProofTestCase(BaseTestCase):
    def test_each_figure_is_what_somebody_counts_by_hand(self):
        for seed in range(3):
            with self.subTest(seed=seed):
                self.dice = random.Random(seed)
                self.make_world()
                for _ in range(15):
                    user = self.dice.choice(self.readers)
                    now = MIDDLE + timedelta(minutes=self.dice.randrange(-200_000, 200_000))
                    self.compare(user, self.some_places(), now)

    def compare(self, user, places, now):
        user = type(user).objects.get(pk=user.pk)
        query = {type(place).__name__.lower(): place.pk for place in places}
        scope = Scope(Asking(user, now, query))
        with self.subTest(user=str(user), now=now, **query):
            if scope.errors:  # of a place where this reader sees nothing
                self.assertFalse(Oracle(user, places, now).actions + Oracle(user, places, now).incidents)
                return
            seen, truth = numbers(scope), Oracle(user, places, now)
            self.compare_late(seen["late"], truth)
            self.compare_reasons(seen["why"], truth)
            self.compare_debtors(seen["debtors"], truth)
            self.compare_worst(seen["worst"], seen["more_places"], truth)
            self.compare_shares([*seen["kept"], seen["strong"]], truth)
            self.compare_others(seen, truth)
            self.compare_lists(seen, user, now)

    def compare_late(self, late, truth):
        ages = [(1, 7), (8, 30), (31, 90), (91, 100_000)]
        for (_label, cells, total), priority in zip(late.rows, ("critical", "ordinary"), strict=True):
            for cell, age in zip(cells, ages, strict=True):
                self.assertEqual(cell.count, len(truth.late(*age, (priority,))), (priority, age))
            self.assertEqual(total.count, len(truth.late(priorities=(priority,))), priority)
        self.assertEqual([cell.count for cell in late.sums], [len(truth.late(*age)) for age in ages])
        self.assertEqual(late.total.count, len(truth.late()))

    def compare_reasons(self, figures, truth):
        expected = [(label, len(truth.because(why))) for why, label in ANSWERS]
        self.assertEqual(
            [(figure.label, figure.count) for figure in figures], [(label, count) for label, count in expected if count]
        )

    def compare_debtors(self, debtors, truth):
        self.assertEqual(
            [(d.owner.pk, d.action.pk, d.days, d.late.count, d.is_silent) for d in debtors],
            [(owner, action, days, len(late), silent) for owner, action, days, late, silent in truth.debtors()],
        )

    def compare_worst(self, rows, more, truth):
        expected = truth.worst()
        self.assertEqual(len(rows) + more, len(expected))
        for row, (key, critical, late, oldest, fatal, dead) in zip(rows, expected, strict=False):
            counts = (row.critical.count, row.late.count, row.oldest, row.fatal.count, row.dead)
            self.assertEqual((row.place.pk, *counts), (key, len(critical), len(late), oldest, len(fatal), dead))
            kept, missed = (truth.judged("first", outcome, row.place) for outcome in ("kept", "missed"))
            self.assertEqual((row.kept.part.count, row.kept.rest.count), (len(kept), len(missed)))

    def compare_shares(self, shares, truth):
        expected = [
            *((truth.judged(which, "kept"), truth.judged(which, "missed")) for which in ("first", "agreed")),
            (
                truth.with_strength("elimination", "substitution", "engineering"),
                truth.with_strength("administrative", "protection"),
            ),
        ]
        for share, (part, rest) in zip(shares, expected, strict=True):
            self.assertEqual((share.part.count, share.rest.count), (len(part), len(rest)), share.label)
            if part or rest:
                self.assertEqual(share.percent, int(100 * len(part) / (len(part) + len(rest)) + 1e-9))
            else:
                self.assertIsNone(share.percent)

    def compare_others(self, seen, truth):
        recent, fatal = truth.happened(30), truth.happened(30, fatal=True)
        waiting = [truth.waiting(), truth.asked(), truth.causes(), truth.without_person(), truth.incomplete()]
        self.assertEqual([figure.count for figure in seen["waiting"]], [len(keys) for keys in waiting])
        self.assertEqual([f.count for f in seen["held"]], [len(truth.reopened()), len(truth.given())])
        incidents, deadly, dead = seen["incidents"]
        self.assertEqual((incidents.count, deadly.count, dead), (len(recent), len(fatal), truth.dead(recent)))

    def compare_lists(self, seen, user, now):
        """The list behind a figure is as long as it says."""
        figures = list(figures_of(seen))
        for figure in self.dice.sample(figures, min(LISTS_LOOKED_AT, len(figures))):
            self.assertEqual(rows_behind(figure, user, now).count(), figure.count, figure)

    # a world by chance

    def make_world(self):
        dice = self.dice
        self.regions = [self.district, self.elsewhere, self.region("500101001"), self.region("500102002")]
        self.sectors = [self.sector, Sector.objects.get_or_create(code="mining", name="矿山")[0], None]
        self.organizations = [self.company, *(Organization.objects.create(name=f"单位{n}") for n in range(4))]
        self.sites = [
            Site.objects.create(
                organization=dice.choice(self.organizations),
                name=f"场所 {Site.objects.count()}",
                region=dice.choice(self.regions),
                sector=dice.choice(self.sectors),
                time_zone=dice.choice(ZONES),
            )
            for _ in range(8)
        ]
        self.people = [self.somebody() for _ in range(10)]
        everything = self.person(self.login(), "全", Role.LEADER, everywhere=True)
        one_site = self.person(self.login(), "一", Role.SAFETY_MANAGER, site=dice.choice(self.sites))
        nothing = type(one_site).objects.create_user(f"{self.login()}@example.org", None, name="无")
        self.readers = [everything, everything, one_site, nothing, self.guan, self.chen, *self.people]
        self.incidents = [self.incident() for _ in range(40)]
        self.findings = [self.finding() for _ in range(50)]
        for finding in self.dice.sample(self.findings, 12):
            self.waiver(finding)
        for _ in range(150):
            self.action()

    def login(self):
        """Something that nobody else is called."""
        self.named = getattr(self, "named", 0) + 1
        return f"n{self.named}"

    def region(self, code):
        return Region.objects.get_or_create(code=code, defaults={"name": code, "jurisdiction": "CN"})[0]

    def somebody(self):
        dice = self.dice
        place = dice.choice(
            [
                {"region": dice.choice(self.regions)},
                {"region": dice.choice(self.regions), "sector": self.sectors[0]},
                {"organization": dice.choice(self.organizations)},
                {"site": dice.choice(self.sites)},
            ]
        )
        role = dice.choice([Role.REPORTER, Role.SAFETY_MANAGER, Role.OFFICIAL])
        person = self.person(self.login(), "人", role, **place)
        if dice.random() < 0.2:
            person.appointments.update(ends_on=date(2024, 1, 1))
        if dice.random() < 0.1:
            type(person).objects.filter(pk=person.pk).update(is_active=False)
        return person

    def day(self, spread=500):
        return MIDDLE.date() + timedelta(days=self.dice.randrange(-spread, spread // 3))

    def instant(self, day):
        return datetime.combine(day, time(self.dice.randrange(24), self.dice.randrange(60)), SHANGHAI)

    def incident(self):
        day = self.day()
        return Incident.objects.create(
            number=f"I-{self.login()}",
            name="…",
            description="…",
            site=self.dice.choice(self.sites),
            occurred_on=day,
            reported_at=self.instant(day),
            reported_by=self.dice.choice(self.people),
            status=self.dice.choice(["reported"] * 5 + ["void"]),
            deaths=self.dice.choice([None, 0, 0, 1, 2]),
        )

    def finding(self):
        return Finding.objects.create(
            incident=self.dice.choice(self.incidents),
            level="direct",
            statement="…",
            author=self.dice.choice(self.people),
            created_at=MIDDLE,
            status=self.dice.choice(["proposed", "proposed", "withdrawn"]),
        )

    def explanation(self):
        if self.dice.random() < 0.5:
            return {}
        said_at = MIDDLE + timedelta(hours=self.dice.randrange(-1500, 1500))
        return {"late_reason": self.dice.choice(WhyLate.values), "late_note": "…", "explained_at": said_at}

    def waiver(self, finding):
        proposer, decider = self.dice.sample(self.people, 2)
        status = self.dice.choice(Waiver.Status.values)
        decided = {"decided_by": decider, "decided_at": MIDDLE} if status in ("approved", "refused") else {}
        Waiver.objects.create(
            finding=finding, status=status, reason="…", proposed_by=proposer, proposed_at=MIDDLE, **decided
        )

    def action(self):
        dice = self.dice
        finding = dice.choice(self.findings)
        owner, verifier = dice.sample(self.people, 2)
        first = self.day()
        deadline = first + timedelta(days=dice.choice([0, 0, 0, 5, 40]))
        status = dice.choice(["assigned"] * 4 + ["submitted", "verified", "closed", "closed", "void"])
        imported = dice.random() < 0.15
        complete = not imported or dice.random() < 0.5
        site = finding.incident.site
        edge = end_of_day(dice.choice([first, deadline]), site.time_zone) + timedelta(seconds=dice.choice([-1, 0, 1]))
        submitted_at = dice.choice([edge, edge, self.instant(self.day())])
        is_done = status in ("submitted", "verified", "closed")
        has_deadline = complete or dice.random() < 0.5
        action = Action.objects.create(
            number=f"A-{self.login()}",
            title="…",
            criterion="…",
            site=site,
            finding=finding,
            status=status,
            priority=dice.choice(["ordinary", "ordinary", "critical"]),
            strength=dice.choice(["", *Action.Strength.values]),
            owner=owner if complete or dice.random() < 0.5 else None,
            verifier=verifier if complete else None,
            original_deadline=first if has_deadline else None,
            deadline=deadline if has_deadline else None,
            due_at=end_of_day(deadline, site.time_zone) if has_deadline else None,
            assigned_by=owner if complete else None,
            assigned_at=self.instant(first - timedelta(days=20)),
            submitted_at=submitted_at if is_done and not (imported and dice.random() < 0.5) else None,
            verified_by=verifier if status in ("verified", "closed") else None,
            verified_at=submitted_at if status in ("verified", "closed") else None,
            closed_at=submitted_at if status == "closed" else None,
            checker=dice.choice([verifier, *(p for p in self.people if p != owner)]) if status == "verified" else None,
            check_by=deadline if status == "verified" else None,
            effect_criterion="…",
            **self.explanation(),
            completed=complete,
            source="register" if imported else "",
            source_key=self.login() if imported else "",
        )
        if dice.random() < 0.3:
            self.extension(action)
        for _ in range(dice.choice([0, 0, 0, 0, 1, 2])):
            verb = dice.choice(["reopen", "send_back"])
            ActionEvent.objects.create(
                action=action, verb=verb, at=self.instant(self.day(800)), status=status, owner=owner, round=1
            )

    def extension(self, action):
        granted = self.dice.choice([None, True, True, False])
        decided = {} if granted is None else {"decided_by": self.people[0], "decided_at": MIDDLE}
        Extension.objects.create(
            action=action,
            deadline=MIDDLE.date(),
            reason="…",
            asked_by=self.people[1],
            asked_at=MIDDLE,
            granted=granted,
            **decided,
        )

    def some_places(self):
        dice = self.dice
        places = {
            "region": dice.choice(self.regions),
            "sector": self.sectors[dice.randrange(2)],
            "organization": dice.choice(self.organizations),
            "site": dice.choice(self.sites),
        }
        names = dice.choice([(), (), ("region",), ("sector",), ("organization",), ("site",), ("region", "sector")])
        return [places[name] for name in names]
