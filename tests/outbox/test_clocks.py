from datetime import date, timedelta

from accounts.directory import Directory
from common.calendars import Calendar
from outbox.clocks import Clock, coming_of, due_of, grouped
from outbox.models import Step
from tests.base import NOW, BaseTestCase, instant

Audience = Step.Audience
LIMIT = instant("2026-09-01 12:00")


class HourClockTestCase(BaseTestCase):
    """A report that has to be made within hours: 30 and 10 minutes before, at the limit, then every quarter of an hour."""

    def setUp(self):
        self.steps = [
            Step(offset=-30, audience=Audience.OWNER),
            Step(offset=-10, audience=Audience.OWNER),
            Step(offset=0, audience=Audience.OWNER),
            Step(offset=0, audience=Audience.NEXT_IN_LINE, every=15),
        ]
        self.directory = Directory()

    def clock(self, **given):
        facts = {
            "subject_kind": "report",
            "subject_id": 1,
            "kind": "report",
            "priority": "critical",
            "round": 1,
            "limit": LIMIT,
            "person": self.wang,
            "audience": Audience.OWNER,
            "people": {Audience.OWNER: self.wang},
            "told_at": NOW,
            "site": self.plant,
            "calendar": Calendar("CN"),
        }
        return Clock(**facts | given)

    def due(self, minutes, **given):
        """[(step in minutes, person)] that are due so many minutes after the limit."""
        now = LIMIT + timedelta(minutes=minutes)
        return [(n.step, n.person) for n in due_of(self.clock(**given), grouped(self.steps), self.directory, now)]

    def test_nothing_is_said_before_the_first_step(self):
        self.assertEqual(self.due(-31), [])

    def test_it_climbs_in_minutes(self):
        self.assertEqual(self.due(-30), [(-30, self.wang)])
        self.assertEqual(self.due(-9), [(-10, self.wang)])

    def test_every_quarter_of_an_hour_the_next_in_line_is_told(self):
        self.appoint(self.sun, "safety_manager", reports_to=self.chen, organization=self.company)
        self.chain(self.wang, self.sun, self.chen, self.he)

        self.assertEqual(self.due(0), [(0, self.wang), (0, self.sun)])
        self.assertEqual(self.due(16), [(0, self.wang), (15, self.chen)])
        self.assertEqual(self.due(31), [(0, self.wang), (30, self.he)])
        self.assertEqual(self.due(65), [(0, self.wang), (60, self.he)])  # the highest stays in charge

    def test_a_missed_run_says_only_the_highest_step(self):
        self.assertEqual([step for step, person in self.due(8) if person == self.wang], [0])

    def test_who_learned_of_it_later_is_not_reminded_of_what_lies_before(self):
        self.assertEqual(self.due(-9, told_at=LIMIT - timedelta(minutes=10)), [])

    def test_hours_leave_at_once_whatever_the_hour_of_the_daily_letter(self):
        (notice,) = due_of(self.clock(), grouped(self.steps), self.directory, LIMIT - timedelta(minutes=30))

        self.assertTrue(notice.urgent)
        self.assertEqual(notice.not_before, LIMIT - timedelta(minutes=30))

    def test_it_says_what_comes_next(self):
        coming = list(coming_of(self.clock(), grouped(self.steps), self.directory, LIMIT - timedelta(minutes=20)))

        self.assertEqual([(n.step, n.person) for n in coming], [(-10, self.wang), (0, self.sun)])

    def test_hours_after_a_day_count_from_its_end(self):
        self.steps = [Step(offset=4 * 60, audience=Audience.OWNER)]
        clock = self.clock(limit=date(2026, 9, 15))

        self.assertEqual(list(due_of(clock, grouped(self.steps), self.directory, instant("2026-09-16 03:59"))), [])
        (notice,) = due_of(clock, grouped(self.steps), self.directory, instant("2026-09-16 04:00"))
        self.assertEqual(notice.not_before, instant("2026-09-16 04:00"))

    def chain(self, *people):
        for person, superior in zip(people, people[1:], strict=False):
            person.appointments.update(reports_to=superior.appointments.first())
        self.directory = Directory()
