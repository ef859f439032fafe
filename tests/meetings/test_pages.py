"""Recording a meeting from a sheet, and deciding on it."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from actions.models import Action
from meetings.models import Meeting
from outbox.models import Notice
from tests.base import NOW, instant

from .case import MONDAY, WEEK_BEFORE, MeetingTestCase


class PagesTestCase(MeetingTestCase):
    def address(self, name, *args):
        return reverse(f"meetings:{name}", args=args)

    def test_zhao_finds_no_meeting_of_the_district_and_decides_nothing(self):
        meeting = self.hold(minutes="Secret words")
        self.sign_in(self.zhao)

        self.assertNotContains(self.client.get(self.address("list")), meeting.get_absolute_url())
        self.assertEqual(self.client.get(self.address("decide", meeting.pk, self.action.pk)).status_code, 404)
        for name in ("meeting", "edit", "void", "give"):
            self.assertEqual(self.client.get(self.address(name, meeting.pk)).status_code, 404)
        posted = self.client.post(self.address("decide_by", meeting.pk, self.action.pk, "remind"), {"note": "x"})
        self.assertEqual(posted.status_code, 404)
        new = self.client.post(self.address("new") + f"?region={self.district.pk}&since=2026-09-14T00:00:00%2B08:00")
        self.assertEqual(new.status_code, 404)
        self.assertEqual(Meeting.objects.count(), 1)

    def test_who_reads_it_and_does_not_look_after_it_decides_nothing(self):
        auditor = self.person("auditor", "督查", "auditor", region=self.district)
        meeting = self.hold()
        self.sign_in(auditor)

        self.assertNotContains(self.client.get(meeting.get_absolute_url()), "decide-form")
        for name, args in (("edit", ()), ("void", ()), ("give", ()), ("decide", (self.action.pk,))):
            self.assertEqual(self.client.get(self.address(name, meeting.pk, *args)).status_code, 403, name)

    def test_a_meeting_is_recorded_from_the_sheet_of_the_moment(self):
        self.sign_in(self.chen)
        sheet = self.client.get(reverse("overview:sheet"))
        (offer,) = sheet.context["offers"]
        self.assertContains(sheet, "Record the meeting")

        data = {"held_at": "2026-09-21T09:30", "led_by": self.he.pk, "attendees": "All", "form_key": str(uuid4())}
        for _twice in range(2):
            response = self.client.post(offer[1], data)

        (meeting,) = Meeting.objects.all()
        self.assertRedirects(response, meeting.get_absolute_url())
        self.assertEqual((meeting.region, meeting.led_by, meeting.recorded_by), (self.district, self.he, self.chen))
        self.assertEqual(meeting.since, instant("2026-09-14 00:00") - timedelta(microseconds=1))
        self.assertFalse(self.client.get(reverse("overview:sheet"), {"day": "2026-09-20"}).context["offers"])
        again = self.client.get(reverse("overview:sheet"))
        self.assertContains(again, "1. What changed since the meeting of 21 Sep 2026")

    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self):
        self.sign_in(self.chen)
        url = self.address("new") + f"?region={self.district.pk}&since=2026-09-14T00:00:00%2B08:00"

        for data in (
            {"held_at": "2026-09-22T09:30", "led_by": self.he.pk},
            {"held_at": "soon", "led_by": self.he.pk},
            {},
        ):
            response = self.client.post(url, {"minutes": "Typed words"} | data)
            self.assertContains(response, "Typed words", status_code=422)
        for query in (
            "?since=2026-09-14",
            "?since=x",
            "?since=2027-01-01T00:00:00%2B08:00",
            "?site=x&since=2026-09-14T00:00:00%2B08:00",
            "?since=2026-99-14T00:00:00",
        ):
            self.assertEqual(self.client.get(self.address("new") + query).status_code, 404, query)
        self.assertEqual(self.client.get(self.address("new") + "?since=2026-09-14T00:00:00%2B08:00").status_code, 403)

    def test_each_row_of_the_sheet_leads_to_a_decision(self):
        unanswered = self.make_finding(self.incident, statement="Nobody was named.")
        meeting = self.hold()
        self.sign_in(self.chen)

        page = self.client.get(meeting.get_absolute_url())

        self.assertContains(page, self.address("decide", meeting.pk, self.action.pk))
        give = self.address("give", meeting.pk) + f"?finding={unanswered.pk}"
        self.assertContains(page, give)
        self.sign_in(self.he)  # who leads reminds, and gives work through those who keep the place
        page = self.client.get(meeting.get_absolute_url())
        self.assertContains(page, self.address("decide", meeting.pk, self.action.pk))
        self.assertEqual(give in page.content.decode(), self.finding.may(self.he, "add_action"))

    def test_what_is_decided_is_done_by_the_verbs_of_the_action(self):
        meeting = self.hold()
        self.sign_in(self.chen)
        for verb, data in (
            ("remind", {"note": "By Friday."}),
            ("extend", {"note": "Parts are on their way.", "deadline": "2026-09-30"}),
            ("hand_over", {"note": "Wang is at the north site now.", "owner": self.sun.pk}),
        ):
            self.action.refresh_from_db()
            url = self.address("decide_by", meeting.pk, self.action.pk, verb)
            response = self.client.post(url, {"version": self.action.version} | data)
            self.assertRedirects(response, f"{meeting.get_absolute_url()}#sheet-decided", fetch_redirect_response=False)

        self.action.refresh_from_db()
        self.assertEqual((self.action.owner, self.action.deadline), (self.sun, date(2026, 9, 30)))
        self.assertEqual([d.event.verb for d in meeting.decisions.all()], ["remind", "extend", "hand_over"])
        page = self.client.get(meeting.get_absolute_url())
        self.assertContains(page, "Parts are on their way.")
        self.assertContains(page, "South site")
        action_page = self.client.get(self.action.get_absolute_url())
        self.assertContains(action_page, "Decided in the meeting of 21 Sep 2026")
        self.assertContains(action_page, meeting.get_absolute_url())
        incident_page = self.client.get(self.incident.get_absolute_url())
        self.assertContains(incident_page, "Decided in the meeting of 21 Sep 2026")

    def test_whoever_may_not_read_the_minutes_learns_the_day_alone(self):
        meeting = self.hold()
        self.sign_in(self.chen)
        self.client.post(self.address("decide_by", meeting.pk, self.action.pk, "remind"), {"version": 1, "note": "x"})

        self.sign_in(self.wang)
        page = self.client.get(self.action.get_absolute_url())

        self.assertContains(page, "Decided in the meeting of 21 Sep 2026")
        self.assertNotContains(page, meeting.get_absolute_url())

    def test_a_new_action_is_given_on_the_spot_and_once(self):
        meeting = self.hold()
        self.sign_in(self.chen)
        url = self.address("give", meeting.pk) + f"?finding={self.finding.pk}"
        data = {
            "title": "Name somebody for each scaffold",
            "criterion": "A name hangs at each scaffold.",
            "kind": "corrective",
            "priority": "ordinary",
            "owner": self.sun.pk,
            "verifier": self.chen.pk,
            "deadline": "2026-10-10",
            "form_key": str(uuid4()),
        }
        self.assertContains(self.client.get(url), "There was no lifeline.")
        self.assertEqual(self.client.post(url, data | {"title": ""}).status_code, 422)

        for _twice in range(2):
            self.assertEqual(self.client.post(url, data).status_code, 302)

        action = Action.objects.get(title="Name somebody for each scaffold")
        (decision,) = meeting.decisions.all()
        self.assertEqual(decision.event, action.events.get())
        self.assertTrue(Notice.objects.filter(person=self.sun, kind="assigned").exists())

    def test_the_rules_of_the_verbs_hold(self):
        meeting = self.hold()
        self.sign_in(self.chen)
        base = self.address("decide_by", meeting.pk, self.action.pk, "extend")
        stale = self.client.post(base, {"version": 99, "note": "Typed", "deadline": "2026-09-30"})
        self.assertContains(stale, "Typed", status_code=409)
        wrong = self.client.post(base, {"version": 1, "note": "Typed", "deadline": "2026-09-01"})
        self.assertContains(wrong, "Typed", status_code=422)
        for verb, status in (("verify", 404), ("submit", 404), ("grant_extension", 409), ("reopen", 409)):
            url = self.address("decide_by", meeting.pk, self.action.pk, verb)
            self.assertEqual(self.client.post(url, {"version": 1, "note": "x"}).status_code, status, verb)
        self.assertRedirects(self.client.get(base), self.address("decide", meeting.pk, self.action.pk))
        self.assertFalse(meeting.decisions.exists())
        self.assertEqual(self.action.events.count(), 1)

    def test_nothing_is_decided_in_a_void_meeting(self):
        meeting = self.hold()
        meeting.void(by=self.chen, now=MONDAY, note="twice")
        self.sign_in(self.chen)

        url = self.address("decide_by", meeting.pk, self.action.pk, "remind")
        self.assertEqual(self.client.post(url, {"version": 1, "note": "x"}).status_code, 403)
        self.assertContains(self.client.get(meeting.get_absolute_url()), "Void")

    def test_the_forms_come_as_a_fragment_too(self):
        meeting = self.hold()
        self.sign_in(self.chen)
        url = self.address("decide", meeting.pk, self.action.pk)

        fragment = self.client.get(url, headers={"HX-Request": "true"})

        self.assertContains(fragment, "Remind Wang")
        self.assertNotContains(fragment, "<html")
        self.assertContains(self.client.get(url), "<html")

    def test_its_record_is_changed_with_the_version_that_was_looked_at(self):
        meeting = self.hold()
        self.sign_in(self.he)
        data = {"held_at": "2026-09-21T09:00", "led_by": self.he.pk, "minutes": "Corrected words"}

        self.assertContains(
            self.client.post(self.address("edit", meeting.pk), data | {"version": 7}),
            "Corrected words",
            status_code=409,
        )
        self.assertRedirects(
            self.client.post(self.address("edit", meeting.pk), data | {"version": 1}), meeting.get_absolute_url()
        )
        meeting.refresh_from_db()
        self.assertEqual((meeting.minutes, meeting.version), ("Corrected words", 2))
        self.assertRedirects(
            self.client.post(self.address("void", meeting.pk), {"version": 2, "note": "twice"}),
            meeting.get_absolute_url(),
        )

    def test_the_next_sheet_begins_with_the_last_standing_meeting(self):
        first = self.hold(held_at=instant("2026-09-15 09:00"))
        second = self.hold(held_at=instant("2026-09-18 09:00"), since=first.held_at)
        self.hold(places={"site": self.plant}, held_at=instant("2026-09-20 09:00"))
        self.sign_in(self.chen)

        self.assertContains(self.client.get(reverse("overview:sheet")), "since the meeting of 18 Sep 2026")
        self.assertContains(self.client.get(second.get_absolute_url()), "since the meeting of 15 Sep 2026")
        second.void(by=self.chen, now=MONDAY, note="twice")
        self.assertContains(self.client.get(reverse("overview:sheet")), "since the meeting of 15 Sep 2026")

    def test_its_files_say_who_led_and_what_was_decided_and_said(self):
        meeting = self.hold(minutes="Two lines\nof minutes")
        self.sign_in(self.chen)
        self.client.post(
            self.address("decide_by", meeting.pk, self.action.pk, "remind"), {"version": 1, "note": "Now!"}
        )

        document = Document(BytesIO(self.client.get(meeting.get_absolute_url(), {"export": "docx"}).content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])

        for words in ("Led by: He", "Written by: Chen", "of minutes", "Reminded by name", "Now!"):
            self.assertIn(words, text)
        self.assertEqual(self.client.get(meeting.get_absolute_url(), {"export": "xlsx"}).status_code, 200)
        self.assertEqual(self.client.get(meeting.get_absolute_url(), {"export": "exe"}).status_code, 400)

    def test_queries_do_not_grow(self):
        meeting = self.hold()
        self.sign_in(self.chen)
        url = self.address("decide_by", meeting.pk, self.action.pk, "remind")
        self.client.post(url, {"version": 1, "note": "x"})
        urls = (meeting.get_absolute_url(), self.address("list"), self.action.get_absolute_url())
        few = [self.queries(url) for url in urls]
        for number in range(5):
            action = self.make_action(finding=self.finding, now=NOW)
            url = self.address("decide_by", meeting.pk, action.pk, "remind")
            self.client.post(url, {"version": 1, "note": "x"})
            self.hold(held_at=WEEK_BEFORE + timedelta(hours=number + 1))

        self.assertEqual(few, [self.queries(url) for url in urls])

    def queries(self, url):
        with CaptureQueriesContext(connection) as captured:
            self.assertEqual(self.client.get(url).status_code, 200)
        return len(captured)
