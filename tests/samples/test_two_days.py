"""Two days of the sample district, hour by hour: the mailboxes as their readers find them.

`MAILBOX=folder manage.py test tests.samples.test_two_days` writes each letter there as text and HTML, to be read.
"""

import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.core import mail
from django.test import TestCase

from accounts.models import User
from actions.models import Action
from common.attachments import accept
from outbox.composing import compose
from outbox.delivery import deliver_all
from outbox.models import Letter
from outbox.planning import plan
from tests.base import photo

from .test_sample import NOW, load

HOUR = timedelta(hours=1)
HOURS = 48


class TwoDaysTest(TestCase):
    """From Monday at ten until Wednesday at ten, with the work that is done in these days."""

    @classmethod
    def setUpTestData(cls):
        load()
        first = Letter.objects.order_by("pk").last().pk
        for hour in range(1, HOURS + 1):
            now = NOW + hour * HOUR
            cls.work(hour, now)
            plan(now)
            compose(now)
            deliver_all(lambda now=now: now)
        cls.letters = list(Letter.objects.filter(pk__gt=first).select_related("person").order_by("composed_at", "pk"))
        if os.environ.get("MAILBOX"):
            keep(cls.letters, Path(os.environ["MAILBOX"]))

    @classmethod
    def work(cls, hour, now):
        """What people do in these two days, one thing an hour."""
        to_do = Action.objects.complete().outstanding().exclude(extensions__granted=None).order_by("deadline", "pk")
        submitted = Action.objects.filter(status=Action.Status.SUBMITTED).order_by("pk")
        if hour == 1:
            action = to_do.last()
            action.submit(by=action.owner, now=now, note="防护已装好。", files=[accept(photo())])
        elif hour == 3:
            action = submitted.first()
            action.send_back(by=action.verifier, now=now, note="东侧仍缺一段，请补装后再报。")
        elif hour == 5:
            action = to_do.first()
            action.ask_extension(
                by=action.owner, now=now, note="配件到货晚。", deadline=now.date() + timedelta(days=12)
            )
        elif hour == 24:
            action = to_do.last()
            others = User.objects.covering(action.site).exclude(pk__in=[action.owner_id, action.verifier_id])
            action.hand_over(by=action.assigned_by, now=now, note="原责任人转岗。", owner=others.first())
        elif hour == 26:
            action = submitted.last()
            action.verify(by=action.verifier, now=now)

    def test_nobody_is_written_to_more_often_than_a_good_deputy_would(self):
        digests = Counter((letter.person, letter.digest_on) for letter in self.letters if letter.digest_on)
        self.assertEqual(max(digests.values()), 1)
        a_day = Counter((letter.person, letter.composed_at.date()) for letter in self.letters)
        self.assertLessEqual(max(a_day.values()), 4)

    def test_nothing_is_said_twice(self):
        lines = Counter((to, line) for sent in mail.outbox for to in sent.to for line in sent.body.splitlines())
        self.assertTrue(lines)

    def test_each_letter_says_why_and_leads_to_each_thing(self):
        for letter in self.letters:
            with self.subTest(subject=letter.subject, to=letter.person.email):
                items = letter.notices.filter(skipped_at=None).count()
                self.assertGreaterEqual(letter.text.count("/actions/"), items if not letter.is_information else 0)
                self.assertRegex(letter.text, "您|You get this|收到本信函|本简报")


def keep(letters, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for number, letter in enumerate(letters, 1):
        name = f"{number:03d}-{letter.composed_at:%d-%H%M}-{letter.person.email or letter.person.pk}"
        head = f"To: {letter.person} <{letter.address}>\nSubject: {letter.subject}\nReply-To: {letter.reply_to}\n"
        (folder / f"{name}.txt").write_text(f"{head}Digest: {letter.digest_on}\n\n{letter.text}")
        (folder / f"{name}.html").write_text(letter.html)
