"""Seeded faults: whatever dies, stops, lies or freezes, nobody is forgotten and nobody is told in vain.

`make faults SEEDS=1-200` runs as many as one likes and writes the outcome into docs/faults.md; the suite runs six.
A run that fails names its seed; the same seed does the same again.
"""

import os
import random
import time
from datetime import timedelta
from unittest import skipUnless

from django.db import connection
from django.test import tag
from django.utils import timezone

from accounts.models import Appointment
from actions.models import Action
from common.clock import local_day
from outbox.models import Letter, Notice
from tests.base import RacingTestCase

from . import faults, results
from .laboratory import REDIS, Laboratory
from .oracle import Verdict
from .sink import Sink

MOST_LETTERS = 60
PATIENCE = 45  # seconds until everything must have left; a quiet machine needs a few
SIX = "1,3,5,9,16,24"  # a worker, beat, the broker, the database, the mail server, the record


def seeds():
    given = os.environ.get("FAULT_SEEDS") or SIX
    for part in given.split(","):
        first, _dash, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


class Run:
    """One seed: some work, a fault in the middle of telling people of it, and a look at what they were told."""

    def __init__(self, test, seed):
        self.test, self.seed, self.dice = test, seed, random.Random(seed)  # noqa: S311
        self.fault = faults.of(seed)
        self.refused, self.revoked, self.beats = set(), {}, 0

    def __call__(self):
        count = self.dice.randrange(20, MOST_LETTERS + 1)
        self.finding = self.test.make_finding(now=timezone.now())
        self.owners = [self.test.person(f"p{n}", f"P{n}", "reporter", site=self.test.plant) for n in range(count)]
        Appointment.objects.filter(person__in=self.owners).update(reports_to=self.test.sun.appointments.first())
        if self.fault.happens is not faults.kill_web:  # there a process of its own gives the work
            self.actions = [self.assign(owner) for owner in self.owners]
        mischief = self.fault.server(self)
        with Sink(0.01, self.fault.seconds_a_step, mischief) as self.sink, Laboratory(self.sink.port) as self.lab:
            self.worker = self.lab.worker(self.fault.pool)
            self.fault.happens(self)
            self.until(self.is_drained)
            return Verdict(connection, self.sink, self.refused, self.revoked, self.lab.uncommitted)

    def assign(self, owner):
        now = timezone.now()
        deadline = local_day(now, "Asia/Shanghai") + timedelta(days=100)
        return self.test.make_action(finding=self.finding, owner=owner, now=now, deadline=deadline)

    def is_drained(self):
        waiting = Notice.objects.waiting().filter(not_before__lte=timezone.now())
        return not waiting.exists() and not Letter.objects.unsent().exists()

    def unsent(self):
        """The work that letters tell of which are written and have not left, in the order of its numbers."""
        waiting = Notice.objects.filter(letter__in=Letter.objects.unsent()).values("subject_id")
        return list(Action.objects.filter(pk__in=waiting).order_by("pk"))

    def wake_for(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.beats:
                self.lab.wake()
            time.sleep(0.15)

    def until_some_left(self, share=0.3):
        """Until a part of the letters has left: the fault comes in the middle."""
        wanted = max(1, int(len(self.owners) * share * self.dice.random()))
        self.until(lambda: len(self.sink.accepted) >= wanted)

    def until(self, question):
        end = time.monotonic() + PATIENCE
        while not question() and time.monotonic() < end:
            self.wake_for(0.15)


@tag("alone")  # some of them stop the PostgreSQL of all tests
@skipUnless(REDIS, "redis-server is not installed: no fault was tried over a real Redis")
class SeededFaultsTestCase(RacingTestCase):
    pass


def tried(seed):
    def test(self):
        run, began = Run(self, seed), time.monotonic()
        if run.fault.missing:
            self.skipTest(run.fault.missing)
        verdict = run()
        if os.environ.get("FAULT_SEEDS"):
            results.note_down(seed, run.fault.name, verdict, time.monotonic() - began)
        self.assertEqual(verdict.faults(), {}, f"seed {seed}: {run.fault.name}")

    return test


for seed in seeds():
    setattr(SeededFaultsTestCase, f"test_seed_{seed:03d}", tried(seed))
