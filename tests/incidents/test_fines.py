"""Fines: a band to go by, for those who keep or lead; a decision by hand; a reason outside the band."""

from datetime import date
from decimal import Decimal

from incidents.models import Fine
from incidents.models.fine import band_of, in_yuan

from .case import PageTestCase

KEY = "11111111-2222-4333-8444-555555555555"


class FinesTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(by=self.wang)  # one death: 500,000 to 700,000 yuan
        self.url = f"/incidents/{self.incident.pk}/obligations/"
        self.sign_in(self.chen)

    def decide(self, **given):
        facts = {
            "whom": "unit",
            "name": "Hongyuan Construction",
            "amount": "600000",
            "authority": "Emergency bureau",
            "number": "No. 7",
            "decided_on": "2026-09-01",
            "form_key": KEY,
        }
        return self.client.post(f"/incidents/{self.incident.pk}/fines/add/", facts | given)

    def test_zhao_sees_none_of_it_and_whoever_reported_it_sees_no_band(self):
        self.decide()
        self.sign_in(self.zhao)
        for url in (self.url, f"/incidents/{self.incident.pk}/fines/add/"):
            self.assertEqual(self.client.get(url).status_code, 404)

        self.sign_in(self.wang)
        page = self.client.get(self.url)
        self.assertNotContains(page, "Band for the unit")
        self.assertNotContains(page, "600,000")
        self.assertNotContains(self.client.get(self.incident.get_absolute_url()), "600,000")
        self.assertEqual(self.decide().status_code, 403)

    def test_keepers_and_leaders_see_the_band_officials_and_leaders_decide(self):
        for user, decides in ((self.chen, True), (self.he, True), (self.li, False)):
            self.sign_in(user)
            page = self.client.get(self.url)
            self.assertContains(page, "Band for the unit: 500,000 to 700,000 yuan")
            self.assertContains(page, "40 % of last year")
            self.assertEqual(b"Record a decision" in page.content, decides)

    def test_the_ends_belong_to_the_band_and_beyond_them_it_needs_a_reason(self):
        amounts = (("499999.99", True), ("500000", False), ("70万元", False), ("700000.01", True))
        for number, (amount, is_outside) in enumerate(amounts):
            with self.subTest(amount):
                answer = self.decide(amount=amount, form_key=f"{KEY[:-1]}{number}")
                self.assertEqual(answer.status_code, 422 if is_outside else 302)
                if is_outside:
                    self.assertEqual(list(answer.context["form"].errors), ["reason"])
                    self.assertContains(answer, amount, status_code=422)

        self.decide(amount="800000", reason="Reported late and refused to stop.", form_key=KEY.replace("1", "2"))

        page = self.client.get(self.url)
        self.assertContains(page, "outside the band")
        self.assertContains(page, "Reported late and refused to stop.")
        self.assertEqual(self.incident.events.first().verb, "fine_added")
        self.assertNotIn("800000", self.incident.events.first().note)

    def test_an_especially_grave_case_has_a_band_of_its_own(self):
        self.assertEqual(
            in_yuan(band_of(self.incident), especially_grave=True), (Decimal(1_000_000), Decimal(3_500_000))
        )
        self.assertEqual(self.decide(amount="3500000", especially_grave="on").status_code, 302)

    def test_days_and_amounts_that_cannot_be_are_refused_where_they_were_typed(self):
        for name, value in (("decided_on", "2026-08-26"), ("decided_on", "2026-09-02"), ("amount", "a lot")):
            with self.subTest(value):
                answer = self.decide(**{name: value})
                self.assertEqual((answer.status_code, list(answer.context["form"].errors)), (422, [name]))
        self.assertFalse(Fine.objects.exists())

    def test_without_a_grade_there_is_no_band(self):
        old = self.make_incident(occurred_on=date(2005, 1, 1), category="GB86-09")

        self.assertIsNone(band_of(old))
        self.assertContains(self.client.get(f"/incidents/{old.pk}/obligations/"), "No band:")
