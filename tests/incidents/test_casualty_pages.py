"""The pages of casualties: who sees what, what is hidden, what is refused, and how it is read over time."""

from datetime import date

from incidents.models import Casualty, Incident
from tests.base import instant

from .case import PageTestCase

KEY = "11111111-2222-4333-8444-555555555555"
SECRETS = ("张三丰", "510101199001011234", "开放性骨折")


class CasualtyPagesTestCase(PageTestCase):
    now = "2026-09-01 10:00"

    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(deaths=2, serious_injuries=1)
        self.url = f"/incidents/{self.incident.pk}/casualties/"
        self.sign_in(self.chen)

    def add(self, **given):
        facts = {"harm": "serious", "harm_since": "2026-08-27", "form_key": KEY}
        return self.client.post(f"{self.url}new/", facts | given)

    def added(self, **given):
        facts = dict(zip(("person", "identity_number", "medical"), SECRETS, strict=True))
        return Casualty.add(
            self.incident,
            by=self.chen,
            now=instant("2026-09-01 09:00"),
            **{"harm": "serious", "harm_since": date(2026, 8, 27)} | facts | given,
        )

    def send(self, casualty, verb, **given):
        version = Casualty.objects.get(pk=casualty.pk).version
        return self.client.post(f"/incidents/casualties/{casualty.pk}/{verb}/", {"version": version} | given)

    def errors(self, answer):
        self.assertEqual(answer.status_code, 422)
        return answer.context["form"].errors


class SightTestCase(CasualtyPagesTestCase):
    def test_zhao_sees_none_of_it(self):
        casualty = self.added()
        self.sign_in(self.zhao)

        for url in (
            self.url,
            f"{self.url}new/",
            f"{self.url}missing/",
            *(f"/incidents/casualties/{casualty.pk}/{verb}/" for verb in ("change", "edit", "strike", "reveal")),
        ):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
                self.assertIn(self.client.post(url, {"version": 1}).status_code, {404, 405})

    def test_who_only_reads_sees_no_button_and_may_not(self):
        casualty = self.added()
        self.sign_in(self.he)

        page = self.client.get(self.url)

        self.assertEqual(page.status_code, 200)
        for verb in ("change", "edit", "strike", "reveal"):
            self.assertNotContains(page, f"/{verb}/")
            self.assertEqual(self.client.get(f"/incidents/casualties/{casualty.pk}/{verb}/").status_code, 403)
        self.assertEqual(self.client.get(f"{self.url}new/").status_code, 403)

    def test_what_is_private_stands_on_no_page(self):
        casualty = self.added(employer="云台建设")
        pages = [
            self.url,
            f"/incidents/{self.incident.pk}/",
            f"/incidents/{self.incident.pk}/edit/",
            *(f"/incidents/casualties/{casualty.pk}/{verb}/" for verb in ("change", "edit", "strike", "reveal")),
            "/incidents/?export=csv",
        ]
        for url in pages:
            answer = self.client.get(url)
            body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
            for secret in SECRETS:
                with self.subTest(url=url, secret=secret):
                    self.assertNotIn(secret, body)
        self.assertNotContains(self.client.get("/search/?q=张三丰"), self.incident.number)
        self.assertContains(self.client.get(self.url), "张某")
        self.assertContains(self.client.get(self.url), "云台建设")

    def test_it_is_shown_for_a_reason_that_is_kept(self):
        casualty = self.added()
        self.sign_in(self.li)

        self.assertIn("reason", self.errors(self.send(casualty, "reveal", reason=" ")))
        shown = self.send(casualty, "reveal", reason="To call the family")

        for secret in SECRETS:
            self.assertContains(shown, secret)
        self.assertIn("no-store", shown["Cache-Control"])
        page = self.client.get(self.url)
        self.assertContains(page, "Who looked at personal data")
        self.assertContains(page, "To call the family")
        self.assertNotContains(page, "张三丰")

    def test_it_asks_the_database_as_often_for_many(self):
        for people in (2, 8):
            for _each in range(people):
                self.added()
            with self.assertNumQueries(9):
                self.client.get(self.url)


