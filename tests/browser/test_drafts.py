"""What was typed is kept on the device, and never overwrites what somebody else saved meanwhile."""

from unittest import mock

from tests.base import NOW
from tests.browser.base import BrowserTestCase


class DraftTestCase(BrowserTestCase):
    def setUp(self):
        super().setUp()
        clock = mock.patch("common.clock.now", return_value=NOW)
        clock.start()
        self.addCleanup(clock.stop)
        self.incident = self.make_incident(deaths=2)
        self.path = f"/incidents/{self.incident.pk}/edit/"

    def test_an_old_draft_meets_a_newer_record(self):
        chen = self.visit(self.chen)
        self.open(chen, self.path)
        chen.fill("#id_place", "North side, 9th floor")
        chen.wait_for_timeout(300)
        self.incident.edit(by=self.li, now=NOW, deaths=3)

        self.open(chen, self.path)
        self.assertEqual(chen.input_value("#id_place"), "North side, 9th floor")
        self.assertEqual(chen.input_value("#id_deaths"), "3")
        with chen.expect_response(lambda response: response.request.method == "POST") as saved:
            chen.locator("main form .form-actions button").first.click()
        self.assertEqual(saved.value.status, 409)
        self.incident.refresh_from_db()
        self.assertEqual((self.incident.deaths, self.incident.place), (3, ""))

        chen.wait_for_load_state()
        chen.locator("main form .form-actions button").first.click()
        chen.wait_for_url(f"**/incidents/{self.incident.pk}/")
        self.incident.refresh_from_db()
        self.assertEqual((self.incident.deaths, self.incident.place), (3, "North side, 9th floor"))

    def test_a_double_click_gives_one_action(self):
        finding = self.make_finding(self.incident)
        chen = self.visit(self.chen)
        self.open(chen, f"/actions/new/?finding={finding.pk}")
        chen.fill("#id_title", "Fit lifelines")
        chen.fill("#id_criterion", "Every edge has one.")
        chen.select_option("#id_owner", str(self.wang.pk))
        chen.select_option("#id_verifier", str(self.li.pk))
        chen.fill("#id_deadline", "2026-09-15")
        chen.locator("main form .form-actions button").first.dblclick()
        chen.wait_for_url("**/actions/*/")

        self.assertEqual(finding.actions.count(), 1)
