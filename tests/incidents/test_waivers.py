from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from common.lifecycle import AlreadyMoved
from incidents.models import Finding, Incident, Member, Waiver
from overview.causes import causes_without_action

from .case import PageTestCase


class WaiverCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.finding = self.make_finding(self.incident)

    def propose(self, by=None, reason="The new lift removes it."):
        return Waiver.propose(Finding.objects.get(), by=by or self.chen, now=self.now, reason=reason)


class WaiverTestCase(WaiverCase):
    def test_nobody_without_a_duty_proposes_one(self):
        for person in (self.zhao, self.he, self.wang, self.guan):
            with self.subTest(person.name), self.assertRaises(PermissionDenied):
                self.propose(by=person)

    def test_somebody_else_decides(self):
        waiver = self.propose()
        for person in (self.chen, self.he, self.zhao, self.wang):
            with self.subTest(person.name), self.assertRaises(PermissionDenied):
                waiver.approve(by=person, now=self.now)
        with self.assertRaises(IntegrityError), transaction.atomic():
            Waiver.objects.update(decided_by=self.chen)

        waiver.approve(by=self.li, now=self.now, note="Agreed.")

        self.assertEqual((waiver.status, waiver.decided_by, waiver.answer), ("approved", self.li, "Agreed."))

    def test_only_an_approved_reason_answers_a_cause(self):
        self.assertEqual(causes_without_action(self.chen).count(), 1)
        waiver = self.propose()
        self.assertEqual(causes_without_action(self.chen).count(), 1)

        waiver.approve(by=self.li, now=self.now)
        self.assertEqual(causes_without_action(self.chen).count(), 0)

        waiver.take_back(by=self.chen, now=self.now, note="The lift is not coming.")
        self.assertEqual(causes_without_action(self.chen).count(), 1)

    def test_a_refused_reason_leaves_room_for_another(self):
        waiver = self.propose()
        with self.assertRaises(ValidationError):
            self.propose(by=self.li)
        with self.assertRaises(ValidationError):
            waiver.refuse(by=self.li, now=self.now, note=" ")

        waiver = Waiver.objects.get()
        waiver.refuse(by=self.li, now=self.now, note="The lift serves another building.")

        self.assertEqual(self.propose().status, "proposed")

    def test_it_lapses_when_the_cause_is_worded_otherwise_or_withdrawn(self):
        for change in (
            lambda finding: finding.edit(by=self.li, now=self.now, statement="The lifeline was too short."),
            lambda finding: finding.withdraw(by=self.li, now=self.now, note="It was not so."),
        ):
            waiver = self.propose()
            waiver.approve(by=self.li, now=self.now)

            change(Finding.objects.get())

            waiver.refresh_from_db()
            self.assertEqual(waiver.status, "lapsed")
        with self.assertRaises(PermissionDenied):
            self.propose()

    def test_more_evidence_changes_nothing_about_it(self):
        waiver = self.propose()
        waiver.approve(by=self.li, now=self.now)

        Finding.objects.get().edit(by=self.li, now=self.now, evidence="Seen by two.")

        waiver.refresh_from_db()
        self.assertEqual(waiver.status, "approved")

    def test_the_second_of_two_is_told(self):
        self.propose()
        first, second = Waiver.objects.get(), Waiver.objects.get()
        first.approve(by=self.li, now=self.now)

        with self.assertRaises(AlreadyMoved):
            second.refuse(by=self.sun, now=self.now, note="No")

    def test_nothing_moves_under_a_void_incident(self):
        waiver = self.propose()
        Incident.objects.get().void(by=self.chen, now=self.now, note="Twice")

        self.assertEqual(Waiver.objects.get().moves_open_to(self.li), [])
        self.assertEqual(list(Waiver.objects.waiting_for(self.li)), [])
        self.assertEqual(waiver.status, "proposed")

    def test_it_waits_for_those_who_may_decide(self):
        self.propose()

        waiting = {
            p.name
            for p in (self.chen, self.li, self.sun, self.he, self.zhao, self.wang, self.guan)
            if Waiver.objects.waiting_for(p).exists()
        }

        self.assertEqual(waiting, {"李伟", "孙建国"})

    def test_a_member_of_the_team_proposes_and_does_not_approve(self):
        Member.add(self.incident, by=self.chen, now=self.now, person=self.he, role="leader")

        waiver = self.propose(by=self.he)

        self.assertEqual(waiver.moves_open_to(self.he), ["take_back"])


class WaiverPagesTestCase(WaiverCase):
    def setUp(self):
        super().setUp()
        self.waive = f"/incidents/findings/{self.finding.pk}/no-action/"
        self.page = f"/incidents/{self.incident.pk}/"
        self.sign_in(self.chen)

    def test_zhao_sees_none_of_these_pages(self):
        waiver = self.propose()
        self.sign_in(self.zhao)

        for url in (self.waive, *(f"/incidents/reasons/{waiver.pk}/{verb}/" for verb in Waiver.MOVES)):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
                self.assertEqual(self.client.post(url, {"reason": "x", "note": "x", "version": 1}).status_code, 404)
        self.assertNotContains(self.client.get("/incidents/reasons/"), "lifeline")

    def test_from_the_proposal_to_the_approval(self):
        self.assertContains(self.client.get(self.page), self.waive)
        self.assertEqual(self.client.post(self.waive, {"reason": " "}).status_code, 422)
        self.assertRedirects(self.client.post(self.waive, {"reason": "The new lift removes it."}), self.page)
        self.assertContains(self.client.get(self.page), "to be decided by somebody else")
        self.assertContains(self.client.get(self.page), "1 cause without an action")
        self.assertEqual(self.client.post(self.waive, {"reason": "Another"}).status_code, 422)

        self.sign_in(self.li)
        approve = f"/incidents/reasons/{Waiver.objects.get().pk}/approve/"
        self.assertContains(self.client.get("/"), "Reasons for no action to decide")
        self.assertContains(self.client.get("/incidents/reasons/"), approve)
        self.assertContains(self.client.get(approve), "The new lift removes it.")
        self.assertRedirects(self.client.post(approve, {"version": 1}), self.page)

        page = self.client.get(self.page)
        self.assertContains(page, "proposed by Chen, approved by Li")
        self.assertEqual(page.context["without_action"], 0)
        self.assertNotContains(page, "No action yet")
        self.assertEqual(self.client.post(approve, {"version": 1, "note": "Me too"}).status_code, 409)
        self.assertNotContains(self.client.get("/"), "Reasons for no action to decide")

    def test_the_proposer_is_refused(self):
        url = f"/incidents/reasons/{self.propose().pk}/approve/"

        self.assertEqual(self.client.get(url).status_code, 403)
        self.assertEqual(self.client.post(url, {"version": 1}).status_code, 403)

    def test_it_says_who_has_a_reason_without_asking_for_each_cause(self):
        self.propose()
        with self.assertNumQueries(12):
            self.client.get(self.page)
        for number in range(5):
            finding = self.make_finding(Incident.objects.get(), statement=f"Cause {number}")
            Waiver.propose(finding, by=self.chen, now=self.now, reason="x")
        with self.assertNumQueries(12):
            self.client.get(self.page)
