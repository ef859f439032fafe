from datetime import date

from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alerts.models import Alert, AlertEvent, Rule
from outbox.models import Notice
from tests.base import instant

from .case import AlertTestCase


class ClusterTestCase(AlertTestCase):
    def facts(self, alert):
        members = alert.members.filter(left_at=None)
        return members.count(), sum(member.deaths for member in members)

    def events(self, alert):
        return [
            (event.verb, event.incidents, event.deaths) for event in alert.events.exclude(verb="ended").order_by("pk")
        ]

    def test_three_accidents_are_one_cluster_that_is_raised_at_the_second(self):
        self.accident("2026-08-27", deaths=2)
        self.look("2026-08-27 18:01")
        self.assertFalse(self.clusters().exists())

        self.accident("2026-08-30", site=self.second)
        self.look("2026-08-30 18:01")
        alert = self.clusters().get()
        self.assertEqual(self.facts(alert), (2, 3))

        self.accident("2026-08-31")
        self.look("2026-08-31 18:01")
        alert = self.clusters().get()
        self.assertEqual(self.facts(alert), (3, 4))
        self.assertEqual((alert.first_on, alert.last_on), (date(2026, 8, 27), date(2026, 8, 31)))
        self.assertEqual(self.events(alert), [("raised", 2, 3), ("joined", 3, 4)])
        self.assertEqual(alert.raised_at, instant("2026-08-30 18:01"))
        self.assertEqual(alert.grown_at, instant("2026-08-31 18:01"))

    def test_looking_again_changes_nothing(self):
        self.accident("2026-08-27")
        self.accident("2026-08-30")
        self.look("2026-08-30 18:01")
        before = list(Alert.objects.values()), AlertEvent.objects.count()

        self.look("2026-08-30 18:01")
        self.look("2026-08-31 09:00")

        self.assertEqual((list(Alert.objects.values()), AlertEvent.objects.count()), before)

    def test_looking_asks_as_often_however_much_there_is(self):
        for day in ("2026-08-27", "2026-08-30"):
            self.accident(day)
        self.look("2026-08-30 18:01")
        few = self.queries("2026-08-30 18:02")
        for day in ("2026-08-01", "2026-08-03", "2026-08-15", "2026-08-17", "2026-08-18"):
            self.accident(day, site=self.second)
        self.look("2026-08-30 18:03")

        self.assertEqual(self.queries("2026-08-30 18:04"), few)

    def queries(self, now):
        with CaptureQueriesContext(connection) as captured:
            self.look(now)
        return len(captured)

    def test_accidents_in_two_districts_or_without_deaths_are_none(self):
        self.accident("2026-08-27")
        self.accident("2026-08-28", site=self.other_plant)
        self.accident("2026-08-29", deaths=0, serious_injuries=3)
        self.accident("2026-09-03")

        self.look("2026-09-03 18:01")

        self.assertFalse(self.clusters().exists())

    def test_a_later_one_far_away_in_time_begins_a_cluster_of_its_own(self):
        for day in ("2026-08-01", "2026-08-03", "2026-08-20", "2026-08-22"):
            self.accident(day)
            self.look(f"{day} 18:01")

        self.assertEqual([self.facts(alert) for alert in self.clusters()], [(2, 2), (2, 2)])

    def test_an_incident_taken_back_lowers_it_and_the_history_is_kept(self):
        self.accident("2026-08-27", deaths=2)
        self.accident("2026-08-29", site=self.second)
        third = self.accident("2026-08-31")
        self.look("2026-08-31 18:01")
        third.void(by=self.chen, now=instant("2026-09-01 09:00"), note="Twice.")
        self.look("2026-09-01 09:01")

        alert = self.clusters().get()
        self.assertIsNone(alert.ended_at)
        self.assertEqual(self.facts(alert), (2, 3))
        left = alert.events.get(verb="left")
        self.assertEqual((left.incident, left.because, left.incidents, left.deaths), (third, "void", 2, 3))
        self.assertEqual(alert.last_on, date(2026, 8, 29))

    def test_a_downgraded_one_ends_it_where_too_few_are_left(self):
        first = self.accident("2026-08-27", deaths=2)
        second = self.accident("2026-08-29")
        self.look("2026-08-29 18:01")

        second.edit(by=self.chen, now=instant("2026-08-30 10:00"), deaths=0, serious_injuries=1)
        self.look("2026-08-30 10:01")

        alert = self.clusters().get()
        self.assertEqual((alert.ended_at, alert.ended_because), (instant("2026-08-30 10:01"), "lifted"))
        self.assertEqual([(e.incident, e.because) for e in alert.events.filter(verb="left")], [(second, "milder")])
        self.assertEqual([member.incident for member in alert.members.filter(left_at=None)], [first])

    def test_one_that_turns_out_to_have_happened_elsewhere_leaves(self):
        self.accident("2026-08-27")
        moved = self.accident("2026-08-29")
        self.look("2026-08-29 18:01")

        moved.edit(by=self.chen, now=instant("2026-08-30 10:00"), occurred_on=date(2026, 8, 10))
        self.look("2026-08-30 10:01")

        alert = self.clusters().get()
        self.assertEqual(alert.ended_because, "lifted")
        self.assertEqual([(e.incident, e.because) for e in alert.events.filter(verb="left")], [(moved, "elsewhere")])

    def test_somebody_who_dies_later_lets_it_grow(self):
        self.accident("2026-08-27")
        second = self.accident("2026-08-29")
        self.look("2026-08-29 18:01")

        second.edit(by=self.chen, now=instant("2026-09-04 10:00"), deaths=2)
        self.look("2026-09-04 10:01")

        alert = self.clusters().get()
        self.assertEqual(self.events(alert)[-1], ("worse", 2, 3))
        self.assertEqual(alert.grown_at, instant("2026-09-04 10:01"))

    def test_one_logged_late_between_two_clusters_makes_them_one(self):
        for day in ("2026-08-01", "2026-08-03", "2026-08-12", "2026-08-14"):
            self.accident(day)
        self.look("2026-08-14 18:01")
        self.assertEqual(self.clusters().standing().count(), 2)

        self.make_incident(now=instant("2026-08-15 10:00"), occurred_on=date(2026, 8, 8))
        self.look("2026-08-15 10:01")

        alert = self.clusters().standing().get()
        self.assertEqual(self.facts(alert), (5, 5))
        self.assertEqual([a.ended_because for a in self.clusters().over()], ["joined"])

    def test_one_taken_out_of_the_middle_leaves_two(self):
        for day in ("2026-08-01", "2026-08-03", "2026-08-12", "2026-08-14"):
            self.accident(day)
        middle = self.accident("2026-08-08")
        self.look("2026-08-14 18:01")
        self.assertEqual(self.facts(self.clusters().get()), (5, 5))

        middle.void(by=self.chen, now=instant("2026-08-15 09:00"), note="It was another day.")
        self.look("2026-08-15 09:01")

        self.assertEqual([self.facts(alert) for alert in self.clusters().standing()], [(2, 2), (2, 2)])

    def test_what_was_logged_a_month_late_raises_nothing(self):
        for day in ("2026-07-01", "2026-07-02", "2026-07-03"):
            self.make_incident(now=instant("2026-08-15 10:00"), occurred_on=date.fromisoformat(day))

        self.run_reminders("2026-08-15 10:01")

        self.assertFalse(self.clusters().exists())
        self.assertFalse(Notice.objects.filter(subject_kind="alert").exists())

    def test_what_was_not_known_yet_does_not_count(self):
        self.accident("2026-08-27")
        self.accident("2026-08-29")

        self.look("2026-08-29 17:59")

        self.assertFalse(self.clusters().exists())

    def test_answered_it_ends_after_thirty_days_and_unanswered_it_stands(self):
        for day in ("2026-08-27", "2026-08-29"):
            self.accident(day)
        self.look("2026-08-29 18:01")
        self.look("2026-10-15 09:00")
        alert = self.clusters().standing().get()

        alert.answer(by=self.he, now=instant("2026-10-15 10:00"), note="All scaffolds are checked.", sites=[self.plant])
        self.look("2026-10-15 10:01")

        alert.refresh_from_db()
        self.assertEqual(alert.ended_because, "over")

    def test_an_answer_before_the_last_incident_is_none(self):
        for day in ("2026-08-27", "2026-08-29"):
            self.accident(day)
        self.look("2026-08-29 18:01")
        alert = self.clusters().get()
        alert.answer(by=self.he, now=instant("2026-08-29 19:00"), note="Seen.", sites=[self.plant])
        self.assertTrue(alert.is_answered)

        self.accident("2026-08-31")
        self.look("2026-08-31 18:01")

        alert = self.clusters().get()
        self.assertFalse(alert.is_answered)
        self.assertEqual(list(Alert.objects.unanswered()), [alert])

    def test_a_changed_rule_judges_what_stands(self):
        for day in ("2026-08-27", "2026-08-29"):
            self.accident(day)
        self.look("2026-08-29 18:01")

        self.rule.follow_otherwise(by=self.guan, now=instant("2026-08-30 09:00"), note="Too many.", least=3)
        self.look("2026-08-30 09:01")

        self.assertEqual(self.clusters().get().ended_because, "rule")

    def test_each_kind_of_place_is_put_together_for_itself(self):
        first = self.accident("2026-08-27", category="WSA10010")
        self.accident("2026-08-28", site=self.second, category="WSA10010", deaths=0, serious_injuries=1)
        self.accident("2026-08-29", category="WSA10004", deaths=0, minor_injuries=2, serious_injuries=0)
        for within, expected in (
            ("region", 3),
            ("sector", 2),
            ("category", 2),
            ("organization", 2),
        ):
            with self.subTest(within), transaction.atomic():
                Rule.objects.update(counts="hurt", within=within)
                self.look("2026-08-29 18:01")
                alert = self.clusters().get()
                self.assertEqual(self.facts(alert)[0], expected)
                self.assertIn(first, [member.incident for member in alert.members.all()])
                transaction.set_rollback(True)

    def test_deaths_are_counted_where_the_rule_counts_deaths(self):
        self.accident("2026-08-27", deaths=3)
        Rule.objects.update(counts="deaths", least=3)

        self.look("2026-08-27 18:01")

        self.assertEqual(self.facts(self.clusters().get()), (1, 3))

    def test_its_events_are_append_only(self):
        for day in ("2026-08-27", "2026-08-29"):
            self.accident(day)
        self.look("2026-08-29 18:01")

        for change in (lambda: AlertEvent.objects.update(note="x"), lambda: AlertEvent.objects.all().delete()):
            with self.assertRaises(ProgrammingError), transaction.atomic():
                change()


