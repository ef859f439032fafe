from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts.models import Alert
from tests.base import instant

from .case import AlertTestCase


class ForeseenTestCase(AlertTestCase):
    """Two fatal accidents in a district; at the place of the first one something was late already."""

    def setUp(self):
        super().setUp()
        self.first = self.accident("2026-08-27", deaths=2)
        self.accident("2026-08-30", site=self.second)
        self.late = self.given("Repair the lifelines", "2026-08-07")

    def given(self, title, deadline, at="2026-08-01 09:00", **facts):
        cause = {"finding": self.make_finding(self.make_incident(now=instant(at), occurred_on=date(2026, 7, 1)))}
        return self.make_action(now=instant(at), title=title, deadline=date.fromisoformat(deadline), **cause | facts)

    def told(self, user=None):
        """(incident, [(title, days)], how many more) of each incident of the cluster, as the overview says it."""
        self.run_reminders("2026-08-30 18:01")
        self.set_clock("2026-08-30 19:00")
        self.sign_in(user or self.he)
        for one in self.client.get("/overview/").context["alerts"]:
            if one.alert.kind == Alert.Kind.CLUSTER:
                return [
                    (told.member.incident, [(late.action.title, late.days) for late in told.late], told.more)
                    for told in one.happened
                ]
        return None

    def test_the_overview_says_what_was_late_where_it_happened(self):
        told = self.told()

        self.assertEqual([late for _incident, late, _more in told], [[("Repair the lifelines", 20)], []])
        self.assertEqual(told[0][0], self.first)
        page = self.client.get("/overview/")
        self.assertContains(page, "Late there already, for 20 days:")
        self.assertContains(page, self.late.get_absolute_url())

    def test_what_was_done_before_it_or_due_on_its_day_was_not_late(self):
        self.submitted(self.given("Done on the day before", "2026-08-07"), now=instant("2026-08-26 12:00"))
        self.submitted(self.given("Done an hour after it", "2026-08-08"), now=instant("2026-08-27 20:00"))
        self.given("Due on that day", "2026-08-27")
        self.given("Void", "2026-08-07").void(by=self.li, now=instant("2026-08-28 09:00"), note="Twice.")

        self.assertEqual(self.told()[0][1], [("Repair the lifelines", 20), ("Done an hour after it", 19)])

    def test_of_many_the_oldest_are_named(self):
        for day in (3, 4, 5):
            self.given(f"Due on the {day}th", f"2026-08-0{day}")

        self.assertEqual(self.told()[0][1:], ([("Due on the 3th", 24), ("Due on the 4th", 23)], 2))

    def test_who_does_not_see_the_cluster_reads_nothing_of_it(self):
        for person in (self.zhao, self.li, self.wang, self.guan):
            self.assertIsNone(self.told(person), person)
            self.assertNotContains(self.client.get("/overview/"), "Late there already")

    def test_its_own_page_says_it_in_a_fixed_number_of_queries(self):
        self.run_reminders("2026-08-30 18:01")
        alert = Alert.objects.get(kind=Alert.Kind.CLUSTER)
        self.set_clock("2026-08-30 19:00")
        self.sign_in(self.he)
        self.assertContains(self.client.get(f"/alerts/{alert.pk}/"), "Late there already, for 20 days:", count=1)

        counts = []
        for day in (3, 4, 5):
            with CaptureQueriesContext(connection) as captured:
                self.client.get(f"/alerts/{alert.pk}/")
            counts.append(len(captured))
            self.given(f"Due on the {day}th", f"2026-08-0{day}")
        self.assertEqual(len(set(counts)), 1, counts)

    def test_the_letter_says_it_too(self):
        letter = self.run_reminders("2026-08-30 18:01")[self.he]

        self.assertIn(f"Late there already, for 20 days: {self.late}, Wang", letter.text)
