from datetime import date

from django.db import IntegrityError, ProgrammingError, transaction

from alerts import first_rules
from alerts.models import Rule, RuleChange
from tests.base import instant

from .case import AlertTestCase

FACTS = {"counts": "fatal", "least": 2, "days": 7, "within": "region", "level": 6, "is_active": "on"}


class RulesTestCase(AlertTestCase):
    def setUp(self):
        super().setUp()
        self.url = f"/alerts/rules/{self.rule.pk}/"
        self.sign_in(self.guan)

    def send(self, url=None, **data):
        sent = FACTS | {"version": self.rule.version, "note": "Because."} | data
        return self.client.post(url or self.url, {name: value for name, value in sent.items() if value is not None})

    def test_only_administrators_see_and_change_them(self):
        for person in (self.zhao, self.he, self.chen, self.wang):
            self.sign_in(person)
            for url in ("/alerts/rules/", self.url, "/alerts/rules/new/"):
                self.assertEqual(self.client.get(url).status_code, 403)
            self.assertEqual(self.send(least=3).status_code, 403)
        self.rule.refresh_from_db()
        self.assertEqual(self.rule.least, 2)

    def test_the_first_rules_are_there_and_no_others_are_added_to_ones_own(self):
        Rule.objects.all().delete()

        first_rules.ensure()
        first_rules.ensure()

        self.assertEqual(
            [str(rule) for rule in Rule.objects.all()],
            [
                "2 accidents with deaths within 7 days in one region (district or county)",
                "2 incidents of all kinds within a year of one category at the same site",
                "2 incidents of all kinds within a year with the same direct cause at the same site",
            ],
        )

    def test_a_change_is_kept_with_who_and_why(self):
        self.assertRedirects(self.send(least=3, days=30, note="Two are too few."), self.url)

        self.rule.refresh_from_db()
        self.assertEqual((self.rule.least, self.rule.days), (3, 30))
        change = RuleChange.objects.get()
        self.assertEqual((change.by, change.note), (self.guan, "Two are too few."))
        self.assertEqual((change.before["least"], change.after["least"]), (2, 3))
        self.assertContains(self.client.get(self.url), "Two are too few.")

    def test_it_is_tried_on_the_last_twelve_months_before_it_is_kept(self):
        for day, site in (
            ("2025-08-25", self.plant),  # more than a year ago
            ("2025-08-26", self.plant),
            ("2026-03-01", self.plant),
            ("2026-03-04", self.second),
            ("2026-03-20", self.plant),
            ("2026-08-27", self.plant),
            ("2026-08-31", self.plant),
        ):
            self.accident(day, site=site)

        page = self.send(try_="", note=None, **{"try": "1"})

        trial = page.context["trial"]
        self.assertEqual(
            [(row.where, row.first_on, row.last_on, row.incidents) for row in trial.rows],
            [
                ("District A", date(2026, 8, 27), date(2026, 8, 31), 2),
                ("District A", date(2026, 3, 1), date(2026, 3, 4), 2),
            ],
        )
        self.assertFalse(RuleChange.objects.exists())
        tried = self.send(note=None, days=366, least=3, **{"try": "1"}).context["trial"]
        self.assertEqual([row.incidents for row in tried.rows], [7])

    def test_whoever_tries_it_reads_nothing_of_the_incidents(self):
        first = self.accident("2026-08-27", deaths=2)
        self.accident("2026-08-30")

        page = self.send(note=None, within="organization", **{"try": "1"})

        self.assertContains(page, "Hongyuan Construction")
        for hidden in (first.number, first.name, first.description, "3 dead"):
            self.assertNotContains(page, hidden)

    def test_a_rule_is_added_and_put_out_of_force(self):
        self.assertRedirects(self.send("/alerts/rules/new/", counts="hurt", within="site_category"), "/alerts/rules/")
        rule = Rule.objects.get(counts="hurt")

        response = self.send(f"/alerts/rules/{rule.pk}/", counts="hurt", within="site_category", is_active=None)

        self.assertEqual(response.status_code, 302)
        rule.refresh_from_db()
        self.assertFalse(rule.is_active)
        self.assertContains(self.client.get("/alerts/rules/"), "not in force")

    def test_bad_values_are_named_beside_their_fields_and_kept(self):
        for name, value in (("least", 1), ("least", ""), ("days", 0), ("days", 9999), ("within", "moon"), ("level", 3)):
            with self.subTest(name, value=value):
                response = self.send(**{name: value})
                self.assertEqual(response.status_code, 422)
                self.assertIn(name, response.context["facts"].errors)
                self.assertContains(response, "Because.", status_code=422)
        self.assertEqual(self.send(note=" ").status_code, 422)
        self.rule.refresh_from_db()
        self.assertEqual(self.rule.least, 2)

    def test_who_was_slower_sees_the_change_and_keeps_what_was_typed(self):
        self.rule.follow_otherwise(by=self.guan, now=instant("2026-09-01 09:00"), note="First.", least=4)
        self.rule.version -= 1

        response = self.send(least=3)

        self.assertContains(response, "Somebody was faster", status_code=409)
        self.assertContains(response, "First.", status_code=409)
        self.assertEqual(response.context["facts"]["least"].value(), "3")
        self.rule.refresh_from_db()
        self.assertEqual(self.rule.least, 4)

    def test_the_database_refuses_a_rule_that_counts_one(self):
        for facts in ({"least": 1}, {"days": 0}):
            with self.assertRaises(IntegrityError), transaction.atomic():
                Rule.objects.filter(pk=self.rule.pk).update(**facts)

    def test_changes_are_append_only(self):
        self.send(least=3)
        with self.assertRaises(ProgrammingError), transaction.atomic():
            RuleChange.objects.all().delete()
