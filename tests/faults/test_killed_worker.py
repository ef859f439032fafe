"""Over a real Redis: a Celery worker is killed in the middle of 60 letters, and another one takes over."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from unittest import skipUnless
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.utils import timezone

from outbox.composing import compose
from outbox.models import Letter
from tests.base import NOW, RacingTestCase
from tests.faults.sink import Sink, free_port

REDIS = shutil.which("redis-server")
LETTERS = 60
SENDERS = 2  # threads of the worker: as many letters may be between the server's “250” and our commit
PATIENCE = 90  # seconds


def wait_until(question, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not question():
        if time.monotonic() > end:
            raise AssertionError(f"{question} was not so after {seconds} s")
        time.sleep(0.05)


@skipUnless(REDIS, "redis-server is not installed: no worker was killed over a real Redis")
class KilledWorkerTestCase(RacingTestCase):
    def setUp(self):
        super().setUp()
        self.folder = tempfile.mkdtemp(prefix="bihuan-redis-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.redis_port = free_port()
        self.start([REDIS, "--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", self.folder, "--save", ""])
        finding = self.make_finding()
        far = timezone.localdate() + timedelta(days=100)  # the workers read the true clock and would remind as well
        for number in range(LETTERS):
            person = self.person(f"p{number}", f"P{number}", "reporter", site=self.plant)
            self.make_action(finding=finding, owner=person, deadline=far)
        compose(NOW)
        Letter.objects.filter(person=self.wang).delete()

    def start(self, command, **environment):
        process = subprocess.Popen(
            command,
            env=os.environ | environment,
            cwd=settings.BASE_DIR,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=(Path(self.folder) / "errors").open("ab"),
        )
        self.addCleanup(process.wait)
        self.addCleanup(lambda: process.poll() is None and os.killpg(process.pid, signal.SIGKILL))
        return process

    def worker(self, sink):
        database = connection.settings_dict
        return self.start(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "-P", "threads", "-c", str(SENDERS)],
            DATABASE_URL=f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(database['HOST'])}",
            REDIS_URL=f"redis://127.0.0.1:{self.redis_port}/0",
            EMAIL_URL=f"smtp://127.0.0.1:{sink.port}",
            SECRET_KEY="only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
            ALLOWED_HOSTS="localhost",
            BASE_URL="http://localhost",
            DATA_DIR=self.folder,
        )

    def wake(self, times):
        """What beat does every minute; the broker may lose or double it."""
        from celery import Celery

        app = Celery(broker=f"redis://127.0.0.1:{self.redis_port}/0")
        for _time in range(times):
            app.send_task("outbox.tasks.say_what_is_due", retry=True)
        app.close()

    def test_all_are_sent_and_none_twice_except_in_the_named_window(self):
        with Sink(0.05) as sink:
            first = self.worker(sink)
            self.wake(SENDERS)
            wait_until(lambda: len(sink.accepted) >= LETTERS // 3)
            os.killpg(first.pid, signal.SIGKILL)
            first.wait()
            before = len(sink.accepted)
            self.assertLess(before, LETTERS)

            wait_until(lambda: not self.locked_letters())
            self.worker(sink)
            wait_until(self.minute_has_passed_and_all_are_sent)

        messages = [message for _time, _to, message in sink.accepted]
        self.assertEqual(set(messages), set(Letter.objects.values_list("message_id", flat=True)))
        self.assertEqual(Letter.objects.exclude(sent_at=None).count(), LETTERS)
        twice = [message for message in set(messages) if messages.count(message) > 1]
        self.assertLessEqual(len(twice), SENDERS)
        for message in twice:  # accepted just before the kill, committed never: the one window of SMTP
            self.assertIn(message, messages[before - SENDERS : before])

    def minute_has_passed_and_all_are_sent(self):
        """A letter whose sender died is tried again after a minute, when beat wakes a worker: we turn the clock."""
        Letter.objects.unsent().filter(next_try__gt=timezone.now()).update(next_try=timezone.now())
        self.wake(1)
        time.sleep(2)
        return not Letter.objects.unsent().exists()

    def locked_letters(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"
            )
            return cursor.fetchone()[0]
