from threading import Barrier, Event, Thread
from unittest import mock

from django.db import connection

from imports import importing, mapping
from imports.importing import take
from incidents.models import Incident
from tests.base import NOW, RacingTestCase

from .base import SMALL, register, rows


class RaceTestCase(RacingTestCase):
    def test_the_same_file_taken_twice_at_once_is_taken_once(self):
        together, counts = Barrier(2), []

        def go():
            together.wait()
            given = mapping.made_from("small", SMALL)
            counts.append(take(register(*rows(50)), given, file_name="small.csv", now=NOW).counts)
            connection.close()

        threads = [Thread(target=go) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        self.assertEqual(sorted((c["new"], c["same"]) for c in counts), [(0, 50), (50, 0)])
        self.assertEqual(Incident.objects.count(), 50)

    def test_nobody_waits_for_the_end_of_an_import_to_log_an_incident(self):
        half, go_on, failed = Event(), Event(), []

        def go():
            try:
                with mock.patch.object(importing.Run, "store_rows", lambda run, entries: (half.set(), go_on.wait(20))):
                    take(register(*rows(3)), mapping.made_from("small", SMALL), file_name="small.csv", now=NOW)
            except Exception as error:  # told to the test below: a thread's own end is silent
                failed.append(error)
            finally:
                connection.close()

        thread = Thread(target=go)
        thread.start()
        self.assertTrue(half.wait(20))
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        incident = self.make_incident(category="")
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
        go_on.set()
        thread.join()

        self.assertEqual((failed, incident.number), ([], "I-2026-000004"))
