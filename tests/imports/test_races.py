from threading import Barrier, Thread

from django.db import connection

from imports import mapping
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
