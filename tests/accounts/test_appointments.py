from datetime import timedelta

from accounts.models import Appointment, Role, User
from incidents.models import Incident
from tests.actions.test_races import at_once
from tests.base import NOW, RacingTestCase

from .case import PeopleTestCase


class AppointTestCase(PeopleTestCase):
    def setUp(self):
        super().setUp()
        self.new = User.objects.create(name="新来", name_en="New", email="new@example.org")
        self.url = f"/people/{self.new.pk}/appoint/"
        self.facts = {
            "post": "安全员",
            "post_en": "Safety officer",
            "role": "safety_manager",
            "site": "Hongyuan Construction · South site",
            "starts_on": self.today,
            "reports_to": "Sun",
            "deputy": "Li",
        }
        self.sign_in(self.guan)

    def errors(self, **data):
        answer = self.client.post(self.url, self.facts | data)
        self.assertEqual(answer.status_code, 422)
        return answer.context["form"].errors

    def test_nobody_but_an_administrator_appoints(self):
        for person in (self.zhao, self.chen, self.he):
            self.sign_in(person)
            self.assertEqual(self.client.post(self.url, self.facts).status_code, 403)
        self.assertFalse(self.new.appointments.exists())

    def test_it_gives_the_post_and_the_sight_that_goes_with_it(self):
        self.make_incident()

        answer = self.client.post(self.url, self.facts)

        self.assertRedirects(answer, f"/people/{self.new.pk}/")
        appointment = self.new.appointments.get()
        self.assertEqual(
            (appointment.site, appointment.reports_to, appointment.deputy, appointment.appointed_by),
            (self.plant, self.sun.appointments.get(), self.li, self.guan),
        )
        self.assertTrue(Incident.objects.visible_to(self.again(self.new)).exists())
        self.assertEqual(self.verbs(self.new), ["appointed"])

    def test_each_kind_of_place_is_chosen_by_typing(self):
        for number, (place, field, expected) in enumerate(
            (
                ({"organization": "Hongyuan"}, "organization", self.company),
                ({"region": "500102"}, "region", self.elsewhere),
                ({"region": "District B"}, "region", self.elsewhere),
                ({"everywhere": "on"}, "everywhere", True),
                ({"site": "Workshop"}, "site", self.other_plant),
            )
        ):
            with self.subTest(place):
                answer = self.client.post(self.url, self.facts | {"site": "", "post": f"岗位{number}"} | place)
                if answer.status_code == 422:
                    self.fail(answer.context["form"].errors)
                made = self.new.appointments.order_by("-pk").first()
                self.assertEqual(getattr(made, field), expected)
                self.new.appointments.update(starts_on=self.yesterday, ends_on=self.yesterday)

    def test_a_county_without_a_place_becomes_a_region_when_it_is_chosen(self):
        for text in ("渝中区 · 重庆市 · 500103", "500103", "渝中"):
            with self.subTest(text):
                answer = self.client.post(self.url, self.facts | {"site": "", "region": text})
                self.assertEqual(answer.status_code, 302)
                made = self.new.appointments.order_by("-pk").first()
                self.assertEqual((made.region.code, made.region.jurisdiction), ("500103", "CN"))
                self.new.appointments.update(starts_on=self.yesterday, ends_on=self.yesterday)

    def test_what_is_wrong_is_said_at_the_field(self):
        for field, data in (
            ("ends_on", {"ends_on": self.yesterday}),
            ("starts_on", {"starts_on": "1900-01-01"}),
            ("ends_on", {"ends_on": "9999-12-31"}),
            ("starts_on", {"starts_on": "2026-02-30"}),
            ("everywhere", {"site": ""}),
            ("everywhere", {"everywhere": "on"}),
            ("sector", {"site": "", "sector": self.sector.pk}),
            ("sector", {"sector": "999999"}),
            ("site", {"organization": "District B Machinery"}),
            ("site", {"site": "Nowhere"}),
            ("site", {"role": "administrator"}),
            ("deputy", {"deputy": "New"}),
            ("deputy", {"deputy": "Nobody"}),
            ("reports_to", {"reports_to": "a\0b"}),
            ("role", {"role": "king"}),
            ("role", {"role": ""}),
            ("post", {"post": "\u200b"}),
            ("post", {"post": "x" * 81}),
        ):
            with self.subTest(field, **{k: str(v)[:20] for k, v in data.items()}):
                self.assertIn(field, self.errors(**data))
        self.assertFalse(self.new.appointments.exists())

    def test_the_same_role_at_the_same_place_in_the_same_days_is_there_once(self):
        self.client.post(self.url, self.facts)

        self.assertIn("has this role at this place already", str(self.errors()))
        later = {"starts_on": self.today + timedelta(days=400)}
        self.assertIn("already", str(self.errors(**later)))
        self.new.appointments.update(ends_on=self.tomorrow)
        self.assertEqual(self.client.post(self.url, self.facts | later).status_code, 302)

    def test_a_form_sent_twice_appoints_once(self):
        key = {"form_key": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}

        answers = [self.client.post(self.url, self.facts | key) for _time in range(2)]

        self.assertEqual(self.new.appointments.count(), 1)
        self.assertEqual(answers[0].status_code, 302)

    def test_an_administrator_gives_themselves_no_sight_of_incidents(self):
        answer = self.client.post(f"/people/{self.guan.pk}/appoint/", self.facts | {"reports_to": "", "deputy": ""})

        self.assertContains(answer, "Nobody gives themselves sight of incidents", status_code=422)
        self.assertEqual(self.guan.appointments.count(), 1)

    def test_nobody_reports_to_those_who_report_to_them(self):
        sun = self.sun.appointments.get()
        url = f"/appointments/{sun.pk}/edit/"
        facts = {"post": "x", "role": "safety_manager", "organization": "Hongyuan", "starts_on": "2020-01-01"}

        for name, why in (("Wang", "already reports to this post"), ("Sun", "Nobody reports to themselves")):
            with self.subTest(name):
                answer = self.post(url, sun, **facts, reports_to=name)
                self.assertContains(answer, why, status_code=422)

    def test_it_proposes_while_one_types_and_only_what_one_sees(self):
        for person, kind, text, found in (
            (self.guan, "people", "Wan", ["Wang · reporter"]),
            (self.guan, "posts", "wang", ["Wang · reporter · Hongyuan Construction · South site"]),
            (self.guan, "sites", "south", ["Hongyuan Construction · South site"]),
            (self.guan, "regions", "500102", ["District B · 500102"]),
            (self.guan, "regions", "渝中", ["渝中区 · 重庆市 · 500103"]),
            (self.zhao, "people", "Wan", []),
            (self.zhao, "posts", "wang", []),
            (self.zhao, "sites", "south", []),
            (self.zhao, "organizations", "Hongyuan", []),
            (self.zhao, "regions", "500101", []),
            (self.zhao, "regions", "渝中", []),
        ):
            with self.subTest(kind, person=str(person)):
                self.sign_in(person)
                answer = self.client.get(f"/typed/{kind}/", {"field": text})
                self.assertEqual([option for option in found if option in answer.content.decode()], found)
                if not found:
                    self.assertEqual(answer.content.decode().strip(), "")
        self.assertEqual(self.client.get("/typed/incidents/", {"x": "a"}).status_code, 404)

    def test_two_of_one_name_are_told_apart(self):
        twins = [User.objects.create(name="张伟", name_en="Zhang Wei") for _twin in range(2)]

        self.assertIn("Several match", str(self.errors(deputy="Zhang Wei")["deputy"]))
        answer = self.client.post(self.url, self.facts | {"deputy": f"Zhang Wei #{twins[1].pk}"})

        self.assertEqual(answer.status_code, 302)
        self.assertEqual(self.new.appointments.get().deputy, twins[1])


