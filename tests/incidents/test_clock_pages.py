"""The pages of what the law demands: who sees what, what is refused where it was typed, what stays as it was filed."""

from datetime import date, time

from incidents.models import Casualty, Failing, Incident, Receipt, Report, Submission
from tests.base import instant

from .case import PageTestCase

KEY = "11111111-2222-4333-8444-555555555555"


class ClockPagesTestCase(PageTestCase):
    now = "2026-08-27 10:30"

    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(now=instant("2026-08-27 10:20"), known_at=instant("2026-08-27 09:52"))
        self.url = f"/incidents/{self.incident.pk}/obligations/"
        self.sign_in(self.chen)

    def file(self, **given):
        facts = {"kind": "first", "level": "district", "version": self.incident.version, "form_key": KEY}
        return self.client.post(f"/incidents/{self.incident.pk}/reports/new/", facts | given)

    def add(self, name, **given):
        return self.client.post(f"/incidents/{self.incident.pk}/{name}/add/", {"form_key": KEY} | given)

    def receipt(self, at="2026-08-27T10:05", level="district", **given):
        return self.add("receipts", level=level, received_at=at, how="telephone", **given)

    def errors(self, answer):
        self.assertEqual(answer.status_code, 422)
        return answer.context["form"].errors


class SightTest(ClockPagesTestCase):
    def test_zhao_sees_none_of_it(self):
        self.file()
        self.receipt()
        report, receipt = Report.objects.get(), Receipt.objects.get()
        self.sign_in(self.zhao)

        for url in (
            self.url,
            f"/incidents/{self.incident.pk}/reports/new/",
            f"/incidents/reports/{report.pk}/",
            f"/incidents/receipts/{receipt.pk}/edit/",
            f"/incidents/receipts/{receipt.pk}/take-out/",
            *(f"/incidents/{self.incident.pk}/{name}/add/" for name in ("receipts", "submissions", "failings")),
        ):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
                self.assertIn(self.client.post(url, {"version": 1}).status_code, {404, 405})

    def test_who_only_reads_gets_no_button_and_may_not(self):
        self.sign_in(self.he)

        page = self.client.get(self.url)

        self.assertNotContains(page, "File a report")
        self.assertNotContains(page, "Record a receipt")
        self.assertEqual(self.file().status_code, 403)
        self.assertEqual(self.receipt().status_code, 403)


