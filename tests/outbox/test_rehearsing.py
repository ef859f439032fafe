"""`remind --dry-run` says to the letter what is then sent."""

from datetime import date, timedelta
from io import StringIO
from unittest import mock

from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import User
from outbox.composing import compose
from outbox.delivery import deliver_all
from outbox.models import Hold, Letter, Notice, Pulse
from outbox.planning import plan
from outbox.rounds import rehearse
from outbox.subjects import Subject, registered
from tests.base import BaseTestCase, instant

MONDAY = instant("2026-09-14 09:00")


def in_full(mail):
    return mail.to, mail.subject, mail.body, mail.alternatives[0].content, mail.reply_to


def outcome_of_a_round(now):
    """What really leaves in a round at `now`."""
    plan(now)
    compose(now)
    return outcome_of_delivery(now)


def outcome_of_delivery(now):
    mail.outbox = []
    deliver_all(lambda: now)
    return [in_full(sent) for sent in mail.outbox]


class RehearsingTestCase(BaseTestCase):
    """A Monday morning: digests of all kinds, single letters, a deputy, a weekly sheet, a second try."""

    def setUp(self):
        cause = self.make_finding()
        User.objects.filter(pk=self.he.pk).update(wants_information=True, language="zh-hans")
        self.zhou = self.person("zhou", "周", "reporter", site=self.plant)
        self.zhou.absent_from, self.zhou.absent_until = date(2026, 9, 10), date(2026, 9, 20)
        self.zhou.absence_deputy = self.sun
        self.zhou.save()
        for number, day in enumerate((3, 7, 10, 11, 14, 15, 17, 21)):
            self.make_action(finding=cause, title=f"Lifeline {number}", deadline=date(2026, 9, day))
            self.make_action(finding=cause, title=f"Net {number}", deadline=date(2026, 9, day), owner=self.zhou)
        self.submitted(self.make_action(finding=cause, title="Guard rail"), now=instant("2026-09-08 09:00"))
        asked = self.make_action(finding=cause, title="Gate")
        asked.ask_extension(by=self.wang, now=instant("2026-09-10 10:00"), note="Parts", deadline=date(2026, 9, 25))
        for day in (1, 4, 8, 11, 13):  # what was said in the two weeks before
            outcome_of_a_round(instant(f"2026-09-{day:02d} 20:00"))
        self.make_action(finding=cause, title="Urgent", deadline=date(2026, 9, 16), now=instant("2026-09-14 08:59"))
        self.second = self.make_action(
            finding=cause, title="Ladder", now=instant("2026-09-14 07:00"), owner=self.li, verifier=self.sun
        )
        compose(instant("2026-09-14 07:00"))
        Letter.objects.unsent().update(next_try=MONDAY, attempts=1, error="SMTPDataError: busy")

    def test_it_says_to_the_letter_what_is_then_sent(self):
        rehearsed = rehearse(MONDAY, keep=in_full)

        self.assertEqual(rehearsed.mails, outcome_of_a_round(MONDAY))
        self.assertEqual(rehearsed.holds, [])
        self.assert_mixed([body for _to, _subject, body, _html, _reply_to in rehearsed.mails])

    def assert_mixed(self, bodies):
        """The morning has all that it is to show."""
        for part in (
            "Late",
            "To do",
            "Please verify",
            "Zhou is absent",
            "New action",
            "Ladder",
            "本周",
        ):
            self.assertTrue(any(part in body for body in bodies), part)

    def test_it_changes_nothing(self):
        mail.outbox = []
        before = [list(model.objects.order_by("pk").values()) for model in (Notice, Letter, Hold, User)]

        rehearse(MONDAY)

        self.assertEqual(
            before, [list(model.objects.order_by("pk").values()) for model in (Notice, Letter, Hold, User)]
        )
        self.assertEqual(mail.outbox, [])

    def test_of_a_day_to_come_it_says_what_leaves_if_nothing_changes(self):
        friday = date(2026, 9, 18)
        rehearsed = rehearse(MONDAY, on=friday, keep=in_full)

        now, sent = MONDAY, []
        while now < instant("2026-09-19 00:00"):
            left = outcome_of_a_round(now)
            sent += left if now.date() == friday else []
            now += timedelta(hours=1)
        self.assertTrue(sent)
        self.assertEqual(sorted(rehearsed.mails), sorted(sent))

    def test_it_says_that_a_flood_would_wait_and_what_leaves_when_it_is_let_go(self):
        with mock.patch("outbox.guards.MOST_WITHOUT_A_LOOK", 2), mock.patch("outbox.guards.UNUSUAL", 0):
            rehearsed = rehearse(MONDAY, keep=in_full)
            self.assertFalse(Hold.objects.exists())
            plan(MONDAY)
            compose(MONDAY)
            hold = Hold.objects.get()
            hold.release(by=self.guan, now=MONDAY, note="It is right")
            compose(MONDAY)
            sent = outcome_of_delivery(MONDAY)

        self.assertEqual([(hold.because, hold.letters) for hold in rehearsed.holds], [("flood", hold.letters)])
        self.assertEqual(rehearsed.mails, sent)

    def test_it_says_that_somebody_stopped_the_letters(self):
        Hold.place(by=self.guan, now=MONDAY, note="The mail server moves")

        rehearsed = rehearse(MONDAY, keep=in_full)

        self.assertEqual([hold.note for hold in rehearsed.holds], ["The mail server moves"])
        Hold.objects.get().release(by=self.guan, now=MONDAY, note="It has moved")
        self.assertEqual(rehearsed.mails, outcome_of_a_round(MONDAY))


