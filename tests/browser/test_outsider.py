"""Somebody from another district sees nothing of it anywhere."""

from outbox.composing import compose
from outbox.models import Letter
from tests.base import NOW
from tests.browser.base import BrowserTestCase


class OutsiderTestCase(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(description="Kittiwake of the scaffold", name="Kittiwake of the name")
        self.finding = self.make_finding(self.incident, statement="Kittiwake of the cause")
        self.action = self.make_action(finding=self.finding, title="Kittiwake of the action")
        self.submitted(self.action)
        compose(NOW)
        self.canaries = [
            "Kittiwake",
            "Hongyuan",
            "宏远",
            "South site",
            "城南",
            "District A",
            "甲区",
            "Wang",
            "王强",
            "Li",
            "李伟",
        ]

    def leaks(self, text):
        words = text.replace(">", " ").replace("<", " ").split()
        return [c for c in self.canaries if (c in words if len(c) < 3 and c.isascii() else c in text)]

    def test_pages_lists_exports_filters_letters_and_files_are_empty(self):
        self.assertTrue(Letter.objects.filter(text__contains="Kittiwake").exists())
        chen = self.visit(self.chen)
        self.open(chen, "/incidents/")
        self.assertIn("Kittiwake of the name", chen.content())

        zhao = self.visit(self.zhao)
        for path in (
            "/",
            "/incidents/",
            "/incidents/?q=Kittiwake",
            "/incidents/new/",
            "/incidents/sites/?site_words=South",
            "/actions/",
            "/actions/?q=Kittiwake",
            "/actions/incomplete/",
            "/actions/?late=true",
            "/late/",
            "/search/?q=Kittiwake",
            "/search/glance/?q=Kittiwake",
            "/sites/",
            "/sites/?q=South",
            "/organizations/",
            "/people/",
            "/people/?q=South",
            "/people/?place=South",
            "/mailbox/",
            "/profile/",
        ):
            self.open(zhao, path)
            shown = zhao.content()
            if "q=Kittiwake" in path:  # the word that was searched stands in its own field
                shown = shown.replace("Kittiwake", "")
            self.assertEqual(self.leaks(shown), [], path)

        for path in ("/incidents/?export=csv", "/actions/?export=csv", "/sites/?export=csv", "/people/?export=csv"):
            answer = zhao.request.get(f"{self.live_server_url}{path}")
            self.assertEqual((answer.status, self.leaks(answer.text())), (200, []), path)

        letter = Letter.objects.filter(text__contains="Kittiwake").first()
        photo = self.action.evidence.get()
        for path in (
            f"/incidents/{self.incident.pk}/",
            f"/incidents/{self.incident.pk}/edit/",
            f"/incidents/{self.incident.pk}/findings/",
            f"/incidents/{self.incident.pk}/void/",
            f"/incidents/{self.incident.pk}/documents/",
            f"/incidents/{self.incident.pk}/documents/bulletin/?export=docx",
            f"/incidents/{self.incident.pk}/documents/pack/",
            f"/incidents/findings/{self.finding.pk}/edit/",
            f"/actions/{self.action.pk}/",
            f"/actions/{self.action.pk}/verify/",
            f"/actions/new/?finding={self.finding.pk}",
            f"/actions/new/?incident={self.incident.pk}",
            f"/actions/evidence/{photo.pk}/",
            f"/mailbox/{letter.pk}/",
            f"/sites/{self.plant.pk}/",
            f"/sites/{self.plant.pk}/edit/",
            f"/organizations/{self.company.pk}/",
            f"/people/{self.wang.pk}/",
            f"/people/{self.wang.pk}/absence/",
        ):
            answer = zhao.request.get(f"{self.live_server_url}{path}")
            self.assertEqual((answer.status, self.leaks(answer.text())), (404, []), path)

    def test_an_administrator_reads_no_incident(self):
        guan = self.visit(self.guan)
        for path in (
            "/",
            "/incidents/",
            "/actions/",
            "/mailbox/",
            "/people/",
            f"/people/{self.wang.pk}/",
            f"/sites/{self.plant.pk}/",
            "/sites/",
        ):
            self.open(guan, path)
            self.assertNotIn("Kittiwake", guan.content(), path)
