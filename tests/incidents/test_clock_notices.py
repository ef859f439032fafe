"""Who is told of a legal deadline when, in hours and in days, and when nobody is told any more."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from incidents import ladders
from incidents.models import Incident, Member, Prolongation, Receipt, Reply, Report, Submission
from outbox.composing import compose
from outbox.models import WHOLE_DAY, Ladder, Notice, Step
from outbox.planning import plan
from tests.base import BaseTestCase, instant


class ClockNoticesTestCase(BaseTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        Ladder.objects.filter(subject_kind="obligation").delete()
        ladders.ensure()

    def logged(self, at="2026-08-27 10:20", known="2026-08-27 09:52", by=None, **given):
        return self.make_incident(by=by or self.wang, now=instant(at), known_at=instant(known), **given)

    def told(self, kind, *times):
        """[(minutes from the limit, person)] of all that is planned at these times, in this order."""
        for at in times:
            plan(instant(at))
        notices = Notice.objects.filter(kind=kind).select_related("person").order_by("created_at", "step", "person")
        return [(notice.step, notice.person) for notice in notices]

    def minutes(self, *minutes):
        return [f"2026-08-27 {10 + (52 + minute) // 60:02}:{(52 + minute) % 60:02}" for minute in minutes]


class HoursTest(ClockNoticesTestCase):
    def test_the_unit_is_told_thirty_and_ten_minutes_before_and_at_the_limit(self):
        self.logged()

        told = self.told("unit_report", *self.minutes(-31, -30, -11, -10, -1, 0))

        self.assertEqual(told, [(-60, self.li), (-30, self.li), (-10, self.li), (0, self.li)])

    def test_whoever_logged_it_is_not_told_what_was_over_by_then(self):
        self.logged(by=self.li)

        self.assertEqual(self.told("unit_report", *self.minutes(-30, -10)), [(-30, self.li), (-10, self.li)])

    def test_then_every_quarter_of_an_hour_the_next_in_line_for_two_hours(self):
        self.appoint_above(self.sun)
        self.logged()

        self.told("unit_report", *self.minutes(*range(0, 181, 5)), "2026-08-28 10:52", "2026-09-10 10:00")

        told = self.told("unit_report")
        later = [(step, person) for step, person in told if step > 0]
        self.assertEqual(
            [one for one in later if one[1] in (self.sun, self.boss)],
            [(15, self.sun), *((step, self.boss) for step in range(30, 121, 15))],
        )
        self.assertIn((30, self.chen), later)  # the official of the site
        self.assertIn((60, self.he), later)  # the leader
        self.assertEqual(later[-1], (WHOLE_DAY, self.li))
        self.assertEqual(len(told), 1 + 8 + 3)  # and no more, two weeks later

    def appoint_above(self, person):
        self.boss = self.person("boss", "老板", Role.SAFETY_MANAGER, organization=self.company)
        person.appointments.update(reports_to=self.boss.appointments.first())

    def test_a_run_late_or_twice_says_the_highest_step_once(self):
        self.logged()

        at = self.minutes(-5)
        self.assertEqual(self.told("unit_report", *at, *at), [(-10, self.li)])

    def test_an_accident_logged_long_after_is_late_once(self):
        self.logged(at="2026-09-20 10:00")

        times = [f"2026-09-20 10:{minute:02}" for minute in range(1, 60, 5)] + ["2026-09-21 10:00", "2026-10-21 10:00"]

        self.assertEqual(self.told("unit_report", *times), [(0, self.li)])

    def test_the_hours_of_a_level_are_those_of_its_official(self):
        incident = self.logged()
        Report.file(incident, by=self.li, now=instant("2026-08-27 10:30"), kind="first", level="district")

        told = self.told("level_report", "2026-08-27 10:31", "2026-08-27 12:00", "2026-08-27 12:30", "2026-08-27 12:46")

        self.assertEqual(told, [(-120, self.chen), (-30, self.chen), (0, self.chen), (15, self.he)])

    def test_levels_of_which_nobody_is_here_are_not_written_to(self):
        incident = self.logged(deaths=30)
        for level, at in (("district", "10:00"), ("municipality", "10:30")):
            Receipt.add(
                incident,
                by=self.chen,
                now=instant("2026-08-27 11:00"),
                level=level,
                received_at=instant(f"2026-08-27 {at}"),
                how="telephone",
            )

        self.assertEqual(self.told("level_report", "2026-08-27 13:30"), [])

    def test_across_midnight_and_for_a_reader_of_another_zone(self):
        self.logged(at="2026-08-27 23:40", known="2026-08-27 23:10")
        self.li.time_zone = "Europe/Berlin"
        self.li.save()

        plan(instant("2026-08-28 00:00"))
        compose(instant("2026-08-28 00:00"))

        letter = self.li.letters.get()
        self.assertIn("28 Aug 2026, 00:10", letter.text)
        self.assertIn("due in 10 min", letter.subject)


class StillTrueTest(ClockNoticesTestCase):
    def test_what_was_met_or_superseded_is_not_said(self):
        incident = self.logged()
        plan(instant("2026-08-27 10:45"))

        Report.file(incident, by=self.sun, now=instant("2026-08-27 10:46"), kind="first", level="district")
        compose(instant("2026-08-27 10:47"))

        notice = Notice.objects.get(kind="unit_report")
        self.assertEqual((notice.letter, notice.skipped_because), (None, Notice.Skipped.NOT_TRUE))

    def test_who_may_not_see_the_incident_is_told_nothing(self):
        self.logged()
        plan(instant("2026-08-27 10:45"))
        Notice.objects.filter(kind="unit_report").update(person=self.zhao)

        compose(instant("2026-08-27 10:47"))

        self.assertFalse(self.zhao.letters.exists())

    def test_a_void_record_says_nothing(self):
        incident = self.logged()
        incident.void(by=self.chen, now=instant("2026-08-27 10:30"), note="Entered twice.")

        self.assertEqual(self.told("unit_report", "2026-08-27 11:30"), [])

    def test_a_closed_case_is_still_to_be_assessed(self):
        incident = self.logged()
        facts = {"by": self.chen, "now": instant("2026-11-01 10:00"), "authority": "甲区人民政府"}
        Submission.add(incident, submitted_on=date(2026, 10, 20), **facts)
        Reply.add(incident, replied_on=date(2026, 10, 30), number="8", **facts)
        Incident.objects.update(status="closed")

        self.assertEqual(self.told("assessment", "2027-10-29 00:30")[-1:], [(-WHOLE_DAY, self.chen)])

    def test_imported_registers_tell_nobody(self):
        Incident.objects.create(
            number="I-2026-9001",
            site=self.plant,
            source="register",
            source_key="1",
            completed=False,
            reported_at=instant("2026-09-20 10:00"),
            occurred_on=date(2026, 8, 27),
            description="A worker fell.",
            deaths=1,
            serious_injuries=0,
        )
        plan(instant("2026-09-21 10:00"))

        self.assertFalse(Notice.objects.filter(subject_kind="obligation").exists())


class DaysTest(ClockNoticesTestCase):
    KEY = "investigation_report"  # until 26 October

    def test_the_team_is_told_a_month_before_and_more_often_towards_the_end(self):
        incident = self.logged()
        Member.add(incident, by=self.chen, now=instant("2026-08-28 10:00"), person=self.sun, role="leader")

        days = ["09-25", "10-19", "10-22", "10-23", "10-26"]  # the 24th and 25th are days off
        told = self.told(self.KEY, *(f"2026-{day} 00:30" for day in days))

        sun = [step // WHOLE_DAY for step, person in told if person == self.sun]
        self.assertEqual(sun, [-30, -7, -3, -1, 0])

    def test_without_a_leader_it_is_the_official_and_the_leader_of_the_territory_knows_when_it_is_late(self):
        self.logged()

        self.told(self.KEY, *(f"2026-10-{day} 00:30" for day in (26, 27, 28)))

        told = [(step // WHOLE_DAY, person) for step, person in self.told(self.KEY)]
        self.assertEqual(told, [(0, self.chen), (1, self.he), (1, self.chen)])

    def test_it_is_not_said_for_ever(self):
        self.logged()

        self.told(self.KEY, *(f"{month}-{day:02} 00:30" for month in ("2026-11", "2026-12") for day in range(1, 31)))
        before = Notice.objects.filter(kind=self.KEY).count()
        self.told(self.KEY, *(f"{month}-10 00:30" for month in ("2027-02", "2027-06", "2028-01")))

        last = Notice.objects.filter(kind=self.KEY).order_by("-step").first()
        self.assertLessEqual(last.step, 60 * WHOLE_DAY)
        self.assertLessEqual(Notice.objects.filter(kind=self.KEY).count() - before, 2)

    def test_a_limit_that_moved_is_told_anew(self):
        incident = self.logged()
        plan(instant("2026-10-23 00:30"))
        facts = {"days": 30, "authority": "甲区人民政府", "document": "3", "approved_on": date(2026, 10, 20)}
        Prolongation.add(incident, by=self.chen, now=instant("2026-10-23 10:00"), **facts)
        compose(instant("2026-10-23 10:01"))

        self.assertFalse(self.chen.letters.filter(text__contains="Report of the investigation").exists())
        plan(instant("2026-11-18 09:00"))
        self.assertEqual(Notice.objects.filter(kind=self.KEY).latest("pk").step, -7 * WHOLE_DAY)


class LadderTest(ClockNoticesTestCase):
    def test_administrators_see_and_change_the_ladders(self):
        self.sign_in(self.guan)
        page = self.client.get("/reminders/ladders/")

        self.assertContains(page, "Legal deadline: report of the unit")
        ladder = Ladder.objects.get(subject_kind="obligation", kind="unit_report")
        self.assertContains(self.client.get(f"/reminders/ladders/{ladder.pk}/"), "Next in line")

    def test_a_step_for_a_verifier_reaches_nobody_and_stops_nothing(self):
        ladder = Ladder.objects.get(subject_kind="obligation", kind="unit_report")
        Step.objects.create(ladder=ladder, offset=-45, audience="verifier")
        self.logged()

        self.assertEqual(self.told("unit_report", *self.minutes(-40, -30)), [(-60, self.li), (-30, self.li)])

    def test_what_an_administrator_changed_stays(self):
        ladder = Ladder.objects.get(subject_kind="obligation", kind="unit_report")
        step = Step(offset=-20, audience="owner")
        ladder.climb_otherwise([step], by=self.guan, now=instant("2026-08-01 10:00"), note="Less.")

        ladders.ensure()

        self.assertEqual(list(ladder.steps.values_list("offset", flat=True)), [-20])

    def test_planning_asks_as_often_for_many_as_for_one(self):
        def plan_again(incidents):
            for number in range(incidents):
                self.logged(place=str(number))
            plan(instant("2026-08-27 10:30"))
            with CaptureQueriesContext(connection) as queries:
                plan(instant("2026-08-27 10:31"))
            return len(queries)

        self.assertEqual(plan_again(1), plan_again(5))