class ChangeTestCase(PeopleTestCase):
    def setUp(self):
        super().setUp()
        self.appointment = self.wang.appointments.get()
        self.url = f"/appointments/{self.appointment.pk}/edit/"
        self.facts = {"post": "生产经理", "role": "reporter", "site": "South site", "starts_on": "2020-01-01"}
        self.sign_in(self.guan)

    def test_it_keeps_what_was_before_in_the_event(self):
        answer = self.post(self.url, self.appointment, **self.facts)

        self.assertRedirects(answer, f"/people/{self.wang.pk}/")
        event = self.wang.events.get()
        self.assertEqual(event.changes["post"], ["reporter", "生产经理"])
        self.assertContains(self.client.get(f"/people/{self.wang.pk}/"), "生产经理")

    def test_a_stale_page_is_a_conflict_that_keeps_what_was_typed(self):
        self.post(self.url, self.appointment, **self.facts)

        answer = self.post(self.url, self.appointment, **self.facts | {"post": "车间主任"})

        self.assertContains(answer, "车间主任", status_code=409)
        self.assertEqual(self.again(self.appointment).post, "生产经理")


class LastAdministratorTestCase(PeopleTestCase):
    def setUp(self):
        super().setUp()
        self.post_of_guan = self.guan.appointments.get()
        self.sign_in(self.guan)

    def end(self, **data):
        url = f"/appointments/{self.post_of_guan.pk}/end/"
        return self.post(url, self.again(self.post_of_guan), ends_on=self.today, note="x", **data)

    def test_the_last_administrator_cannot_be_ended_changed_or_shut_out(self):
        person = {"name": "管理员", "email": "guan@example.org", "language": "en", "time_zone": "Asia/Shanghai"}
        facts = {"post": "x", "role": "reporter", "site": "South site", "starts_on": "2020-01-01"}

        for answer in (
            self.end(),
            self.post(f"/appointments/{self.post_of_guan.pk}/edit/", self.post_of_guan, **facts),
            self.post(f"/people/{self.guan.pk}/edit/", self.guan, **person),
            self.post(f"/people/{self.guan.pk}/deactivate/", self.guan, note="x"),
        ):
            self.assertEqual(answer.status_code, 422, answer)
        self.assertTrue(self.again(self.guan).is_administrator)
        self.assertTrue(self.again(self.guan).signs_in)

    def test_with_another_one_it_ends(self):
        other = self.person("other", "另一", Role.ADMINISTRATOR)
        self.assertEqual(self.end().status_code, 302)
        self.assertTrue(self.again(other).is_administrator)

    def test_one_who_left_or_whose_days_are_counted_is_not_another_one(self):
        other = self.person("other", "另一", Role.ADMINISTRATOR)
        other.appointments.update(ends_on=self.tomorrow)
        self.assertContains(self.end(), "last administrator", status_code=422)
        other.appointments.update(ends_on=None)
        User.objects.filter(pk=other.pk).update(is_active=False)
        self.assertContains(self.end(), "last administrator", status_code=422)


