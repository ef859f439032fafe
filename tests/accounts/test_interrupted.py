import re

from incidents.models import Incident
from tests.base import BaseTestCase

NEW = "/incidents/new/"


class InterruptedTestCase(BaseTestCase):
    """A session that ends in the middle of a form, in a browser without JavaScript."""

    def setUp(self):
        self.sign_in(self.chen)
        page = self.client.get(NEW).content.decode()
        self.typed = {
            "written_by": re.search(r'<noscript><input type="hidden" name="written_by" value="([^"]+)"', page)[1],
            "form_key": re.search(r'name="form_key" value="([^"]+)"', page)[1],
            "description": "A crane dropped\r\n<b>bricks</b>.",
            "kind": "accident",
            "site": self.plant.pk,
            "occurred_on": "2026-08-27",
            "hurt": "no",
        }
        self.client.logout()

    def send(self, **changes):
        answer = self.client.post(NEW, self.typed | changes)
        self.assertRedirects(answer, f"/accounts/login/?next={NEW}")

    def fields(self):
        """What the page after signing in would send."""
        page = self.client.get(NEW)
        self.assertContains(page, "What you typed is still here")
        return dict(page.context["typed"])

    def test_somebody_else_is_not_shown_what_was_typed(self):
        self.send()
        self.sign_in(self.zhao)

        self.assertNotContains(self.client.get(NEW), "crane")

        self.sign_in(self.chen)
        self.assertNotContains(self.client.get(NEW), "crane")

    def test_it_is_sent_after_signing_in(self):
        self.send()
        self.sign_in(self.chen)

        answer = self.client.post(NEW, self.fields())

        self.assertRedirects(answer, Incident.objects.get().get_absolute_url())
        self.assertEqual(Incident.objects.get().description, "A crane dropped\r\n<b>bricks</b>.")
        self.assertNotContains(self.client.get(NEW), "crane")

    def test_what_is_wrong_with_it_is_said_as_ever(self):
        self.send(hurt="")
        self.sign_in(self.chen)

        answer = self.client.post(NEW, self.fields())

        self.assertContains(answer, "A crane dropped", status_code=422)
        self.assertContains(answer, "This field is required.", status_code=422)

    def test_it_can_be_discarded(self):
        self.send()
        self.sign_in(self.chen)

        answer = self.client.post(NEW, self.fields() | {"discard": "yes"})

        self.assertRedirects(answer, NEW)
        self.assertFalse(Incident.objects.exists())
        self.assertNotContains(self.client.get(NEW), "crane")

    def test_nothing_is_kept_of_a_form_nobody_was_given(self):
        for mark in ("", "7", f"{self.chen.pk}:1xyz:forged", self.typed["written_by"] + "x"):
            self.send(written_by=mark)
        self.sign_in(self.chen)

        self.assertNotContains(self.client.get(NEW), "crane")
