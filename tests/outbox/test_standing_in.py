import smtplib
from datetime import date
from unittest import mock

from django.core import mail

from accounts.models import Role
from outbox.composing import compose
from outbox.delivery import deliver_one
from outbox.models import Letter, Notice
from outbox.planning import plan
from tests.base import NOW, BaseTestCase, instant

MONDAY = instant("2026-09-14 09:00")


class StandingInTestCase(BaseTestCase):
    """Wang owns the work and cannot be told; Sun is his manager, Li his colleague."""

    def setUp(self):
        self.action = self.make_action(deadline=date(2026, 9, 15))
        Notice.objects.all().delete()

    def change(self, person, **fields):
        type(person).objects.filter(pk=person.pk).update(**fields)

    def away(self, person, **fields):
        self.change(person, absent_from=date(2026, 9, 1), absent_until=date(2026, 9, 30), **fields)

    def told(self, now=MONDAY):
        """{person: their letter} after one round."""
        plan(now)
        compose(now)
        return {letter.person: letter for letter in Letter.objects.all()}

    def why(self, person):
        return Notice.objects.get(person=person, kind="deadline").skipped_because

    def test_the_manager_of_somebody_without_an_address_is_told(self):
        self.change(self.wang, email=None)

        told = self.told()

        self.assertEqual(list(told), [self.sun])
        self.assertIn("You get this because Wang has no mail address: please tell them.", told[self.sun].text)
        self.assertEqual(Notice.objects.get(person=self.sun).instead_of, self.wang)
        self.assertEqual(self.why(self.wang), "no_address")

    def test_the_named_deputy_of_an_absent_person_is_told(self):
        self.away(self.wang, absence_deputy=self.li)

        told = self.told()

        self.assertEqual(list(told), [self.li])
        self.assertIn("Wang is absent", told[self.li].text)
        self.assertEqual(self.why(self.wang), "absent")

    def test_a_deputy_reads_it_in_the_one_digest_of_the_day(self):
        self.make_action(owner=self.li, verifier=self.sun, deadline=date(2026, 9, 11), title="Li's own")
        self.make_action(deadline=date(2026, 9, 11), title="Wang's")
        self.away(self.wang, absence_deputy=self.li)  # who comes before Wang by any order of keys

        letter = self.told()[self.li]

        self.assertEqual(letter.digest_on, date(2026, 9, 14))
        self.assertIn("Li's own", letter.text)
        self.assertIn("Wang's", letter.text)

    def test_else_the_deputy_of_the_appointment_else_the_manager(self):
        self.away(self.wang)
        self.wang.appointments.update(deputy=self.li)
        self.assertEqual(list(self.told()), [self.li])

        self.wang.appointments.update(deputy=None)
        Notice.objects.all().delete()
        Letter.objects.all().delete()
        self.assertEqual(list(self.told()), [self.sun])

    def test_a_deputy_who_may_not_see_it_is_passed_over(self):
        self.away(self.wang, absence_deputy=self.zhao)

        self.assertEqual(list(self.told()), [self.sun])

    def test_a_deputy_who_is_absent_too_is_passed_over(self):
        self.away(self.wang, absence_deputy=self.li)
        self.away(self.li)

        self.assertEqual(list(self.told()), [self.sun])

    def test_who_is_absent_without_anybody_to_stand_in_is_told_all_the_same(self):
        self.away(self.wang)
        self.wang.appointments.update(reports_to=None)

        self.assertEqual(list(self.told()), [self.wang])

    def test_who_is_back_is_told_again(self):
        self.change(self.wang, absent_from=date(2026, 9, 1), absent_until=date(2026, 9, 13), absence_deputy=self.li)

        self.assertEqual(list(self.told()), [self.wang])

    def test_the_same_round_again_says_nothing_twice(self):
        self.away(self.wang, absence_deputy=self.li)
        self.told()

        self.assertEqual((plan(MONDAY), compose(MONDAY)), (0, 0))

    def test_two_who_stand_in_for_each_other_make_no_circle(self):
        self.away(self.wang, absence_deputy=self.li)
        self.away(self.li, absence_deputy=self.wang)
        for person in (self.wang, self.li):
            person.appointments.update(reports_to=None)

        self.assertEqual(list(self.told()), [self.wang])

    def test_what_was_assigned_is_told_instead_too(self):
        self.away(self.wang, absence_deputy=self.li)
        self.make_action(title="Check the cranes")

        compose(NOW)

        self.assertIn("Check the cranes", Letter.objects.get(person=self.li).text)

    def test_who_is_relieved_by_somebody_without_an_address_is_asked_to_tell_them(self):
        xu = self.person("xu", "徐大海", Role.REPORTER, site=self.plant, reports_to=self.wang)
        self.change(xu, email=None)
        self.action.hand_over(by=self.chen, now=NOW, note="Moved", owner=xu)

        compose(NOW)

        text = self.wang.letters.get().text
        self.assertIn("In place of Xu: Handed over", text)
        self.assertIn("You get this because Xu has no mail address: please tell them.", text)

    def test_a_refused_address_is_marked_and_the_manager_told(self):
        plan(MONDAY)
        compose(MONDAY)
        with mock.patch(
            "outbox.delivery.post",
            side_effect=smtplib.SMTPRecipientsRefused({self.wang.email: (550, b"No such user")}),
        ):
            deliver_one(MONDAY)
        compose(MONDAY)
        deliver_one(MONDAY)

        self.wang.refresh_from_db()
        self.assertFalse(self.wang.is_reachable)
        [message] = mail.outbox
        self.assertEqual(message.to, [self.sun.email])
        self.assertIn("mail to Wang is refused", message.body)

        self.change(self.wang, email="wang.new@example.org")
        self.wang.refresh_from_db()
        self.assertTrue(self.wang.is_reachable)

    def test_that_the_server_refuses_us_is_not_the_fault_of_the_address(self):
        plan(MONDAY)
        compose(MONDAY)
        for error in (
            smtplib.SMTPAuthenticationError(535, b"Bad password"),
            smtplib.SMTPSenderRefused(550, b"Not you", "us@example.org"),
        ):
            with mock.patch("outbox.delivery.post", side_effect=error):
                deliver_one(MONDAY)
            Letter.objects.update(next_try=MONDAY)

        self.wang.refresh_from_db()
        self.assertTrue(self.wang.is_reachable)
        self.assertIsNone(Letter.objects.get(person=self.wang).failed_at)

    def test_an_administrator_is_never_a_superior_by_accident(self):
        self.change(self.wang, email=None)
        self.wang.appointments.update(reports_to=self.guan.appointments.get())

        self.assertEqual(self.told(), {})  # an administrator may not see it: it stays somebody's case on the page
        self.assertEqual(self.guan.appointments.get().role, Role.ADMINISTRATOR)
