from datetime import date
from threading import Barrier, Thread

from django.db import connection

from alerts import watching
from alerts.models import Alert, AlertEvent, Rule
from common.lifecycle import AlreadyMoved
from outbox.models import Notice
from outbox.planning import plan
from tests.base import RacingTestCase, instant


class RacingWatchersTestCase(RacingTestCase):
    def setUp(self):
        super().setUp()
        Rule.objects.filter(counts="fatal").update(is_active=True)
        for day in (27, 30):
            self.make_incident(now=instant(f"2026-08-{day} 18:00"), occurred_on=date(2026, 8, day))

    def at_once(self, work, times=4):
        barrier, failures = Barrier(times), []

        def run():
            try:
                barrier.wait()
                work()
            except Exception as error:  # noqa: BLE001 – shown by the test
                failures.append(error)
            finally:
                connection.close()

        threads = [Thread(target=run) for _each in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_several_at_once_raise_one_alert_and_tell_each_once(self):
        self.at_once(lambda: plan(instant("2026-08-30 18:01")))

        self.assertEqual(Alert.objects.filter(kind="cluster").count(), 1)
        self.assertEqual(AlertEvent.objects.filter(alert__kind="cluster").count(), 1)
        told = Notice.objects.filter(subject_kind="alert").values_list("person", flat=True)
        self.assertEqual(sorted(told), sorted([self.he.pk, self.chen.pk]))

    def test_one_who_answers_while_it_grows_has_answered_or_is_told(self):
        plan(instant("2026-08-30 18:01"))
        self.make_incident(now=instant("2026-08-31 08:00"), occurred_on=date(2026, 8, 31))
        alert = Alert.objects.get(kind="cluster")

        watching.look(instant("2026-08-31 08:01"))

        with self.assertRaises(AlreadyMoved):
            alert.answer(by=self.he, now=instant("2026-08-31 08:01"), note="Stop.", sites=[self.plant])
        self.assertFalse(AlertEvent.objects.filter(verb="answered").exists())
