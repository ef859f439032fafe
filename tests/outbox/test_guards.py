from datetime import date, timedelta
from unittest import mock

from django.core import mail

from accounts.models import User
from outbox.composing import compose
from outbox.delivery import deliver_all
from outbox.models import Hold, Letter, Notice
from outbox.planning import plan
from tests.base import NOW, BaseTestCase, instant


class FloodTestCase(BaseTestCase):
    def setUp(self):
        cause = self.make_finding()
        for number in range(6):
            owner = self.person(f"p{number}", f"P{number}", "reporter", site=self.plant)
            self.make_action(finding=cause, owner=owner)
        limit = mock.patch("outbox.guards.MOST_WITHOUT_A_LOOK", 5)
        limit.start()
        self.addCleanup(limit.stop)

    def test_far_more_letters_than_usual_wait_for_a_person(self):
        self.assertEqual(compose(NOW), 0)

        hold = Hold.objects.get()
        self.assertEqual((hold.because, hold.letters), ("flood", 6))
        self.assertEqual(compose(NOW), 0)  # and it is one hold, however often it is asked
        self.assertEqual(Hold.objects.count(), 1)

    def test_who_has_looked_lets_them_go(self):
        compose(NOW)
        self.assertTrue(Hold.objects.get().release(by=self.guan, now=NOW, note="The new register: it is right."))

        self.assertEqual(compose(NOW), 6)
        self.assertFalse(Hold.objects.get().release(by=self.guan, now=NOW, note="Again"))

    def test_as_many_as_usual_need_no_look(self):
        for number in range(14):
            Letter.objects.create(
                person=self.chen,
                address="x@example.org",
                language="en",
                subject="x",
                text="x",
                html="x",
                message_id=f"<{number}@x>",
                composed_at=NOW - timedelta(days=number, minutes=1),
                next_try=NOW,
                sent_at=NOW,
            )

        self.assertEqual(compose(NOW), 6)

    def test_who_waits_for_tomorrows_digest_is_not_counted(self):
        Notice.objects.update(urgent=False)
        for owner in User.objects.filter(email__startswith="p"):
            Letter.objects.create(
                person=owner,
                address="x@example.org",
                language="en",
                subject="x",
                text="x",
                html="x",
                message_id=f"<{owner.pk}@x>",
                composed_at=NOW,
                next_try=NOW,
                sent_at=NOW,
                digest_on=date(2026, 9, 1),
            )

        self.assertEqual(compose(NOW + timedelta(hours=1)), 0)
        self.assertFalse(Hold.objects.exists())


class HoldTestCase(BaseTestCase):
    def test_while_it_stands_nothing_leaves_but_what_people_asked_for_themselves(self):
        self.make_action()
        compose(NOW)
        hold, placed = Hold.place(by=self.guan, now=NOW, note="The mail server moves")
        self.assertTrue(placed)
        self.make_action(title="Check the cranes")
        self.client.post("/accounts/password/reset/", {"email": self.chen.email})
        Letter.objects.update(next_try=NOW)

        self.assertEqual(compose(NOW), 0)
        deliver_all(lambda: NOW)
        self.assertEqual([message.to for message in mail.outbox], [[self.chen.email]])

        hold.release(by=self.guan, now=NOW, note="It has moved")
        compose(NOW)
        deliver_all(lambda: NOW)
        self.assertEqual(len(mail.outbox), 3)

    def test_planning_goes_on(self):
        self.make_action(deadline=date(2026, 9, 4))
        Hold.place(by=self.guan, now=NOW, note="The mail server moves")

        self.assertEqual(plan(instant("2026-09-04 09:00")), 1)

    def test_there_is_one_at_a_time(self):
        first, _placed = Hold.place(by=self.guan, now=NOW, note="The mail server moves")

        again, placed = Hold.place(by=self.chen, now=NOW, note="Me too")

        self.assertEqual((again, placed), (first, False))


class EnoughTestCase(BaseTestCase):
    def test_beyond_twenty_single_letters_a_day_the_rest_comes_in_one(self):
        cause = self.make_finding()
        for number in range(23):
            self.make_action(finding=cause, title=f"Thing {number}")
            compose(NOW + timedelta(minutes=number))

        letters = self.wang.letters.order_by("pk")
        self.assertEqual(letters.filter(digest_on=None).count(), 20)
        self.assertEqual(letters.exclude(digest_on=None).count(), 1)
        waiting = self.wang.notices.waiting().count()
        self.assertEqual(waiting, 2)

        compose(NOW + timedelta(days=1))
        self.assertEqual(self.wang.notices.waiting().count(), 0)
        self.assertEqual(self.wang.letters.count(), 22)

    def test_one_poisoned_letter_does_not_hold_up_the_other_people(self):
        self.make_action()
        self.make_action(owner=self.sun)

        def poison(letter, notices, now, write=compose.__globals__["write"]):
            if letter.person == self.wang:
                raise ValueError("poison")
            write(letter, notices, now)

        with mock.patch("outbox.composing.write", poison), self.assertLogs("outbox.composing", "ERROR"):
            self.assertEqual(compose(NOW), 1)

        self.assertEqual(Letter.objects.get().person, self.sun)