class RacesTestCase(RacingTestCase):
    def test_two_administrators_who_end_each_other_leave_one(self):
        other = self.person("other", "另一", Role.ADMINISTRATOR)
        today = NOW.date()
        posts = [Appointment.objects.get(person=person) for person in (self.guan, other)]

        at_once(
            [
                lambda post=post, by=by: post.end(
                    by=User.objects.get(pk=by.pk), now=NOW, today=today, ends_on=today, note="x"
                )
                for post, by in zip(posts, (other, self.guan), strict=True)
            ]
        )

        self.assertEqual(Appointment.objects.filter(role=Role.ADMINISTRATOR, ends_on=None).count(), 1)

    def test_two_who_make_each_other_their_superior_make_no_ring(self):
        one, other = self.chen.appointments.get(), self.sun.appointments.get()
        today = NOW.date()

        at_once(
            [
                lambda: one.alter(by=self.guan, now=NOW, today=today, reports_to=other),
                lambda: other.alter(by=self.guan, now=NOW, today=today, reports_to=one),
            ]
        )

        self.assertEqual(
            {
                Appointment.objects.get(pk=one.pk).reports_to_id == other.pk,
                Appointment.objects.get(pk=other.pk).reports_to_id == one.pk,
            },
            {True, False},
        )

    def test_the_same_address_twice_at_once_is_one_person(self):
        results = at_once(
            [
                lambda: User.add(by=self.guan, now=NOW, name="甲", email="twin@example.org"),
                lambda: User.add(by=self.guan, now=NOW, name="乙", email="TWIN@example.org"),
            ]
        )

        self.assertEqual(sorted(type(result).__name__ for result in results), ["User", "ValidationError"])
