"""Invented incidents of ten years: what happened, who logged it, why it happened, and what is done about it."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate
from zoneinfo import ZoneInfo

from django.utils.translation import override

from accounts.calendars import Calendars
from actions.models import Action, ActionEvent, Extension
from incidents.models import Finding, Incident, IncidentEvent
from incidents.rules import codes
from incidents.rules.names import proposed_name

from . import words
from .copying import Copier, Numbers, analyze
from .life import Life

YEARS = 10
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BATCH = 2000  # incidents that are held in memory with all that hangs on them
MODELS = (Incident, Finding, Action, Extension, IncidentEvent, ActionEvent)

# Of a hundred records of an ordinary place: near misses above all (Heinrich's pyramid, as offices keep it).
KINDS = {"near_miss": 58, "accident": 30, "dangerous_occurrence": 10, "ill_health": 2}
LAGS = (85, 13, 2)  # logged on the day, within days, within weeks
REGIMES = {"general": 970, "equipment": 15, "power": 8, "railway": 3, "water": 4}


def hazards_of(sector):
    """(hazards, weights) of a sector."""
    found = [hazard for hazard in words.HAZARDS if sector in hazard.sectors]
    return found, [hazard.sectors[sector] for hazard in found]


def weighted(random, table):
    return random.choices(list(table), table.values())[0]


class Decade:
    """Everything that happened at `places` in the ten years before `until`."""

    def __init__(self, random, places, until):
        self.random, self.places, self.until = random, places, until
        self.calendars = Calendars()
        self.zone = ZoneInfo(places[0].site.time_zone)
        # Few places have much: the weight of each falls with its rank.
        ranks = random.sample(range(len(places)), len(places))
        self.weights = list(accumulate(1 / (rank + 20) for rank in ranks))
        self.hazards = {sector: hazards_of(sector) for sector in words.SECTORS}
        self.copiers = {model: Copier(model) for model in MODELS}
        self.incident_numbers, self.action_numbers = Numbers("I"), Numbers("A")

    def tell(self, incidents, actions):
        """Write so many incidents in the order of their numbers, with exactly so many actions among them."""
        left = actions
        for index, (logged, day) in enumerate(self.calendar(incidents)):
            left -= self.incident(logged, day, self.share(left, incidents - index))
            if (index + 1) % BATCH == 0:
                self.write()
                if index < BATCH:
                    analyze(MODELS)
        self.write()
        self.incident_numbers.settle()
        self.action_numbers.settle()

    def write(self):
        for copier in self.copiers.values():
            copier.write()

    def calendar(self, incidents):
        """(logged, day) of each incident, sorted: somewhat more in later years, and most logged on the same day."""
        random, span = self.random, YEARS * 365
        first = self.until.date() - span * DAY
        moments = []
        for _incident in range(incidents):
            day = first + int(span * random.random() ** 0.8) * DAY
            lag = random.choices((0, random.randrange(1, 4), random.randrange(4, 60)), LAGS)[0]
            clock = time(random.randrange(8, 22), random.randrange(60))
            logged = datetime.combine(min(day + lag * DAY, self.until.date() - DAY), clock, self.zone)
            moments.append((logged.astimezone(UTC), day))
        return sorted(moments)

    def share(self, left, incidents):
        """How many of the actions that are left go to the next of the incidents that are left."""
        if incidents == 1:
            return left
        return min(left, round(self.random.expovariate(incidents / left))) if left else 0

    # one incident

    def incident(self, logged, day, actions):
        """Tell of one incident; return how many actions it has."""
        random = self.random
        place = random.choices(self.places, cum_weights=self.weights)[0]
        hazard = random.choices(*self.hazards[place.site.sector.code])[0]
        spot = self.spot(place)
        reporter = random.choice(place.owners if random.random() < 0.6 else place.keepers)
        incident = self.facts(place, hazard, spot, logged, day, reporter)
        self.copiers[Incident].add(incident)
        self.event(incident, "logged", by=reporter, at=logged)
        keeper = random.choice(place.keepers)
        if not actions and random.random() < 0.1 and logged + DAY < self.until:
            self.void(incident, keeper, place, logged)
            return 0
        self.complete(incident, keeper, logged)
        return self.consequences(incident, place, hazard, spot, actions, logged)

    def facts(self, place, hazard, spot, logged, day, reporter):
        random = self.random
        kind = weighted(random, KINDS)
        clock = time(random.randrange(6, 23), random.randrange(0, 60, 5)) if random.random() < 0.95 else None
        happened = datetime.combine(day, clock or time(0, 30), self.zone).astimezone(UTC)
        if happened > logged:
            clock, happened = None, datetime.combine(day, time(0, 30), self.zone).astimezone(UTC)
        known = min(happened + random.randrange(5, 90) * timedelta(minutes=1), logged)
        incident = Incident(
            site=place.site,
            kind=kind,
            regime=weighted(random, REGIMES),
            occurred_on=day,
            occurred_time=clock,
            known_at=known if random.random() < 0.9 else None,
            reported_at=logged,
            reported_by=reporter,
            category=next((code for code in hazard.codes if code in codes.categories_on(day)), ""),
            place=spot,
            description=self.say(place, random.choice(hazard.scenes), spot),
            immediate_measures=self.say(place, hazard.at_once, spot) if random.random() < 0.8 else "",
            **self.harm(kind),
        )
        incident.number = self.incident_numbers.take(logged.astimezone(self.zone).year)
        incident.grade_now()
        with override(place.language):
            incident.name = proposed_name(incident)
        return incident

    def harm(self, kind):
        """Who was hurt and what was lost: most are hurt a little, few die, and very rarely many."""
        random = self.random
        hurt = {"deaths": 0, "serious_injuries": 0, "acute_poisonings": 0, "minor_injuries": 0, "missing": 0}
        loss = Decimal(round(random.lognormvariate(9, 1.2), -2)) if random.random() < 0.5 else None
        if kind in ("near_miss", "dangerous_occurrence"):
            worst = weighted(random, {"minor": 30, "serious": 40, "death": 25, "deaths": 5})
            return hurt | {"potential_severity": worst, "direct_loss": loss if kind != "near_miss" else None}
        if kind == "ill_health":
            return hurt | {"acute_poisonings": 0, "minor_injuries": random.randrange(1, 3)}
        if random.random() < 0.04:
            return dict.fromkeys(hurt)  # nobody knows yet
        harm = random.random()
        if harm < 0.7:
            hurt["minor_injuries"] = random.choice((1, 1, 1, 2, 3))
        elif harm < 0.93:
            hurt["serious_injuries"] = random.choice((1, 1, 1, 1, 2))
        else:
            hurt["deaths"] = min(40, int(random.paretovariate(2.2)))
            hurt["serious_injuries"] = random.choice((0, 0, 0, 1, 2, 4))
            loss = Decimal(round(random.lognormvariate(14, 0.9), -3))
        return hurt | {"direct_loss": loss}

    def complete(self, incident, keeper, logged):
        """Somebody learns the loss later and writes it in: the event keeps that nobody knew it at first."""
        at = logged + self.random.randrange(2, 240) * HOUR
        if incident.direct_loss is not None and at < self.until and self.random.random() < 0.4:
            incident.version += 1
            incident.direct_loss_estimated = self.random.random() < 0.5
            changes = {"direct_loss": [None, str(incident.direct_loss)]}
            self.event(incident, "edited", by=keeper, at=at, changes=changes)

    def void(self, incident, keeper, place, logged):
        move = Incident.MOVES["void"]
        incident.status, incident.version = move.target, incident.version + 1
        self.event(
            incident, "void", by=keeper, at=logged + HOUR, note=self.say(place, self.random.choice(words.TAKEN_BACK))
        )

    # why, and what is done about it

    def consequences(self, incident, place, hazard, spot, actions, logged):
        causes = self.causes(incident, place, hazard, spot, actions, logged)
        for index in range(actions):
            if causes and not (index == 0 and self.random.random() < 0.4):
                finding, measures = self.random.choice(causes)
                measure, earliest = self.random.choice(measures), finding.created_at
            else:
                finding, measure, earliest = None, words.CONTAINMENT, logged
            Life(self, place, incident, finding, measure, spot).tell(self.after(earliest, 12, 10 * 24))
        return actions

    def causes(self, incident, place, hazard, spot, actions, logged):
        """The tree of whys: direct causes, what contributed to them, what lies at the root."""
        random = self.random
        if not actions and random.random() < 0.5:
            return []
        found = self.after(logged, 12, 7 * 24)
        direct, factor = random.choice(hazard.causes)
        tree = [(self.finding(incident, place, spot, found, "direct", direct, factor, None), hazard.measures)]
        if random.random() < 0.55:
            statement, factor, measures = random.choice(words.CONTRIBUTING)
            parent = tree[0][0]
            tree.append(
                (self.finding(incident, place, spot, found, "contributing", statement, factor, parent), measures)
            )
            if random.random() < 0.6:
                statement, factor, measures = random.choice(words.ROOTS)
                parent = tree[1][0]
                tree.append((self.finding(incident, place, spot, found, "root", statement, factor, parent), measures))
        if random.random() < 0.06:
            self.withdraw(
                self.finding(incident, place, spot, found, "direct", *random.choice(hazard.causes), None), place
            )
        return tree

    def finding(self, incident, place, spot, at, level, statement, factor, parent):
        random = self.random
        author, other = random.sample(place.keepers, 2)
        finding = Finding(
            incident=incident,
            level=level,
            statement=self.say(place, statement, spot),
            factor=factor,
            evidence=self.say(place, random.choice(words.EVIDENCE)),
            parent=parent,
            author=author,
            created_at=at,
        )
        self.copiers[Finding].add(finding)
        self.event(incident, "finding_added", by=author, at=at, finding=finding)
        confirmed = at + random.randrange(4, 200) * HOUR
        if random.random() < 0.85 and confirmed < self.until:
            finding.status, finding.version = Finding.MOVES["confirm"].target, finding.version + 1
            finding.confirmed_by, finding.confirmed_at = other, confirmed
            self.event(incident, "confirm", by=other, at=confirmed, finding=finding)
        return finding

    def withdraw(self, finding, place):
        at = (finding.confirmed_at or finding.created_at) + DAY
        if at < self.until:
            finding.status, finding.version = Finding.MOVES["withdraw"].target, finding.version + 1
            note = self.say(place, self.random.choice(words.WITHDRAWN))
            self.event(
                finding.incident, "withdraw", by=self.random.choice(place.keepers), at=at, note=note, finding=finding
            )

    # small things

    def event(self, incident, verb, *, by, at, note="", changes=None, finding=None):
        event = IncidentEvent(
            incident_id=incident.pk,
            finding_id=finding and finding.pk,
            verb=verb,
            by_id=by.pk,
            at=at,
            note=note,
            changes=changes or {},
        )
        self.copiers[IncidentEvent].add(event)

    def spot(self, place):
        number = self.random.randrange(1, 13)
        zh, en = self.random.choice(place.spots)
        return f"{number}号{zh}" if place.language != "en" else f"{en} no. {number}"

    def say(self, place, pair, spot=""):
        text = pair[place.language == "en"].format(spot=spot, n=self.random.randrange(2, 40))
        return text[:1].upper() + text[1:]

    def after(self, moment, fewest, most):
        """Some hours after `moment`, but before the end."""
        return min(moment + self.random.randrange(fewest, most) * HOUR, self.until - timedelta(minutes=1))
