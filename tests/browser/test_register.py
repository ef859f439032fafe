"""Imported incidents live like any other: a cause and a measure in the browser, and the owner is reminded."""

from datetime import date
from io import StringIO
from pathlib import Path
from unittest import mock

from django.core.management import call_command

from accounts.models import Role
from actions.models import Action
from incidents.models import Incident
from outbox.composing import compose
from outbox.models import Letter
from outbox.planning import plan
from tests.base import NOW, instant
from tests.browser.base import BrowserTestCase

EXTRACTS = Path(__file__).parent.parent / "imports" / "extracts"
REGISTERS = {"ihm-2016-2017": "ihm-2016-2017.csv", "tw-major-accidents-zh-hans": "tw-2022-zh-hans.csv"}


class RegisterTestCase(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.keeper = self.person("keeper", "林岚", Role.OFFICIAL, everywhere=True)
        self.other = self.person("other", "马文静", Role.SAFETY_MANAGER, everywhere=True)

        self.now = NOW
        patched = mock.patch("common.clock.now", lambda: self.now)
        patched.start()
        self.addCleanup(patched.stop)

    def test_an_incident_of_each_register_gets_a_cause_and_a_measure(self):
        for mapping, file in REGISTERS.items():
            call_command("import_register", "incidents", str(EXTRACTS / file), mapping=mapping, stdout=StringIO())
        self.assertFalse(Letter.objects.exists())
        page = self.visit(self.keeper)
        for incident in Incident.objects.order_by("source", "pk").distinct("source"):
            action = self.add_cause_and_measure(page, incident)
            self.assertEqual((action.owner, incident.grade), (self.other, None))
        self.assertEqual(Action.objects.count(), len(REGISTERS))

        self.now = instant("2026-09-18 09:00")
        plan(self.now)
        compose(self.now)

        self.assertIn("3 days late", Letter.objects.get(person=self.other, digest_on=date(2026, 9, 18)).text)
        self.assertEqual(self.problems, [])

    def add_cause_and_measure(self, page, incident):
        self.open(page, f"/incidents/{incident.pk}/findings/")
        page.check("input[name=level][value=direct]")
        page.fill("#id_statement", "The guard was missing.")
        page.locator("main form .form-actions button").first.click()
        page.wait_for_url(f"**/incidents/{incident.pk}/")
        page.locator("main a[href*='/actions/new/?finding=']").first.click()
        page.fill("#id_title", "Fit the guard")
        page.fill("#id_criterion", "The guard is in place and interlocked.")
        page.select_option("#id_owner", str(self.other.pk))
        page.select_option("#id_verifier", str(self.keeper.pk))
        page.fill("#id_deadline", "2026-09-15")
        page.locator("main form .form-actions button").first.click()
        page.wait_for_load_state()
        return Action.objects.get(finding__incident=incident)
