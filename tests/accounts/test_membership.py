from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.models import PersonEvent, User

from .case import PeopleTestCase


class AddTestCase(PeopleTestCase):
    facts = {
        "name": "刘洋",
        "name_en": "Liu Yang",
        "email": "Liu@Example.org",
        "phone": "138 0000 0000",
        "language": "zh-hans",
        "time_zone": "Asia/Shanghai",
        "signs_in": "on",
    }

    def setUp(self):
        super().setUp()
        self.sign_in(self.guan)

    def errors(self, **data):
        answer = self.client.post("/people/new/", self.facts | data)
        self.assertEqual(answer.status_code, 422)
        return answer.context["form"].errors

    def test_nobody_but_an_administrator_adds_people(self):
        for person in (self.zhao, self.chen):
            self.sign_in(person)
            self.assertEqual(self.client.get("/people/new/").status_code, 403)
            self.assertEqual(self.client.post("/people/new/", self.facts).status_code, 403)
        with self.assertRaises(PermissionDenied):
            User.add(by=self.chen, now=self.now, name="某")

    def test_a_new_person_cannot_sign_in_before_an_invitation_is_accepted(self):
        answer = self.client.post("/people/new/", self.facts)

        person = User.objects.get(name="刘洋")
        self.assertRedirects(answer, f"/people/{person.pk}/")
        self.assertFalse(person.has_usable_password())
        self.assertEqual((person.state(self.now), person.added_by), ("new", self.guan))

    def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(self):
        for field, data in (
            ("name", {"name": ""}),
            ("name", {"name": "\u200b"}),
            ("name", {"name": "x" * 81}),
            ("email", {"email": "no address"}),
            ("email", {"email": "WANG@example.ORG"}),
            ("email", {"email": ""}),
            ("email", {"email": "a\0@example.org"}),
            ("language", {"language": "tlh"}),
            ("time_zone", {"time_zone": "Mars/Olympus"}),
            ("phone", {"phone": "1" * 41}),
        ):
            with self.subTest(field, **{k: v[:20] for k, v in data.items()}):
                self.assertIn(field, self.errors(**data))
        self.assertContains(self.client.post("/people/new/", self.facts | {"name": ""}), "Liu Yang", status_code=422)

    def test_somebody_who_does_not_sign_in_needs_no_address(self):
        for _person in range(2):
            answer = self.client.post("/people/new/", self.facts | {"email": "", "signs_in": ""})
            self.assertEqual(answer.status_code, 302)
        self.assertEqual(User.objects.filter(name="刘洋", email=None, signs_in=False).count(), 2)

    def test_a_form_sent_twice_makes_one_person(self):
        key = {"form_key": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "email": "", "signs_in": ""}

        answers = [self.client.post("/people/new/", self.facts | key) for _time in range(2)]

        self.assertEqual(User.objects.filter(name="刘洋").count(), 1)
        self.assertEqual(answers[0].url, answers[1].url)


class EditTestCase(PeopleTestCase):
    def setUp(self):
        super().setUp()
        self.url = f"/people/{self.wang.pk}/edit/"
        self.facts = AddTestCase.facts | {"name": "王强", "email": "wang@example.org"}
        self.sign_in(self.guan)

    def test_it_keeps_the_change_and_what_was_before(self):
        answer = self.post(self.url, self.wang, **self.facts | {"email": "w.qiang@example.org"})

        self.assertRedirects(answer, f"/people/{self.wang.pk}/")
        self.assertEqual(self.again(self.wang).email, "w.qiang@example.org")
        self.assertEqual(self.wang.events.get().changes["email"], ["wang@example.org", "w.qiang@example.org"])
        self.assertContains(self.client.get(f"/people/{self.wang.pk}/"), "<del>wang@example.org</del>", html=True)

    def test_a_stale_page_is_a_conflict_that_shows_what_was_typed(self):
        self.post(self.url, self.wang, **self.facts)

        answer = self.post(self.url, self.wang, **self.facts | {"phone": "999"})

        self.assertContains(answer, "999", status_code=409)
        self.assertEqual(self.again(self.wang).phone, "138 0000 0000")

    def test_what_the_person_changed_meanwhile_is_a_conflict_too(self):
        self.sign_in(self.wang)
        mine = {"language": "en", "time_zone": "Asia/Urumqi", "sending_hour": "7", "phone": "1"}
        self.assertEqual(self.client.post("/profile/", mine).status_code, 302)
        self.sign_in(self.guan)

        self.assertEqual(self.post(self.url, self.wang, **self.facts).status_code, 409)

    def test_an_address_of_somebody_else_is_refused(self):
        answer = self.post(self.url, self.wang, **self.facts | {"email": "LI@example.org"})

        self.assertIn("email", answer.context["form"].errors)


