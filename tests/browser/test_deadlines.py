"""An accident from the telephone call to the follow-up assessment, in a browser, with the clock moving on."""

from unittest import mock

from incidents.models import Incident, Obligation
from tests.base import instant
from tests.browser.base import DESK, PHONE, BrowserTestCase


class DeadlinesTestCase(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.now = instant("2026-08-27 10:20")
        patched = mock.patch("common.clock.now", lambda: self.now)
        patched.start()
        self.addCleanup(patched.stop)

    def send(self, page):
        self.assertAccessible(page)
        page.locator("main form .form-actions button").first.click()
        page.wait_for_load_state()
        self.assertAccessible(page)

    def enter(self, page, kind, at, **fields):
        self.now = instant(at)
        self.open(page, f"/incidents/{self.incident.pk}/{kind}/add/")
        for name, value in fields.items():
            page.fill(f"#id_{name}", value)
        self.send(page)
        self.assertTrue(page.url.endswith("/obligations/"), page.inner_text("main"))

    def countdown(self, page, text):
        self.assertIn(text, page.locator(".demands, .work").first.inner_text())

    def log(self, page):
        self.open(page, "/incidents/new/")
        page.fill("#id_description", "A worker fell 6 m from the scaffold on the south side.")
        page.fill("#id_occurred_on", "2026-08-27")
        page.fill("#id_occurred_time", "09:40")
        page.check("input[name=hurt][value=yes]")
        page.fill("#id_deaths", "1")
        page.fill("#id_serious_injuries", "0")
        self.send(page)
        self.incident = Incident.objects.get()
        self.open(page, f"/incidents/{self.incident.pk}/edit/")
        page.fill("#id_known_at", "2026-08-27T09:52")
        self.send(page)

    def walk(self, viewport):
        li = self.visit(self.li, viewport=viewport)
        self.log(li)
        self.now = instant("2026-08-27 10:30")
        self.open(li, "/")
        self.countdown(li, "0:2")  # it ticks: 0:21:59 of the 22 minutes that are left
        li.locator("main a[href$='/reports/new/']").first.click()
        self.send(li)
        self.assertIn("Filed.", li.inner_text("main"))

        chen = self.visit(self.chen, viewport=viewport)
        self.countdown(chen, "Report to the next level")
        self.now = instant("2026-08-27 12:40")
        self.open(chen, f"/incidents/{self.incident.pk}/receipts/add/")
        chen.check("input[name=level][value=municipality]")
        chen.fill("#id_received_at", "2026-08-27T12:31")
        self.send(chen)
        self.assertIn("late by 1 min", chen.inner_text("main"))

        authority = {"authority": "District A"}
        self.enter(
            chen, "prolongations", "2026-10-20 10:00", days="30", document="3", approved_on="2026-10-19", **authority
        )
        self.countdown(chen, "until 25 Nov 2026")
        self.enter(chen, "submissions", "2026-11-20 10:00", submitted_on="2026-11-20", **authority)
        self.countdown(chen, "until 5 Dec 2026")
        self.enter(chen, "replies", "2026-12-01 10:00", replied_on="2026-12-01", number="8", **authority)
        self.countdown(chen, "from 1 Oct 2027 until 1 Dec 2027")
        self.now = instant("2027-10-15 10:00")
        self.open(chen, "/")
        self.countdown(chen, "Assessment of what was done")
        self.enter(
            chen, "assessments", "2027-11-02 10:00", assessed_on="2027-11-02", body="District A", result="All is done."
        )
        self.assertFalse(Obligation.objects.unmet().exists())
        self.assertEqual(self.problems, [])

    def test_from_the_call_to_the_assessment_at_a_desk(self):
        self.walk(DESK)

    def test_from_the_call_to_the_assessment_on_a_phone(self):
        self.walk(PHONE)
