"""Containment does not last: it runs out, is renewed with a reason, or replaced by what lasts."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from actions.models import Action
from incidents import conclusion
from outbox.models import Notice
from outbox.planning import plan
from tests.base import NOW, ten_on

from .case import PageTestCase

LAST = date(2026, 9, 30)


class ExpiringTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.action = self.make_action(incident=self.incident, kind="containment", expires_on=LAST)
        self.submitted(self.action).verify(by=self.li, now=NOW)
        self.finding = self.make_finding(self.incident)

    def test_zhao_renews_nothing_and_neither_does_the_owner(self):
        for person in (self.zhao, self.wang, self.guan):
            with self.assertRaises(PermissionDenied):
                self.action.renew(by=person, now=NOW, note="More.", expires_on=date(2026, 10, 30))
        self.sign_in(self.zhao)
        self.assertEqual(self.client.get(f"/actions/{self.action.pk}/renew/").status_code, 404)

    def test_without_a_day_it_holds_for_thirty_days_after_its_deadline(self):
        action = self.make_action(incident=self.incident, kind="containment", deadline=date(2026, 9, 2))
        self.assertEqual(action.expires_on, date(2026, 10, 2))
        self.assertIsNone(self.make_action(finding=self.finding).expires_on)
        with self.assertRaisesMessage(IntegrityError, "action_only_containment_runs_out"), transaction.atomic():
            Action.objects.filter(kind="corrective").update(expires_on=LAST)

    def test_a_lasting_action_does_not_run_out(self):
        self.sign_in(self.chen)
        data = {"title": "Rail", "criterion": "Firm.", "kind": "corrective", "priority": "ordinary"}
        data |= {"owner": self.wang.pk, "verifier": self.li.pk, "deadline": "2026-09-10", "expires_on": "2026-09-20"}
        answer = self.client.post(f"/actions/new/?finding={self.finding.pk}", data)
        self.assertIn("expires_on", answer.context["form"].errors)

    def test_it_holds_until_its_last_day_is_over(self):
        for day, over in ((LAST, False), (LAST + timedelta(days=1), True)):
            self.assertEqual(self.action.has_run_out(ten_on(day)), over)
            self.assertEqual(self.action in Action.objects.run_out(ten_on(day)), over)
        for days, soon in ((8, False), (7, True)):
            now = ten_on(LAST - timedelta(days=days))
            self.assertEqual(self.action in Action.objects.running_out(now), soon)

    def test_owner_and_verifier_are_told(self):
        Notice.objects.all().delete()
        plan(ten_on(LAST - timedelta(days=7)))
        told = lambda: {(n.person, n.step // 1440) for n in Notice.objects.filter(kind="expiry")}  # noqa: E731
        self.assertEqual(told(), {(self.wang, -7)})
        plan(ten_on(LAST + timedelta(days=1)))
        self.assertEqual(told(), {(self.wang, -7), (self.wang, 1), (self.li, 1)})

    def test_it_is_on_my_work_and_on_the_page(self):
        self.set_clock(ten_on(LAST + timedelta(days=1)))
        for person in (self.wang, self.li):
            self.sign_in(person)
            self.assertContains(self.client.get("/"), "Containment runs out: replace or renew it")
        self.sign_in(self.chen)
        self.assertNotContains(self.client.get("/"), "Containment runs out: replace or renew it")
        self.assertContains(self.client.get(self.action.get_absolute_url()), "This containment has run out")
        self.assertContains(self.client.get(self.incident.get_absolute_url()), "holds until 30 Sep 2026")
        self.assertEqual(list(self.client.get("/actions/?run_out=1").context["page"]), [self.action])

    def test_it_is_renewed_with_a_reason_for_longer(self):
        for note, day, field in (("", date(2026, 10, 9), "note"), ("Parts.", LAST, "expires_on")):
            with self.assertRaises(ValidationError) as refused:
                self.action.renew(by=self.li, now=NOW, note=note, expires_on=day)
            self.assertIn(field, refused.exception.error_dict)
        self.sign_in(self.li)
        self.move(self.action, "renew", note="The parts come in October.", expires_on="2026-10-20")
        self.action.refresh_from_db()
        self.assertEqual((self.action.expires_on, self.action.status), (date(2026, 10, 20), "closed"))
        self.assertEqual(self.action.events.first().changes, {"expires_on": ["2026-09-30", "2026-10-20"]})

    def test_only_what_lasts_and_is_verified_takes_its_place(self):
        lasting = self.make_action(finding=self.finding)
        with self.assertRaises(ValidationError):
            self.action.replace(by=self.li, now=NOW, replaced_by=lasting)
        self.submitted(lasting).verify(by=self.li, now=NOW)
        lacks = [lack.text for lack in conclusion.gates_of(self.incident)[2].lacks]
        self.assertTrue(any("nothing lasting has taken its place" in text for text in lacks), lacks)

        self.sign_in(self.li)
        self.move(self.action, "replace", replaced_by=lasting.pk)

        self.action.refresh_from_db()
        self.assertEqual((self.action.replaced_by, self.action.is_holding), (lasting, False))
        self.assertFalse(Action.objects.run_out(ten_on(LAST + timedelta(days=9))).exists())
        with self.assertRaises(PermissionDenied):
            self.action.renew(by=self.li, now=NOW, note="More.", expires_on=date(2026, 10, 30))
