from datetime import UTC, date, datetime
from decimal import Decimal

from accounts.models import Site
from incidents.models import Incident

from .case import PageTestCase


class EditTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.url = f"/incidents/{self.incident.pk}/edit/"
        self.sign_in(self.chen)

    def save(self, **given):
        return self.client.post(self.url, self.full(self.incident, **given))

    def refused(self, field, **given):
        answer = self.save(**given)
        self.assertEqual(answer.status_code, 422, answer.context and answer.context.get("form"))
        self.assertEqual(Incident.objects.get().version, 1)
        return " ".join(answer.context["form"].errors[field])

    def test_zhao_sees_no_such_page(self):
        self.sign_in(self.zhao)

        self.assertEqual(self.client.get(self.url).status_code, 404)
        self.assertEqual(self.client.post(self.url, {"version": 1}).status_code, 404)
        self.assertEqual(self.client.get(f"/incidents/{self.incident.pk}/grade/").status_code, 404)
        self.assertEqual(self.client.get("/incidents/987654321/edit/").status_code, 404)

    def test_who_only_reads_may_not_edit(self):
        self.sign_in(self.he)

        self.assertEqual(self.client.get(self.url).status_code, 403)
        self.assertEqual(self.client.post(self.url, {"version": 1}).status_code, 403)
        self.sign_in(self.wang)  # named on nothing, and no report of theirs
        self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_it_keeps_everything_a_report_must_hold(self):
        answer = self.save(
            occurred_time="09:40",
            known_at="2026-08-27T09:52",
            place="Scaffold 3",
            deaths="2",
            missing="1",
            at_risk="12",
            direct_loss="1200000.50",
            potential_severity="deaths",
            immediate_measures="Work stopped.",
            other_information="Weather: rain.",
            unit_profile="Builds houses, 120 people, head: Mr Sun",
        )

        self.assertRedirects(answer, f"/incidents/{self.incident.pk}/")
        incident = self.latest()
        self.assertEqual(incident.known_at, datetime(2026, 8, 27, 1, 52, tzinfo=UTC))
        self.assertEqual(incident.direct_loss, Decimal("1200000.50"))
        self.assertEqual((incident.deaths, incident.missing, incident.at_risk), (2, 1, 12))
        self.assertEqual(incident.site.organization.profile, "Builds houses, 120 people, head: Mr Sun")
        self.assertEqual(incident.missing_facts(), ["photos"])
        event = incident.events.first()
        self.assertEqual(event.by, self.chen)
        self.assertEqual(event.changes["deaths"], ["1", "2"])
        self.assertEqual(event.changes["known_at"][0], None)
        self.assertNotIn("description", event.changes)

    def test_a_save_without_a_change_leaves_no_event(self):
        self.save()

        self.assertEqual([event.verb for event in self.incident.events.all()], ["logged"])

    def test_known_is_a_time_at_the_site(self):
        Site.objects.filter(pk=self.plant.pk).update(time_zone="Europe/Paris")

        self.save(known_at="2026-08-27T09:52", occurred_time="09:40")

        self.assertEqual(self.latest().known_at, datetime(2026, 8, 27, 7, 52, tzinfo=UTC))
        self.assertContains(self.client.get(self.url), "2026-08-27T09:52")

    def test_it_refuses_impossible_times(self):
        self.assertIn("future", self.refused("occurred_on", occurred_on="2026-09-02"))
        self.assertIn("future", self.refused("known_at", known_at="2026-09-01T10:01"))
        self.assertIn("before", self.refused("known_at", known_at="2026-08-27T09:00", occurred_time="09:40"))

    def test_it_refuses_numbers_that_are_none(self):
        for name in ("deaths", "missing", "at_risk"):
            for text in ("-1", "0.5", "two", "2147483648"):
                with self.subTest(name=name, text=text):
                    self.assertTrue(self.refused(name, **{name: text}))
        self.assertIn("at risk", self.refused("missing", missing="3", at_risk="2"))
        for text in ("-0.01", "1.005", "much", "300-500万元", "1e20", "NaN", "Infinity", "9" * 18):
            with self.subTest(text):
                self.assertTrue(self.refused("direct_loss", direct_loss=text))

    def test_it_understands_a_loss_as_people_write_it(self):
        for text, loss, estimated in [
            ("约300万元", 3_000_000, True),
            ("三百万元", 3_000_000, False),
            ("１２．５", Decimal("12.50"), False),
            ("不详", None, False),
        ]:
            with self.subTest(text):
                self.save(direct_loss=text, direct_loss_estimated="", version=self.latest().version)
                incident = self.latest()
                self.assertEqual((incident.direct_loss, incident.direct_loss_estimated), (loss, estimated))

    def test_a_code_of_the_other_table_is_refused_with_the_name_of_the_right_one(self):
        self.assertIn("GB 6441-1986", self.refused("category", occurred_on="2026-06-30"))
        self.assertIn("GB 6441-2025", self.refused("category", category="GB86-09"))
        self.assertIn("GB 6441-2025", self.refused("category", category="nonsense"))

        self.save(occurred_on="2026-06-30", category="GB86-09")

        self.assertEqual(self.latest().category, "GB86-09")

    def test_the_form_offers_the_table_of_the_day_that_was_typed(self):
        page = self.save(occurred_on="2026-06-30")

        self.assertContains(page, 'value="GB86-09"', status_code=422)
        self.assertContains(page, '<option value="WSA10010" selected>', status_code=422)
        options = self.client.get("/incidents/categories/", {"occurred_on": "2026-06-30", "category": "WSA10010"})
        self.assertContains(options, '<option value="GB86-09" selected>')
        self.assertNotContains(options, "WSA")
        self.assertEqual(self.client.get("/incidents/categories/", {"occurred_on": "2026-02-31"}).status_code, 200)

    def test_the_grade_follows_the_facts(self):
        self.save(deaths="3")
        self.assertEqual((self.latest().grade, self.latest().grade_criterion), ("larger", "deaths"))
        self.assertEqual(self.latest().events.first().changes["grade"], ["general", "larger"])

        self.save(kind="dangerous_occurrence", deaths="0")
        self.assertIsNone(self.latest().grade)

    def test_the_grade_shows_itself_before_it_is_saved(self):
        shown = self.client.get(
            f"/incidents/{self.incident.pk}/grade/",
            {"kind": "accident", "regime": "general", "occurred_on": "2026-08-27", "deaths": "2", "missing": "1"},
        )
        self.assertContains(shown, "General accident: 2 dead (Decree 493, art. 3)")
        self.assertContains(shown, "It becomes Larger if the missing are dead.")

        shown = self.client.get(
            "/incidents/grade/",
            {
                "kind": "accident",
                "site": self.plant.pk,
                "occurred_on": "2026-08-27",
                "hurt": "yes",
                "serious_injuries": "10",
            },
        )
        self.assertContains(shown, "Larger accident: 10 seriously injured or acutely poisoned")
        for facts in ({}, {"deaths": "x"}, {"occurred_on": "never"}, {"site": "0"}, {"kind": ""}):
            with self.subTest(facts):
                self.assertContains(self.client.get("/incidents/grade/", facts), "The grade shows itself")
        self.assertEqual(Incident.objects.count(), 1)

    def test_the_grade_of_a_place_of_others_is_not_told(self):
        shown = self.client.get(
            "/incidents/grade/",
            {
                "kind": "accident",
                "site": self.other_plant.pk,
                "occurred_on": "2026-08-27",
                "hurt": "yes",
                "deaths": "3",
            },
        )

        self.assertNotContains(shown, "Larger")

    def test_a_stale_form_keeps_what_was_typed_and_shows_what_is_saved(self):
        stale = self.full(self.incident, place="Scaffold 3", deaths="2")
        Incident.objects.get().edit(by=self.li, now=self.now, place="Scaffold 7", known_at=self.now)

        answer = self.client.post(self.url, stale)

        self.assertContains(answer, 'value="Scaffold 3"', status_code=409)
        self.assertContains(answer, "Saved at the moment: Scaffold 7", status_code=409)
        self.assertContains(answer, "Saved at the moment: 1 Sep 2026, 10:00", status_code=409)
        self.assertContains(answer, "Li", status_code=409)
        self.assertEqual(self.latest().place, "Scaffold 7")

        again = {field.html_name: field.value() or "" for field in answer.context["form"]}
        self.assertRedirects(self.client.post(self.url, again), f"/incidents/{self.incident.pk}/")
        self.assertEqual(self.latest().place, "Scaffold 3")

    def test_a_stale_form_with_errors_shows_both(self):
        stale = self.full(self.incident, deaths="-1")
        Incident.objects.get().edit(by=self.li, now=self.now, place="Scaffold 7")

        answer = self.client.post(self.url, stale)

        self.assertEqual(answer.status_code, 409)
        self.assertIn("deaths", answer.context["form"].errors)

    def test_a_form_about_a_record_that_became_void_gives_back_what_was_typed(self):
        stale = self.full(self.incident, place="Scaffold 3")
        Incident.objects.get().void(by=self.li, now=self.now, note="Twice")

        self.assertContains(self.client.post(self.url, stale), "Scaffold 3", status_code=409)
        self.assertRedirects(self.client.get(self.url), f"/incidents/{self.incident.pk}/")

    def test_a_form_without_a_version_is_stale(self):
        for version in ("", "x", "0", "2"):
            with self.subTest(version):
                self.assertEqual(self.save(version=version).status_code, 409)
        self.assertEqual(self.latest().version, 1)

    def test_the_reporter_completes_the_own_report_but_not_the_profile_of_the_unit(self):
        incident = self.make_incident(by=self.wang)
        self.sign_in(self.wang)

        answer = self.client.post(
            f"/incidents/{incident.pk}/edit/", self.full(incident, place="North", unit_profile="Mine")
        )

        self.assertRedirects(answer, f"/incidents/{incident.pk}/")
        incident.refresh_from_db()
        self.assertEqual(incident.place, "North")
        self.assertEqual(incident.site.organization.profile, "建筑施工，120人")

    def test_an_imported_record_is_completed_by_saving_it(self):
        Incident.objects.filter(pk=self.incident.pk).update(source="register", source_key="7", completed=False)

        self.assertContains(self.client.get(f"/incidents/{self.incident.pk}/"), "To be completed")
        self.save()

        self.assertTrue(self.latest().completed)
        self.assertEqual(self.latest().events.first().verb, "edited")


class VoidTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.url = f"/incidents/{self.incident.pk}/void/"
        self.sign_in(self.chen)

    def test_zhao_sees_no_such_page(self):
        self.sign_in(self.zhao)

        self.assertEqual(self.client.get(self.url).status_code, 404)
        self.assertEqual(self.client.post(self.url, {"version": 1, "note": "x"}).status_code, 404)

    def test_it_needs_a_reason(self):
        for note in ("", "   "):
            answer = self.client.post(self.url, {"version": 1, "note": note})
            self.assertEqual(answer.status_code, 422)
            self.assertIn("note", answer.context["form"].errors)
        self.assertEqual(self.latest().status, "reported")

    def test_it_stays_readable_with_the_reason(self):
        answer = self.client.post(self.url, {"version": 1, "note": "Logged twice"}, follow=True)

        self.assertContains(answer, "Logged twice")
        self.assertEqual(self.latest().status, "void")
        self.assertRedirects(self.client.get(self.url), f"/incidents/{self.incident.pk}/")

    def test_who_is_second_gets_back_the_reason_that_was_typed(self):
        self.client.post(self.url, {"version": 1, "note": "Logged twice"})

        answer = self.client.post(self.url, {"version": 1, "note": "No accident"})

        self.assertContains(answer, "No accident", status_code=409)
        self.assertEqual(self.incident.events.filter(verb="void").count(), 1)

    def test_others_may_not(self):
        self.sign_in(self.he)

        self.assertEqual(self.client.get(self.url).status_code, 403)
        self.assertEqual(self.client.post(self.url, {"version": 1, "note": "x"}).status_code, 403)

    def test_an_unknown_verb_is_no_page(self):
        for verb in ("shut", "delete", "voided"):
            self.assertEqual(self.client.get(f"/incidents/{self.incident.pk}/{verb}/").status_code, 404)


class DayTestCase(PageTestCase):
    def test_a_day_of_the_site_may_already_have_begun(self):
        """00:30 on 28 August at the site, while Greenwich still writes the 27th."""
        self.set_clock("2026-08-28 00:30")
        self.sign_in(self.li)

        self.client.post("/incidents/new/", self.report(occurred_on="2026-08-28", occurred_time="00:10"))

        self.assertEqual(self.latest().occurred_on, date(2026, 8, 28))
        self.assertIn("8·28", self.latest().name)