class CountdownTest(ClockPagesTestCase):
    def test_it_says_without_javascript_how_long_is_left(self):
        for url in (self.url, self.incident.get_absolute_url()):
            with self.subTest(url):
                page = self.client.get(url)
                self.assertContains(page, "22 min left")
                self.assertContains(page, "The unit → district")
                self.assertContains(page, "until 27 Aug 2026, 10:52")
                self.assertContains(page, "Decree 493, art. 9")
                self.assertContains(page, "js/countdown.js")

    def test_a_limit_that_passed_and_one_that_was_kept(self):
        self.set_clock("2026-08-27 13:57")
        self.assertContains(self.client.get(self.url), "late by 3 h 5 min")

        self.file()

        page = self.client.get(self.url)
        self.assertContains(page, "late by 3 h 5 min")
        self.assertContains(page, "reported late")
        self.assertContains(page, "2 h 0 min left")
        self.assertContains(page, "First report, no. 1")
        self.assertContains(page, "The casualties as they are known now were told in:")

    def test_it_says_where_no_rule_is_known(self):
        self.district.jurisdiction = ""
        self.district.save()
        self.plant.refresh_from_db()
        self.incident = self.make_incident(now=instant("2026-08-27 10:20"))
        self.url = f"/incidents/{self.incident.pk}/obligations/"

        page = self.client.get(self.url)

        self.assertContains(page, "No rules are known for this place and day.")
        self.assertEqual(self.file().status_code, 403)

    def test_it_says_why_the_hour_of_the_unit_is_not_counted(self):
        text = "the hour of the unit cannot be counted"
        self.assertNotContains(self.client.get(self.url), text)
        quick = self.make_incident(now=instant("2026-08-27 10:20"))

        page = self.client.get(f"/incidents/{quick.pk}/obligations/")

        self.assertContains(page, text)
        self.assertContains(page, f'href="/incidents/{quick.pk}/edit/#id_known_at"')

    def test_an_assessment_before_its_time_says_so(self):
        self.set_clock("2026-12-01 09:00")
        self.add("submissions", submitted_on="2026-10-20", authority="Government", document="1")
        self.add("replies", replied_on="2026-11-01", authority="Government", number="2", form_key=KEY[:-1] + "6")
        self.assertNotContains(self.client.get(self.url), "before its time")

        self.add("assessments", assessed_on="2026-11-30", body="Office", result="All done.", form_key=KEY[:-1] + "7")

        self.assertContains(self.client.get(self.url), "before its time")

    def test_the_number_of_queries_does_not_grow_with_the_rows(self):
        def grow(day):
            Report.file(self.incident, by=self.chen, now=instant(f"2026-08-{day} 10:30"), kind=kind(), level="district")
            Failing.add(self.incident, by=self.he, now=self.now_, which="omitted", reason="x")

        def kind():
            return "follow_up" if Report.objects.exists() else "first"

        self.now_ = instant("2026-09-01 10:00")
        grow(28)
        with self.assertNumQueries(16):
            self.client.get(self.url)
        for day in (29, 30, 31):
            grow(day)
        with self.assertNumQueries(16):
            self.client.get(self.url)


class FilingTest(ClockPagesTestCase):
    def test_what_is_filed_is_shown_first_and_then_stays(self):
        page = self.client.get(f"/incidents/{self.incident.pk}/reports/new/")
        self.assertContains(page, "A worker fell from the scaffold.")
        self.assertContains(page, "Not known yet:")

        answer = self.file(note="By telephone first.")

        report = Report.objects.get()
        self.assertRedirects(answer, f"/incidents/reports/{report.pk}/")
        Incident.objects.get().edit(by=self.chen, now=instant("2026-08-27 11:00"), description="Two workers fell.")
        page = self.client.get(f"/incidents/reports/{report.pk}/")
        self.assertContains(page, "A worker fell from the scaffold.")
        self.assertNotContains(page, "Two workers fell.")

    def test_a_form_sent_twice_files_once(self):
        self.file()
        self.file()

        self.assertEqual(Report.objects.count(), 1)

    def test_facts_that_changed_meanwhile_are_looked_at_again(self):
        Incident.objects.get().edit(by=self.chen, now=instant("2026-08-27 10:25"), deaths=2)

        errors = self.errors(self.file(note="Kept."))

        self.assertIn("The facts have changed", str(errors))
        self.assertFalse(Report.objects.exists())
        answer = self.file(version=Incident.objects.get().version)
        self.assertEqual(answer.status_code, 302)

    def test_what_changed_among_the_hurt_is_offered_as_a_supplementary_report(self):
        url = f"/incidents/{self.incident.pk}/reports/new/"
        self.file()
        self.assertEqual(self.client.get(url).context["form"]["kind"].value(), "follow_up")

        self.incident.refresh_from_db()
        Casualty.add(
            self.incident, by=self.chen, now=instant("2026-08-27 10:40"), harm="minor", harm_since=date(2026, 8, 27)
        )

        self.assertEqual(self.client.get(url).context["form"]["kind"].value(), "supplementary")

    def test_a_correction_leads_from_one_to_the_other(self):
        self.file()
        first = Report.objects.get()
        url = f"/incidents/{self.incident.pk}/reports/new/?corrects=1"
        facts = {"kind": "first", "level": "district", "version": 1, "form_key": KEY.replace("1", "2")}

        self.assertIn("note", self.errors(self.client.post(url, facts)))
        self.client.post(url, facts | {"note": "The address was wrong."})

        second = Report.objects.get(number=2)
        self.assertEqual(second.corrects, first)
        self.assertContains(self.client.get(f"/incidents/reports/{first.pk}/"), "This report was corrected:")
        self.assertEqual(self.client.get(url.replace("=1", "=9")).status_code, 404)


