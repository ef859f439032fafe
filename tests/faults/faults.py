"""What can go wrong while people are being told; 200 seeds try each of these seven or eight times."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.utils import timezone

from accounts.models import User
from actions.models import Action
from common.attachments import accept
from tests.base import photo

from .laboratory import FAKETIME
from .sink import at_random


@dataclass(frozen=True)
class Fault:
    """`happens(run)` in the middle of telling; `server(run)` is the mischief of the mail server, settled before."""

    name: str
    happens: Callable
    server: Callable = lambda run: lambda to, attempt: None
    seconds_a_step: float = 0.0
    pool: str = "threads"
    missing: str = ""  # what this machine lacks for it


# processes


def kill_workers(run):
    for _time in range(run.dice.randrange(1, 3)):
        run.until_some_left()
        run.lab.kill(run.worker)
        run.worker = run.lab.worker()


def kill_a_child(run):
    run.until_some_left()
    run.lab.kill_child(run.worker)


def kill_beat(run):
    run.beats, beat = 1, run.lab.beat()
    run.until_some_left()
    run.lab.kill(beat)
    time.sleep(run.dice.random())
    run.lab.beat(2)


def kill_web(run):
    """In the middle of giving work: some of it is given, the rest never."""
    writer, wanted = run.lab.writer(run.owners, run.finding), 1 + int(len(run.owners) * 0.8 * run.dice.random())
    run.until(lambda: Action.objects.count() >= wanted)
    run.lab.kill(writer)


def run_two_beats(run):
    run.beats = 2
    run.lab.beat(1)
    run.lab.beat(2)
    run.until_some_left()


def run_ten_workers(run):
    for _worker in range(9):
        run.lab.worker()
    run.until_some_left()


def set_a_clock_wrong(run, error):
    """The worker with the wrong clock is soon alone."""
    run.lab.worker(clock=error)
    run.until_some_left()
    run.lab.kill(run.worker)


# the broker and the database


def stop_redis(run):
    run.until_some_left()
    run.lab.kill(run.lab.redis)
    time.sleep(run.dice.random() * 2)
    run.lab.start_redis()


def flush_redis(run):
    run.until_some_left()
    with run.lab.broker.connection() as link:
        link.default_channel.client.flushall()


def freeze_redis(run):
    run.until_some_left()
    run.lab.redis.send_signal(signal.SIGSTOP)
    time.sleep(1 + run.dice.random() * 2)
    run.lab.redis.send_signal(signal.SIGCONT)


def crash_the_database(run):
    run.until_some_left()
    run.lab.crash_database()


def stop_the_database(run):
    run.until_some_left()
    run.lab.stop_database(seconds=run.dice.random())


# the mail server


def be_away(run):
    run.until_some_left()
    run.sink.stop()
    run.wake_for(1 + run.dice.random())
    run.sink.start()


def answer(run):
    """Nothing happens but what the mail server does."""
    run.until_some_left()


def refuse(run):
    run.refused = {owner.email for owner in run.dice.sample(run.owners, 5)}
    replies = {email: run.dice.choice(["RCPT 550 nobody here", "DATA 554 not that letter"]) for email in run.refused}
    return lambda to, attempt: replies.get(to)


def fall_silent(run):
    """Two conversations last longer than they may: one before the letter is there, one after."""
    before, after = (owner.email for owner in run.dice.sample(run.owners, 2))
    silence = {(before, 1): "hang", (after, 1): "hang after"}
    return lambda to, attempt: silence.get((to, attempt))


def moods(*kinds):
    return lambda run: at_random(run.seed, *kinds, None)


TEMPORARY = ("RCPT 450 later", "DATA 451 later", "DATA 421 busy")
DROPS = ("drop before the dot", "drop unanswered", "drop after")


# the record, between the moment a letter is composed and the one it leaves


def meanwhile(run, change):
    """Change the work of twelve people whose letters are written and have not left."""
    run.until_some_left(0.1)
    for action in run.dice.sample(run.unsent(), 12):
        change(run, Action.objects.get(pk=action.pk), timezone.now())
    run.wake_for(0.1)


def close(run, action, now):
    if run.dice.random() < 0.5:
        action.void(by=run.test.chen, now=now, note="Entered twice")
        return
    action.submit(by=action.owner, now=now, note="Done", files=[accept(photo())])
    action.verify(by=run.test.li, now=timezone.now())
    Action.objects.filter(pk=action.pk).update(check_by=timezone.now().date())
    action.refresh_from_db()
    action.close(by=run.test.chen, now=timezone.now(), note="It holds")


def extend(run, action, now):
    """By whoever may decide, or by asking and granting."""
    deadline = action.deadline + timedelta(days=9)
    if run.dice.random() < 0.5:
        action.extend(by=run.test.chen, now=now, note="Parts", deadline=deadline)
        return
    action.ask_extension(by=action.owner, now=now, note="Parts", deadline=deadline)
    Action.objects.get(pk=action.pk).grant_extension(by=run.test.li, now=timezone.now())


def hand_over(run, action, now):
    action.hand_over(by=run.test.chen, now=now, note="Ill", owner=run.test.sun)


def revoke(run, action, now):
    User.objects.filter(pk=action.owner_id).update(is_active=False)
    run.revoked[action.owner.email] = time.time()


NO_FAKETIME = "" if FAKETIME else "faketime is not installed: no clock was set wrong"

FAULTS = [
    Fault("a worker is killed", kill_workers),
    Fault("a child of a worker is killed", kill_a_child, pool="prefork"),
    Fault("beat is killed", kill_beat),
    Fault("a web process is killed", kill_web),
    Fault("Redis is stopped", stop_redis),
    Fault("Redis is flushed", flush_redis),
    Fault("Redis is frozen", freeze_redis),
    Fault("a backend of PostgreSQL is killed", crash_the_database),
    Fault("PostgreSQL is stopped immediately", stop_the_database),
    Fault("the mail server refuses connections", be_away),
    Fault("the mail server answers 4xx", answer, moods(*TEMPORARY)),
    Fault("the mail server answers 5xx", answer, refuse),
    Fault("the mail server drops the line before the final dot", answer, moods("drop before the dot")),
    Fault("the mail server drops the line after the final dot", answer, moods("drop unanswered", "drop after")),
    Fault("the mail server is slow at every step and falls silent", answer, fall_silent, seconds_a_step=0.1),
    Fault("the mail server does all of this", answer, moods(*TEMPORARY, *DROPS, None)),
    Fault("two beats run", run_two_beats),
    Fault("ten workers run", run_ten_workers),
    *(
        Fault(f"a worker's clock is wrong by {error}", partial(set_a_clock_wrong, error=error), missing=NO_FAKETIME)
        for error in ("+2h", "-2h", "+400d", "-400d")
    ),
    *(
        Fault(f"work is {name} meanwhile", partial(meanwhile, change=change), seconds_a_step=0.05)
        for name, change in (("closed", close), ("extended", extend), ("handed over", hand_over))
    ),
    Fault("a right is revoked meanwhile", partial(meanwhile, change=revoke), seconds_a_step=0.05),
]


def of(seed):
    return FAULTS[(seed - 1) % len(FAULTS)]
