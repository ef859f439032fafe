from contextlib import contextmanager

from django.db import DatabaseError, IntegrityError, connection, transaction

from actions.models import Action, ActionEvent, Extension
from tests.base import NOW, BaseTestCase


class ConstraintTestCase(BaseTestCase):
    """What must never be false is refused by the database, whoever writes."""

    def setUp(self):
        self.action = self.make_action()

    @contextmanager
    def refused(self, constraint):
        with self.assertRaisesMessage(IntegrityError, constraint), transaction.atomic():
            yield

    def write(self, **fields):
        Action.objects.filter(pk=self.action.pk).update(**fields)

    def test_every_constraint_has_a_test(self):
        names = {constraint.name for model in (Action, Extension) for constraint in model._meta.constraints}

        with open(__file__) as file:
            source = file.read()

        self.assertEqual([name for name in names if f'"{name}"' not in source], [])

    def test_the_owner_is_not_the_verifier(self):
        with self.refused("action_owner_is_not_verifier"):
            self.write(verifier=self.wang)

    def test_the_owner_has_not_verified(self):
        with self.refused("action_not_verified_by_its_owner"):
            self.write(verified_by=self.wang)

    def test_it_is_complete_unless_imported(self):
        for field in ("owner", "verifier", "deadline", "original_deadline", "due_at", "assigned_by"):
            with self.subTest(field), self.refused("action_complete_or_imported"):
                self.write(**{field: None})
        with self.refused("action_complete_or_imported"):
            self.write(completed=False)

    def test_it_has_one_origin(self):
        with self.refused("action_has_one_origin"):
            self.write(incident=self.action.finding.incident)
        with self.refused("action_has_one_origin"):
            self.write(finding=None)

    def test_an_explanation_has_a_reason_a_sentence_and_an_instant(self):
        for fields in ({"late_reason": "money"}, {"late_note": "No budget."}, {"explained_at": NOW}):
            with self.subTest(fields), self.refused("action_explained_in_words"):
                self.write(**fields)

    def test_verified_means_by_somebody_at_some_time(self):
        self.action.kind = "containment"  # of the others more is asked, below
        self.action.save()
        for fields in ({"verified_by": self.li}, {"verified_at": NOW}, {}):
            for status in ("verified", "closed"):
                with self.subTest(fields, status=status), self.refused("action_verified_by_somebody"):
                    self.write(status=status, closed_at=NOW, **fields)

    def test_verified_is_checked_by_somebody_by_a_day_for_something(self):
        whole = {"checker": self.li, "check_by": "2026-11-30", "effect_criterion": "None is loose."}
        for lacking in whole:
            check = whole | {lacking: "" if lacking == "effect_criterion" else None}
            with self.subTest(lacking), self.refused("action_verified_is_checked"):
                self.write(status="verified", verified_by=self.li, verified_at=NOW, **check)

    def test_only_containment_runs_out_and_is_replaced(self):
        for fields in ({"expires_on": "2026-10-01"}, {"replaced_by": self.make_action()}):
            with self.subTest(fields), self.refused("action_only_containment_runs_out"):
                self.write(**fields)

    def test_nobody_checks_their_own_work(self):
        with self.refused("action_not_checked_by_its_owner"):
            self.write(checker=self.wang)

    def test_closed_means_at_some_time(self):
        with self.refused("action_closed_sometime"):
            self.write(status="closed", verified_by=self.li, verified_at=NOW)

    def test_a_row_of_a_register_is_there_once(self):
        other = self.make_action()
        self.write(source="register.csv", source_key="7")

        with self.refused("action_source_row_once"):
            Action.objects.filter(pk=other.pk).update(source="register.csv", source_key="7")

    def test_one_request_for_more_time_is_open(self):
        Extension.objects.create(action=self.action, deadline="2026-10-01", asked_by=self.wang, asked_at=NOW)

        with self.refused("extension_one_open"):
            Extension.objects.create(action=self.action, deadline="2026-10-02", asked_by=self.wang, asked_at=NOW)

    def test_a_decision_names_who_decided(self):
        with self.refused("extension_decided_by_somebody"):
            Extension.objects.create(
                action=self.action, deadline="2026-10-01", asked_by=self.wang, asked_at=NOW, granted=True
            )

    def test_events_are_append_only(self):
        for change in (
            lambda: ActionEvent.objects.update(note="Nothing happened."),
            lambda: ActionEvent.objects.all().delete(),
        ):
            with self.assertRaisesMessage(DatabaseError, "append-only"), transaction.atomic():
                change()
        with (
            self.assertRaisesMessage(DatabaseError, "append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE actions_actionevent, meetings_decision")
