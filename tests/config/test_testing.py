"""The tests run in several processes, which tell each other what failed."""

import pickle
from unittest import case

from django.test import SimpleTestCase

from tests.browser import base


class TestingTestCase(SimpleTestCase):
    def test_what_failed_in_a_browser_can_be_told_without_the_browser(self):
        failed = pickle.loads(pickle.dumps(base.BrowserTestCase("visit")))
        failed.addCleanup(lambda: "what closes the browser cannot be told")

        told = pickle.loads(pickle.dumps(case._SubTest(failed, "", {"path": "/"})))

        self.assertIn("BrowserTestCase.visit", told.id())
        self.assertIn("path='/'", told.id())
