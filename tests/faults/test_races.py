"""Several processes at once: planners, composers and senders that do not know of one another."""

import threading
from datetime import date

from django.db import connection
from django.test import override_settings

from outbox.composing import compose
from outbox.delivery import deliver_one
from outbox.models import Letter, Notice
from outbox.planning import plan
from tests.base import NOW, RacingTestCase, instant
from tests.faults.sink import Sink


def at_once(count, work):
    """Run `work` in `count` threads that start together; raise what any of them raised."""
    start, errors = threading.Barrier(count), []

    def run():
        try:
            start.wait()
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


class RacesTestCase(RacingTestCase):
    def setUp(self):
        super().setUp()
        finding = self.make_finding()
        for number in range(30):
            self.make_action(finding=finding, title=f"Lifeline {number}", deadline=date(2026, 9, 10))
        self.now = instant("2026-09-17 09:00")

    def test_four_planners_leave_the_rows_of_one(self):
        Notice.objects.all().delete()
        at_once(4, lambda: plan(self.now))
        together = sorted(notice.key for notice in Notice.objects.all())
        Notice.objects.all().delete()
        plan(self.now)

        self.assertEqual(together, sorted(notice.key for notice in Notice.objects.all()))
        self.assertEqual(len(together), 90)  # owner, line manager and official, each of 30 actions

    def test_four_composers_bind_each_notice_once(self):
        plan(self.now)
        at_once(4, lambda: compose(self.now))
        compose(self.now)  # whoever was skipped because a neighbour had them

        self.assertEqual(Letter.objects.filter(person=self.sun).count(), 1)
        self.assertFalse(Notice.objects.waiting().filter(not_before__lte=self.now).exists())

    def test_eight_senders_send_each_letter_once(self):
        people = [self.person(f"p{number}", f"P{number}", "reporter", site=self.plant) for number in range(40)]
        finding = self.make_finding()
        for person in people:
            self.make_action(finding=finding, owner=person)
        compose(NOW)

        def send_all():
            while deliver_one(NOW):
                pass

        with (
            Sink(0.02) as sink,
            override_settings(
                EMAIL_BACKEND="outbox.smtp.BoundedEmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=sink.port
            ),
        ):
            at_once(8, send_all)

        self.assertEqual(len(sink.accepted), 41)
        self.assertEqual(len({message for _time, _to, message in sink.accepted}), 41)
