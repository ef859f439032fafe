from datetime import date

from accounts.models import User
from tests.base import BaseTestCase


class ProfileTestCase(BaseTestCase):
    def setUp(self):
        self.sign_in(self.li)
        self.facts = {"language": "en", "time_zone": "Asia/Urumqi", "sending_hour": "7", "phone": "138 0000 0000"}

    def test_it_shows_ones_own_appointments_and_nobody_elses(self):
        page = self.client.get("/profile/")

        self.assertContains(page, "Safety manager")
        self.assertContains(page, "South site")
        self.assertContains(page, "Sun · safety_manager")
        self.assertNotContains(page, "Zhao")

    def test_it_keeps_what_one_may_change(self):
        response = self.client.post("/profile/", self.facts)

        self.assertRedirects(response, "/profile/")
        li = User.objects.get(pk=self.li.pk)
        self.assertEqual((li.time_zone, li.sending_hour, li.phone), ("Asia/Urumqi", 7, "138 0000 0000"))

    def test_it_changes_nothing_else(self):
        self.client.post("/profile/", self.facts | {"name": "Boss", "email": "x@example.org", "is_active": ""})

        li = User.objects.get(pk=self.li.pk)
        self.assertEqual((li.name, li.email, li.is_active), ("李伟", "li@example.org", True))

    def test_what_is_wrong_is_said_at_the_field(self):
        for field, value in (
            ("time_zone", "Mars/Olympus"),
            ("time_zone", "\0"),
            ("sending_hour", "24"),
            ("sending_hour", "-1"),
            ("sending_hour", "9" * 5000),
            ("language", "tlh"),
            ("phone", "1" * 20_000),
            ("phone", "1\0"),
        ):
            with self.subTest(field, value=value[:10]):
                response = self.client.post("/profile/", self.facts | {field: value})
                self.assertEqual(response.status_code, 422)
                self.assertIn(field, response.context["form"].errors)

    def test_a_zone_that_no_list_names_stays_as_it_is(self):
        User.objects.filter(pk=self.li.pk).update(time_zone="Etc/GMT-8")

        self.client.post("/profile/", self.facts | {"time_zone": "Etc/GMT-8"})

        self.assertEqual(User.objects.get(pk=self.li.pk).time_zone, "Etc/GMT-8")

    def test_without_an_appointment_it_says_what_that_means(self):
        self.li.appointments.update(ends_on=date(2020, 2, 1))
        self.assertContains(self.client.get("/profile/"), "until")
        nobody = User.objects.create_user("nobody@example.org", None, name="某", language="en")
        self.sign_in(nobody)

        self.assertContains(self.client.get("/profile/"), "You have no appointment")


class LanguageTestCase(BaseTestCase):
    def test_it_is_kept_on_the_person(self):
        self.sign_in(self.li)

        response = self.client.post("/language/", {"language": "zh-hans", "next": "/actions/?late=1"})

        self.assertRedirects(response, "/actions/?late=1", fetch_redirect_response=False)
        self.assertEqual(User.objects.get(pk=self.li.pk).language, "zh-hans")
        self.assertContains(self.client.get("/profile/"), '<html lang="zh-hans">')

    def test_before_signing_in_it_is_kept_in_the_browser(self):
        self.client.post("/language/", {"language": "zh-hans", "next": "/accounts/login/"})

        self.assertContains(self.client.get("/accounts/login/"), '<html lang="zh-hans">')

    def test_it_leads_nowhere_else(self):
        for away in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "\0", "a\r\nb", "", "\\\\evil"):
            with self.subTest(away):
                response = self.client.post("/language/", {"language": "en", "next": away})
                self.assertEqual(response.status_code, 302)
                self.assertNotIn("evil", response.url)

    def test_an_unknown_language_changes_nothing(self):
        self.sign_in(self.li)

        for language in ("tlh", "\0", "x" * 20_000):
            self.assertEqual(self.client.post("/language/", {"language": language}).status_code, 302)
        self.assertEqual(User.objects.get(pk=self.li.pk).language, "en")

    def test_a_link_does_not_switch_it(self):
        self.assertEqual(self.client.get("/language/?language=zh-hans").status_code, 405)

    def test_times_are_those_of_the_reader(self):
        User.objects.filter(pk=self.li.pk).update(time_zone="America/New_York")
        self.make_action()
        self.sign_in(self.li)

        page = self.client.get(self.li.verified_actions.get().get_absolute_url())

        self.assertContains(page, 'datetime="2026-08-31T22:00:00-04:00"')
