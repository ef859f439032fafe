"""Many actions at once in a browser: ticked, looked at, done; and a view saved for the next time."""

from unittest import mock

from tests.base import NOW
from tests.browser.base import DESK, PHONE, BrowserTestCase


class BulkTestCase(BrowserTestCase):
    def setUp(self):
        super().setUp()
        clock = mock.patch("common.clock.now", return_value=NOW)
        clock.start()
        self.addCleanup(clock.stop)
        finding = self.make_finding()
        self.actions = [self.make_action(finding=finding) for _number in range(3)]

    def hand_over(self, page):
        page.locator("#bulk select").select_option("hand_over")
        page.locator("#bulk button").click()
        page.locator("#id_owner").select_option(str(self.sun.pk))
        page.locator("#id_note").fill("Wang is on leave.")
        page.locator("button[value=preview]").click()
        page.wait_for_selector("button[value=do]")

    def test_ticked_rows_are_handed_over_after_a_look(self):
        for viewport in (PHONE, DESK):
            with self.subTest(viewport):
                chen = self.visit(self.chen, viewport=viewport)
                self.open(chen, "/actions/?status=assigned")
                chen.locator(".cell-tick input[form]").last.check()
                self.assertEqual(chen.locator("[data-ticked]").inner_text(), "1 ticked")
                self.assertAccessible(chen)
                number = chen.locator(".cell-name .number").last.inner_text()
                self.hand_over(chen)
                self.assertIn(number, chen.inner_text("main"))
                self.assertAccessible(chen)
                wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                self.assertEqual(chen.evaluate(wide), 0)
                if viewport == DESK:
                    chen.locator("button[value=do]").click()
                    chen.wait_for_url("**/actions/bulk/*/")
                    self.assertAccessible(chen)
                    chen.locator("main .callout a").first.click()
                    chen.wait_for_url("**/actions/?changed=*")
                    self.assertEqual(chen.locator(".row-link").count(), 1)
        self.assertEqual(self.problems, [])

    def test_all_are_taken_without_a_script(self):
        chen = self.visit(self.chen, java_script_enabled=False)
        self.open(chen, "/actions/")
        chen.locator("#bulk input[name=all]").check()
        self.hand_over(chen)
        chen.locator("button[value=do]").click()
        chen.wait_for_url("**/actions/bulk/*/")

        self.assertIn("3 actions are changed", chen.inner_text("main"))

    def test_a_view_is_saved_and_found_again(self):
        chen = self.visit(self.chen)
        self.open(chen, "/actions/?late=1&columns=owner")
        chen.locator(".views summary").click()
        self.assertAccessible(chen)
        chen.locator("#id_view_name").fill("Late by owner")
        chen.locator(".views .button-primary").click()
        chen.wait_for_selector(".views-list")
        self.open(chen, "/actions/")
        chen.locator(".views-list a", has_text="Late by owner").click()
        chen.wait_for_url("**/actions/?late=1&columns=owner")
        self.assertEqual(chen.locator(".views-list [aria-current]").inner_text(), "Late by owner")
        chen.locator(".list-tools summary, .views summary").last.click()
        self.assertAccessible(chen)
        self.assertEqual(self.problems, [])
