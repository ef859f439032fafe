"""Seeded faults: whatever dies, stops, lies or freezes, nobody is forgotten and nobody is told in vain.

`make faults SEEDS=1-200` runs as many as one likes and writes the outcome into docs/faults.md; the suite runs six.
A run that fails names its seed; the same seed does the same again.
"""

import os
import random
import time
from datetime import timedelta
from pathlib import Path
from unittest import skipUnless

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Appointment, User
from actions.models import Action
from common.clock import local_day
from outbox.models import Letter, Notice
from tests.base import RacingTestCase

from .laboratory import FAKETIME, REDIS, THREADS, Laboratory
from .oracle import Verdict
from .sink import Sink, moody

MOST_LETTERS = 60
PATIENCE = 45  # seconds until everything must have left; a quiet machine needs a few
SIX = "5,9,11,13,15,16"  # the broker, the database, the mail server, the clock that wakes, the record, a process
HEADER = """# Faults that were tried

Each line is one run of `make faults` (see [reminders.md](reminders.md)): the pieces of work, the copies too many, all of
them explained by a conversation whose end nobody could know, and whether everything held.

| seed | what went wrong | work | copies | outcome | seconds |
|---|---|---|---|---|---|
"""
RESULTS = Path(settings.BASE_DIR) / "docs" / "faults.md"


def seeds():
    given = os.environ.get("FAULT_SEEDS") or SIX
    for part in given.split(","):
        first, _dash, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