class RepetitionTestCase(AlertTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        Rule.objects.update(is_active=False)
        Rule.objects.create(counts="all", least=2, days=365, within="site_category")
        Rule.objects.create(counts="all", least=2, days=365, within="site_factor")

    def repetitions(self):
        return Alert.objects.filter(kind="repeat")

    def near_miss(self, day, **given):
        given = {"kind": "near_miss", "serious_injuries": 0} | given
        return self.accident(day, deaths=0, **given)

    def test_the_same_category_at_the_same_site_within_twelve_months(self):
        self.near_miss("2025-09-01", category="GB86-09")  # a fall, by the standard of 1986
        self.near_miss("2026-03-01", category="GB86-09", site=self.second)
        self.near_miss("2026-08-29", category="WSA10010")  # a fall, by that of 2025

        self.look("2026-08-29 18:01")

        alert = self.repetitions().get()
        self.assertEqual((alert.site, alert.category), (self.plant, "WSA10010"))
        self.assertEqual(alert.members.count(), 2)

    def test_after_more_than_twelve_months_and_of_no_category_it_is_none(self):
        self.near_miss("2025-08-28", category="GB86-09")
        self.near_miss("2026-08-28", category="WSA10010")
        self.near_miss("2026-08-28", category="WSA10099")
        self.near_miss("2026-08-29", category="WSA10099")
        self.near_miss("2026-08-28", category="")
        self.near_miss("2026-08-29", category="")

        self.look("2026-08-29 18:01")

        self.assertFalse(self.repetitions().exists())

    def test_the_same_direct_cause_at_the_same_site(self):
        first = self.near_miss("2026-08-01", category="WSA10010")
        second = self.near_miss("2026-08-29", category="WSA10004")
        for incident in (first, second):
            self.make_finding(incident, factor="6.01", now=instant("2026-08-30 10:00"))

        self.look("2026-08-30 10:01")

        alert = self.repetitions().get()
        self.assertEqual((alert.site, alert.factor), (self.plant, "6.01"))

    def test_what_repeats_itself_by_category_is_not_said_again_by_cause(self):
        for day in ("2026-08-01", "2026-08-29"):
            self.make_finding(self.near_miss(day, category="WSA10010"), factor="6.01", now=instant("2026-08-30 10:00"))

        self.look("2026-08-30 10:01")

        self.assertEqual(self.repetitions().get().category, "WSA10010")

    def test_a_withdrawn_cause_ends_it(self):
        first = self.near_miss("2026-08-01", category="WSA10010")
        second = self.near_miss("2026-08-29", category="WSA10004")
        self.make_finding(first, factor="6.01", now=instant("2026-08-30 10:00"))
        cause = self.make_finding(second, factor="6.01", now=instant("2026-08-30 10:00"))
        self.look("2026-08-30 10:01")

        cause.withdraw(by=self.chen, now=instant("2026-08-31 10:00"), note="It was something else.")
        self.look("2026-08-31 10:01")

        alert = self.repetitions().get()
        self.assertEqual(alert.ended_because, "lifted")
        self.assertEqual([(e.incident, e.because) for e in alert.events.filter(verb="left")], [(second, "elsewhere")])
