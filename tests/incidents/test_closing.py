"""The four no-let-gos: a case is closed when its causes are found, its persons dealt with, its measures carried out and
its people educated; what is missing is named."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from common.attachments import accept
from incidents import conclusion
from incidents.models import Finding, Handling, Incident, Training, Waiver
from tests.actions.case import PageTestCase
from tests.base import instant, photo

LATER = instant("2027-01-10 10:00")


class ClosingTestCase(PageTestCase):
    now = LATER

    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.url = f"/incidents/{self.incident.pk}/closing/"

    def shut(self, incident=None):
        return conclusion.shut(incident or self.incident)

    def lacks(self, name):
        gates = {gate.name: gate for gate in conclusion.gates_of(self.incident)}
        return [lack.text for lack in gates[name].lacks]

    def find_causes(self):
        self.direct = self.make_finding(self.incident)
        self.root = self.make_finding(self.incident, level="root", statement="Nobody had planned it.")
        for finding in (self.direct, self.root):
            finding.confirm(by=self.li, now=LATER)

    def do_the_work(self):
        self.actions = [self.make_action(finding=finding) for finding in (self.direct, self.root)]
        for action in self.actions:
            self.closed(action)

    def deal_with_persons(self, **given):
        facts = {
            "person": "王强",
            "proposed": "Warning",
            "decision_number": "12/2026",
            "authority": "District government",
            "decided_on": date(2026, 12, 1),
        }
        return Handling.add(self.incident, by=self.chen, now=LATER, **facts | given)

    def educate(self, **given):
        facts = {
            "held_on": date(2026, 9, 10),
            "content": "What happened.",
            "invited": "张三\n李四",
            "files": [accept(photo())],
        }
        return Training.add(self.incident, by=self.chen, now=LATER, **facts | given)

    def open_all(self):
        self.find_causes()
        self.do_the_work()
        self.deal_with_persons()
        self.educate()

    # who

    def test_zhao_sees_no_page_and_closes_nothing(self):
        self.sign_in(self.zhao)
        self.assertEqual(self.client.get(self.url).status_code, 404)
        for verb in ("close", "override", "reopen"):
            self.assertEqual(self.client.post(f"/incidents/{self.incident.pk}/{verb}/").status_code, 404)
            self.assertFalse(self.incident.may(self.zhao, verb))

    def test_keepers_close_and_leaders_override(self):
        may = {
            verb: [p.name_en for p in (self.li, self.chen, self.he, self.wang, self.guan) if self.incident.may(p, verb)]
            for verb in ("close", "override")
        }
        self.assertEqual(may, {"close": ["Li", "Chen"], "override": ["He"]})

    def test_who_only_reported_it_reads_how_many_things_are_missing_and_not_which(self):
        mine = self.make_incident(by=self.wang)
        self.make_action(incident=mine, kind="containment", owner=self.sun)
        self.sign_in(self.wang)

        page = self.client.get(f"/incidents/{mine.pk}/closing/")

        self.assertContains(page, "1 thing is missing.")
        self.assertNotContains(page, "Fit lifelines")

    # the gates

    def test_at_first_all_four_are_shut_and_say_why(self):
        self.assertEqual(self.shut(), ["causes_found", "persons_dealt_with", "measures_done", "people_educated"])
        self.assertEqual(self.lacks("measures_done"), ["There is no action, and no approved reason for none."])
        self.assertEqual(
            self.lacks("causes_found"),
            ["No direct cause has been found.", "No indirect or root cause has been found."],
        )

    def test_each_gate_opens_by_its_facts(self):
        self.find_causes()
        self.assertEqual(len(self.lacks("causes_found")), 2)  # each lacks an action
        self.do_the_work()
        self.assertEqual(self.shut(), ["persons_dealt_with", "people_educated"])
        self.deal_with_persons()
        self.assertEqual(self.shut(), ["people_educated"])
        self.educate()
        self.assertEqual(self.shut(), [])

    def test_a_cause_is_confirmed_by_another_and_answered_by_an_action_or_an_approved_reason(self):
        self.find_causes()
        self.do_the_work()
        third = self.make_finding(self.incident, level="contributing", statement="It was dark.")
        self.assertIn("Not confirmed by somebody else: It was dark.", self.lacks("causes_found"))
        third.confirm(by=self.li, now=LATER)
        waiver = Waiver.propose(third, by=self.chen, now=LATER, reason="The sun sets.")
        self.assertEqual(len(self.lacks("causes_found")), 1)
        waiver.approve(by=self.li, now=LATER)
        self.assertEqual(self.lacks("causes_found"), [])

    def test_one_action_of_ten_that_is_open_keeps_it_shut(self):
        self.open_all()
        self.make_action(finding=self.direct, title="Paint the edge", now=LATER, deadline=date(2027, 2, 1))
        self.assertEqual(self.shut(), ["measures_done"])
        self.assertIn("Paint the edge: To be done", self.lacks("measures_done")[0])

    def test_of_each_person_the_decision_is_asked(self):
        entry = self.deal_with_persons(decision_number="", decided_on=None)
        self.assertEqual(self.lacks("persons_dealt_with"), ["Person 1: number of the decision, decided on"])
        entry.take_out(by=self.chen, now=LATER, note="Another was meant.")
        self.deal_with_persons(person="", nobody=True, reason="An earthquake.")
        self.assertEqual(self.lacks("persons_dealt_with"), [])
        with self.assertRaises(ValidationError):
            self.deal_with_persons()

    def test_whoever_missed_it_comes_to_another(self):
        self.educate(absent="李四", files=[])
        self.assertEqual(
            self.lacks("people_educated"),
            ["Training 1: the list that people signed is missing.", "1 person has not come yet."],
        )
        self.educate(invited="李四")
        self.assertEqual(len(self.lacks("people_educated")), 1)
        with self.assertRaisesMessage(ValidationError, "Not among those who had to come: 王五"):
            self.educate(absent="王五")

    def test_what_is_no_accident_asks_for_causes_and_measures_alone(self):
        near_miss = self.make_incident(kind="near_miss", deaths=0)
        self.assertEqual([gate.name for gate in conclusion.gates_of(near_miss)], ["causes_found", "measures_done"])

    # closing

    def test_a_shut_gate_keeps_the_case_open_and_names_what_is_missing(self):
        self.sign_in(self.chen)

        answer = self.client.post(
            f"/incidents/{self.incident.pk}/close/", {"version": self.incident.version, "note": ""}
        )

        self.assertContains(answer, "Causes found: No direct cause has been found.", status_code=422)
        self.incident.refresh_from_db()
        self.assertEqual(self.incident.status, "reported")

    def test_with_all_gates_open_it_is_closed_and_nobody_changes_it(self):
        self.open_all()
        self.sign_in(self.chen)
        self.client.post(f"/incidents/{self.incident.pk}/close/", {"version": self.incident.version, "note": ""})
        self.incident.refresh_from_db()
        self.assertEqual(self.incident.status, "closed")

        refused = (
            lambda: self.incident.edit(by=self.chen, now=LATER, deaths=2),
            lambda: self.incident.void(by=self.chen, now=LATER, note="No."),
            lambda: self.make_finding(self.incident, now=LATER),
            lambda: self.make_action(finding=self.fresh(self.direct), now=LATER, deadline=date(2027, 2, 1)),
            lambda: self.fresh(self.direct).withdraw(by=self.chen, now=LATER, note="No."),
            lambda: self.deal_with_persons(person="Somebody"),
            lambda: self.educate(),
        )
        for change in refused:
            with self.assertRaises(PermissionDenied):
                change()
        self.assertContains(self.client.get(self.url), "Closed by Chen")
        self.assertEqual(self.client.get("/incidents/?status=closed").context["page"].paginator.count, 1)
        self.assertEqual(self.client.get("/incidents/?status=standing").context["page"].paginator.count, 1)

        self.incident.reopen(by=self.li, now=LATER, note="A witness came.")
        self.make_finding(self.incident, now=LATER)

    def fresh(self, record):
        return type(record).objects.get(pk=record.pk)

    def test_who_looked_before_the_case_was_closed_is_too_late(self):
        self.open_all()
        stale = Incident.objects.get(pk=self.incident.pk)
        self.incident.close(by=self.chen, now=LATER)
        with self.assertRaisesMessage(ValidationError, "was closed or declared void meanwhile"):
            self.make_finding(stale, now=LATER)
        self.assertEqual(Finding.objects.filter(incident=self.incident).count(), 2)
        with self.assertRaisesMessage(ValidationError, "was closed or declared void meanwhile"):
            self.make_action(incident=stale, kind="containment", now=LATER, deadline=date(2027, 2, 1))

    def test_a_leader_overrides_and_that_is_shown_for_ever(self):
        self.find_causes()
        self.incident.override(by=self.he, now=LATER, note="The firm is wound up.")
        self.assertEqual(self.incident.status, "closed")
        self.incident.reopen(by=self.chen, now=LATER, note="It is not.")
        for url in (self.url, f"/incidents/{self.incident.pk}/"):
            self.sign_in(self.chen)
            page = self.client.get(url)
            self.assertContains(page, "Closed although gates were shut")
            self.assertContains(page, "Responsible persons dealt with, Measures carried out, People educated")
            self.assertContains(page, "The firm is wound up.")

    def test_nothing_is_overridden_where_all_is_open(self):
        self.open_all()
        with self.assertRaisesMessage(ValidationError, "can be closed as usual"):
            self.incident.override(by=self.he, now=LATER, note="Quick.")

    def test_what_does_not_hold_takes_the_case_up_again(self):
        self.open_all()
        self.incident.close(by=self.chen, now=LATER)

        action = self.fresh(self.actions[0])
        action.reopen(by=self.li, now=LATER, note="Two hang loose.", deadline=date(2027, 2, 1))

        self.incident.refresh_from_db()
        self.assertEqual(self.incident.status, "reported")
        self.assertIn(action.number, self.incident.events.first().note)
        self.assertEqual(self.shut(), ["measures_done"])

    # what is private

    def test_the_name_of_who_is_held_responsible_is_read_by_few(self):
        self.deal_with_persons(person="王大力", post="Foreman")
        auditor = self.person("audit", "督查", Role.AUDITOR, region=self.district)
        for person, sees in ((self.chen, True), (self.li, True), (auditor, False)):
            self.sign_in(person)
            page = self.client.get(self.url).content.decode()
            self.assertEqual("王大力" in page, sees, person)
            self.assertIn("王", page)
            self.assertNotIn("王大力", self.client.get(f"/incidents/{self.incident.pk}/").content.decode())

    def test_the_signed_list_is_opened_by_those_who_may_read_names(self):
        file = self.educate().files.get()
        auditor = self.person("audit", "督查", Role.AUDITOR, region=self.district)
        for person, status in ((self.zhao, 404), (auditor, 404), (self.chen, 200)):
            self.sign_in(person)
            self.assertEqual(self.client.get(f"/incidents/training-files/{file.pk}/").status_code, status)

    def test_the_page_costs_the_same_whatever_there_is(self):
        self.open_all()
        self.sign_in(self.chen)
        self.client.get(self.url)
        before = self.count_queries()
        for number in range(4):
            self.educate(invited=f"P{number}")
            self.deal_with_persons(person=f"P{number}")
            self.make_action(finding=self.direct, now=LATER, deadline=date(2027, 2, 1))

        self.assertEqual(self.count_queries(), before)

    def count_queries(self):
        with CaptureQueriesContext(connection) as queries:
            self.client.get(self.url)
        return len(queries)
