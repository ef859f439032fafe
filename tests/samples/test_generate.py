from datetime import date
from io import StringIO

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import TestCase

from accounts.models import Appointment, Organization, Region, Site, User
from actions.models import Action, ActionEvent, Extension
from common.numbers import next_number
from incidents.models import Finding, Incident, IncidentEvent
from samples.large import marks
from tests.base import BaseTestCase, instant

MODELS = (
    Region,
    Organization,
    Site,
    User,
    Appointment,
    Incident,
    Finding,
    Action,
    Extension,
    IncidentEvent,
    ActionEvent,
)
UNTIL = "2026-11-23"


def generate(**options):
    given = {
        "incidents": 250,
        "actions": 1000,
        "seed": 2,
        "sites": 40,
        "people": 80,
        "until": date.fromisoformat(UNTIL),
    }
    call_command("generate", stdout=StringIO(), **given | options)


def facts():
    """{model: every row in its order, without what a key or a random salt decides}"""
    return {
        model: list(
            model.objects.order_by("pk").values_list(
                *(f.name for f in model._meta.concrete_fields if not f.is_relation and f.name not in ("id", "password"))
            )
        )
        for model in MODELS
    }


class GenerateTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        with transaction.atomic():
            generate()
            cls.first = facts()
            transaction.set_rollback(True)
        generate()

    def test_it_makes_as_much_as_it_was_asked_for(self):
        counts = [model.objects.count() for model in (Site, User, Incident, Action)]

        self.assertEqual([40, 80, 250, 1000], counts)

    def test_it_makes_the_same_from_the_same_seed(self):
        self.assertEqual(self.first, facts())

    def test_it_rebuilds_the_state_of_every_action_from_its_events(self):
        for action in Action.objects.prefetch_related("events"):
            events = sorted(action.events.all(), key=lambda event: (event.at, event.pk))
            state, last = None, events[-1]

            for event in events:
                if event.verb == "assign":
                    self.assertIsNone(state)
                else:
                    self.assertIn(state, Action.MOVES[event.verb].sources)
                    self.assertEqual(Action.MOVES[event.verb].target or state, event.status)
                state = event.status
            self.assertEqual(
                (action.status, action.owner_id, action.deadline, action.round),
                (last.status, last.owner_id, last.deadline, last.round),
            )
            self.assertEqual(len(events), action.version)

    def test_it_has_actions_in_every_state_and_some_late(self):
        self.assertEqual(set(Action.Status.values), set(Action.objects.values_list("status", flat=True)))
        self.assertTrue(Action.objects.late(instant(f"{UNTIL} 00:00")).exists())

    def test_it_lets_only_those_move_an_action_who_may(self):
        by_owner = {"submit", "ask_extension"}
        for event in ActionEvent.objects.select_related("by", "action__site__region"):
            if event.verb in by_owner:
                self.assertEqual(event.owner_id, event.by_id)
            else:
                self.assertNotEqual(event.owner_id, event.by_id)
                self.assertTrue(
                    any(
                        a.covers(event.action.site) and a.role in ("official", "safety_manager")
                        for a in event.by.current_appointments
                    ),
                    event.verb,
                )

    def test_it_gives_work_only_to_people_with_a_duty_there(self):
        for action in Action.objects.select_related("site__region")[:40]:
            there = User.objects.covering(action.site).filter(pk__in=[action.owner_id, action.verifier_id])
            self.assertEqual(2, there.count())

    def test_it_grades_by_the_rules_and_keeps_every_rule_for_facts(self):
        for incident in Incident.objects.select_related("site__organization", "site__region"):
            grade = incident.grade
            incident.grade_now()
            self.assertEqual(grade, incident.grade)
            incident.refuse_bad_facts(instant(f"{UNTIL} 00:00"))

    def test_it_leaves_no_open_action_on_what_was_taken_back(self):
        void = Incident.objects.filter(status="void")

        self.assertTrue(void.exists())
        self.assertFalse(Action.objects.filter(incident__in=void).exists())

    def test_it_takes_numbers_of_the_year_from_the_real_series(self):
        newest = max(Incident.objects.filter(number__startswith="I-2026-").values_list("number", flat=True))

        self.assertEqual(int(newest[-6:]) + 1, int(next_number("I", 2026)[-6:]))
        for action in Action.objects.all():
            self.assertEqual(
                str(action.assigned_at.astimezone(instant(f"{UNTIL} 00:00").tzinfo).year), action.number[2:6]
            )

    def test_it_speaks_both_languages(self):
        self.assertTrue(Incident.objects.filter(name__contains="事故").exists())
        self.assertTrue(Incident.objects.filter(name__contains=" accident").exists())

    def test_it_has_only_addresses_of_nobody(self):
        self.assertFalse(User.objects.exclude(email=None).exclude(email__endswith=".invalid").exists())

    def test_it_leaves_the_history_as_unchangeable_as_it_was(self):
        with self.assertRaisesMessage(DatabaseError, "append-only"), transaction.atomic():
            ActionEvent.objects.update(note="changed")
        with self.assertRaises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE actions_action SET verifier_id = owner_id")

    def test_it_is_not_added_to_twice(self):
        with self.assertRaisesMessage(CommandError, "already"):
            generate()

    def test_it_goes_without_a_trace(self):
        generate(remove=True)

        self.assertFalse(marks.is_loaded())
        for model in [*MODELS, *apps.get_app_config("common").get_models()]:
            self.assertFalse(model.objects.exists(), model)


class AmongRealDataTest(BaseTestCase):
    def test_it_refuses_a_database_in_use_unless_told(self):
        with self.assertRaisesMessage(CommandError, "of its own"):
            generate(incidents=5, actions=20)

        generate(incidents=5, actions=20, force=True)

        self.assertTrue(marks.is_loaded())

    def test_its_removal_leaves_what_is_real(self):
        action = self.make_action()
        generate(incidents=5, actions=20, force=True)

        generate(remove=True)

        self.assertEqual([action], list(Action.objects.all()))
        self.assertEqual(7, User.objects.count())

    def test_it_shows_nothing_to_people_of_another_place(self):
        generate(incidents=5, actions=20, force=True)

        self.assertFalse(Incident.objects.visible_to(self.zhao).exists())
        self.assertFalse(Action.objects.visible_to(self.zhao).exists())
