"""What shows itself while one types: similar incidents, words that judge people."""

from datetime import timedelta

from tests.base import NOW
from tests.browser.base import BrowserTestCase


class HintsTestCase(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.before = self.make_incident(description="脚手板翻转，2人从悬挑脚手架坠落。", now=NOW - timedelta(days=2))
        self.make_finding(self.before, statement="脚手板未绑扎固定。")

    def test_similar_incidents_show_while_the_report_is_typed(self):
        page = self.visit(self.chen)
        self.open(page, "/incidents/new/")

        page.locator("#id_description").press_sequentially("脚手板翻转，有人从脚手架坠落")

        page.locator(".similar a", has_text=self.before.name).wait_for()
        self.assertEqual(self.problems, [])
        self.assertAccessible(page)

    def test_a_word_that_judges_asks_for_the_next_why(self):
        incident = self.make_incident()
        page = self.visit(self.chen)
        self.open(page, f"/incidents/{incident.pk}/findings/")

        page.locator("#id_statement").press_sequentially("脚手板未绑扎，作业人员麻痹大意")

        page.locator("#cause-hints", has_text="麻痹大意").wait_for()
        page.locator("#cause-hints .similar", has_text="脚手板未绑扎固定。").wait_for()
        self.assertEqual(self.problems, [])
        page.locator("#id_statement").fill("脚手板未绑扎")
        page.locator("#cause-hints .callout").wait_for(state="detached")
