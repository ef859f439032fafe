from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError

from common.attachments import accept
from outbox.composing import compose
from outbox.models import Letter, Notice
from tests.base import NOW, instant, photo

from .case import PageTestCase

MONDAY = instant("2026-09-21 09:00")


class RemindTestCase(PageTestCase):
    now = MONDAY

    def setUp(self):
        super().setUp()
        self.action = self.make_action()
        Notice.objects.all().delete()

    def remind(self, by, now=MONDAY):
        self.action.refresh_from_db()
        return self.action.remind(by=by, now=now, note="The scaffold is used tomorrow.")

    def test_who_has_no_business_there_reminds_nobody(self):
        for person in (self.zhao, self.guan, self.wang):
            with self.assertRaises(PermissionDenied):
                self.remind(person)
        self.assertFalse(Notice.objects.exists())

    def test_the_owner_gets_a_letter_at_once_and_the_work_stands_as_it_is(self):
        before = self.action.status, self.action.deadline, self.action.round

        self.remind(self.he)
        compose(MONDAY)

        letter = Letter.objects.get(person=self.wang)
        self.assertIn("He reminds you", letter.text)
        self.assertIn("The scaffold is used tomorrow.", letter.text)
        self.action.refresh_from_db()
        self.assertEqual((self.action.status, self.action.deadline, self.action.round), before)

    def test_of_submitted_work_the_verifier_is_reminded(self):
        self.submitted(self.action)
        Notice.objects.all().delete()

        self.remind(self.chen)
        compose(MONDAY)

        self.assertIn("Chen reminds you", Letter.objects.get(person=self.li).text)
        with self.assertRaises(PermissionDenied):
            self.remind(self.li, MONDAY + timedelta(days=1))  # nobody reminds themselves

    def test_once_a_day_and_again_when_the_turn_is_another(self):
        self.remind(self.chen)
        with self.assertRaisesMessage(ValidationError, "Wang was reminded today already."):
            self.remind(self.he, MONDAY + timedelta(hours=8))
        self.action.refresh_from_db()
        self.action.submit(by=self.wang, now=MONDAY, note="x", files=[accept(photo())])
        self.remind(self.he)
        self.remind(self.he, MONDAY + timedelta(days=1))

        self.assertEqual(Notice.objects.filter(kind="reminded").count(), 3)

    def test_what_was_to_be_said_is_said_all_the_same(self):
        self.action.ask_extension(by=self.wang, now=NOW, note="x", deadline=self.action.deadline + timedelta(days=9))

        self.remind(self.chen)

        self.assertTrue(Notice.objects.waiting().filter(kind="extension_asked", person=self.li).exists())

    def test_it_is_not_said_when_the_work_has_passed_to_another(self):
        self.remind(self.chen)
        self.action.hand_over(by=self.chen, now=MONDAY, note="x", owner=self.sun)

        compose(MONDAY)

        self.assertFalse(Letter.objects.filter(text__contains="reminds you").exists())

    def test_its_page_has_a_button_for_the_leader(self):
        self.sign_in(self.he)

        self.assertContains(self.client.get(self.action.get_absolute_url()), "Remind Wang")
        self.assertRedirects(self.move(self.action, "remind", note="Please."), self.action.get_absolute_url())
        self.assertContains(self.client.get(self.action.get_absolute_url()), "Reminded by name")