class Run:
    """One seed: some work, a fault in the middle of telling people of it, and a look at what they were told."""

    def __init__(self, test, seed):
        self.test, self.seed, self.dice = test, seed, random.Random(seed)  # noqa: S311
        names = [name for name in dir(self) if name.startswith("fault_")]
        self.fault = names[seed % len(names)]
        self.refused, self.mischief, self.step = set(), lambda to, attempt: None, 0.0
        self.beats, self.revoked = 0, {}

    def __call__(self):
        count = self.dice.randrange(20, MOST_LETTERS + 1)
        self.finding = self.test.make_finding(now=timezone.now())
        self.owners = [self.test.person(f"p{n}", f"P{n}", "reporter", site=self.test.plant) for n in range(count)]
        Appointment.objects.filter(person__in=self.owners).update(reports_to=self.test.sun.appointments.first())
        if self.fault != "fault_web_is_killed":
            self.actions = [self.assign(owner) for owner in self.owners]
        self.before()
        with Sink(0.01, self.step, self.mischief) as self.sink, Laboratory(self.sink.port) as self.lab:
            self.worker = self.lab.worker("prefork" if self.fault == "fault_a_child_is_killed" else "threads")
            getattr(self, self.fault)()
            began = time.monotonic()
            while not self.is_drained():
                if time.monotonic() - began > PATIENCE:
                    break
                self.wake_for(0.3)
            return Verdict(connection, self.sink, self.refused, self.revoked, self.lab.kills * THREADS)

    def assign(self, owner):
        now = timezone.now()
        deadline = local_day(now, "Asia/Shanghai") + timedelta(days=100)
        return self.test.make_action(finding=self.finding, owner=owner, now=now, deadline=deadline)

    def before(self):
        """What has to be settled before the server runs."""
        if self.fault == "fault_the_server_is_moody":
            self.mischief = moody(self.seed)
        if self.fault == "fault_addresses_are_refused":
            self.refused = {owner.email for owner in self.dice.sample(self.owners, 5)}
            self.mischief = lambda to, attempt: "550 nobody here" if to in self.refused else None
        if self.fault == "fault_the_server_is_slow":
            self.step = 0.05
            slow = {owner.email for owner in self.dice.sample(self.owners, 2)}
            self.mischief = lambda to, attempt: time.sleep(0.3) if to in slow and attempt == 1 else None

    def is_drained(self):
        waiting = Notice.objects.waiting().filter(not_before__lte=timezone.now())
        return not waiting.exists() and not Letter.objects.unsent().exists()

    def wake_for(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.beats:
                self.lab.wake()
            time.sleep(0.15)

    def until_some_left(self, share=0.3):
        """Until a part of the letters has left: the fault comes in the middle."""
        wanted, end = max(1, int(len(self.owners) * share * self.dice.random())), time.monotonic() + PATIENCE
        while len(self.sink.accepted) < wanted and time.monotonic() < end:
            self.wake_for(0.15)

    # what goes wrong

    def fault_a_worker_is_killed(self):
        for _time in range(self.dice.randrange(1, 3)):
            self.until_some_left()
            self.lab.kill(self.worker)
            self.worker = self.lab.worker()

    def fault_a_child_is_killed(self):
        self.until_some_left()
        self.lab.kill_child(self.worker)

    def fault_beat_is_killed(self):
        self.beats, beat = 1, self.lab.beat()
        self.until_some_left()
        self.lab.kill(beat)
        time.sleep(self.dice.random())
        self.lab.beat(2)

    def fault_two_beats_run(self):
        self.beats = 2
        self.lab.beat(1)
        self.lab.beat(2)
        self.until_some_left()

    def fault_ten_workers_run(self):
        for _worker in range(9):
            self.lab.worker()
        self.until_some_left()

    def fault_web_is_killed(self):
        writer = self.lab.writer(self.owners, self.finding)
        self.wake_for(1 + 3 * self.dice.random())
        self.lab.kill(writer)

    def fault_redis_is_stopped(self):
        self.until_some_left()
        self.lab.kill(self.lab.redis)
        time.sleep(self.dice.random() * 2)
        self.lab.start_redis()

    def fault_redis_is_flushed(self):
        self.until_some_left()
        with self.lab.broker.connection() as link:
            link.default_channel.client.flushall()

    def fault_redis_is_frozen(self):
        self.until_some_left()
        self.lab.redis.send_signal(19)
        time.sleep(1 + self.dice.random() * 2)
        self.lab.redis.send_signal(18)

    def fault_the_database_crashes(self):
        self.until_some_left()
        self.lab.crash_database()

    def fault_the_server_is_away(self):
        self.until_some_left()
        self.sink.stop()
        self.wake_for(1 + self.dice.random())
        self.sink.start()

    def fault_the_server_is_moody(self):
        self.until_some_left()

    def fault_addresses_are_refused(self):
        self.until_some_left()

    def fault_the_server_is_slow(self):
        self.until_some_left()

    def fault_a_clock_is_wrong(self):
        self.lab.worker(clock=self.dice.choice(["+2h", "-2h", "+400d", "-400d"]))
        self.until_some_left()
        self.lab.kill(self.worker)

    def fault_work_changes_hands_meanwhile(self):
        self.until_some_left(0.1)
        for action in self.dice.sample(self.actions, 12):
            now, verb = timezone.now(), self.dice.choice(["void", "hand_over", "ask", "revoke"])
            action = Action.objects.get(pk=action.pk)
            if verb == "void":
                action.void(by=self.test.chen, now=now, note="Entered twice")
            elif verb == "hand_over":
                action.hand_over(by=self.test.chen, now=now, note="Ill", owner=self.test.sun)
            elif verb == "ask":
                action.ask_extension(
                    by=action.owner, now=now, note="Parts", deadline=action.deadline + timedelta(days=9)
                )
            else:
                User.objects.filter(pk=action.owner_id).update(is_active=False)
                self.revoked[action.owner.email] = time.time()
            self.wake_for(0.1)


@skipUnless(REDIS, "redis-server is not installed: no fault was tried over a real Redis")
class SeededFaultsTestCase(RacingTestCase):
    pass


def tried(seed):
    def test(self):
        run, began = Run(self, seed), time.monotonic()
        if run.fault == "fault_a_clock_is_wrong" and FAKETIME is None:
            self.skipTest("faketime is not installed: no clock was set wrong")
        verdict = run()
        line = f"| {seed} | {run.fault[6:].replace('_', ' ')} | {len(verdict.owned)} | {verdict.doubled} | "
        line += f"{'; '.join(verdict.faults()) or 'held'} | {time.monotonic() - began:.0f} |\n"
        if os.environ.get("FAULT_SEEDS"):
            note_down(line)
        self.assertEqual(verdict.faults(), {}, f"seed {seed}: {run.fault}")
        self.assertTrue(verdict.owned)

    return test


def note_down(line):
    if not RESULTS.exists():
        RESULTS.write_text(HEADER)
    with RESULTS.open("a") as file:
        file.write(line)


for seed in seeds():
    setattr(SeededFaultsTestCase, f"test_seed_{seed:03d}", tried(seed))
