from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError

from actions.models import Action
from common.attachments import accept
from common.lifecycle import AlreadyMoved
from outbox.models import Notice
from tests.base import NOW, BaseTestCase, photo


class LifecycleTestCase(BaseTestCase):
    def setUp(self):
        self.action = self.make_action()

    def submit(self, action=None, *, by=None, note="Done."):
        (action or self.action).submit(by=by or self.wang, now=NOW, note=note, files=[accept(photo())])

    def test_a_move_raises_the_version_and_leaves_an_event(self):
        self.submit()

        self.assertEqual((self.action.status, self.action.version), ("submitted", 2))
        event = self.action.events.first()
        self.assertEqual((event.verb, event.by, event.note, event.status), ("submit", self.wang, "Done.", "submitted"))

    def test_a_stale_copy_moves_nothing(self):
        stale = Action.objects.get(pk=self.action.pk)
        self.submit()

        for attempt in (
            lambda: self.submit(stale),
            lambda: stale.void(by=self.chen, now=NOW, note="x"),
            lambda: stale.hand_over(by=self.chen, now=NOW, note="x", owner=self.sun),
            lambda: stale.edit(by=self.chen, now=NOW, title="x"),
        ):
            with self.assertRaises(AlreadyMoved):
                attempt()
        self.assertEqual(self.action.events.count(), 2)

    def test_a_right_version_in_the_wrong_state_moves_nothing(self):
        with self.assertRaises(AlreadyMoved):
            self.action.verify(by=self.li, now=NOW)

    def test_without_the_right_nothing_moves(self):
        for person in (self.zhao, self.guan, self.he, self.li):
            with self.subTest(str(person)), self.assertRaises(PermissionDenied):
                self.submit(by=person)
        self.assertEqual(self.action.events.count(), 1)

    def test_a_reason_of_blanks_is_none(self):
        with self.assertRaises(ValidationError):
            self.action.void(by=self.chen, now=NOW, note=" \n\t ")

    def test_what_fails_later_undoes_the_move(self):
        with self.assertRaises(ValidationError):
            self.action.submit(by=self.wang, now=NOW, note="Done.", files=[])

        again = Action.objects.get(pk=self.action.pk)
        self.assertEqual((again.status, again.version, again.events.count()), ("assigned", 1, 1))

    def test_a_move_takes_back_what_was_not_yet_said(self):
        self.assertEqual(Notice.objects.waiting().get().kind, "assigned")

        self.submit()

        self.assertEqual(Notice.objects.waiting().get().kind, "to_verify")

    def test_the_moves_open_to_somebody_are_asked_without_a_query_each(self):
        action = Action.objects.for_page().get(pk=self.action.pk)
        action.moves_open_to(self.chen)  # reads the appointments once

        with self.assertNumQueries(0):
            open_moves = ["hand_over", "pass_verification", "extend", "explain", "remind", "void"]
            self.assertEqual(action.moves_open_to(self.chen), open_moves)
        self.assertEqual(action.deadline, date(2026, 9, 15))
