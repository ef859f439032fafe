"""Past records are rebuilt as they were: what the rows said at the time is the second, obvious computation."""

import random
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError

from incidents.history import FACTS, logged, put_back, recounts, standing_at
from incidents.models import Casualty, Incident
from tests.base import NOW, BaseTestCase


def facts(incident):
    return {name: getattr(incident, name) for name in FACTS}


class IncidentHistoryTestCase(BaseTestCase):
    def test_facts_are_those_that_the_record_had_then(self):
        dice, now, kept = random.Random(3), NOW, []
        for _each in range(60):
            now += timedelta(hours=dice.randrange(1, 20))
            self.something_happens(dice, now)
            standing = Incident.objects.standing()
            kept.append((now, {incident.pk: facts(incident) for incident in standing}))
        self.assertGreater(len(kept[-1][1]), 5)
        self.assertGreater(Incident.objects.filter(status="void").count(), 0)

        for then, rows in kept:
            incidents = list(logged(Incident.objects.all(), NOW, then))
            put_back(incidents, then)
            self.assertEqual({incident.pk: facts(incident) for incident in incidents}, rows)

    def something_happens(self, dice, now):
        incidents = list(Incident.objects.all())
        chance = dice.random()
        try:
            if chance < 0.2 or not incidents:
                self.make_incident(now=now, occurred_on=now.date() - timedelta(days=dice.randrange(5)))
            elif chance < 0.26:
                dice.choice(incidents).void(by=self.chen, now=now, note="twice")
            else:
                changed = {
                    "deaths": dice.choice([None, 0, 1, 3]),
                    "minor_injuries": dice.choice([None, 0, 4]),
                    "description": f"So it was: {dice.randrange(9)}",
                    "direct_loss": dice.choice([None, Decimal("1000.50"), Decimal("12000000.00")]),
                    "known_at": dice.choice([None, now]),
                }
                names = dice.sample(sorted(changed), 2)
                dice.choice(incidents).edit(by=self.chen, now=now, **{name: changed[name] for name in names})
        except (PermissionDenied, ValidationError):
            pass  # a void record is not edited

    def test_it_tells_how_casualties_changed(self):
        known, new, same = self.make_incident(), None, self.make_incident()
        monday, tuesday, friday = (NOW + timedelta(days=days) for days in (1, 2, 5))
        known.edit(by=self.chen, now=monday, deaths=2, serious_injuries=1)
        known.edit(by=self.chen, now=tuesday, deaths=3)
        same.edit(by=self.chen, now=monday, deaths=5)
        same.edit(by=self.chen, now=tuesday, deaths=1)
        new = self.make_incident(now=tuesday)
        new.edit(by=self.chen, now=friday, deaths=4)

        (recount,) = recounts(Incident.objects.all(), NOW, friday)

        self.assertEqual(recount.incident, known)
        self.assertEqual(recount.counts, {"deaths": (1, 3), "serious_injuries": (0, 1)})
        self.assertEqual(recounts(Incident.objects.visible_to(self.zhao), NOW, friday), [])
        self.assertEqual([r.counts for r in recounts(Incident.objects.all(), NOW, monday, 1)], [{"deaths": (1, 5)}])

    def test_what_became_of_a_person_is_told_too(self):
        incident = self.make_incident(deaths=0, missing=1)
        monday, tuesday = NOW + timedelta(days=1), NOW + timedelta(days=2)
        person = Casualty.add(incident, by=self.chen, now=NOW, harm="missing", harm_since=date(2026, 8, 27))
        person.change_harm(by=self.chen, now=tuesday, harm="death", harm_since=date(2026, 9, 2))

        (recount,) = recounts(Incident.objects.all(), NOW, tuesday)

        self.assertEqual(recount.counts, {"deaths": (0, 1), "missing": (1, 0)})
        (then,) = logged(Incident.objects.all(), NOW - timedelta(days=1), monday)
        put_back([then], monday)
        self.assertEqual((then.deaths, then.missing), (0, 1))

    def test_what_was_void_later_stood_then(self):
        incident = self.make_incident()
        later = NOW + timedelta(days=1)
        incident.void(by=self.chen, now=later, note="twice")

        self.assertTrue(standing_at(Incident.objects.all(), NOW).exists())
        self.assertFalse(standing_at(Incident.objects.all(), later).exists())
        self.assertFalse(logged(Incident.objects.all(), NOW - timedelta(days=1), later))
        self.assertEqual(incident.occurred_on, date(2026, 8, 27))
