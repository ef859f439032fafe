from io import StringIO

from django.core.management import CommandError, call_command

from accounts.models import Organization, Region, Role, Site
from imports.models import ImportBatch, ImportRow
from imports.problems import Refused
from imports.undoing import undo
from incidents.models import Finding, Incident
from tests.base import NOW

from .base import ImportTestCase, register, rows


class UndoingTestCase(ImportTestCase):
    def setUp(self):
        self.batch = self.take(register(*rows(3))).batch

    def refusal(self, batch=None):
        with self.assertRaises(Refused) as caught:
            undo(batch or self.batch, now=NOW)
        return str(caught.exception.problems[0])

    def test_it_takes_out_what_the_import_made_and_keeps_the_raw_rows(self):
        self.assertEqual(undo(self.batch, now=NOW), 3)

        self.assertFalse(Incident.objects.exists())
        self.assertFalse(Organization.objects.filter(name="Hill Ltd").exists())
        self.assertFalse(Region.objects.filter(code="XX-1").exists())
        self.assertEqual(ImportRow.objects.filter(outcome="undone", incident=None).count(), 3)
        self.assertEqual(ImportBatch.objects.get().undone_at, NOW)

    def test_the_file_can_be_taken_in_again_under_new_numbers(self):
        undo(self.batch, now=NOW)
        self.take(register(*rows(3)))

        self.assertEqual(Incident.objects.order_by("pk").first().number, "I-2026-000004")

    def test_it_leaves_places_that_something_else_uses(self):
        self.make_incident_at_north_yard()

        undo(self.batch, now=NOW)

        self.assertTrue(Site.objects.filter(name="North yard").exists())

    def make_incident_at_north_yard(self):
        self.make_incident(site=Site.objects.get(name="North yard"), category="")

    def test_it_refuses_when_somebody_has_built_on_it(self):
        self.appoint(self.zhao, Role.OFFICIAL, region=Region.objects.get(code="XX-1"))
        Finding.add(Incident.objects.get(source_key="2"), by=self.zhao, now=NOW, level="direct", statement="Ice.")

        self.assertIn("I-2026-000002", self.refusal())
        self.assertEqual(Incident.objects.count(), 3)

    def test_it_refuses_what_later_imports_speak_of_or_changed(self):
        later = self.take(register("1,2026-08-27,Hill Ltd,North yard,A slip,0,1.5")).batch

        self.assertIn("A later import", self.refusal())
        self.assertIn("that were there before", self.refusal(later))

    def test_it_is_done_once(self):
        out = StringIO()
        call_command("undo_import", self.batch.pk, stdout=out)

        self.assertIn("3 records", out.getvalue())
        with self.assertRaisesMessage(CommandError, "undone already"):
            call_command("undo_import", self.batch.pk)

    def test_events_are_append_only_again_afterwards(self):
        undo(self.batch, now=NOW)
        event = self.make_incident(kind="near_miss", category="", deaths=None, serious_injuries=None).events.get()

        with self.assertRaisesMessage(Exception, "append-only"):
            event.delete()
