import smtplib
from datetime import date, timedelta
from unittest import mock

from django.core import mail

from outbox.composing import compose
from outbox.delivery import deliver_one
from outbox.models import Letter, Notice
from outbox.planning import plan
from tests.base import NOW, BaseTestCase, instant, ten_on


class DeliveryTestCase(BaseTestCase):
    def setUp(self):
        self.action = self.make_action()
        compose(NOW)
        self.letter = Letter.objects.get()

    def failing(self, error):
        return mock.patch("outbox.delivery.post", side_effect=error)

    def test_it_sends_a_letter_once(self):
        self.assertTrue(deliver_one(NOW))
        self.assertFalse(deliver_one(NOW))

        [message] = mail.outbox
        self.assertEqual(message.to, [self.wang.email])
        self.assertEqual(message.extra_headers["Message-ID"], self.letter.message_id)
        self.assertEqual(message.extra_headers["Auto-Submitted"], "auto-generated")
        self.assertEqual([kind for _content, kind in message.alternatives], ["text/html"])

    def test_it_drops_what_is_no_longer_so(self):
        self.action.void(by=self.chen, now=NOW, note="Entered twice")

        deliver_one(NOW)

        self.assertEqual(mail.outbox, [])
        self.letter.refresh_from_db()
        self.assertIsNotNone(self.letter.dropped_at)
        self.assertIsNone(self.letter.sent_at)

    def test_it_rewrites_a_letter_of_which_only_a_part_is_still_true(self):
        other = self.make_action(title="Train the night shift")
        Letter.objects.all().update(dropped_at=NOW)
        Notice.objects.update(letter=None)
        compose(NOW)
        other.void(by=self.chen, now=NOW, note="Entered twice")

        deliver_one(NOW)

        self.assertIn(self.action.title, mail.outbox[0].body)
        self.assertNotIn("Train the night shift", mail.outbox[0].body)

    def test_it_tries_again_later_when_the_server_is_busy(self):
        with self.failing(smtplib.SMTPResponseException(451, b"Greylisted")):
            deliver_one(NOW)
            self.assertFalse(deliver_one(NOW))
        self.letter.refresh_from_db()

        self.assertIn("Greylisted", self.letter.error)
        self.assertIsNone(self.letter.failed_at)
        self.assertTrue(deliver_one(NOW + timedelta(minutes=3)))
        self.assertEqual(len(mail.outbox), 1)

    def test_it_gives_up_at_once_when_the_address_is_refused(self):
        with self.failing(smtplib.SMTPRecipientsRefused({self.wang.email: (550, b"No such user")})):
            deliver_one(NOW)
        self.letter.refresh_from_db()

        self.assertIsNotNone(self.letter.failed_at)
        self.assertFalse(deliver_one(NOW + timedelta(days=1)))

    def test_it_asks_no_server_about_an_invented_address(self):
        Letter.objects.update(address="wang@generated.invalid")

        deliver_one(NOW)

        self.letter.refresh_from_db()
        self.assertEqual([], mail.outbox)
        self.assertEqual(NOW, self.letter.failed_at)

    def test_it_gives_up_after_72_hours(self):
        now = NOW
        with self.failing(ConnectionRefusedError("down")):
            while deliver_one(now) and now < NOW + timedelta(days=10):
                now += timedelta(hours=2)
        self.letter.refresh_from_db()

        self.assertIsNotNone(self.letter.failed_at)
        self.assertLess(now, NOW + timedelta(hours=80))

    def test_a_poisoned_letter_does_not_hold_up_the_others(self):
        self.make_action(owner=self.sun, title="Check the cranes")
        compose(NOW)
        with mock.patch("outbox.delivery.post", side_effect=[ValueError("poison"), None]):
            while deliver_one(NOW):
                pass

        self.assertEqual(Letter.objects.exclude(sent_at=None).count(), 1)

    def test_a_name_with_a_line_break_adds_no_header(self):
        Letter.objects.update(subject="Hello\r\nBcc: x@evil.example")

        deliver_one(NOW)

        self.assertEqual(mail.outbox, [])
        self.letter.refresh_from_db()
        self.assertIn("BadHeaderError", self.letter.error)


class EverybodyIsToldTestCase(BaseTestCase):
    """The moves of one action from the first to the last, and who got a letter after each."""

    def told(self, now=NOW):
        mail.outbox.clear()
        plan(now)
        compose(now)
        while deliver_one(now):
            pass
        return sorted((message.to[0].split("@")[0], message.subject.split(":")[0]) for message in mail.outbox)

    def test_it_tells_whoever_must_act_after_every_move(self):
        from common.attachments import accept
        from tests.base import photo

        action = self.make_action(deadline=date(2026, 9, 20))
        self.assertEqual(self.told(), [("wang", "New action")])
        action.ask_extension(by=self.wang, now=NOW, note="Parts", deadline=date(2026, 9, 25))
        self.assertEqual(self.told(), [("li", "More time is asked for, until 25 Sep 2026")])
        action.refuse_extension(by=self.li, now=NOW, note="Borrow them")
        self.assertEqual(self.told(), [("wang", "No more time is given")])
        action.ask_extension(by=self.wang, now=NOW, note="Really", deadline=date(2026, 9, 22))
        self.assertEqual(self.told(), [("li", "More time is asked for, until 22 Sep 2026")])
        action.grant_extension(by=self.li, now=NOW)
        self.assertEqual(self.told(), [("wang", "More time is given")])
        action.submit(by=self.wang, now=NOW, note="Done", files=[accept(photo())])
        self.assertEqual(self.told(), [("li", "Please verify")])
        action.send_back(by=self.li, now=NOW, note="The east side is open")
        self.assertEqual(self.told(), [("wang", "Sent back")])
        action.submit(by=self.wang, now=NOW, note="Done", files=[accept(photo())])
        self.assertEqual(self.told(), [("li", "Please verify")])
        action.verify(by=self.li, now=NOW)
        action.close(by=self.li, now=ten_on(action.check_by), note="It holds.")
        self.assertEqual(self.told(), [])
        action.reopen(by=self.chen, now=NOW, note="It came loose", deadline=date(2026, 10, 1))
        self.assertEqual(self.told(), [("li", "Reopened"), ("wang", "Reopened")])
        action.hand_over(by=self.chen, now=NOW, note="Wang is ill", owner=self.sun)
        self.assertEqual(self.told(), [("sun", "Handed over to you"), ("wang", "Handed over to Sun (safety_manager)")])

    def test_a_closed_action_is_silent(self):
        action = self.make_action(deadline=date(2026, 9, 20))
        self.submitted(action)
        action.verify(by=self.li, now=NOW)
        action.close(by=self.li, now=ten_on(action.check_by), note="It holds.")
        self.told()

        self.assertEqual(self.told(instant("2026-12-01 09:00")), [])
