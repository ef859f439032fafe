"""Two days of the sample district, hour by hour: the mailboxes as their readers find them.

`MAILBOX=folder manage.py test tests.samples.test_two_days` writes each letter there as text and HTML, to be read.
"""

import os
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.test import TestCase

from accounts.models import User
from actions.models import Action, Extension
from common.attachments import accept
from outbox.composing import compose
from outbox.delivery import deliver_all
from outbox.models import Letter
from outbox.planning import plan
from tests.base import photo

from .test_sample import NOW, load

HOUR = timedelta(hours=1)
HOURS = 48
ASKING = Exists(Extension.objects.filter(action=OuterRef("pk"), granted=None))


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
        to_do = Action.objects.complete().outstanding().exclude(ASKING).order_by("deadline", "pk")
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
            action, owner = next((action, other) for action in to_do for other in colleagues(action))
            action.hand_over(by=action.assigned_by, now=now, note="原责任人转岗。", owner=owner)
        elif hour == 26:
            action = submitted.last()
            action.verify(by=action.verifier, now=now)

    def test_nobody_is_written_to_more_often_than_a_good_deputy_would(self):
        digests = Counter((letter.person, letter.digest_on) for letter in self.letters if letter.digest_on)
        self.assertEqual(max(digests.values()), 1)
        a_day = Counter((letter.person, letter.composed_at.date()) for letter in self.letters)
        self.assertLessEqual(max(a_day.values()), 3)
        texts = Counter((letter.person, letter.text) for letter in self.letters)
        self.assertEqual(max(texts.values()), 1)

    def test_a_digest_leaves_at_its_readers_hour_and_the_rest_at_once(self):
        for letter in self.letters:
            with self.subTest(subject=letter.subject, to=letter.person.email):
                due = max(notice.not_before for notice in letter.notices.all())
                self.assertLess(letter.composed_at - due, HOUR)
                if letter.digest_on:
                    hour = letter.composed_at.astimezone(ZoneInfo(letter.person.time_zone)).hour
                    self.assertEqual(hour, letter.person.sending_hour)

    def test_each_letter_says_why_by_when_and_leads_to_each_thing_once(self):
        for letter in self.letters:
            with self.subTest(subject=letter.subject, to=letter.person.email):
                numbers = re.findall(r"^(A-\d{4}-\d{6}) ", letter.text, re.MULTILINE)
                self.assertEqual(len(numbers), len(set(numbers)))
                self.assertEqual(len(re.findall("期限：", letter.text)), len(numbers))
                self.assertEqual(len(re.findall(r"^http\S+/actions/", letter.text, re.MULTILINE)), len(numbers))
                self.assertRegex(letter.text, "您|改发给您")

    def test_what_people_did_is_told_to_whom_it_concerns(self):
        subjects = [letter.subject for letter in self.letters]
        for heading in ("请予验收", "退回", "申请延期至", "代徐大海：移交"):
            self.assertTrue(any(subject.startswith(heading) for subject in subjects), heading)


def colleagues(action):
    """Others with a duty at its site who work for the same enterprise."""
    people = User.objects.covering(action.site).exclude(pk__in=[action.owner_id, action.verifier_id])
    there = Q(appointments__organization=action.site.organization) | Q(
        appointments__site__organization=action.site.organization
    )
    return people.filter(there)


def keep(letters, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for number, letter in enumerate(letters, 1):
        name = f"{number:03d}-{letter.composed_at:%d-%H%M}-{letter.person.email or letter.person.pk}"
        head = f"To: {letter.person} <{letter.address}>\nSubject: {letter.subject}\nReply-To: {letter.reply_to}\n"
        (folder / f"{name}.txt").write_text(f"{head}Digest: {letter.digest_on}\n\n{letter.text}")
        (folder / f"{name}.html").write_text(letter.html)
