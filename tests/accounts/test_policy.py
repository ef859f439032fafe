from datetime import timedelta
from unittest.mock import patch

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.policy import DECLARED, PolicyMiddleware
from actions.models import Action, Evidence
from alerts.models import Alert
from common.attachments import accept
from incidents.forms import CASUALTY_FORMS
from incidents.models import (
    Appraisal,
    Assessment,
    Casualty,
    Exhibit,
    Failing,
    FindingFile,
    Fine,
    Incident,
    IncidentPhoto,
    Member,
    Moment,
    Prolongation,
    Receipt,
    Reply,
    Report,
    Statement,
    Submission,
    Waiver,
)
from meetings.models import Meeting
from outbox.models import Letter
from tests.base import NOW, BaseTestCase, photo

FOR_ANYONE = {"healthz", "accounts:language", "accounts:invitation", "accounts:accept_invitation"}

HOT = {"incidents": 2, "dead": 1, "serious": 1, "minor": 0}

PEOPLE = {"overview:person", "accounts:absence"}


def views(resolver=None, namespaces=(), parameters=()):
    """(name, view, names of the parameters in its address) of every address there is."""
    for entry in (resolver or get_resolver()).url_patterns:
        names = (*parameters, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from views(entry, inner, names)
        elif isinstance(entry, URLPattern):
            yield ":".join([*namespaces, entry.name or repr(entry.pattern)]), entry.callback, names


class PolicyTestCase(BaseTestCase):
    def setUp(self):
        finding = self.make_finding(files=[accept(photo("why.png"))])
        IncidentPhoto.objects.create(
            incident=finding.incident, uploaded_by=self.chen, uploaded_at=NOW, **accept(photo("where.png"))
        )
        casualty = Casualty.add(finding.incident, by=self.chen, now=NOW, harm="death", harm_since=NOW.date())
        action = self.submitted(self.make_action(finding=finding))
        alert = Alert.objects.create(kind="hot", site=self.plant, raised_at=NOW, grown_at=NOW, facts=HOT)
        letter = Letter.objects.create(
            person=self.wang,
            address="wang@example.org",
            language="en",
            subject="1 action",
            message_id="<1@example.org>",
            composed_at=NOW,
            next_try=NOW,
        )
        facts = {"by": self.chen, "now": NOW}
        member = Member.add(finding.incident, name="张三", **facts)
        moment = Moment.add(finding.incident, on=finding.incident.occurred_on, what="x", source="record", **facts)
        statement = Statement.add(
            finding.incident,
            name="张三",
            taken_on=NOW.date(),
            standing="witness",
            taken_by="x",
            files=[accept(photo("said.png"))],
            **facts,
        )
        exhibit = Exhibit.add(
            finding.incident,
            kind="object",
            title="x",
            found_at="x",
            secured_on=NOW.date(),
            secured_by="x",
            files=[accept(photo("board.png"))],
            **facts,
        )
        self.keys = {
            "accounts:candidates": self.plant.pk,
            **dict.fromkeys(("accounts:edit_site", "accounts:site_aliases", "accounts:merge_site"), self.plant.pk),
            **dict.fromkeys(
                ("accounts:edit_organization", "accounts:organization_aliases", "accounts:merge_organization"),
                self.company.pk,
            ),
            "accounts:organization_calendar": self.company.pk,
            "overview:site": self.plant.pk,
            "overview:organization": self.company.pk,
            "overview:person": self.wang.pk,
            "accounts:organization_exposures": self.company.pk,
            "accounts:region_exposures": self.district.pk,
            "accounts:edit_appointment": self.wang.appointments.get().pk,
            "accounts:end_appointment": self.wang.appointments.get().pk,
            "accounts:": self.wang.pk,
            "actions:evidence": Evidence.objects.get(action=action).pk,
            "actions:": action.pk,
            "incidents:photo": IncidentPhoto.objects.get().pk,
            "incidents:file": FindingFile.objects.get().pk,
            "incidents:edit_finding": finding.pk,
            "incidents:move_finding": finding.pk,
            **dict.fromkeys(("incidents:edit_member", "incidents:take_out_member"), member.pk),
            **dict.fromkeys(("incidents:edit_moment", "incidents:take_out_moment"), moment.pk),
            **{
                f"incidents:{name}": statement.pk
                for name in ("statement", "edit_statement", "take_out_statement", "sign_paper", "sign_here")
            },
            **dict.fromkeys(("incidents:edit_exhibit", "incidents:take_out_exhibit"), exhibit.pk),
            **self.legal_keys(finding.incident, facts),
            "incidents:exhibit_file": exhibit.files.get().pk,
            "incidents:statement_file": statement.files.get().pk,
            "incidents:move_casualty": casualty.pk,
            **dict.fromkeys(("incidents:waive", "incidents:similar_causes"), finding.pk),
            "incidents:move_waiver": Waiver.propose(finding, reason="x", **facts).pk,
            "incidents:": finding.incident_id,
            **dict.fromkeys(("overview:incident", "overview:fishbone", "overview:closing"), finding.incident_id),
            "documents:": finding.incident_id,
            "outbox:": letter.pk,
            "alerts:": alert.pk,
            "meetings:": self.hold_meeting().pk,
        }
        self.of_places = {
            name for name in self.keys if any(kind in name for kind in ("site", "organization", "region"))
        }
        self.for_administrators = {}
        self.numbers = [action.number, finding.incident.number]  # not their beginning: the search shows an example
        self.verbs = {
            "actions:move": Action.MOVES,
            "incidents:move": Incident.MOVES,
            "incidents:move_finding": type(finding).MOVES,
            "incidents:move_casualty": CASUALTY_FORMS,
            "incidents:move_waiver": Waiver.MOVES,
            "meetings:decide_by": Action.MOVES,
        }
        self.others = {"year": 2026, "action": action.pk, "name": "quick-report"}

    def legal_keys(self, incident, facts):
        """{address: key} of a report, and of one of each kind of fact on which clocks depend."""
        day, by = incident.occurred_on, {"authority": "x"}
        kinds = {
            Receipt: {"level": "district", "received_at": NOW, "how": "other"},
            Appraisal: {"about": "x", "document": "x", "first_day": day},
            Prolongation: {"days": 1, "document": "x", "approved_on": day, **by},
            Submission: {"submitted_on": day, **by},
            Reply: {"replied_on": day, "number": "x", **by},
            Assessment: {"assessed_on": day, "body": "x", "result": "x"},
            Failing: {"which": "omitted", "reason": "x"},
            Fine: {"name": "x", "amount": 600_000, "number": "x", "decided_on": day, **by},
        }
        keys = {"incidents:report": Report.file(incident, kind="first", level="district", **facts).pk}
        for kind, given in kinds.items():
            addresses = (f"incidents:edit_{kind.KIND}", f"incidents:take_out_{kind.KIND}")
            keys |= dict.fromkeys(addresses, kind.add(incident, **given, **facts).pk)
        return keys

    def hold_meeting(self):
        places, since = {"region": self.district}, NOW - timedelta(days=7)
        return Meeting.hold(by=self.chen, now=NOW, places=places, since=since, held_at=NOW, led_by=self.he)

    def record_addresses(self):
        """(name, address) of every page about one record, for records of the district."""
        for name, view, parameters in views():
            if name in DECLARED or "pk" not in parameters:
                continue
            self.for_administrators[name] = getattr(view, "policy", "") == "administrators"
            key = self.keys.get(name) or self.keys.get(name.partition(":")[0] + ":")
            self.assertIsNotNone(key, f"{name}: say here which record this page is about")
            self.assertLessEqual(set(parameters), {"pk", "verb", *self.others}, f"{name}: say here what to fill in")
            for verb in self.verbs[name] if "verb" in parameters else [None]:
                given = {"pk": key, "verb": verb} | self.others
                yield name, reverse(name, kwargs={parameter: given[parameter] for parameter in parameters})

    def test_every_view_says_who_may_reach_it(self):
        undeclared = [
            name
            for name, view, _parameters in views()
            if not hasattr(view, "policy") and name not in DECLARED and not self.is_closed(name)
        ]

        self.assertEqual(undeclared, [])

    def is_closed(self, name):
        """Addresses of libraries that PolicyMiddleware shuts because they are not declared."""
        return name.startswith("account_")

    def test_a_view_that_says_nothing_is_refused(self):
        middleware = PolicyMiddleware(lambda request: HttpResponse())
        request = RequestFactory().get("/forgotten/")
        with patch.object(request, "resolver_match", create=True) as match:
            match.view_name = "overview:forgotten"
            with self.assertRaises(PermissionDenied):
                middleware.process_view(request, lambda request: None, (), {})

    def test_what_is_not_declared_of_the_sign_in_library_is_shut(self):
        self.sign_in(self.chen)
        shut = [name for name, _view, _parameters in views() if self.is_closed(name) and name not in DECLARED]

        self.assertIn("account_signup", shut)
        for url in ("/accounts/signup/", "/accounts/email/"):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 403)

    def test_without_signing_in_every_page_leads_to_the_sign_in(self):
        for name, _view, parameters in views():
            if name in DECLARED or name in FOR_ANYONE or self.is_closed(name) or parameters:
                continue
            url = reverse(name)
            with self.subTest(name):
                self.assertRedirects(
                    self.client.get(url), f"/accounts/login/?next={url}", fetch_redirect_response=False
                )
                self.assertEqual(self.client.post(url).status_code, 302)

    def test_without_signing_in_every_record_leads_to_the_sign_in(self):
        for name, url in self.record_addresses():
            with self.subTest(name, url=url):
                self.assertRedirects(
                    self.client.get(url), f"/accounts/login/?next={url}", fetch_redirect_response=False
                )

    def test_zhao_finds_no_record_of_another_district(self):
        for person in (self.zhao, self.guan):
            self.sign_in(person)
            for name, url in self.record_addresses():
                if person == self.guan and (self.for_administrators[name] or name in self.of_places | PEOPLE):
                    continue  # people and places are what an administrator looks after
                answers = (403, 405) if self.for_administrators[name] else (404, 405)
                with self.subTest(name, url=url, person=str(person)):
                    self.assertIn(self.client.get(url).status_code, answers)
                    self.assertIn(self.client.post(url, {"note": "x", "version": 1}).status_code, answers)

    def test_what_is_the_administrators_is_refused_to_everybody_else_whether_it_exists_or_not(self):
        for person in (self.zhao, self.chen, self.wang):
            self.sign_in(person)
            for name, url in self.record_addresses():
                if self.for_administrators[name]:
                    with self.subTest(name, url=url, person=str(person)):
                        self.assertIn(self.client.post(url, {"note": "x", "version": 1}).status_code, (403, 405))
                        elsewhere = url.replace(f"/{self.keys.get(name) or self.wang.pk}/", "/999999/")
                        self.assertIn(self.client.post(elsewhere, {"note": "x", "version": 1}).status_code, (403, 405))

    def test_no_page_without_a_record_names_what_zhao_may_not_see(self):
        self.sign_in(self.zhao)
        for name, _view, parameters in views():
            if name in DECLARED or self.is_closed(name) or name == "healthz" or parameters:
                continue
            for query in ({}, {"q": "lifeline"}, {"export": "csv"}, {"site": self.plant.pk}, {"owner": self.wang.pk}):
                with self.subTest(name, query=query):
                    response = self.client.get(reverse(name), query)
                    text = b"".join(response.streaming_content) if response.streaming else response.content
                    for secret in ("South site", "Hongyuan", "Fit lifelines", "Wang", "scaffold", *self.numbers):
                        self.assertNotIn(secret, text.decode())