class AddTestCase(CasualtyPagesTestCase):
    def test_it_records_a_person_once(self):
        for _each in range(2):
            self.assertRedirects(self.add(person="张三"), self.url)

        casualty = Casualty.objects.get()
        self.assertEqual((casualty.number, casualty.person, casualty.counted_as), (1, "张三", "serious_injuries"))

    def test_contradictions_are_said_at_the_field_and_nothing_is_lost(self):
        for field, given in [
            ("harm_since", {"harm_since": "2026-08-26"}),
            ("harm_since", {"harm_since": "2026-09-02"}),
            ("harm_since", {"harm_since": "2026-02-30"}),
            ("harm_since", {"harm_since": ""}),
            ("harm", {"harm": ""}),
            ("harm", {"harm": "unhurt"}),
            ("person", {"person": "x" * 81}),
        ]:
            with self.subTest(given):
                answer = self.add(**{"job": "架子工"} | given)
                self.assertIn(field, self.errors(answer))
                self.assertContains(answer, "架子工", status_code=422)
        self.assertEqual(Casualty.objects.count(), 0)

    def test_more_missing_than_at_risk_is_refused(self):
        Incident.objects.get().edit(by=self.chen, now=instant("2026-09-01 09:00"), at_risk=0)

        answer = self.add(harm="missing")

        self.assertContains(answer, "More people are missing than were at risk.", status_code=422)

    def test_nothing_is_recorded_about_a_void_incident(self):
        self.incident.void(by=self.chen, now=instant("2026-09-01 09:00"), note="Entered twice")

        self.assertRedirects(self.add(), self.incident.get_absolute_url())
        self.assertEqual(Casualty.objects.count(), 0)


class ChangeTestCase(CasualtyPagesTestCase):
    def test_a_death_on_day_12_makes_the_accident_larger(self):
        casualty = self.added()
        self.set_clock("2026-09-08 18:00")

        answer = self.send(casualty, "change", harm="death", harm_since="2026-09-08", note="Hospital called")

        self.assertRedirects(answer, self.url)
        page = self.client.get(self.url)
        self.assertContains(page, "Larger accident: 3 dead")
        self.assertContains(page, "Hospital called")
        before = self.client.get(self.url, {"on": "2026-09-07"}).context["known_on"]
        self.assertEqual((before.facts["deaths"], before.facts["grade"]), (2, "general"))

    def test_a_death_after_the_window_is_recorded_and_counts_no_more(self):
        casualty = self.added()
        self.set_clock("2026-10-05 18:00")

        self.send(casualty, "change", harm="death", harm_since="2026-09-27")

        page = self.client.get(self.url)
        self.assertContains(page, "General accident: 2 dead")
        self.assertContains(page, "What came after the window changes them no more.")
        self.assertContains(page, "The window ended on")

    def test_who_was_slower_is_told_and_keeps_what_was_typed(self):
        casualty = self.added()
        stale = {"version": casualty.version, "harm": "minor", "harm_since": "2026-09-01", "note": "By telephone"}
        self.send(casualty, "change", harm="death", harm_since="2026-09-01")

        answer = self.client.post(f"/incidents/casualties/{casualty.pk}/change/", stale)

        self.assertContains(answer, "By telephone", status_code=409)
        self.assertEqual(Casualty.objects.get().harm, "death")

    def test_a_struck_record_stays_and_counts_no_more(self):
        casualty = self.added(harm="death")
        self.assertIn("note", self.errors(self.send(casualty, "strike", note="")))

        self.send(casualty, "strike", note="Was on leave", one_fewer="on")

        self.assertEqual(Incident.objects.get().deaths, 1)
        self.assertContains(self.client.get(self.url), "struck")
        self.assertRedirects(self.send(casualty, "edit", job="x"), self.incident.get_absolute_url())

    def test_private_facts_left_empty_stay(self):
        casualty = self.added()

        self.send(casualty, "edit", job="架子工", person="", identity_number="", medical="")

        casualty.refresh_from_db()
        self.assertEqual((casualty.job, casualty.person, casualty.medical), ("架子工", SECRETS[0], SECRETS[2]))

    def test_the_missing_are_counted_as_dead_when_the_window_is_over(self):
        self.incident.edit(by=self.chen, now=instant("2026-09-01 09:00"), missing=1)
        self.assertNotContains(self.client.get(self.url), "/missing/")
        self.set_clock("2026-09-27 08:00")
        self.assertContains(self.client.get(self.url), "/missing/")
        version = Incident.objects.get().version

        answer = self.client.post(f"{self.url}missing/", {"version": version, "note": "Search ended, document 12"})

        self.assertRedirects(answer, self.url)
        self.assertEqual((Incident.objects.get().deaths, Incident.objects.get().grade), (3, "larger"))


class EditAfterTheWindowTestCase(CasualtyPagesTestCase):
    now = "2026-10-20 10:00"

    def edit(self, **given):
        incident = Incident.objects.get()
        return self.client.post(f"/incidents/{incident.pk}/edit/", self.full(incident, **given))

    def test_a_number_changes_only_with_the_reason_why_it_was_wrong(self):
        self.assertIn("deaths", self.errors(self.edit(deaths="3")))
        self.assertEqual(self.edit(place="Scaffold 3").status_code, 302)

        self.assertEqual(self.edit(deaths="3", correction="List of the hospital").status_code, 302)

        self.assertEqual(Incident.objects.get().grade, "larger")

    def test_the_window_follows_what_somebody_says(self):
        self.assertEqual(self.edit(accident_kind="fire").status_code, 302)

        self.assertEqual(Incident.objects.get().window_until, date(2026, 9, 3))
