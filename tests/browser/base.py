"""Tests in a real Chromium against a real server; skipped, loudly, where there is no Chromium."""

import os
import shutil
from unittest import skipUnless

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from playwright.sync_api import sync_playwright

from tests.base import PASSWORD, Cast, Erasing

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@skipUnless(CHROMIUM, "Chromium is not installed: the pages were not tried in a browser")
class BrowserTestCase(Erasing, Cast, StaticLiveServerTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Playwright's own event loop runs in this thread; Django must not take it for asynchronous code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        cls.chromium = cls.playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        cls.addClassCleanup(cls.chromium.close)

    def __getstate__(self):
        """What goes to a process that runs some of the tests and comes back from it: the test without its browser."""
        return vars(type(self)(self._testMethodName))

    def setUp(self):
        self.make_cast()
        self.problems = []

    def visit(self, person=None, *, viewport=DESK, language=None, **options):
        """A page of a fresh browser, signed in as `person`. What the console complains of ends up in `problems`."""
        context = self.chromium.new_context(viewport=viewport, locale=language or "en", **options)
        self.addCleanup(context.close)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", self.listen)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        if person is not None:
            page.goto(f"{self.live_server_url}/accounts/login/")
            page.locator("#id_login").fill(person.email)
            page.locator("#id_password").fill(PASSWORD)
            page.locator("#sign-in-form .button-primary").click()
            page.wait_for_url(f"{self.live_server_url}/")
        return page

    def listen(self, message):
        """Whatever is an error, but for htmx's word that a newer request replaced an older one."""
        aborted = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
        if message.type == "error" and not aborted:
            self.problems.append(message.text)

    def open(self, page, path):
        response = page.goto(f"{self.live_server_url}{path}")
        self.assertLess(response.status, 500, path)
        return response

    def assertAccessible(self, page):
        violations = Axe().run(page, options=RULES).response["violations"]
        found = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in violations]
        self.assertEqual(found, [], page.url)
