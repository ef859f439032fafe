from datetime import date, timedelta

from accounts.directory import Directory
from accounts.leaving import Leaving
from accounts.models import Appointment, Role, User
from accounts.open_work import registered
from actions.models import Action
from common.lifecycle import AlreadyMoved
from outbox import composing, planning
from outbox.models import Letter, Notice
from tests.actions.test_races import at_once
from tests.base import NOW, RacingTestCase

from .case import PeopleTestCase


class LeavingTestCase(PeopleTestCase):
    """Wang leaves the plant. Guan lets people go; Sun and Li could take over; Zhao has no duty there."""

    def setUp(self):
        super().setUp()
        self.finding = self.make_finding()
        self.ending = self.wang.appointments.get()
        self.url = f"/appointments/{self.ending.pk}/end/"

    def action(self, **given):
        return self.make_action(finding=self.finding, **given)

    def end(self, **data):
        self.sign_in(self.guan)
        return self.post(
            self.url, self.again(self.ending), **{"ends_on": self.today, "note": "Moved to Chengdu."} | data
        )

    def test_zhao_and_those_of_the_place_may_not_let_anybody_go(self):
        for person in (self.zhao, self.chen, self.sun):
            self.sign_in(person)
            for url in (self.url, f"/people/{self.wang.pk}/deactivate/"):
                self.assertEqual(self.client.get(url).status_code, 403)
                self.assertEqual(self.post(url, self.ending, note="x", ends_on=self.today).status_code, 403)
        self.assertIsNone(self.again(self.ending).ends_on)

    def test_an_administrator_hands_over_without_reading_what(self):
        self.action(title="Kittiwake lifelines")
        self.sign_in(self.guan)

        page = self.client.get(self.url)
        answer = self.end(successor="Sun", leave_rest="")

        self.assertContains(page, "Actions to be done")
        self.assertNotContains(page, "Kittiwake")
        self.assertRedirects(answer, f"/people/{self.wang.pk}/")
        self.assertEqual(Action.objects.get().owner, self.sun)

    def test_whoever_sees_the_work_may_name_successors_one_by_one(self):
        one, other = self.action(title="Kittiwake one"), self.action(title="Kittiwake two")
        self.appoint(self.guan, Role.OFFICIAL, everywhere=True)

        self.sign_in(self.guan)
        self.assertContains(self.client.get(self.url), "Kittiwake one")
        self.end(successor="Sun", **{f"owner-{self.plant.pk}-{other.pk}": "He"})

        self.assertEqual((self.again(one).owner, self.again(other).owner), (self.sun, self.he))

    def test_nothing_is_ended_before_all_is_handed_over_or_left_knowingly(self):
        self.action()

        answer = self.end()

        self.assertContains(answer, "Nobody takes over 1 of these", status_code=422)
        self.assertIsNone(self.again(self.ending).ends_on)
        self.assertEqual(self.verbs(self.wang), [])

    def test_a_successor_without_a_duty_there_is_refused_at_the_field(self):
        self.action()
        group = f"owner-{self.plant.pk}"

        for name, why in (
            ("Zhao", "Zhao has no duty"),
            ("Li", "somebody other than its owner"),
            ("Wang", "the one who leaves"),
        ):
            with self.subTest(name):
                answer = self.end(successor=name)
                self.assertEqual(answer.status_code, 422)
                self.assertIn(why, str(answer.context["form"].errors[group]))
        self.assertIsNone(self.again(self.ending).ends_on)
        self.assertEqual(Action.objects.get().owner, self.wang)

    def test_one_who_cannot_take_all_takes_nothing(self):
        self.action()
        self.action(owner=self.sun, verifier=self.wang)

        answer = self.end(successor="Sun")

        self.assertContains(answer, "somebody other than its owner", status_code=422)
        self.assertEqual(Action.objects.filter(owner=self.wang).count(), 1)

    def test_a_verification_never_goes_to_somebody_who_owned_the_work(self):
        action = self.action(owner=self.sun, verifier=self.wang)
        action.hand_over(by=self.chen, now=self.now, note="Ill.", owner=self.he)

        answer = self.end(successor="Sun")

        self.assertContains(answer, "has owned the action", status_code=422)

    def test_requests_for_time_wait_for_the_new_verifier(self):
        action = self.action(owner=self.sun, verifier=self.wang, deadline=self.today + timedelta(days=9))
        action.ask_extension(by=self.sun, now=self.now, note="Rain.", deadline=self.today + timedelta(days=20))

        self.end(successor="Chen")

        action = self.again(action)
        self.assertEqual(action.verifier, self.chen)
        self.assertIsNotNone(action.open_extension)
        self.assertTrue(action.may(self.chen, "grant_extension"))

    def test_submitted_work_stays_submitted_under_its_new_owner(self):
        self.submitted(self.action())

        self.end(successor="Sun")

        action = Action.objects.get()
        self.assertEqual((action.status, action.owner), ("submitted", self.sun))
        self.assertTrue(Notice.objects.filter(kind="to_verify", person=self.li, withdrawn_at=None).exists())

    def test_each_thing_has_its_event_and_both_people_are_told(self):
        self.action()
        self.action(owner=self.sun, verifier=self.wang)

        self.end(**{f"owner-{self.plant.pk}": "Sun", f"verifier-{self.plant.pk}": "Chen"})

        for verb, kind, successor in (
            ("hand_over", "handed_over", self.sun),
            ("pass_verification", "verifier_named", self.chen),
        ):
            with self.subTest(verb):
                event = Action.objects.get(events__verb=verb).events.get(verb=verb)
                self.assertEqual((event.by, event.note), (self.guan, "Moved to Chengdu."))
                told = Notice.objects.filter(kind=kind, withdrawn_at=None).values_list("person", flat=True)
                self.assertCountEqual(told, [successor.pk, self.wang.pk])
        self.assertEqual(self.verbs(self.wang), ["ended", "handed_over"])

    def test_what_another_appointment_covers_stays_and_is_said_so(self):
        self.action()
        self.appoint(self.wang, Role.REPORTER, organization=self.company)
        self.sign_in(self.guan)

        page = self.client.get(self.url)
        self.assertContains(page, "1 open thing stays with Wang")
        self.end()

        self.assertEqual(Action.objects.get().owner, self.wang)
        self.assertFalse(Action.objects.without_person().exists())

    def test_a_person_who_leaves_with_thirty_open_items_leaves_no_orphan_of_any_kind(self):
        boss = self.person("boss", "周正", Role.SAFETY_MANAGER, organization=self.company)
        self.appoint(self.guan, Role.OFFICIAL, region=self.elsewhere)  # sees other places, not this one
        post = boss.appointments.get()
        for _number in range(10):
            self.action(owner=boss, verifier=self.li)
            self.action(owner=self.wang, verifier=boss)
        self.submitted(self.action(owner=self.wang, verifier=boss))
        verified = self.submitted(self.action(owner=self.wang, verifier=boss))
        verified.verify(by=boss, now=self.now)
        for number in range(5):
            junior = self.person(f"junior{number}", f"小{number}", Role.REPORTER, site=self.plant)
            junior.appointments.update(reports_to=post, deputy=boss)
        absent = User.objects.get(pk=self.chen.pk)
        absent.be_absent(
            by=self.guan, now=self.now, today=self.today, first=self.today, last=self.tomorrow, deputy=boss
        )
        self.assertCountEqual(
            [(work.kind, len(work.owed_by(boss)) > 0) for work in registered.values()],
            [(kind, True) for kind in registered],
        )
        self.sign_in(self.guan)

        answer = self.post(f"/people/{boss.pk}/deactivate/", self.again(boss), note="Retired.", successor="Sun")

        self.assertRedirects(answer, f"/people/{boss.pk}/")
        for work in registered.values():
            with self.subTest(work.kind):
                self.assertEqual(work.owed_by(User.objects.get(pk=boss.pk)), [])
        self.assertFalse(Action.objects.without_person().exists())
        self.assertFalse(Appointment.objects.unended().filter(reports_to=post).exists())
        self.assertEqual(User.objects.get(pk=self.chen.pk).absence_deputy, self.sun)
        letters = Letter.objects.filter(person=self.sun)
        self.assertEqual(letters.count(), 3)  # one for each kind, however many there are
        self.assertTrue(any("Junior0" in letter.text for letter in letters))

    def test_two_administrators_end_it_and_one_is_told(self):
        self.action()
        stale = self.again(self.ending).version
        self.end(successor="Sun")

        answer = self.client.post(
            self.url, {"version": stale, "ends_on": self.today, "note": "Again.", "successor": "He"}
        )

        self.assertContains(answer, "Somebody was faster", status_code=409)
        self.assertContains(answer, "Again.", status_code=409)
        self.assertEqual(Action.objects.get().owner, self.sun)

    def test_bad_input_is_refused_at_the_field(self):
        for field, value in (
            ("ends_on", "2019-12-31"),
            ("ends_on", "9999-01-01"),
            ("ends_on", "2026-02-30"),
            ("ends_on", ""),
            ("note", "  "),
            ("note", "x\0"),
            ("successor", "Nobody"),
            ("successor", "a\0b"),
            ("successor", "#99999999999999999"),
            ("successor", "x" * 20_000),
        ):
            with self.subTest(field, value=value[:20]):
                self.action()
                answer = self.end(**{"successor": "Sun", field: value})
                self.assertEqual(answer.status_code, 422)
                self.assertIn(field, answer.context["form"].errors)
        self.assertIsNone(self.again(self.ending).ends_on)

    def test_it_asks_for_the_same_number_of_queries_however_much_is_owed(self):
        self.action()
        self.sign_in(self.guan)
        with self.assertNumQueries(14):
            self.client.get(self.url)
        for _number in range(5):
            self.action()
        with self.assertNumQueries(14):
            self.client.get(self.url)


