"""Whose duty at a place has ended is not reminded of it: whoever has the post now is, else the manager."""

from datetime import date, timedelta

from accounts.models import Appointment, Role, User
from common import clock
from common.clock import local_day
from outbox.composing import compose
from outbox.models import Letter, Notice
from outbox.planning import plan
from tests.base import BaseTestCase, instant

DAY = timedelta(days=1)


class SuccessionTestCase(BaseTestCase):
    """Li, safety manager at the plant, owns the work; his appointment ended yesterday. Sun is his manager."""

    def setUp(self):
        self.now = clock.now()
        self.today = local_day(self.now, "Asia/Shanghai")
        self.action = self.make_action(owner=self.li, verifier=self.chen, now=self.now - 9 * DAY, deadline=self.today)
        Notice.objects.all().delete()
        self.li.appointments.update(ends_on=self.today - DAY, post="安全员", post_en="Safety officer")
        self.zhou = self.person("zhou", "周", Role.SAFETY_MANAGER, site=self.plant)
        self.zhou.appointments.update(starts_on=self.today, post="安全员", post_en="Safety officer")

    def told(self):
        """{person: text of what they are told} after one round at any hour of today."""
        self.alarm()
        now = max(self.now, instant(f"{self.today} 20:00"))
        plan(now)
        compose(now)
        return {letter.person: letter.text for letter in Letter.objects.order_by("pk")}

    def alarm(self):
        """The alarm rings first, in the night, and {person: text of it}."""
        night = instant(f"{self.today} 00:30")
        plan(night)
        compose(night)
        return {letter.person: letter.text for letter in Letter.objects.all()}

    def reminded_of_the_deadline(self):
        told = self.told()
        said = Notice.objects.filter(kind="deadline", instead_of=self.li, letter__isnull=False)
        return told, {notice.person for notice in said}

    def test_whoever_has_the_post_now_is_reminded(self):
        told, reminded = self.reminded_of_the_deadline()

        self.assertEqual(reminded, {self.zhou})
        self.assertIn("Li has left this post: please see to it until somebody takes over.", told[self.zhou])
        self.assertNotIn(self.li, told)
        skipped = Notice.objects.get(kind="deadline", person=self.li)
        self.assertEqual(skipped.skipped_because, "gone")

    def test_the_alarm_names_them_and_reaches_them(self):
        told = self.alarm()

        self.assertIn("Zhou follows in this post.", told[self.chen])
        self.assertTrue(Notice.objects.filter(kind="owner_gone", person=self.zhou).exists())

    def test_the_hand_over_proposes_them(self):
        self.sign_in(self.chen)

        page = self.client.get(f"/actions/{self.action.pk}/hand_over/")

        self.assertContains(page, f'<option value="{self.zhou.pk}" selected>')

    def test_somebody_with_another_post_place_or_role_is_no_successor(self):
        for facts in (
            {"post": "项目经理"},
            {"role": Role.REPORTER},
            {"site": None, "organization": self.company},
            {"starts_on": date(2019, 1, 1)},  # a colleague who was there all along
            {"starts_on": self.today - 100 * DAY, "ends_on": self.today - 99 * DAY},
        ):
            with self.subTest(**facts):
                before = Appointment.objects.filter(person=self.zhou)
                kept = before.values().get()
                before.update(**facts)
                self.assertEqual(self.reminded_of_the_deadline()[1], {self.sun})
                before.update(**kept)
                Notice.objects.all().delete()
                Letter.objects.all().delete()

    def test_where_two_come_into_question_it_is_the_managers_case(self):
        other = self.person("other", "另", Role.SAFETY_MANAGER, site=self.plant)
        other.appointments.update(starts_on=self.today, post="安全员")

        told, reminded = self.reminded_of_the_deadline()

        self.assertEqual(reminded, {self.sun})
        self.assertNotIn("follows in this post", "".join(told.values()))

    def test_who_left_altogether_is_followed_too(self):
        self.li.appointments.update(ends_on=None)
        User.objects.filter(pk=self.li.pk).update(is_active=False)

        self.assertEqual(self.reminded_of_the_deadline()[1], {self.zhou})

    def test_who_still_has_a_duty_there_is_reminded_themselves(self):
        self.appoint(self.li, Role.REPORTER, site=self.plant)

        told, reminded = self.reminded_of_the_deadline()

        self.assertEqual(reminded, set())
        self.assertIn("because you own this action", told[self.li])

    def test_who_has_neither_successor_nor_manager_is_told_all_the_same(self):
        self.zhou.appointments.update(post="项目经理")
        self.li.appointments.update(reports_to=None)

        self.assertIn("because you own this action", self.told()[self.li])

    def test_a_former_owner_is_told_of_the_hand_over(self):
        self.action.hand_over(by=self.chen, now=self.now, note="Follows", owner=self.sun)

        told = self.told()

        self.assertIn("Handed over to Sun", told[self.li])
        self.assertIn("Handed over to you", told[self.sun])

    def test_the_manager_reads_it_in_the_one_digest_of_the_day(self):
        self.zhou.appointments.update(post="项目经理")
        Notice.objects.all().delete()
        self.make_action(owner=self.sun, now=self.now - 30 * DAY, deadline=self.today, title="Sun's own")

        told = self.told()[self.sun]

        self.assertIn("Sun's own", told)
        self.assertIn("Li has left this post", told)