class RemindCommandTestCase(BaseTestCase):
    def remind(self, *options):
        told = StringIO()
        with mock.patch("common.clock.now", lambda: MONDAY):
            call_command("remind", *options, stdout=told)
        return told.getvalue()

    def setUp(self):
        self.make_action(deadline=date(2026, 9, 21))
        outcome_of_a_round(instant("2026-09-01 10:00"))

    def test_it_names_who_gets_what(self):
        self.assertEqual(self.remind("--dry-run"), "wang@example.org: Due in 7 days: A-2026-000001 Fit lifelines\n")
        self.assertIn("because you own this action", self.remind("--dry-run", "-v2"))

    def test_it_says_what_holds_the_letters(self):
        Hold.place(by=self.guan, now=MONDAY, note="The mail server moves")

        held, letter = self.remind("--dry-run").splitlines()

        self.assertTrue(held.startswith("HELD: Guan stopped all letters on 2026-09-14 (The mail server moves)."), held)
        self.assertTrue(letter.startswith("wang@example.org"))

    def test_of_another_day(self):
        self.assertEqual(self.remind("--dry-run", "--on", "2026-09-15"), "Nothing would be sent.\n")
        told = self.remind("--dry-run", "--on", "2026-09-21")
        self.assertEqual(told, "wang@example.org: Due today: A-2026-000001 Fit lifelines\n")

    def test_a_day_that_is_none_or_over_is_refused(self):
        for day, reason in (("tomorrow", "is not a day"), ("2026-09-13", "is over")):
            with self.assertRaisesMessage(CommandError, reason):
                self.remind("--dry-run", "--on", day)
        with self.assertRaisesMessage(CommandError, "--on needs --dry-run"):
            self.remind("--on", "2026-09-21")

    def test_without_a_broker_it_sends_and_shows_that_it_lives(self):
        self.assertIn("1 notices planned, 1 letters composed, 1 delivery attempts.", self.remind())
        self.assertEqual(set(Pulse.objects.values_list("name", flat=True)), {"plan", "compose", "deliver"})

    def test_what_fails_of_one_kind_keeps_nobody_from_being_told_of_the_others(self):
        broken, mail.outbox = Subject(), []  # it says neither which clocks run nor anything else
        with mock.patch.dict(registered, {"broken": broken} | registered, clear=True), self.assertLogs("outbox"):
            told = self.remind()

        self.assertIn("1 letters composed, 1 delivery attempts.", told)
        self.assertEqual(len(mail.outbox), 1)
        self.assertEqual(set(Pulse.objects.values_list("name", flat=True)), {"compose", "deliver"})