class RaceTestCase(RacingTestCase):
    def test_two_administrators_end_the_same_appointment_at_once_and_one_hands_over(self):
        other = self.person("other", "另一", Role.ADMINISTRATOR)
        action = self.make_action()
        today = NOW.date()

        def leave(by, successor):
            ending = Appointment.objects.get(person=self.wang)
            leaving = Leaving(ending.person, ending)
            return lambda: leaving.carry_out(
                lambda: ending.end(by=by, now=NOW, today=today, ends_on=today, note="Left."),
                lambda group, item: successor,
                by=by,
                now=NOW,
                note="Left.",
            )

        results = at_once([leave(self.guan, self.sun), leave(other, self.he)])

        self.assertEqual([type(result) for result in results].count(AlreadyMoved), 1, results)
        winner = self.sun if results[0] == 1 else self.he
        self.assertEqual(Action.objects.get(pk=action.pk).owner, winner)
        self.assertEqual(self.wang.events.filter(verb="ended").count(), 1)


class AlarmTestCase(PeopleTestCase):
    """What nobody took over rings until somebody does, however the appointment came to its end."""

    def setUp(self):
        super().setUp()
        self.action = self.make_action()

    def assertRings(self, rings, part="owner"):
        self.assertEqual(Action.objects.without_person().exists(), rings)
        self.assertEqual(part in self.again(self.action).people_gone, rings)

    def told(self, kind="owner_gone"):
        planning.plan(self.now)
        return set(Notice.objects.filter(kind=kind).values_list("person__name_en", flat=True))

    def leave(self):
        leaving = Leaving(self.wang, self.wang.appointments.get())
        leaving.carry_out(
            lambda: leaving.ending.end(by=self.guan, now=self.now, today=self.today, ends_on=self.today, note="Left."),
            lambda group, item: None,
            by=self.guan,
            now=self.now,
            note="Left.",
        )

    def test_it_is_quiet_while_everybody_is_in_office(self):
        self.assertRings(False)
        self.assertEqual(self.told(), set())

    def test_it_rings_at_once_for_what_was_left(self):
        self.leave()

        self.assertRings(True)
        self.assertEqual(self.told(), {"Sun", "Li", "Chen"})
        self.assertEqual(self.told(), {"Sun", "Li", "Chen"})  # once each
        self.assertEqual(Notice.objects.filter(kind="owner_gone").count(), 3)

    def test_it_rings_when_an_appointment_ends_by_itself(self):
        self.wang.appointments.update(ends_on=self.yesterday)

        self.assertRings(True)
        self.assertEqual(self.told(), {"Sun", "Li", "Chen"})

    def test_it_rings_on_the_last_day_and_not_before(self):
        self.wang.appointments.update(ends_on=self.tomorrow)
        self.assertRings(False)
        self.wang.appointments.update(ends_on=self.today)
        self.assertRings(True)

    def test_it_rings_for_somebody_who_was_deactivated(self):
        User.objects.filter(pk=self.wang.pk).update(is_active=False)

        self.assertRings(True)

    def test_it_rings_when_the_place_changed_and_not_for_another_duty_there(self):
        self.wang.appointments.update(site=self.other_plant)
        self.assertRings(True)
        self.appoint(self.wang, Role.REPORTER, region=self.district, sector=self.sector)
        self.assertRings(False)

    def test_an_appointment_as_administrator_gives_no_duty_anywhere(self):
        self.wang.appointments.update(role=Role.ADMINISTRATOR, site=None)

        self.assertRings(True)

    def test_it_agrees_with_covers_for_every_kind_of_place(self):
        province = self.district.__class__.objects.create(code="50", name="某省")
        town = self.district.__class__.objects.create(code="500101001", name="某镇")
        places = (
            {"region": self.district},
            {"region": province},
            {"region": town},
            {"region": self.elsewhere},
            {"region": self.district, "sector": self.sector},
            {"organization": self.company},
            {"organization": self.other_company},
            {"site": self.plant},
            {"site": self.other_plant},
            {"everywhere": True},
        )
        for place in places:
            with self.subTest(**place):
                self.wang.appointments.all().delete()
                appointment = self.appoint(self.wang, Role.OFFICIAL, **place)
                self.assertRings(not appointment.covers(self.plant))

    def test_it_rings_for_a_verifier_too(self):
        self.li.appointments.update(ends_on=self.yesterday)

        self.assertRings(True, "verifier")
        self.assertEqual(self.told("verifier_gone"), {"Sun", "Chen"})

    def test_closed_and_void_work_needs_nobody(self):
        self.action.void(by=self.chen, now=self.now, note="Double.")
        self.wang.appointments.update(ends_on=self.yesterday)

        self.assertRings(False)

    def test_it_stops_when_somebody_takes_over(self):
        self.leave()
        self.told()

        self.again(self.action).hand_over(by=self.sun, now=self.now, note="Takes over.", owner=self.sun)

        self.assertRings(False)
        left = Notice.objects.filter(kind="owner_gone", withdrawn_at=None)
        self.assertEqual(list(left), [])

    def test_managers_find_it_in_their_work_in_the_figures_and_in_the_list(self):
        self.leave()

        for person, sees in (
            (self.sun, True),
            (self.li, True),
            (self.chen, True),
            (self.zhao, False),
            (self.guan, False),
        ):
            with self.subTest(person=str(person)):
                self.sign_in(person)
                home = self.client.get("/")
                self.assertEqual([row.action for row in home.context["to_hand_over"]], [self.action] if sees else [])
                rows = self.client.get("/actions/", {"owner_gone": "1"}).context["page"]
                self.assertEqual(list(rows), [self.action] if sees else [])
        self.sign_in(self.chen)
        self.assertContains(self.client.get("/overview/"), "owner_gone=1")
        page = self.client.get(f"/actions/{self.action.pk}/")
        self.assertContains(page, "Wang has no duty at this site beyond today")
        self.assertContains(page, f"/actions/{self.action.pk}/hand_over/")

    def test_the_line_manager_sees_it_too_and_opens_what_only_others_may_hand_over(self):
        self.li.appointments.update(reports_to=self.he.appointments.get())
        self.li.appointments.update(ends_on=self.yesterday)
        self.sign_in(self.he)

        rows = self.client.get("/").context["to_hand_over"]

        self.assertEqual([(row.action, row.url) for row in rows], [(self.action, f"/actions/{self.action.pk}/")])
        self.assertIn("He", self.told("verifier_gone"))

    def test_the_letter_leads_to_the_hand_over_whoever_may_make_it(self):
        self.wang.appointments.update(reports_to=self.he.appointments.get())
        self.leave()
        planning.plan(self.now)
        composing.compose(self.now)

        texts = {letter.person: letter.text for letter in Letter.objects.filter(text__contains="has to be named")}
        self.assertIn(f"/actions/{self.action.pk}/hand_over/", texts[self.chen])
        self.assertNotIn("hand_over", texts[self.he])
        self.assertIn(f"/actions/{self.action.pk}/", texts[self.he])

    def test_who_reported_to_somebody_who_left_reports_to_the_next_above(self):
        self.appoint(self.sun, Role.SAFETY_MANAGER, organization=self.company, reports_to=self.chen)
        middle, top = self.sun.appointments.order_by("pk")
        top.delete()
        Appointment.objects.filter(pk=middle.pk).update(
            ends_on=date(2021, 1, 1), reports_to=self.chen.appointments.get()
        )

        self.assertEqual(Directory().line_manager(self.wang.pk, self.plant), self.chen)
