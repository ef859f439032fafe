"""The whole loop in a browser: from the first report to the closed measure, with the letters on the way."""

import re
from datetime import date
from unittest import mock

from django.core import mail

from actions.models import Action
from incidents.models import Incident
from outbox.composing import compose
from outbox.delivery import deliver_one
from outbox.planning import plan
from tests.base import PNG, instant, ten_on
from tests.browser.base import DESK, PHONE, BrowserTestCase

PHOTO = {"name": "after.png", "mimeType": "image/png", "buffer": PNG}


class LoopTestCase(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.now = instant("2026-09-01 10:00")
        patched = mock.patch("common.clock.now", lambda: self.now)
        patched.start()
        self.addCleanup(patched.stop)

    def told(self):
        """Send what is due; who got a letter, by the name before the @."""
        mail.outbox.clear()
        plan(self.now)
        compose(self.now)
        while deliver_one(self.now):
            pass
        return sorted(message.to[0].split("@")[0] for message in mail.outbox)

    def send(self, page):
        page.locator("main form .form-actions button").first.click()
        page.wait_for_load_state()

    def walk(self, language, viewport):
        people = [self.chen, self.wang, self.li, self.sun]
        for person in people:
            type(person).objects.filter(pk=person.pk).update(language=language)
        chen = self.visit(self.chen, viewport=viewport, language=language)
        incident = self.log(chen)
        action = self.find_and_assign(chen, incident)
        self.assertEqual(self.told(), ["wang"])

        self.now = instant("2026-09-18 09:00")
        self.assertEqual(self.told(), ["sun", "wang"])
        self.assertTrue(all("3" in message.subject for message in mail.outbox), [m.subject for m in mail.outbox])

        wang = self.visit(self.wang, viewport=viewport, language=language)
        self.assertIn("Fit lifelines", wang.inner_text("main"))
        self.assertAccessible(wang)
        self.submit(wang, action, "Lifelines are up on the south side.")
        self.assertEqual(self.told(), ["li"])

        li = self.visit(self.li, viewport=viewport, language=language)
        self.assertIn("Fit lifelines", li.inner_text("main"))
        self.open(li, f"/actions/{action.pk}/send_back/")
        li.fill("#id_send_back_note", "The east side is still open.")
        self.send(li)
        self.assertEqual(self.told(), ["wang"])
        self.assertIn("The east side is still open.", mail.outbox[0].body)

        self.submit(wang, action, "East side done too.")
        self.assertEqual(self.told(), ["li"])
        self.open(li, f"/actions/{action.pk}/verify/")
        self.send(li)
        action.refresh_from_db()
        self.now = ten_on(action.check_by)
        self.assertEqual(self.told(), ["li"])
        self.open(li, f"/actions/{action.pk}/close/")
        li.fill("#id_close_note", "All of them still hold.")
        self.send(li)
        action.refresh_from_db()
        self.assertEqual((action.status, action.verified_by, action.round), ("closed", self.li, 2))
        self.now = instant("2026-12-20 09:00")
        self.assertEqual(self.told(), [])

        self.open(chen, f"/actions/{action.pk}/")
        self.assertEqual(chen.locator(".pill-closed").count() > 0, True)
        self.assertAccessible(chen)
        self.open(chen, f"/incidents/{incident.pk}/")
        self.assertIn("Fit lifelines", chen.inner_text("main"))
        self.assertEqual(self.problems, [])

    def log(self, chen):
        self.open(chen, "/incidents/new/")
        chen.fill("#id_description", "A worker fell 6 m from the scaffold on the south side.")
        chen.select_option("#id_site", str(self.plant.pk))
        chen.fill("#id_occurred_on", "2026-08-27")
        chen.check("input[name=hurt][value=yes]")
        chen.fill("#id_deaths", "2")
        chen.fill("#id_serious_injuries", "0")
        chen.set_input_files("#id_photos", [PHOTO])
        self.assertAccessible(chen)
        self.send(chen)
        incident = Incident.objects.get()
        self.assertEqual(chen.url, f"{self.live_server_url}/incidents/{incident.pk}/")
        self.assertEqual((incident.grade, incident.deaths, incident.photos.count()), ("general", 2, 1))
        self.assertIn("8·27", chen.inner_text("h1"))
        self.assertAccessible(chen)
        return incident

    def find_and_assign(self, chen, incident):
        self.open(chen, f"/incidents/{incident.pk}/findings/")
        chen.check("input[name=level][value=direct]")
        chen.fill("#id_statement", "There was no lifeline at the edge.")
        self.send(chen)
        finding = incident.findings.get()

        chen.locator(f"main a[href*='/actions/new/?finding={finding.pk}']").first.click()
        chen.fill("#id_title", "Fit lifelines")
        chen.fill("#id_criterion", "Every edge above 2 m has a tested lifeline.")
        chen.select_option("#id_owner", str(self.wang.pk))
        chen.select_option("#id_verifier", str(self.li.pk))
        chen.fill("#id_deadline", "2026-09-15")
        self.assertAccessible(chen)
        self.send(chen)
        action = Action.objects.get()
        self.assertEqual((action.owner, action.verifier, action.deadline), (self.wang, self.li, date(2026, 9, 15)))
        return action

    def submit(self, page, action, note):
        self.open(page, f"/actions/{action.pk}/")
        page.locator(f".page-actions a[href='/actions/{action.pk}/submit/']").click()
        dialog = page.locator("dialog[open]")
        dialog.locator("textarea").fill(note)
        dialog.locator("input[type=file]").set_input_files([PHOTO])
        dialog.locator("button.button-primary").click()
        page.wait_for_load_state()
        action.refresh_from_db()
        self.assertEqual(action.status, "submitted")

    def test_it_closes_the_loop_in_english_at_a_desk(self):
        self.walk("en", DESK)

    def test_it_closes_the_loop_in_chinese_on_a_phone(self):
        self.walk("zh-hans", PHONE)

    def test_what_was_typed_survives_an_expired_session(self):
        page = self.visit(self.chen)
        self.open(page, "/incidents/new/")
        page.fill("#id_description", "A crane dropped a load of bricks.")
        page.select_option("#id_site", str(self.plant.pk))
        page.check("input[name=hurt][value=no]")
        page.wait_for_timeout(1000)  # for the grade that shows itself, and the draft that keeps itself
        page.context.clear_cookies(name="sessionid")
        self.send(page)

        page.fill("#id_login", self.chen.email)
        page.fill("#id_password", "a-long-passphrase-for-tests")
        page.locator("#sign-in-form .button-primary").click()
        page.wait_for_url(re.compile("/incidents/new/"))

        self.assertEqual(page.input_value("#id_description"), "A crane dropped a load of bricks.")
        self.send(page)
        self.assertEqual(Incident.objects.get().description, "A crane dropped a load of bricks.")
        self.open(page, "/incidents/new/")
        self.assertEqual(page.input_value("#id_description"), "")
