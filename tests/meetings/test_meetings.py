"""Who may record a meeting, who reads it, and what becomes of its record."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Organization, Site
from common.lifecycle import AlreadyMoved
from meetings.models import Decision, Meeting, MeetingEvent
from meetings.models.decision import decide

from .case import MONDAY, WEEK_BEFORE, MeetingTestCase


class RecordTestCase(MeetingTestCase):
    def test_nobody_reads_the_minutes_of_places_that_they_do_not_see(self):
        district, site = self.hold(), self.hold(by=self.li, places={"site": self.plant})
        company = self.hold(by=self.sun, places={"organization": self.company})

        for person, readable in (
            (self.zhao, set()),
            (self.guan, set()),
            (self.wang, set()),
            (self.li, {site}),
            (self.sun, {district, company, site}),  # all sites of the district are this company's
            (self.chen, {district, company, site}),
            (self.he, {district, company, site}),
        ):
            self.assertEqual(set(Meeting.objects.visible_to(person)), readable, person)
            self.assertEqual({e.meeting for e in MeetingEvent.objects.visible_to(person)}, readable, person)
        other = Organization.objects.create(name="另一家")
        Site.objects.create(organization=other, name="厂", region=self.district, time_zone="Asia/Shanghai")
        self.assertEqual(set(Meeting.objects.visible_to(self.fresh(self.sun))), {company, site})

    def test_a_sector_and_everything_have_their_readers(self):
        everywhere = self.appoint_elsewhere(self.zhao, everywhere=True)
        sector = self.hold(by=everywhere, places={"sector": self.sector})
        everything = self.hold(by=everywhere, places={})

        self.assertEqual(set(Meeting.objects.visible_to(everywhere)), {sector, everything})
        self.assertEqual(set(Meeting.objects.visible_to(self.chen)), set())

    def test_only_who_leads_or_looks_after_all_of_it_records_it(self):
        for person, places in (
            (self.zhao, {"region": self.district}),
            (self.guan, {"region": self.district}),
            (self.wang, {"site": self.plant}),
            (self.li, {"organization": self.company}),
            (self.chen, {}),
        ):
            with self.assertRaises(PermissionDenied):
                self.hold(by=person, places=places)
        for person, places in ((self.he, {"region": self.district}), (self.li, {"site": self.plant})):
            self.assertTrue(self.hold(by=person, places=places))

    def test_its_time_lies_between_the_last_one_and_now(self):
        for held_at in (MONDAY + timedelta(minutes=1), WEEK_BEFORE):
            with self.assertRaises(ValidationError):
                self.hold(held_at=held_at)
        with self.assertRaises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=self.hold().pk).update(since=MONDAY)

    def test_its_record_is_corrected_and_keeps_what_it_was(self):
        meeting = self.hold(minutes="Nothing.")
        seen = Meeting.objects.get(pk=meeting.pk)

        meeting.edit(by=self.he, now=MONDAY, minutes="Much.")

        event = meeting.events.first()
        self.assertEqual((event.verb, event.by), ("edited", self.he))
        self.assertEqual([tuple(map(str, row)) for row in event.changed()], [("what was said", "Nothing.", "Much.")])
        with self.assertRaises(AlreadyMoved):
            seen.edit(by=self.chen, now=MONDAY, minutes="Something.")
        with self.assertRaises(PermissionDenied):
            meeting.edit(by=self.zhao, now=MONDAY, minutes="x")
        with self.assertRaisesMessage(Exception, "refused"), transaction.atomic():
            event.delete()

    def test_it_is_void_only_while_nothing_was_decided(self):
        meeting, other = self.hold(), self.hold()
        meeting.void(by=self.chen, now=MONDAY, note="twice")
        self.assertEqual(meeting.status, "void")
        with self.assertRaises(PermissionDenied):
            meeting.edit(by=self.chen, now=MONDAY, minutes="x")
        with self.assertRaises(AlreadyMoved):
            self.remind(meeting)

        self.remind(other)
        with self.assertRaises(ValidationError):
            other.void(by=self.chen, now=MONDAY, note="twice")
        other.refresh_from_db()
        self.assertEqual(other.status, "held")

    def remind(self, meeting):
        self.action.refresh_from_db()
        note = {"note": "Now.", "by": self.chen, "now": MONDAY}
        return decide(meeting, "remind", lambda: self.action.remind(**note) and self.action, by=self.chen)

    def test_a_decision_stays(self):
        meeting = self.hold()
        self.remind(meeting)

        (decision,) = Decision.objects.visible_to(self.he)
        self.assertEqual((decision.event.verb, decision.meeting), ("remind", meeting))
        self.assertFalse(Decision.objects.visible_to(self.zhao))
        with self.assertRaisesMessage(Exception, "refused"), transaction.atomic():
            decision.delete()

    def test_it_follows_its_place_when_that_is_merged(self):
        site, company = (
            self.hold(places={"site": self.second}),
            self.hold(places={"organization": self.other_company}, by=self.zhao),
        )

        self.second.merge_into(self.plant, by=self.guan, now=MONDAY)
        self.other_company.merge_into(self.company, by=self.guan, now=MONDAY)

        site.refresh_from_db()
        company.refresh_from_db()
        self.assertEqual((site.site, company.organization), (self.plant, self.company))
        self.assertEqual(site.events.first().verb, "moved")
