from datetime import date

from django.utils.html import strip_tags

from accounts.models import Appointment
from outbox.composing import compose
from outbox.models import WHOLE_DAY, Letter, Notice
from outbox.planning import plan
from tests.base import NOW, BaseTestCase, instant


class ComposingTestCase(BaseTestCase):
    def test_it_tells_the_owner_at_once_and_not_who_assigned(self):
        action = self.make_action()

        compose(NOW)

        letter = Letter.objects.get()
        self.assertEqual(letter.person, self.wang)
        self.assertEqual(letter.reply_to, self.chen.email)
        self.assertIn(action.title, letter.subject)
        self.assertIn(f"/actions/{action.pk}/", letter.text)
        self.assertIn(f"/actions/{action.pk}/", letter.html)
        self.assertIn("You get this because you own this action; Chen assigned it to you.", letter.text)

    def test_who_decides_about_more_time_reads_until_when(self):
        action = self.make_action()
        action.ask_extension(by=self.wang, now=NOW, note="Rain.", deadline=date(2026, 9, 20))

        compose(NOW)

        letter = Letter.objects.get(person=self.li)
        self.assertIn("More time is asked for, until 20 Sep 2026", letter.subject)
        self.assertIn("Rain.", letter.text)

    def test_it_writes_in_the_language_of_the_person(self):
        type(self.wang).objects.filter(pk=self.wang.pk).update(language="zh-hans")
        self.make_action()

        compose(NOW)

        letter = Letter.objects.get()
        self.assertIn("2026年9月15日", letter.text)
        self.assertIn('lang="zh-hans"', letter.html)
        self.assertNotIn("You get this", letter.text)

    def test_it_binds_ordinary_notices_to_one_digest_a_day(self):
        for deadline in (10, 14):
            self.make_action(deadline=date(2026, 9, deadline))
        compose(NOW)
        Letter.objects.update(sent_at=NOW)

        for hour in (8, 9, 10):
            now = instant(f"2026-09-17 {hour:02d}:00")
            plan(now)
            compose(now)

        digest = self.wang.letters.get(digest_on=date(2026, 9, 17))
        self.assertEqual(self.wang.letters.filter(composed_at__gte=instant("2026-09-17 00:00")).count(), 1)
        self.assertEqual(digest.subject, "2 late — oldest 7 days")
        self.assertLess(digest.text.index("7 days late"), digest.text.index("3 days late"))

    def test_it_waits_for_the_sending_hour(self):
        self.make_action(deadline=date(2026, 9, 14))
        compose(NOW)
        now = instant("2026-09-17 07:59")
        plan(now)

        self.assertEqual(compose(now), 0)
        self.assertEqual(compose(instant("2026-09-17 08:00")), 2)  # owner and line manager

    def test_what_came_after_the_digest_waits_for_the_hour_of_the_next(self):
        first = self.make_action(deadline=date(2026, 9, 14))
        second = self.make_action(deadline=date(2026, 9, 14))
        compose(NOW)
        plan(instant("2026-09-17 08:00"))
        late = Notice.objects.about("action", second.pk).filter(step=3 * WHOLE_DAY)
        late.update(not_before=instant("2026-09-17 09:00"))
        compose(instant("2026-09-17 08:00"))
        compose(instant("2026-09-17 09:00"))

        self.assertEqual(compose(instant("2026-09-18 00:01")), 0)
        self.assertEqual(compose(instant("2026-09-18 08:00")), 2)
        digest = self.wang.letters.get(digest_on=date(2026, 9, 18))
        self.assertIn(second.number, digest.text)
        self.assertNotIn(first.number, digest.text)

    def test_it_speaks_of_one_record_once_whatever_is_said_about_it(self):
        """Sun is the line manager of the owner, and asked about more time; what he decides stands first."""
        action = self.make_action(verifier=self.sun, deadline=date(2026, 9, 14))
        compose(NOW)
        action.ask_extension(by=self.wang, now=instant("2026-09-17 07:30"), note="Rain", deadline=date(2026, 9, 30))
        now = instant("2026-09-17 08:00")
        plan(now)
        compose(now)

        letter = self.sun.letters.get(composed_at=now)
        self.assertEqual(letter.text.count(action.number), 1)
        self.assertIn("More time is asked for, until 30 Sep 2026 · 3 days late", letter.text)
        self.assertIn("Wang: Rain", letter.text)
        self.assertEqual(letter.notices.count(), 2)

    def test_it_gives_each_reason_once(self):
        for deadline in (10, 14):
            self.make_action(deadline=date(2026, 9, deadline))
        compose(NOW)
        plan(instant("2026-09-17 08:00"))
        compose(instant("2026-09-17 08:00"))

        text = self.wang.letters.get(digest_on=date(2026, 9, 17)).text
        self.assertEqual(text.count("because you own this action"), 1)
        self.assertEqual(text.count("Deadline"), 2)

    def test_others_read_whose_it_is_and_what_is_expected_of_them(self):
        self.submitted(self.make_action(deadline=date(2026, 9, 14)))
        self.make_action(deadline=date(2026, 9, 14), title="Nets")
        now = instant("2026-09-17 08:00")
        plan(now)
        compose(now)

        text = self.sun.letters.get().text
        self.assertIn("3 days late\nA-2026-000002 Nets", text)
        self.assertIn("Owner: Wang (reporter)", text)
        self.assertIn("line manager of Wang: please see that it gets done.", text)

    def test_it_says_only_the_highest_of_several_waiting_steps(self):
        action = self.make_action(deadline=date(2026, 9, 11))
        compose(NOW)
        plan(instant("2026-09-12 01:00"))  # Saturday: waits until Monday
        plan(instant("2026-09-14 01:00"))
        compose(instant("2026-09-14 08:00"))

        steps = Notice.objects.about("action", action.pk).filter(person=self.wang, kind="deadline")
        self.assertEqual(steps.get(step=WHOLE_DAY).skipped_because, Notice.Skipped.OVERTAKEN)
        self.assertIsNotNone(steps.get(step=3 * WHOLE_DAY).letter)

    def test_it_notes_that_a_person_has_no_address(self):
        type(self.wang).objects.filter(pk=self.wang.pk).update(email=None)
        self.wang.refresh_from_db()
        self.make_action(owner=self.wang)

        compose(NOW)

        self.assertEqual(self.wang.notices.get().skipped_because, Notice.Skipped.NO_ADDRESS)
        self.assertIn("has no mail address: please tell them", self.sun.letters.get().text)

    def test_it_is_silent_to_people_who_may_no_longer_see_it(self):
        action = self.make_action(deadline=date(2026, 9, 14))
        compose(NOW)
        plan(instant("2026-09-17 09:00"))
        Appointment.objects.filter(person=self.sun).update(ends_on=date(2021, 1, 1))

        compose(instant("2026-09-17 09:00"))

        self.assertFalse(self.sun.letters.exists())
        skipped = Notice.objects.about("action", action.pk).get(person=self.sun)
        self.assertEqual(skipped.skipped_because, Notice.Skipped.NO_ACCESS)

    def test_it_puts_what_people_typed_into_html_as_text(self):
        self.make_action(title="<script>alert(1)</script> & {{ 7 }}")

        compose(NOW)

        letter = Letter.objects.get()
        self.assertNotIn("<script", letter.html)
        self.assertIn("<script>alert(1)</script> & {{ 7 }}", letter.text)

    def test_its_two_versions_say_the_same(self):
        self.make_action()
        compose(NOW)

        letter = Letter.objects.get()
        for line in filter(None, map(str.strip, letter.text.splitlines())):
            if "http" not in line and line != "--":
                self.assertIn(line, " ".join(strip_tags(letter.html).split()))
