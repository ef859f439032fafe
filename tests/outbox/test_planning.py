from datetime import date

from common.attachments import accept
from outbox.models import WHOLE_DAY, Ladder, Notice, Step
from outbox.planning import plan
from tests.base import BaseTestCase, instant, photo


class PlanningTestCase(BaseTestCase):
    """The action was assigned on Tuesday 1 September 2026 and is due on Tuesday 15 September."""

    def setUp(self):
        self.action = self.make_action(deadline=date(2026, 9, 15))
        Notice.objects.all().delete()

    def steps_of(self, person):
        """The steps said to a person, in days from the limit."""
        steps = Notice.objects.filter(person=person).order_by("pk").values_list("step", flat=True)
        return [step / WHOLE_DAY for step in steps]

    def test_it_reminds_the_owner_7_3_1_days_before_on_the_day_and_1_3_7_14_days_late(self):
        for day in range(2, 31):
            plan(instant(f"2026-09-{day:02d} 09:00"))

        # Three days before, 12 September, is a Saturday: said on Friday the 11th, still as the step of three days.
        self.assertEqual(self.steps_of(self.wang), [-7, -3, -1, 0, 1, 3, 7, 14])

    def test_it_tells_the_line_manager_from_the_third_day_and_the_official_from_the_seventh(self):
        for day in range(2, 31):
            plan(instant(f"2026-09-{day:02d} 09:00"))

        self.assertEqual(self.steps_of(self.sun), [3, 7, 14])
        self.assertEqual(self.steps_of(self.chen), [7, 14])
        self.assertEqual(self.steps_of(self.li), [])

    def test_it_says_only_the_highest_step_when_it_comes_late(self):
        plan(instant("2026-09-20 08:00"))

        self.assertEqual(self.steps_of(self.wang), [3])

    def test_it_changes_nothing_when_it_runs_again(self):
        plan(instant("2026-09-20 08:00"))
        before = list(Notice.objects.order_by("pk").values())

        self.assertEqual(plan(instant("2026-09-20 08:00")), 0)
        self.assertEqual(list(Notice.objects.order_by("pk").values()), before)

    def test_it_says_nothing_of_steps_that_the_owner_knows_by_the_assignment(self):
        short = self.make_action(now=instant("2026-09-13 10:00"), deadline=date(2026, 9, 14))
        Notice.objects.all().delete()

        plan(instant("2026-09-13 10:01"))

        self.assertFalse(Notice.objects.about("action", short.pk).exists())

    def test_it_lets_ordinary_late_steps_wait_for_a_working_day(self):
        friday = self.make_action(deadline=date(2026, 9, 11))
        Notice.objects.all().delete()

        plan(instant("2026-09-12 00:30"))  # a Saturday

        late = Notice.objects.about("action", friday.pk).get(step=WHOLE_DAY)
        self.assertEqual(late.not_before, instant("2026-09-14 08:00"))

    def test_an_ordinary_step_that_is_planned_late_waits_for_a_working_day_too(self):
        Ladder.objects.get(kind="deadline", priority="ordinary").climb_otherwise(
            [Step(offset=2 * WHOLE_DAY, audience="leader")], by=self.guan, now=instant("2026-09-19 20:00"), note="Anew"
        )

        plan(instant("2026-09-19 20:00"))  # a Saturday, four days after

        # Sunday the 20th is worked: it makes up for a day of the long holiday.
        self.assertEqual(Notice.objects.get(person=self.he).not_before, instant("2026-09-20 08:00"))

    def test_it_speaks_of_the_day_itself_even_on_a_day_off(self):
        sunday = self.make_action(deadline=date(2026, 9, 6))
        Notice.objects.all().delete()

        plan(instant("2026-09-06 00:30"))

        said = Notice.objects.about("action", sunday.pk).get(step=0)
        self.assertTrue(said.urgent)
        self.assertEqual(said.not_before, instant("2026-09-06 08:00"))

    def test_it_moves_steps_before_a_long_holiday_to_the_working_day_before(self):
        holiday = self.make_action(deadline=date(2026, 10, 8))  # 1 to 7 October are days off
        Notice.objects.all().delete()

        plan(instant("2026-09-30 07:00"))

        self.assertEqual(Notice.objects.about("action", holiday.pk).get(person=self.wang).step, -WHOLE_DAY)

    def test_it_starts_anew_after_more_time_was_given(self):
        plan(instant("2026-09-15 09:00"))
        self.action.ask_extension(
            by=self.wang, now=instant("2026-09-15 10:00"), note="Parts are late", deadline=date(2026, 9, 30)
        )
        self.action.grant_extension(by=self.li, now=instant("2026-09-15 11:00"))
        Notice.objects.all().delete()

        plan(instant("2026-09-29 09:00"))

        self.assertEqual(self.steps_of(self.wang), [-1])

    def test_work_sent_back_after_its_deadline_does_not_become_critical(self):
        self.action.submit(by=self.wang, now=instant("2026-09-18 09:00"), note="Done", files=[accept(photo())])
        self.action.send_back(by=self.li, now=instant("2026-09-18 10:00"), note="The east side is open")

        plan(instant("2026-09-18 11:00"))

        official = Notice.objects.filter(kind="deadline", round=2, audience=Step.Audience.SITE_OFFICIAL)
        self.assertFalse(official.exists())

    def test_it_reminds_the_verifier_by_a_clock_of_three_working_days(self):
        self.action.submit(by=self.wang, now=instant("2026-09-10 10:00"), note="Done", files=[accept(photo())])
        Notice.objects.all().delete()

        self.assertEqual(self.action.verify_by, date(2026, 9, 15))
        plan(instant("2026-09-18 09:00"))

        self.assertEqual(self.steps_of(self.li), [3])
        self.assertEqual(self.steps_of(self.sun), [3])
        self.assertEqual(self.steps_of(self.wang), [])

    def test_it_leaves_imported_void_and_closed_actions_alone(self):
        self.action.void(by=self.chen, now=instant("2026-09-02 10:00"), note="Twice")

        self.assertEqual(plan(instant("2026-12-01 09:00")), 0)
