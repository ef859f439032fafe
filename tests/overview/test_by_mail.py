import re
from datetime import date
from unittest.mock import patch

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.directory import Directory
from accounts.models import Site
from outbox.composing import compose
from outbox.delivery import deliver_all
from outbox.models import Letter, Notice, Subscription
from outbox.planning import plan
from outbox.subjects import registered
from outbox.unsubscribing import url_of
from tests.base import NOW, BaseTestCase, instant

MONDAY = instant("2026-09-21 08:01")


class WeeklySheetTestCase(BaseTestCase):
    """He leads the district, Chen is its official; the others look after no territory."""

    def setUp(self):
        self.action = self.make_action(deadline=date(2026, 9, 10))
        Notice.objects.all().delete()
        for person in (self.he, self.chen, self.zhao, self.sun):
            person.wants_information = True
            person.save(update_fields=["wants_information"])

    def sheets(self, now=MONDAY):
        plan(now)
        compose(now)
        return {letter.person: letter for letter in Letter.objects.filter(notices__subject_kind="sheet")}

    def test_zhao_who_looks_after_another_district_reads_nothing_of_it(self):
        self.zhao.appointments.update(role="official")

        sheet = self.sheets()[self.zhao]

        self.assertIn("Nothing is late and nothing waits.", sheet.text)
        self.assertNotIn(self.action.title, sheet.text)

    def test_who_looks_after_no_site_gets_none(self):
        self.other_plant.delete()
        self.zhao.appointments.update(role="official")

        self.assertNotIn(self.zhao, self.sheets())

    def test_leaders_and_officials_get_it_on_the_first_working_day_of_the_week(self):
        sheets = self.sheets()

        self.assertEqual(set(sheets), {self.he, self.chen})
        self.assertIn("Late actions: 1", sheets[self.he].text)
        self.assertIn(self.action.title, sheets[self.he].text)
        self.assertIn("/actions/?late=1", sheets[self.he].html)
        self.assertEqual(sheets[self.he].notices.get(subject_kind="sheet").not_before, instant("2026-09-21 08:00"))

    def test_it_comes_once_a_week_and_later_in_the_week_when_a_run_was_missed(self):
        self.assertEqual(len(self.sheets(instant("2026-09-24 09:00"))), 2)
        self.sheets(instant("2026-09-25 09:00"))
        self.assertEqual(Notice.objects.filter(subject_kind="sheet").count(), 2)

        self.sheets(instant("2026-09-28 09:00"))
        self.assertEqual(Notice.objects.filter(subject_kind="sheet").count(), 4)

    def test_it_waits_for_the_first_working_day_after_a_long_holiday(self):
        plan(instant("2026-10-07 09:00"))  # 1 to 7 October are days off
        self.assertFalse(Notice.objects.filter(subject_kind="sheet", deadline=date(2026, 10, 5)).exists())

        plan(instant("2026-10-08 09:00"))
        self.assertTrue(Notice.objects.filter(subject_kind="sheet", deadline=date(2026, 10, 5)).exists())

    def test_after_an_outage_only_the_newest_is_said(self):
        plan(MONDAY)
        plan(instant("2026-09-28 08:01"))
        compose(instant("2026-09-28 08:02"))

        self.assertEqual(Letter.objects.filter(person=self.he).count(), 1)
        said = Notice.objects.get(person=self.he, subject_kind="sheet", letter__isnull=False)
        self.assertEqual(said.deadline, date(2026, 9, 28))

    def test_it_can_be_stopped_and_had_again(self):
        sheet = self.sheets()[self.he]
        url = url_of(self.he)
        self.assertIn(url, sheet.text)
        path = url.removeprefix("http://127.0.0.1:8000")

        self.assertContains(self.client.get(path), "Stop the sheets by mail")
        self.he.refresh_from_db()
        self.assertTrue(self.he.wants_information)  # following the link changes nothing

        self.assertContains(self.client.post(path, {"List-Unsubscribe": "One-Click"}), "no more sheets")
        self.assertEqual(set(self.sheets(instant("2026-09-28 09:00"))), {self.he, self.chen})
        self.assertEqual(Notice.objects.filter(person=self.he, subject_kind="sheet").count(), 1)

        for bad in ("/unsubscribe/1/", f"{path[:-2]}x/", "/unsubscribe/%00/"):
            self.assertEqual(self.client.post(bad).status_code, 404)

    def test_mail_programs_are_told_how_to_stop_it_and_only_it(self):
        Letter.objects.all().delete()
        self.sheets()
        self.action.ask_extension(by=self.wang, now=MONDAY, note="Parts", deadline=date(2026, 9, 30))
        compose(MONDAY)
        with patch("common.clock.now", return_value=MONDAY):
            deliver_all(lambda: MONDAY)

        headers = {message.to[0]: message.extra_headers for message in mail.outbox}
        self.assertIn("List-Unsubscribe", headers[self.he.email])
        self.assertEqual(headers[self.he.email]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertNotIn("List-Unsubscribe", headers[self.li.email])
        self.assertEqual(headers[self.he.email]["Auto-Submitted"], "auto-generated")

    def test_who_is_no_longer_a_leader_gets_none(self):
        plan(MONDAY)
        self.he.appointments.update(ends_on=date(2026, 9, 20), starts_on=date(2020, 1, 1))

        compose(MONDAY)

        self.assertFalse(Letter.objects.filter(person=self.he).exists())


class SheetsByMailTestCase(BaseTestCase):
    """He reads about the district, Chen too; both ask for more than the weekly sheet."""

    def setUp(self):
        self.action = self.make_action(deadline=date(2026, 9, 10))
        self.second = Site.objects.create(
            organization=self.company, name="城北工地", name_en="North site", region=self.district, sector=self.sector
        )
        Notice.objects.all().delete()
        for person in (self.he, self.chen, self.zhao, self.li):
            person.resume_information()

    def set_clock(self, now):
        clock = patch("common.clock.now", return_value=now)
        clock.start()
        self.addCleanup(clock.stop)

    def letters(self, now):
        plan(now)
        compose(now)
        return {letter.person: letter for letter in Letter.objects.filter(notices__subject_kind="sheet").distinct()}

    def test_nobody_gets_or_asks_for_what_they_do_not_see(self):
        Subscription.want(self.zhao, "monthly", {"region": self.district.pk}, now=NOW)
        self.sign_in(self.zhao)

        self.assertNotIn(self.zhao, self.letters(instant("2026-10-09 09:00")))
        skipped = Notice.objects.get(person=self.zhao, kind__startswith="monthly")
        self.assertEqual(skipped.skipped_because, "no_access")
        url = reverse("overview:by_mail") + f"?site={self.plant.pk}"
        self.assertEqual(self.client.post(url, {"every": ["weekly"]}).status_code, 400)
        theirs = Subscription.want(self.chen, "weekly", {"site": self.plant.pk}, now=NOW)
        for name in ("preview_by_mail", "stop_by_mail"):
            self.assertEqual(self.client.get(reverse(f"overview:{name}", args=[theirs.pk])).status_code, 404)
        self.sign_in(self.wang)
        self.assertEqual(self.client.get(reverse("overview:by_mail")).status_code, 403)

    def test_months_and_quarters_come_on_their_first_working_day_and_once(self):
        Subscription.want(self.he, "monthly", {}, now=NOW)
        Subscription.want(self.he, "quarterly", {}, now=NOW)

        plan(instant("2026-10-07 09:00"))  # the holiday lasts until the seventh
        self.assertFalse(Notice.objects.filter(deadline=date(2026, 10, 1)).exists())
        for now in ("2026-10-08 08:30", "2026-10-08 08:31", "2026-10-20 09:00"):
            self.letters(instant(now))

        kinds = Notice.objects.filter(person=self.he, deadline=date(2026, 10, 1)).values_list("kind", flat=True)
        self.assertEqual(sorted(kinds), ["monthly", "quarterly"])
        letter = Letter.objects.get(notices__kind="monthly", person=self.he)
        self.assertIn("September 2026 at your places", letter.text)
        self.assertIn("Quarter 3 of 2026 at your places", letter.text)
        self.assertEqual(letter.digest_on, date(2026, 10, 8))
        self.assertTrue(letter.is_information)

    def test_what_is_asked_for_in_the_middle_of_a_month_comes_with_the_next(self):
        Subscription.want(self.li, "monthly", {}, now=MONDAY)

        self.assertNotIn(self.li, self.letters(MONDAY))
        self.assertIn(self.li, self.letters(instant("2026-10-08 09:00")))

    def test_a_run_that_comes_weeks_late_says_the_month_that_is_over(self):
        Subscription.want(self.he, "monthly", {}, now=NOW)

        self.letters(instant("2026-10-30 09:00"))

        self.assertEqual(Notice.objects.get(kind="monthly").deadline, date(2026, 10, 1))

    def test_the_numbers_are_those_of_the_page_however_late_it_is_opened(self):
        """Monthly of the end of the month; weekly of the instant at which the letter was written."""
        Subscription.want(self.he, "monthly", {}, now=NOW)
        self.make_action(finding=self.action.finding, now=instant("2026-09-20 10:00"), deadline=date(2026, 9, 29))
        self.submitted(self.make_action(finding=self.action.finding), now=instant("2026-09-25 10:00"))
        letter = self.letters(instant("2026-10-08 08:30"))[self.he]
        self.action.void(by=self.chen, now=instant("2026-10-09 10:00"), note="x")
        self.make_action(finding=self.action.finding, now=instant("2026-10-08 09:00"), deadline=date(2026, 10, 8))
        self.set_clock(instant("2026-11-20 10:00"))
        self.sign_in(self.he)

        sheets = re.findall(r"/overview/sheet/[^\s\"]+", letter.text)
        self.assertEqual(len(sheets), 2)
        for address in sheets:
            page = self.client.get(address)
            self.assertEqual(page.status_code, 200, address)
            numbers = page.context["parts"][0].tables[0]
            for head, cell in list(zip(numbers.heads, numbers.rows[1].cells, strict=True))[1:]:
                if cell.text != "0":
                    self.assertIn(f"{head.label}: {cell.text}", letter.text)
            self.assertIn(page.context["parts"][0].said[0], letter.text)
        self.assertIn("Late actions: 2", letter.text)

    def test_they_are_the_numbers_of_the_overview_at_that_instant(self):
        now = instant("2026-09-21 08:30")
        letter = self.letters(now)[self.he]
        self.set_clock(now)
        self.sign_in(self.he)

        board = self.client.get(reverse("overview:overview")).context

        self.assertIn(f"Late actions: {board['late'].total.count}", letter.text)
        self.assertEqual(board["late"].total.count, 1)

    def test_a_sheet_about_some_places_tells_of_them_alone(self):
        Subscription.want(self.he, "weekly", {"site": self.second.pk}, now=NOW)
        Subscription.want(self.he, "weekly", {"site": self.plant.pk}, now=NOW)
        Subscription.want(self.he, "weekly", {}, wanted=False, now=NOW)

        text = self.letters(MONDAY)[self.he].text

        self.assertIn("This week at Hongyuan Construction · North site", text)
        self.assertEqual(text.count("Late actions: 1"), 1)
        self.assertEqual(Notice.objects.filter(person=self.he, letter__isnull=False).count(), 2)

    def test_it_is_asked_for_looked_at_and_stopped(self):
        self.set_clock(MONDAY)
        self.sign_in(self.li)
        url = reverse("overview:by_mail")
        self.assertContains(self.client.get(url), "No sheet comes to you by mail.")
        self.assertEqual(self.client.post(url, {}).status_code, 422)

        for _twice in range(2):
            self.assertRedirects(self.client.post(f"{url}?site={self.plant.pk}", {"every": ["monthly", "weekly"]}), url)

        self.assertEqual(Subscription.objects.filter(person=self.li, site=self.plant).count(), 2)
        weekly = Subscription.objects.get(person=self.li, every="weekly")
        shown = self.client.get(reverse("overview:preview_by_mail", args=[weekly.pk]))
        self.assertContains(shown, "This week at Hongyuan Construction · South site")
        self.assertFalse(Notice.objects.exists() or Letter.objects.exists())
        sent = self.letters(MONDAY)[self.li]
        self.assertEqual(shown.context["letter"].text, sent.text)
        self.assertEqual(shown.context["letter"].subject, sent.subject)

        stop = reverse("overview:stop_by_mail", args=[weekly.pk])
        self.client.get(stop)
        self.assertTrue(Subscription.objects.get(pk=weekly.pk).wanted)
        self.client.post(stop)
        self.assertFalse(Subscription.objects.get(pk=weekly.pk).wanted)
        self.assertEqual(self.client.get(stop).status_code, 404)

    def test_the_usual_sheet_is_stopped_alone_and_had_again(self):
        self.set_clock(MONDAY)
        Subscription.want(self.he, "monthly", {}, now=MONDAY)
        self.sign_in(self.he)

        self.client.post(reverse("overview:stop_by_mail", args=["usual"]))
        self.assertNotIn(self.he, self.letters(MONDAY))
        self.client.post(reverse("overview:by_mail"), {"every": ["weekly"]})
        self.assertIn(self.he, self.letters(MONDAY))
        self.assertEqual(Subscription.objects.filter(person=self.he).count(), 2)

    def test_all_of_them_are_stopped_by_the_link_and_had_again(self):
        self.set_clock(MONDAY)
        Subscription.want(self.he, "monthly", {}, now=NOW)
        self.he.stop_information()
        self.sign_in(self.he)

        self.assertNotIn(self.he, self.letters(instant("2026-10-09 09:00")))
        self.assertContains(self.client.get(reverse("overview:by_mail")), "none of these sheets comes")
        self.client.get(reverse("overview:resume_by_mail"))
        self.he.refresh_from_db()
        self.assertFalse(self.he.wants_information)
        self.client.post(reverse("overview:resume_by_mail"))
        self.assertIn(self.he, self.letters(instant("2026-10-09 09:00")))

    def test_who_stopped_it_after_it_was_planned_gets_none(self):
        kept = Subscription.want(self.li, "weekly", {}, now=NOW)
        plan(MONDAY)
        Subscription.want(self.li, "weekly", {}, wanted=False, now=NOW)

        compose(MONDAY)

        self.assertFalse(kept.person.letters.exists())

    def test_it_follows_its_place_when_that_is_merged(self):
        Subscription.want(self.he, "weekly", {"site": self.second.pk}, now=NOW)
        Subscription.want(self.he, "weekly", {"site": self.plant.pk}, now=NOW)
        Subscription.want(self.chen, "weekly", {"site": self.second.pk}, now=NOW)

        self.second.merge_into(self.plant, by=self.guan, now=MONDAY)

        self.assertEqual(Subscription.objects.filter(site=self.plant).count(), 2)

    def test_planning_asks_no_more_for_more_people(self):
        few = self.queries()
        for number in range(8):
            person = self.person(f"official{number}", "某某", "official", region=self.district)
            person.resume_information()
            Subscription.want(person, "monthly", {}, now=NOW)

        self.assertEqual(few, self.queries())

    def queries(self):
        Notice.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            list(registered["sheet"].due(None, Directory(), MONDAY))
        return len(captured)
