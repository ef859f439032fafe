from datetime import date
from unittest.mock import patch

from django.core import mail

from outbox.composing import compose
from outbox.delivery import deliver_all
from outbox.models import Letter, Notice
from outbox.planning import plan
from outbox.unsubscribing import url_of
from tests.base import BaseTestCase, instant

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

        self.assertContains(self.client.get(path), "Stop the weekly sheet")
        self.he.refresh_from_db()
        self.assertTrue(self.he.wants_information)  # following the link changes nothing

        self.assertContains(self.client.post(path, {"List-Unsubscribe": "One-Click"}), "no more weekly sheets")
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
