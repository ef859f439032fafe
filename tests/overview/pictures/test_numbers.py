"""Each number of each picture, against a slow and obvious computation over worlds thrown with dice."""

from collections import Counter
from datetime import date, timedelta

from django.test import SimpleTestCase

from common.clock import local_day
from incidents.rules import codes
from overview.pictures import ageing, categories, causes, deadlines, flow, funnel, hours, months, places
from overview.pictures.period import Period

from .world import NOW, PERIODS, TODAY, WorldTestCase

HURT = ("serious_injuries", "acute_poisonings", "minor_injuries")


def injured(incident):
    return sum(getattr(incident, name) or 0 for name in HURT)


def name_of(code):
    return str(codes.all_categories().get(code, code))


def given_on(action):
    return local_day(action.assigned_at, action.site.time_zone)


def closed_on(action):
    return action.closed_at and local_day(action.closed_at, action.site.time_zone)


class NumbersTest(WorldTestCase):
    def looks(self):
        """Every world, every period, for the leader of the district; and for those who see less."""
        for _seed in self.worlds():
            for period in PERIODS:
                yield self.look(period)
            for user in (self.li, self.zhao):
                yield self.look("all", user)

    def test_months(self):
        for look in self.looks():
            incidents, _actions = self.seen(look)

            data = months.count(look.scope.incidents.standing(), look.period)

            for first in look.period.months if look.period.starts else data.by_month:
                for years in range(3 if look.period.starts else 1):
                    there = [
                        i
                        for i in incidents
                        if (i.occurred_on.year + years, i.occurred_on.month) == (first.year, first.month)
                        and i.occurred_on <= TODAY
                    ]
                    self.assertEqual(data.of(first, years), self.month(there))
            self.assertEqual(data.total, self.month(self.happened(look)))
            if look.period.starts:
                same = [
                    i
                    for i in incidents
                    if look.period.starts.replace(year=look.period.starts.year - 1)
                    <= i.occurred_on
                    <= TODAY.replace(year=2025)
                ]
                self.assertEqual(data.before, self.month(same))
            self.assertEqual(data.unknown, sum(i.deaths is None for i in self.happened(look)))
            self.assertEqual(data.untold, sum(i.victims or 0 for i in self.happened(look)))

    def month(self, incidents):
        return months.Month(
            incidents=len(incidents),
            dead=sum(i.deaths or 0 for i in incidents),
            fatal=sum((i.deaths or 0) > 0 for i in incidents),
            injured=sum(injured(i) for i in incidents),
            injuring=sum(injured(i) > 0 for i in incidents),
        )

    def test_categories(self):
        for look in self.looks():
            happened = self.happened(look)

            data = categories.count(look.incidents)

            named = Counter(name_of(i.category) for i in happened if i.category)
            self.assertEqual({str(group.label): group.count for group in data.groups}, dict(named))
            self.assertEqual(data.unnamed, sum(not i.category for i in happened))
            self.assertEqual(sorted((g.count for g in data.groups), reverse=True), [g.count for g in data.groups])
            self.assert_few(data)

    def assert_few(self, data):
        """The fewest of the greatest that make four fifths."""
        counts = sorted((group.count for group in data.groups), reverse=True)
        enough = [n for n in range(len(counts) + 1) if sum(counts[:n]) >= 0.8 * sum(counts)]
        self.assertEqual(data.few, enough[0])

    def test_causes(self):
        for look in self.looks():
            happened = self.happened(look)
            factors = {
                i.pk: {f.factor for f in i.findings.all() if f.status != "withdrawn" and f.factor} for i in happened
            }

            data = causes.count(look.incidents)

            found = Counter(factor for each in factors.values() for factor in each)
            self.assertEqual({group.key: group.count for group in data.groups}, dict(found))
            self.assertEqual(data.unnamed, sum(not each for each in factors.values()))
            self.assert_few(data)

    def test_places(self):
        for look in self.looks():
            happened = self.happened(look)

            data = places.count(look.incidents)

            of = {
                "site": lambda i: i.site_id,
                "organization": lambda i: i.site.organization_id,
                "region": lambda i: i.site.region_id,
            }
            counted = Counter((of[data.level](i), name_of(i.category)) for i in happened)
            self.assertEqual({(p, name_of(c)): n for (p, c), n in data.counts.items()}, dict(counted))
            for key in data.places:
                there = [i for i in happened if of[data.level](i) == key]
                self.assertEqual(data.dead[key], sum(i.deaths or 0 for i in there))
                self.assertEqual(data.fatal[key], sum(bool(i.deaths) for i in there))
            self.assertEqual(set(data.places), {of[data.level](i) for i in happened})
            sites, organizations = len({i.site_id for i in happened}), len({i.site.organization_id for i in happened})
            regions = len({i.site.region_id for i in happened})
            few = "site" if sites <= 12 else "organization" if organizations <= 24 or regions < 2 else "region"
            self.assertEqual(data.level, few)

    def test_hours(self):
        for look in self.looks():
            happened = self.happened(look)

            data = hours.count(look.incidents)

            counted = Counter(
                (i.occurred_on.isoweekday(), i.occurred_time.hour if i.occurred_time else None) for i in happened
            )
            self.assertEqual(data.counts, dict(counted))
            self.assertEqual(data.unknown, sum(i.occurred_time is None for i in happened))
            first, number = data.busiest
            window = {(first + hour) % 24 for hour in range(4)}
            self.assertEqual(
                number, sum(i.occurred_time is not None and i.occurred_time.hour in window for i in happened)
            )

    def test_funnel(self):
        for look in self.looks():
            _incidents, actions = self.seen(look)
            reached = Counter()
            for incident in self.happened(look):
                work = [a for a in actions if incident in (a.incident, a.finding and a.finding.incident)]
                states = {action.status for action in work}
                causes = [finding for finding in incident.findings.all() if finding.status != "withdrawn"]
                found = bool(causes)
                idle = not work and all(c.waivers.filter(status="approved").exists() for c in causes)
                steps = [
                    found,
                    bool(work) or idle,
                    "assigned" not in states,
                    not states & {"assigned", "submitted"},
                    states == {"closed"} or idle,
                    incident.status == "closed",
                ]
                for step, is_reached in zip(funnel.STEPS, steps, strict=True):
                    if not is_reached:
                        break
                    reached[step] += 1

            data = funnel.count(look.incidents, look.actions)

            self.assertEqual(data.reported, len(self.happened(look)))
            self.assertEqual(data.reached, {step: reached[step] for step in funnel.STEPS})
            self.assertEqual(data.reported, data.reached["concluded"] + sum(data.lost(step) for step in funnel.STEPS))

    def test_ageing(self):
        for look in self.looks():
            _incidents, actions = self.seen(look)
            counted = Counter()
            for action in actions:
                if action.status == "closed":
                    continue
                days = (TODAY - given_on(action)).days
                age = max(place for place, first in enumerate(ageing.AGES) if days >= first or place == 0)
                late = action.is_late(NOW)
                counted[age, "late" if late else "in_time" if action.status == "assigned" else "waiting"] += 1

            data = ageing.count(look.actions, TODAY, NOW)

            self.assertEqual(data.counts, dict(counted))

    def test_deadlines(self):
        for look in self.looks():
            _incidents, actions = self.seen(look)
            due = [a for a in actions if a.status == "assigned"]

            data = deadlines.count(look.actions, TODAY, NOW)

            self.assertEqual((data.first, data.last), (date(2026, 8, 17), date(2026, 11, 15)))
            dated = [a for a in due if a.deadline]
            within = [a for a in dated if data.first <= a.deadline <= data.last]
            self.assertEqual(data.due, Counter(a.deadline for a in within))
            self.assertEqual(
                {d: n for d, n in data.late.items() if n}, Counter(a.deadline for a in within if a.is_late(NOW))
            )
            self.assertEqual(data.earlier, sum(a.deadline < data.first for a in dated))
            self.assertEqual(data.later, sum(a.deadline > data.last for a in dated))
            self.assertEqual(data.undated, len(due) - len(dated))

    def test_flow(self):
        for look in self.looks():
            _incidents, actions = self.seen(look)

            data = flow.count(look.actions, look.period)

            for step in data.steps:
                given = [a for a in actions if step.first <= given_on(a) <= step.last]
                self.assertEqual(step.opened, len(given), step)
                closed = [a for a in actions if a.status == "closed" and a.closed_at]
                self.assertEqual(step.closed, sum(step.first <= closed_on(a) <= step.last for a in closed), step)
                self.assertEqual(step.open, sum(self.is_open(a, step.last) for a in actions), step)
            known = [a for a in actions if given_on(a) <= TODAY]
            self.assertEqual(data.undated, sum(a.status == "closed" and not a.closed_at for a in known))
            self.assertEqual(data.steps[-1].last, TODAY)
            for step, following in zip(data.steps, data.steps[1:], strict=False):
                self.assertEqual(step.last + timedelta(days=1), following.first)

    def is_open(self, action, day):
        """Given by the end of that day, and neither closed by then nor at a day that nobody knows."""
        if given_on(action) > day:
            return False
        return action.status != "closed" or bool(action.closed_at and closed_on(action) > day)


class PeriodTest(SimpleTestCase):
    def test_twelve_months_begin_with_a_month(self):
        period = Period.of("", date(2026, 11, 28))

        self.assertEqual((period.starts, period.ends), (date(2025, 12, 1), date(2026, 11, 28)))
        self.assertEqual(len(period.months), 12)
        self.assertEqual(period.months[-1], date(2026, 11, 1))

    def test_a_leap_day_has_a_day_a_year_earlier(self):
        self.assertEqual(Period.of("year", date(2028, 2, 29)).years_before(1).ends, date(2027, 2, 28))

    def test_the_year_begins_in_january_and_all_years_never(self):
        self.assertEqual(Period.of("year", date(2026, 1, 1)).months, [date(2026, 1, 1)])
        self.assertEqual(Period.of("all", date(2026, 1, 1)).asked(), {"occurred_to": "2026-01-01"})
