"""What was closed comes back: the same kind of incident at the same site takes it up again, once."""

from datetime import date, timedelta

from actions import recurrence
from actions.models import Action, Recurrence
from outbox.models import Notice
from tests.base import NOW, ten_on

from .case import PageTestCase

CLOSED_ON = date(2026, 11, 30)


class RecurrenceTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        minor = {"deaths": 0, "minor_injuries": 1}
        self.finding = self.make_finding(self.make_incident(**minor), factor="6.01")
        self.action = self.closed(self.make_action(finding=self.finding))
        self.assertEqual(self.action.closed_at, ten_on(CLOSED_ON))

    def again(self, days, **given):
        """The next incident, so many days after the closing, logged on its day."""
        day = CLOSED_ON + timedelta(days=days)
        facts = {"deaths": 0, "minor_injuries": 1, "occurred_on": day, "now": ten_on(day) + timedelta(hours=12)}
        return self.make_incident(**facts | given)

    def look(self, days):
        found = recurrence.look(ten_on(CLOSED_ON + timedelta(days=days)) + timedelta(hours=13))
        self.action.refresh_from_db()
        return found

    def test_within_180_days_it_is_flagged_and_reopened_once(self):
        incident = self.again(180)
        Notice.objects.all().delete()

        (found,) = self.look(180)

        self.assertEqual((found.action, found.incident, found.because), (self.action, incident, "category"))
        self.assertEqual((self.action.status, self.action.round), ("assigned", 2))
        self.assertEqual(self.action.deadline, CLOSED_ON + timedelta(days=210))
        event = self.action.events.first()
        self.assertEqual((event.verb, event.by), ("recur", None))
        self.assertIn(incident.number, event.note)
        told = Notice.objects.filter(kind="recurred").values_list("person", flat=True)
        self.assertCountEqual(told, [self.wang.pk, self.li.pk])
        self.assertEqual(self.look(180), [])

    def test_on_the_181st_day_it_is_not(self):
        self.again(181)
        self.assertEqual(self.look(181), [])

    def test_on_the_day_of_closing_only_what_happened_after_it(self):
        self.again(0, occurred_time=(ten_on(CLOSED_ON) - timedelta(minutes=1)).time())
        self.again(0)
        self.assertEqual(self.look(0), [])
        self.again(0, occurred_time=(ten_on(CLOSED_ON) + timedelta(minutes=1)).time())
        self.assertEqual(len(self.look(0)), 1)

    def test_another_site_another_kind_and_containment_do_not_count(self):
        self.again(10, site=self.other_plant, by=self.zhao)
        self.again(10, category="WSA10008")
        Action.objects.filter(pk=self.action.pk).update(kind="containment")
        self.again(10)
        self.assertEqual(self.look(10), [])

    def test_the_same_confirmed_direct_cause_counts_whatever_the_category(self):
        incident = self.again(10, category="WSA10008")
        cause = self.make_finding(incident, factor="6.01", now=ten_on(CLOSED_ON + timedelta(days=10)))
        self.assertEqual(self.look(10), [])
        for finding in (cause, self.finding):
            finding.confirm(by=self.li, now=NOW)
        self.assertEqual([found.because for found in self.look(11)], ["cause"])

    def test_what_is_logged_long_after_its_day_takes_nothing_up(self):
        self.again(10, now=ten_on(CLOSED_ON + timedelta(days=42)))
        self.assertEqual(self.look(42), [])

    def test_declaring_the_incident_void_does_not_take_the_flag_away(self):
        incident = self.again(10)
        self.look(10)
        incident.void(by=self.chen, now=ten_on(CLOSED_ON + timedelta(days=11)), note="Twice.")

        self.assertEqual(self.look(11), [])
        self.assertEqual((Recurrence.objects.count(), self.action.status), (1, "assigned"))
        self.sign_in(self.chen)
        page = self.client.get(self.action.get_absolute_url())
        self.assertContains(page, "It happened again")
        self.assertContains(page, "That incident was declared void since.")
        self.assertContains(page, "not thorough")

    def test_it_asks_the_same_number_of_queries_whatever_there_is(self):
        self.again(200, category="WSA10008")
        with self.assertNumQueries(4):
            self.look_only()
        for _number in range(3):
            self.closed(self.make_action(finding=self.finding))
            self.again(200, category="WSA10008")
        with self.assertNumQueries(4):
            self.look_only()

    def look_only(self):
        list(recurrence.came_back(ten_on(CLOSED_ON + timedelta(days=201))))