class FactsTest(ClockPagesTestCase):
    def test_a_receipt_starts_the_hours_of_its_level(self):
        self.receipt(note="Sun to Chen")

        page = self.client.get(self.url)
        self.assertContains(page, "1 h 35 min left")  # until 12:05
        self.assertContains(page, "Sun to Chen")

    def test_what_contradicts_is_refused_at_its_field_and_nothing_is_lost(self):
        for name, answer in {
            "received_at": self.receipt(at="2026-08-26T23:00", note="kept as typed"),
            "level": self.receipt(level="city"),
            "submitted_on": self.add("submissions", submitted_on="2026-08-26", authority="District A"),
            "replied_on": self.add("replies", replied_on="2026-08-27", authority="District A", number="8"),
            "days": self.add(
                "prolongations", days="61", authority="District A", document="3", approved_on="2026-08-27"
            ),
            "assessed_on": self.add("assessments", assessed_on="2026-08-27", body="x", result="y"),
            "last_day": self.add("appraisals", about="x", document="1", first_day="2026-08-27", last_day="2026-02-31"),
        }.items():
            with self.subTest(name):
                self.assertIn(name, self.errors(answer))
        page = self.receipt(at="2026-08-26T23:00", note="kept as typed")
        self.assertContains(page, "kept as typed", status_code=422)
        self.assertContains(page, "This is before the accident", status_code=422)

    def test_a_time_typed_in_another_zone_is_that_of_the_site(self):
        """30 June, ten to midnight in Urumqi; whoever types it sits in Shanghai, where it is July already."""
        self.set_clock("2026-07-01 02:30")
        self.plant.time_zone = "Asia/Urumqi"
        self.plant.save()
        facts = {"occurred_on": date(2026, 6, 30), "occurred_time": time(23, 50), "category": "GB86-09"}
        self.incident = self.make_incident(now=instant("2026-07-01 02:00"), **facts)
        self.url = f"/incidents/{self.incident.pk}/obligations/"

        self.assertIn("received_at", self.errors(self.receipt(at="2026-06-30T23:49")))
        self.receipt(at="2026-06-30T23:58")

        self.assertEqual(Receipt.objects.get().received_at, instant("2026-07-01 01:58"))
        page = self.client.get(self.url)
        self.assertContains(page, "until 1 Jul 2026, 01:58")
        self.assertContains(page, "1 h 28 min left")
        self.assertContains(page, "until 29 Aug 2026")

    def test_it_is_changed_and_taken_out_with_a_reason(self):
        self.add("submissions", submitted_on="2026-08-27", authority="District A")
        submission = Submission.objects.get()
        url = f"/incidents/submissions/{submission.pk}"

        self.assertContains(self.client.get(self.url), "Report of the investigation submitted")
        stale = self.client.post(f"{url}/edit/", {"version": 0, "submitted_on": "2026-08-27", "authority": "B"})
        self.assertEqual(stale.status_code, 409)
        self.client.post(f"{url}/take-out/", {"version": submission.version, "note": "Another accident."})

        submission.refresh_from_db()
        self.assertIsNotNone(submission.taken_out_at)

    def test_only_a_person_finds_that_it_was_concealed(self):
        self.add("failings", which="concealed", reason="A letter came first.")

        page = self.client.get(self.url)
        self.assertContains(page, "concealed")
        self.assertContains(page, "A letter came first.")
        self.sign_in(self.li)
        self.assertEqual(self.add("failings", which="omitted", reason="x").status_code, 403)
