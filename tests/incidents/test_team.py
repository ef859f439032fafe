from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Appointment
from common.lifecycle import AlreadyMoved
from incidents.models import Finding, Incident, Matrix, Member, Moment, Rating, Statement

from .case import PageTestCase


class TeamTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()

    def join(self, by=None, **facts):
        return Member.add(self.incident, by=by or self.chen, now=self.now, **{"role": "member"} | facts)

    def may(self, user, verb):
        return Incident.objects.get(pk=self.incident.pk).may(user, verb)

    def test_nobody_without_a_duty_names_a_team(self):
        for person in (self.zhao, self.he, self.wang, self.guan):
            with self.subTest(person.name), self.assertRaises(PermissionDenied):
                self.join(by=person, name="张三")

    def test_a_member_who_sees_the_incident_writes_the_investigation(self):
        self.assertFalse(self.may(self.he, "investigate"))

        self.join(person=self.he, role="leader")

        for verb in ("investigate", "read_statements", "add_finding"):
            self.assertTrue(self.may(self.he, verb))
        for verb in ("edit", "void"):
            self.assertFalse(self.may(self.he, verb))

    def test_being_on_the_team_shows_nobody_an_incident(self):
        self.join(person=self.zhao)

        self.assertFalse(Incident.objects.visible_to(self.zhao).exists())
        self.assertFalse(Member.objects.visible_to(self.zhao).exists())
        for verb in ("investigate", "read_statements", "add_finding"):
            self.assertFalse(self.may(self.zhao, verb))

    def test_it_ends_with_the_appointment(self):
        self.join(person=self.he)
        Appointment.objects.filter(person=self.he).update(ends_on=date(2021, 1, 1))

        self.assertFalse(self.may(type(self.he).objects.get(pk=self.he.pk), "investigate"))

    def test_it_ends_when_one_is_taken_off(self):
        member = self.join(person=self.he)

        member.take_out(by=self.chen, now=self.now, note="Related to the owner")

        self.assertFalse(self.may(self.he, "investigate"))
        event = self.incident.events.first()
        self.assertEqual((event.verb, event.by), ("member_taken_out", self.chen))
        self.assertIn("Related to the owner", event.note)
        with self.assertRaises(PermissionDenied):
            member.edit(by=self.chen, now=self.now, body="x")

    def test_the_leader_of_the_team_confirms_what_another_found(self):
        finding = self.make_finding(self.incident)
        self.join(person=self.he, role="leader")

        Finding.objects.get().confirm(by=self.he, now=self.now)

        self.assertEqual(Finding.objects.get().confirmed_by, self.he)
        own = self.make_finding(Incident.objects.get(), by=self.he)
        with self.assertRaises(PermissionDenied):
            own.confirm(by=self.he, now=self.now)
        self.assertNotEqual(finding, own)

    def test_another_member_changes_causes_and_does_not_confirm_them(self):
        self.make_finding(self.incident)
        self.join(person=self.he, role="expert")

        self.assertEqual(Finding.objects.get().moves_open_to(self.he), [])
        self.assertTrue(Finding.objects.get().may(self.he, "edit"))

    def test_a_void_incident_is_not_investigated(self):
        self.join(person=self.he)
        Incident.objects.get().void(by=self.chen, now=self.now, note="Twice")

        for person in (self.chen, self.he):
            self.assertFalse(self.may(person, "investigate"))

    def test_a_member_is_somebody_once(self):
        self.join(person=self.he, role="leader")

        for field, facts in (
            ("person", {"person": self.he}),
            ("person", {}),
            ("name", {"person": self.sun, "name": "孙建国"}),
            ("role", {"person": self.sun, "role": "leader"}),
            ("conflict_note", {"name": "张三", "conflict": "some"}),
        ):
            with self.subTest(field, **facts), self.assertRaises(ValidationError) as refused:
                self.join(**facts)
            self.assertEqual(list(refused.exception.error_dict), [field])
        with self.assertRaises(IntegrityError), transaction.atomic():
            Member.objects.create(
                incident=self.incident, name="李四", role="leader", added_by=self.chen, added_at=self.now
            )

    def test_no_event_repeats_what_the_conflict_is(self):
        member = self.join(name="张三", conflict="some", conflict_note="Brother of the owner")

        member.edit(by=self.li, now=self.now, conflict_note="Cousin of the owner", body="Trade union")

        told = [(event.note, event.changes) for event in self.incident.events.all()]
        self.assertNotIn("owner", str(told))
        self.assertEqual(told[0][1], {"body": ["", "Trade union"]})
        self.assertEqual(
            [str(label) for label, _b, _a in self.incident.events.first().changed()], ["office or organization"]
        )


class TeamPagesTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.member = Member.add(
            self.incident,
            by=self.chen,
            now=self.now,
            name="张三",
            conflict="some",
            conflict_note="Brother of the owner",
        )
        self.page = f"/incidents/{self.incident.pk}/investigation/"
        self.add = f"/incidents/{self.incident.pk}/team/add/"
        self.edit = f"/incidents/team/{self.member.pk}/edit/"
        self.take_out = f"/incidents/team/{self.member.pk}/take-out/"
        self.sign_in(self.li)

    def entry(self, **given):
        return {"person": "", "name": "李四", "body": "", "role": "member", "conflict": "none"} | given

    def test_zhao_sees_none_of_these_pages(self):
        self.sign_in(self.zhao)

        for url in (self.page, self.add, self.edit, self.take_out):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
                self.assertEqual(self.client.post(url, self.entry(version=1, note="x")).status_code, 404)
        self.assertEqual(Member.objects.get().version, 1)

    def test_who_only_reads_may_not_write_nor_read_what_the_conflict_is(self):
        self.sign_in(self.he)

        for url in (self.add, self.edit, self.take_out):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 403)
                self.assertEqual(self.client.post(url, self.entry(version=1, note="x")).status_code, 403)
        page = self.client.get(self.page)
        self.assertContains(page, "There is a conflict of interest.")
        self.assertNotContains(page, "Brother of the owner")
        self.assertNotContains(page, self.add)

    def test_it_adds_once_however_often_it_is_sent(self):
        key = "11111111-2222-4333-8444-555555555555"

        for _time in range(2):
            answer = self.client.post(self.add, self.entry(form_key=key, person=self.he.pk, name="", role="leader"))
            self.assertRedirects(answer, self.page)

        self.assertEqual(self.incident.members.filter(person=self.he).count(), 1)

    def test_only_people_who_see_the_incident_are_offered(self):
        form = self.client.get(self.add).context["form"]

        self.assertCountEqual(form.fields["person"].queryset, [self.he, self.chen, self.sun, self.li])
        answer = self.client.post(self.add, self.entry(person=self.zhao.pk, name=""))
        self.assertEqual(answer.status_code, 422)
        self.assertIn("person", answer.context["form"].errors)

    def test_what_is_wrong_stands_at_the_field_and_nothing_is_lost(self):
        answer = self.client.post(self.add, self.entry(conflict="some", body="Trade union"))

        self.assertContains(answer, "Say which one", status_code=422)
        self.assertContains(answer, "Trade union", status_code=422)

    def test_a_stale_form_keeps_what_was_typed_and_shows_what_is_saved(self):
        Member.objects.get().edit(by=self.chen, now=self.now, body="Court")

        answer = self.client.post(self.edit, self.entry(version=1, name="张三", body="Union"))

        self.assertContains(answer, "Union", status_code=409)
        self.assertContains(answer, "Saved at the moment: Court", status_code=409)
        self.assertRedirects(self.client.post(self.edit, self.entry(version=2, name="张三", body="Union")), self.page)

    def test_it_is_taken_off_with_a_reason(self):
        self.assertEqual(self.client.post(self.take_out, {"version": 1, "note": " "}).status_code, 422)

        answer = self.client.post(self.take_out, {"version": 1, "note": "Biased"}, follow=True)

        self.assertContains(answer, "No longer on the team")
        self.assertRedirects(self.client.get(self.edit), self.page)
        self.assertEqual(self.client.post(self.take_out, {"version": 1, "note": "Biased"}).status_code, 409)

    def test_it_says_who_no_longer_sees_the_incident(self):
        Member.add(self.incident, by=self.chen, now=self.now, person=self.he)
        self.assertNotContains(self.client.get(self.page), "does not see the incident")

        Appointment.objects.filter(person=self.he).update(ends_on=date(2021, 1, 1))

        self.assertContains(self.client.get(self.page), "does not see the incident")

    def test_it_takes_as_many_queries_for_one_member_as_for_twenty(self):
        self.client.get(self.page)
        with self.assertNumQueries(13):
            self.client.get(self.page)
        for number in range(20):
            Member.add(self.incident, by=self.chen, now=self.now, name=f"成员{number}")
        with self.assertNumQueries(13):
            self.client.get(self.page)

    def test_two_moves_of_one_version_are_not_both_made(self):
        stale = Member.objects.get()
        Member.objects.get().edit(by=self.chen, now=self.now, body="Court")

        with self.assertRaises(AlreadyMoved), transaction.atomic():
            stale.take_out(by=self.li, now=self.now, note="x")


class GapsTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.sign_in(self.chen)

    def gaps(self):
        return [text for text, _url in self.client.get(f"/incidents/{self.incident.pk}/investigation/").context["gaps"]]

    def test_it_says_what_is_still_missing(self):
        self.assertEqual(
            self.gaps(),
            [
                "Nobody leads the team.",
                "The timeline is empty.",
                "No direct cause is found.",
                "No root cause is found.",
                "The severity is not rated.",
            ],
        )

    def test_what_is_there_is_not_missing(self):
        given = {"by": self.chen, "now": self.now}
        Member.add(self.incident, person=self.he, role="leader", **given)
        Moment.add(self.incident, on=self.incident.occurred_on, what="Fall", source="video", **given)
        self.make_finding(self.incident).confirm(by=self.li, now=self.now)
        self.make_finding(self.incident, level="root", statement="Nobody was named.")
        Statement.add(
            self.incident, name="张三", standing="witness", taken_on=self.now.date(), taken_by="Chen", **given
        )
        matrix = Matrix.objects.newest()
        facts = {"kind": "actual", "consequence": 3, "likelihood": 3, "reason": "x", "since": 0}
        Rating.give(self.incident, matrix=matrix, **facts, **given)

        self.assertEqual(
            self.gaps(),
            [
                "1 member was not asked about a conflict of interest.",
                "1 statement is not signed.",
                "1 cause is not confirmed.",
            ],
        )
