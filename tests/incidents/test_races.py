import threading

from django.db import connection

from common.lifecycle import AlreadyMoved
from incidents.forms import ReportForm
from incidents.models import Casualty, Incident
from tests.base import NOW, RacingTestCase


class RaceTestCase(RacingTestCase):
    def together(self, *tasks):
        """Run all at once, each on a connection of its own; return what they returned or raised."""
        results, barrier = [None] * len(tasks), threading.Barrier(len(tasks))

        def run(place, task):
            try:
                barrier.wait()
                results[place] = task()
            except Exception as error:  # whatever it is, the test looks at it
                results[place] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    def test_a_form_sent_by_four_fingers_at_once_makes_one_record(self):
        data = {
            "form_key": "11111111-2222-4333-8444-555555555555",
            "kind": "accident",
            "description": "A worker fell.",
            "site": self.plant.pk,
            "occurred_on": "2026-08-27",
            "hurt": "no",
        }

        made = self.together(*[lambda: ReportForm(data, {}, by=self.chen, now=NOW).keep()] * 4)

        self.assertEqual({incident.pk for incident in made}, {Incident.objects.get().pk})

    def test_two_who_name_somebody_at_once_name_two(self):
        incident = self.make_incident(deaths=0)

        def add():
            return Casualty.add(incident, by=self.chen, now=NOW, harm="death", harm_since=incident.occurred_on)

        self.together(add, add, add)

        self.assertEqual(sorted(Casualty.objects.values_list("number", flat=True)), [1, 2, 3])
        self.assertEqual((Incident.objects.get().deaths, Incident.objects.get().grade), (3, "larger"))

    def test_of_two_who_change_somebody_at_once_one_is_told(self):
        incident = self.make_incident(deaths=0, serious_injuries=1)
        casualty = Casualty.add(incident, by=self.chen, now=NOW, harm="serious", harm_since=incident.occurred_on)
        copies = [Casualty.objects.select_related("incident__site").get(pk=casualty.pk) for _ in range(2)]

        answers = self.together(
            *[
                lambda copy=copy: copy.change_harm(by=self.chen, now=NOW, harm="death", harm_since=incident.occurred_on)
                for copy in copies
            ]
        )

        self.assertEqual(sorted(type(answer) for answer in answers if answer), [AlreadyMoved])
        self.assertEqual((Incident.objects.get().deaths, Incident.objects.get().serious_injuries), (1, 0))

    def test_of_two_who_save_at_once_one_is_told(self):
        incident = self.make_incident()
        copies = [Incident.objects.select_related("site__region").get(pk=incident.pk) for _ in range(2)]

        answers = self.together(
            *[
                lambda copy=copy, n=n: copy.edit(by=self.chen, now=NOW, deaths=n)
                for n, copy in enumerate(copies, start=3)
            ]
        )

        self.assertEqual(sorted(type(answer) for answer in answers if answer), [AlreadyMoved])
        self.assertEqual(incident.events.filter(verb="edited").count(), 1)
