from datetime import date

from actions.models import Action
from outbox.models import Notice
from tests.base import NOW

from .case import PageTestCase


class CompleteTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.action = Action.objects.create(
            number="A-2026-900001",
            site=self.plant,
            title="Fit lifelines",
            criterion="Fitted.",
            assigned_at=NOW,
            source="register.csv",
            source_key="7",
            completed=False,
        )
        self.facts = {
            "incident": self.incident.number,
            "owner": self.wang.pk,
            "verifier": self.li.pk,
            "deadline": "2026-09-20",
        }

    def test_zhao_completes_nothing(self):
        self.sign_in(self.zhao)

        self.assertEqual(self.move(self.action, "complete", **self.facts).status_code, 404)
        page = self.client.get("/actions/incomplete/")
        self.assertEqual(list(page.context["page"]), [])
        self.assertContains(page, "Every imported action at your places is complete.")
        self.assertEqual(self.client.get("/actions/incomplete/", {"status": "void"}).status_code, 400)

    def test_it_waits_without_owner_and_nothing_else_moves_it(self):
        self.sign_in(self.chen)

        page = self.client.get(f"/actions/{self.action.pk}/")

        self.assertEqual(page.context["usual"].verb, "complete")
        self.assertEqual([form.verb for form in page.context["moves"] + page.context["dangerous"]], ["void"])
        self.assertContains(page, "Imported from register.csv.")
        rows = self.client.get("/actions/", {"without_owner": "1"}).context["page"]
        self.assertEqual(list(rows), [self.action])
        page = self.client.get("/actions/incomplete/")
        self.assertEqual(list(page.context["page"]), [self.action])
        self.assertContains(page, '<option value="complete"')
        self.assertContains(page, 'action="/actions/bulk/?&amp;without_owner=1"')
        for verb in ("submit", "hand_over", "ask_extension", "grant_extension"):
            with self.subTest(verb):
                self.assertEqual(self.move(self.action, verb, note="x", deadline="2026-09-20").status_code, 403)
        self.assertEqual(self.client.get(f"/actions/{self.action.pk}/edit/").status_code, 403)

    def test_what_the_register_calls_over_needs_no_owner(self):
        Action.objects.update(status="void")
        self.sign_in(self.chen)

        self.assertEqual(list(self.client.get("/actions/incomplete/").context["page"]), [])

    def test_it_becomes_an_action_like_any_other(self):
        self.sign_in(self.chen)

        self.move(self.action, "complete", **self.facts)

        self.action.refresh_from_db()
        self.assertTrue(self.action.completed)
        self.assertEqual(
            (self.action.owner, self.action.verifier, self.action.incident), (self.wang, self.li, self.incident)
        )
        self.assertEqual((self.action.deadline, self.action.original_deadline), (date(2026, 9, 20), date(2026, 9, 20)))
        self.assertEqual((self.action.assigned_by, self.action.owner_told_at), (self.chen, NOW))
        self.assertEqual(self.action.events.get().verb, "complete")
        self.assertEqual(Notice.objects.get().person, self.wang)
        self.assertEqual(self.action.moves_open_to(self.wang), ["submit", "ask_extension", "explain"])

    def test_what_is_wrong_is_said_at_the_field(self):
        self.sign_in(self.chen)
        elsewhere = self.make_incident(site=self.other_plant, by=self.zhao)

        for field, value in (
            ("owner", self.zhao.pk),
            ("verifier", self.wang.pk),
            ("deadline", "2026-08-31"),
            ("incident", "I-2026-999999"),
            ("incident", elsewhere.number),
        ):
            with self.subTest(field, value=value):
                response = self.move(self.action, "complete", **self.facts | {field: value})
                self.assertEqual(response.status_code, 422)
                self.assertIn(field, response.context["form"].errors)
        self.action.refresh_from_db()
        self.assertFalse(self.action.completed)

    def test_an_origin_that_is_known_is_not_asked_for(self):
        Action.objects.filter(pk=self.action.pk).update(incident=self.incident)
        self.sign_in(self.chen)

        del self.facts["incident"]
        self.assertEqual(self.move(self.action, "complete", **self.facts).status_code, 302)

    def test_it_is_completed_once(self):
        self.action.complete(
            by=self.chen, now=NOW, owner=self.wang, verifier=self.li, deadline=date(2026, 9, 20), incident=self.incident
        )
        self.sign_in(self.chen)

        response = self.move(self.action, "complete", **self.facts)

        self.assertContains(response, "has its owner, verifier and deadline", status_code=403)