class LeftTestCase(PeopleTestCase):
    def test_a_deactivated_person_is_signed_out_at_once_and_comes_back_with_a_reason(self):
        self.sign_in(self.wang)
        self.again(self.wang).deactivate(by=self.guan, now=self.now, note="Left.")

        self.assertEqual(self.client.get("/").status_code, 302)
        self.sign_in(self.guan)
        url, person = f"/people/{self.wang.pk}/reactivate/", self.again(self.wang)
        self.assertEqual(self.post(url, person, note=" ").status_code, 422)
        self.assertEqual(self.post(url, person, note="Is back.").status_code, 302)
        self.assertTrue(self.again(self.wang).is_active)
        self.assertEqual(self.verbs(self.wang), ["deactivated", "reactivated"])

    def test_nobody_shuts_themselves_out(self):
        self.person("other", "另一", "administrator")
        self.sign_in(self.guan)

        answer = self.post(f"/people/{self.guan.pk}/deactivate/", self.guan, note="x")

        self.assertContains(answer, "you would shut yourself out", status_code=422)


class EventTestCase(PeopleTestCase):
    def test_what_happened_is_never_changed_and_never_deleted(self):
        self.wang.edit(by=self.guan, now=self.now, phone="1")
        for statement in (
            "UPDATE accounts_personevent SET note = 'x'",
            "DELETE FROM accounts_personevent",
            "TRUNCATE accounts_personevent CASCADE",
        ):
            with self.subTest(statement), self.assertRaises(DatabaseError), transaction.atomic():
                connection.cursor().execute(statement)
        self.assertEqual(PersonEvent.objects.count(), 1)

    def test_zhao_reads_no_events_of_others(self):
        self.wang.edit(by=self.guan, now=self.now, phone="1")

        self.assertFalse(PersonEvent.objects.visible_to(self.zhao).exists())


class AbsenceTestCase(PeopleTestCase):
    def setUp(self):
        super().setUp()
        self.url = f"/people/{self.wang.pk}/absence/"
        self.facts = {"first": self.today, "last": self.today + timedelta(days=9), "deputy": "Li"}

    def test_zhao_and_colleagues_note_down_no_absence_of_others(self):
        for person in (self.zhao, self.chen, self.sun):
            self.sign_in(person)
            self.assertEqual(self.client.get(self.url).status_code, 404)
            self.assertEqual(self.post(self.url, self.wang, **self.facts).status_code, 404)
        with self.assertRaises(PermissionDenied):
            self.wang.be_absent(by=self.sun, now=self.now, today=self.today, first=self.today, last=self.today)

    def test_the_person_and_an_administrator_do(self):
        for person in (self.wang, self.guan):
            self.sign_in(person)
            answer = self.post(self.url, self.again(self.wang), **self.facts)
            self.assertRedirects(answer, f"/people/{self.wang.pk}/")
            wang = self.again(self.wang)
            self.assertEqual((wang.absence_deputy, wang.state(self.now)), (self.li, "absent"))
            self.post(self.url, wang, back="1")
            self.assertIsNone(self.again(self.wang).absent_from)
        self.assertEqual(self.verbs(self.wang), ["absent", "present", "absent", "present"])

    def test_what_is_wrong_is_said_at_the_field(self):
        self.sign_in(self.wang)
        for field, data in (
            ("last", {"last": self.yesterday}),
            ("last", {"first": self.yesterday - timedelta(days=9), "last": self.yesterday}),
            ("last", {"last": "9999-12-31"}),
            ("first", {"first": ""}),
            ("first", {"first": "2026-02-30"}),
            ("deputy", {"deputy": "Wang"}),
            ("deputy", {"deputy": "Zhao"}),
            ("deputy", {"deputy": "a\0"}),
        ):
            with self.subTest(field, **{k: str(v) for k, v in data.items()}):
                answer = self.post(self.url, self.again(self.wang), **self.facts | data)
                self.assertEqual(answer.status_code, 422)
                self.assertIn(field, answer.context["form"].errors)

    def test_it_is_shown_wherever_the_person_is_named(self):
        action = self.make_action(owner=self.wang)
        self.wang.be_absent(
            by=self.wang, now=self.now, today=self.today, first=self.today, last=self.tomorrow, deputy=self.li
        )
        self.sign_in(self.chen)

        for url in (
            f"/actions/{action.pk}/",
            "/actions/",
            f"/actions/new/?finding={action.finding_id}",
            f"/people/{self.wang.pk}/",
            "/people/",
        ):
            with self.subTest(url):
                self.assertContains(self.client.get(url), "deputy: Li")
        self.assertContains(self.client.get(f"/sites/{self.plant.pk}/candidates/", {"owner": "Wang"}), "absent until")

    def test_an_absence_that_is_over_or_to_come_is_not_shown(self):
        self.sign_in(self.chen)
        for first, last in ((self.yesterday, self.yesterday), (self.tomorrow, self.tomorrow)):
            User.objects.filter(pk=self.wang.pk).update(absent_from=first, absent_until=last)
            self.assertNotContains(self.client.get("/people/"), "absent until")
