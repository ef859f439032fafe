"""Legal deadlines on my work: who sees which, in what order, and at a fixed price."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from incidents.models import Assessment, Member, Receipt, Reply, Report, Submission
from tests.base import instant
from tests.incidents.case import PageTestCase


class DeadlinesTestCase(PageTestCase):
    now = "2026-08-27 10:30"

    def setUp(self):
        super().setUp()
        self.incident = self.logged()

    def logged(self, **given):
        return self.make_incident(
            by=self.wang, now=instant("2026-08-27 10:20"), known_at=instant("2026-08-27 09:52"), **given
        )

    def file(self, at="2026-08-27 10:30"):
        Report.file(self.incident, by=self.li, now=instant(at), kind="first", level="district")

    def rows(self, user):
        self.sign_in(user)
        return self.client.get(reverse("overview:home")).context["deadlines"]

    def kinds(self, user):
        return [row.countdown.obligation.kind for row in self.rows(user)]

    def test_zhao_sees_none_and_neither_does_who_has_nothing_to_do_with_it(self):
        for user in (self.zhao, self.wang, self.guan):
            self.assertEqual(self.kinds(user), [])
            self.assertNotContains(self.client.get("/"), "Legal deadlines")

    def test_the_safety_managers_of_site_and_organization_see_the_hour_of_the_unit(self):
        for user in (self.li, self.sun):
            self.assertEqual(self.kinds(user), ["unit_report"])
        page = self.client.get("/")
        self.assertContains(page, "22 min left")
        self.assertContains(page, f"/incidents/{self.incident.pk}/reports/new/")
        self.assertEqual(self.kinds(self.chen), [])

    def test_the_official_of_the_level_sees_the_next_hours(self):
        self.file()

        self.assertEqual(self.kinds(self.chen), ["level_report"])
        self.assertEqual(self.kinds(self.li), [])

    def test_levels_above_see_their_own(self):
        city = self.person("city", "市局", Role.OFFICIAL, region=self.above())
        self.incident = self.logged(deaths=30)
        for level in ("district", "municipality"):
            now = instant("2026-08-27 10:30")
            Receipt.add(self.incident, by=self.chen, now=now, level=level, received_at=now, how="telephone")

        self.assertEqual([row.countdown.obligation.by for row in self.rows(city)], ["municipality"])

    def above(self):
        return type(self.district).objects.create(
            code="50", name="某市", name_en="Municipality", jurisdiction="CN", country="CN"
        )

    def test_a_leader_knows_what_is_late(self):
        self.assertEqual(self.kinds(self.he), [])

        self.set_clock("2026-08-27 11:00")

        self.assertEqual(self.kinds(self.he), ["unit_report"])
        self.assertContains(self.client.get("/"), "to know")

    def test_the_team_leader_sees_the_report_of_the_investigation(self):
        self.file()
        self.set_clock("2026-10-20 10:00")
        self.assertIn("investigation_report", self.kinds(self.chen))

        Member.add(self.incident, by=self.chen, now=instant("2026-08-28 10:00"), person=self.sun, role="leader")

        self.assertIn("investigation_report", self.kinds(self.sun))
        self.assertNotIn("investigation_report", self.kinds(self.chen))

    def test_hours_that_run_come_before_days_that_passed_long_ago(self):
        self.file()
        Receipt.add(
            self.incident,
            by=self.chen,
            now=instant("2026-08-27 10:40"),
            level="municipality",
            received_at=instant("2026-08-27 10:40"),
            how="telephone",
        )
        self.set_clock("2026-11-20 10:00")
        new = self.make_incident(now=instant("2026-11-20 09:50"), occurred_on=date(2026, 11, 20))
        Report.file(new, by=self.li, now=instant("2026-11-20 09:55"), kind="first", level="district")

        self.assertEqual(self.kinds(self.chen), ["level_report", "investigation_report"])

    def test_what_cannot_be_done_yet_does_not_press(self):
        now = instant("2026-10-20 10:00")
        Submission.add(self.incident, by=self.chen, now=now, submitted_on=date(2026, 10, 1), authority="x")
        Reply.add(self.incident, by=self.chen, now=now, replied_on=date(2026, 10, 12), authority="x", number="8")
        self.file()
        self.set_clock("2027-08-11 10:00")
        self.assertNotIn("assessment", self.kinds(self.chen))

        self.set_clock("2027-10-01 10:00")
        self.assertIn("assessment", self.kinds(self.chen))
        facts = {"assessed_on": date(2027, 9, 30), "body": "x", "result": "y"}
        Assessment.add(self.incident, by=self.chen, now=instant("2027-10-01 09:00"), **facts)
        self.assertNotIn("assessment", self.kinds(self.chen))

    def test_the_number_of_queries_does_not_grow_with_the_rows(self):
        self.sign_in(self.li)

        def queries():
            with CaptureQueriesContext(connection) as captured:
                self.client.get("/")
            return len(captured)

        few = queries()
        for number in range(5):
            self.logged(place=str(number))
        self.assertEqual(queries(), few)
