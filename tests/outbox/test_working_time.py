from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import DayDecision
from outbox.composing import compose
from outbox.models import WHOLE_DAY, Letter, Notice
from outbox.planning import plan
from tests.base import NOW, BaseTestCase, instant


class WorkingTimeTestCase(BaseTestCase):
    def days_of(self, action, person):
        """[(step in days, local day on which it may be said)]"""
        notices = (
            Notice.objects.about("action", action.pk).filter(person=person, kind="deadline").order_by("not_before")
        )
        zone = ZoneInfo(person.time_zone)
        return [(notice.step / WHOLE_DAY, notice.not_before.astimezone(zone).date()) for notice in notices]

    def plan_hourly(self, first, last):
        day = first
        while day <= last:
            plan(datetime.combine(day, datetime.min.time(), ZoneInfo("Asia/Shanghai")).replace(hour=9))
            day = date.fromordinal(day.toordinal() + 1)

    def decide(self, day, works, **place):
        DayDecision.objects.create(
            day=date.fromisoformat(day), works=works, note="Notice of the day", by=self.guan, at=NOW, **place
        )

    def test_the_founding_case(self):
        """Given on Friday 28 August 2026 at 10:00, due on Sunday the 30th: nobody can say they did not know."""
        action = self.make_action(now=instant("2026-08-28 10:00"), deadline=date(2026, 8, 30))
        compose(instant("2026-08-28 10:01"))
        self.assertIn(action.title, Letter.objects.get(person=self.wang).subject)

        self.plan_hourly(date(2026, 8, 28), date(2026, 9, 1))

        self.assertIn((0, date(2026, 8, 30)), self.days_of(action, self.wang))
        self.assertTrue(Notice.objects.get(person=self.wang, kind="deadline", step=0).urgent)
        self.assertEqual(self.days_of(action, self.sun), [(1, date(2026, 8, 31))])

    def test_a_long_holiday_does_not_press_all_warnings_into_one_morning(self):
        action = self.make_action(deadline=date(2026, 10, 8))  # 1 to 7 October are days off
        Notice.objects.all().delete()

        self.plan_hourly(date(2026, 9, 20), date(2026, 10, 8))

        self.assertEqual(
            self.days_of(action, self.wang),
            [
                (-7, date(2026, 9, 28)),
                (-3, date(2026, 9, 29)),
                (-1, date(2026, 9, 30)),
                (0, date(2026, 10, 8)),
            ],
        )

    def test_a_decision_about_a_day_stands_above_the_official_calendar(self):
        self.decide("2026-09-14", False, country="CN")  # a Monday
        action = self.make_action(deadline=date(2026, 9, 11))

        plan(instant("2026-09-12 00:30"))

        self.assertEqual(self.days_of(action, self.sun), [])
        self.assertEqual(self.days_of(action, self.wang), [(1, date(2026, 9, 15))])

    def test_an_enterprise_may_work_on_other_days(self):
        type(self.company).objects.filter(pk=self.company.pk).update(week="saturdays")
        action = self.make_action(deadline=date(2026, 9, 11))

        plan(instant("2026-09-12 00:30"))

        self.assertEqual(self.days_of(action, self.wang), [(1, date(2026, 9, 12))])

        self.decide("2026-09-12", False, organization=self.company)
        Notice.objects.all().delete()
        plan(instant("2026-09-12 00:30"))
        self.assertEqual(self.days_of(action, self.wang), [(1, date(2026, 9, 14))])

        self.decide("2026-09-12", None, organization=self.company)  # taken back
        Notice.objects.all().delete()
        plan(instant("2026-09-12 00:30"))
        self.assertEqual(self.days_of(action, self.wang), [(1, date(2026, 9, 12))])


class ClockChangeTestCase(BaseTestCase):
    """Both clock changes of the year, at sites around the world: each step once, on the right local day."""

    CHANGES = {
        "Asia/Shanghai": ("2026-03-29", "2026-10-25"),
        "Europe/Berlin": ("2026-03-29", "2026-10-25"),
        "America/New_York": ("2026-03-08", "2026-11-01"),
        "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    }

    def test_each_step_is_said_once_on_the_right_local_day(self):
        for name, changes in self.CHANGES.items():
            for change in changes:
                with self.subTest(zone=name, change=change):
                    self.walk(ZoneInfo(name), date.fromisoformat(change))

    def walk(self, zone, deadline):
        Notice.objects.all().delete()
        type(self.plant).objects.filter(pk=self.plant.pk).update(time_zone=str(zone))
        type(self.wang).objects.filter(pk=self.wang.pk).update(time_zone=str(zone), sending_hour=2)
        self.plant.refresh_from_db()
        told = datetime.combine(date.fromordinal(deadline.toordinal() - 20), datetime.min.time(), zone)
        cause = self.make_finding(self.make_incident(now=told, occurred_on=date(2026, 2, 1), category=""), now=told)
        action = self.make_action(finding=cause, now=told, deadline=deadline)
        Notice.objects.all().delete()

        for hour in range(0, 31 * 24, 5):
            plan(datetime.fromtimestamp(told.timestamp() + hour * 3600, ZoneInfo("UTC")))

        said = Notice.objects.about("action", action.pk).filter(person=self.wang, kind="deadline")
        days = {n.step // WHOLE_DAY: n.not_before.astimezone(zone).date() for n in said}
        self.assertEqual(said.count(), len(days))
        self.assertEqual(sorted(days), [-7, -3, -1, 0, 1, 3, 7])
        self.assertEqual(days[0], deadline)
        self.assertEqual(
            action.due_at, datetime.combine(date.fromordinal(deadline.toordinal() + 1), datetime.min.time(), zone)
        )
        action.void(by=self.chen, now=told, note="Done with")
