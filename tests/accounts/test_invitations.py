from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

from django.core.cache import cache

from accounts.models import Invitation, User
from accounts.models.invitations import in_groups
from common import clock
from outbox.models import Letter
from tests.actions.test_races import at_once
from tests.base import RacingTestCase

from .case import PeopleTestCase

CHOSEN = {"language": "zh-hans", "password": "quiet-harbour-lantern", "again": "quiet-harbour-lantern"}


class InvitationTestCase(PeopleTestCase):
    def setUp(self):
        super().setUp()
        cache.clear()
        self.new = User.add(by=self.guan, now=self.now, name="新来", name_en="New", email="new@example.org")
        self.sign_in(self.guan)

    def invite(self):
        return self.client.post(f"/people/{self.new.pk}/invite/")

    def link(self):
        """The address that stands in the newest letter."""
        text = Letter.objects.filter(person=self.new).latest("pk").text
        return urlsplit(next(word for word in text.split() if "/invitation/" in word)).path

    def print(self):
        return self.client.post(f"/people/{self.new.pk}/code/").context["code"]

    def type(self, code):
        return self.client.post("/invitation/", {"code": code})

    def accept(self, **data):
        return self.client.post("/invitation/password/", CHOSEN | data)


class LetterTestCase(InvitationTestCase):
    def test_nobody_but_an_administrator_invites(self):
        for person in (self.zhao, self.chen, self.new):
            self.sign_in(person)
            for verb in ("invite", "code", "revoke"):
                self.assertEqual(self.client.post(f"/people/{self.new.pk}/{verb}/").status_code, 403)
        self.assertFalse(Invitation.objects.exists())

    def test_the_letter_leads_to_a_password_and_signs_in(self):
        self.invite()
        self.client.logout()

        opened = self.client.get(self.link())
        page = self.client.get("/invitation/password/")
        done = self.accept()

        self.assertRedirects(opened, "/invitation/password/", fetch_redirect_response=False)
        self.assertContains(page, "new@example.org")
        self.assertRedirects(done, "/", fetch_redirect_response=False)
        self.assertEqual(self.client.session["_auth_user_id"], str(self.new.pk))
        person = self.again(self.new)
        self.assertTrue(person.check_password(CHOSEN["password"]))
        self.assertEqual((person.language, person.state(self.now)), ("zh-hans", "here"))
        self.assertEqual(self.verbs(self.new), ["added", "invited", "accepted"])

    def test_it_is_written_in_the_language_of_the_person(self):
        User.objects.filter(pk=self.new.pk).update(language="zh-hans")

        self.invite()

        letter = Letter.objects.get(person=self.new)
        self.assertEqual((letter.language, letter.address), ("zh-hans", "new@example.org"))
        self.assertIn("设置密码", letter.text)

    def test_opening_the_link_uses_nothing_up(self):
        self.invite()
        link = self.link()

        for _time in range(3):
            self.client.get(link)

        self.assertTrue(Invitation.objects.usable(self.now).exists())

    def test_a_new_one_makes_the_old_one_void(self):
        self.invite()
        old = self.link()
        self.invite()

        self.client.logout()
        self.assertRedirects(self.client.get(old), "/invitation/")
        self.assertRedirects(self.client.get(self.link()), "/invitation/password/")
        self.assertEqual(Invitation.objects.open().count(), 1)

    def test_it_is_revoked_by_hand_by_another_address_and_by_deactivation(self):
        for act in (
            lambda: self.client.post(f"/people/{self.new.pk}/revoke/"),
            lambda: self.again(self.new).edit(by=self.guan, now=self.now, email="other@example.org"),
            lambda: self.again(self.new).deactivate(by=self.guan, now=self.now, note="Never came."),
        ):
            self.invite()
            self.assertTrue(Invitation.objects.open().exists())
            act()
            self.assertFalse(Invitation.objects.open().exists())

    def test_who_does_not_sign_in_has_no_address_or_has_left_is_not_invited(self):
        for change in (
            {"signs_in": False},
            {"signs_in": True, "email": None},
            {"email": "x@example.org", "is_active": False},
        ):
            User.objects.filter(pk=self.new.pk).update(**change)
            answer = self.client.post(f"/people/{self.new.pk}/invite/", follow=True)
            self.assertContains(answer, "Only people who are here")
        self.assertFalse(Invitation.objects.exists())


class CodeTestCase(InvitationTestCase):
    def test_a_printed_code_is_typed_however_one_types_it(self):
        code = self.print()
        self.client.logout()

        for typed in (code, code.lower(), code.replace("-", ""), f" {code} ", code.replace("0", "O").replace("1", "l")):
            with self.subTest(typed):
                self.assertRedirects(self.type(typed), "/invitation/password/", fetch_redirect_response=False)

    def test_the_page_says_where_to_go_and_only_a_hash_is_kept(self):
        page = self.client.post(f"/people/{self.new.pk}/code/")

        code = page.context["code"]
        self.assertContains(page, code)
        self.assertContains(page, "/invitation/")
        self.assertContains(page, "new@example.org")
        self.assertRegex(code, r"^[0-9A-Z]{5}-[0-9A-Z]{5}$")
        self.assertNotIn(code.replace("-", ""), str(Invitation.objects.values().get()))

    def test_it_works_once(self):
        code = self.print()
        self.client.logout()
        self.type(code)
        self.accept()
        self.client.logout()

        self.assertContains(self.type(code), "does not hold", status_code=422)
        self.assertRedirects(
            self.accept(password="another-long-passphrase", again="another-long-passphrase"), "/invitation/"
        )
        self.assertTrue(self.again(self.new).check_password(CHOSEN["password"]))

    def test_unknown_used_revoked_and_expired_codes_get_the_same_answer(self):
        self.client.logout()
        answers = set()
        for state in ("unknown", "used", "revoked", "expired", "left"):
            self.sign_in(self.guan)
            code = self.print()
            self.client.logout()
            invitation = Invitation.objects.open().get()
            match state:
                case "unknown":
                    code = "AAAAA-AAAAA"
                case "used":
                    invitation.accept(now=self.now, password="x", language="en")
                case "revoked":
                    Invitation.objects.open().update(revoked_at=self.now)
                case "expired":
                    Invitation.objects.filter(pk=invitation.pk).update(expires_at=self.now - timedelta(seconds=1))
                case "left":
                    User.objects.filter(pk=self.new.pk).update(is_active=False)
            answer = self.type(code)
            self.assertEqual(answer.status_code, 422, state)
            answers.add(str(answer.context["form"].errors))
        self.assertEqual(len(answers), 1)

    def test_it_holds_for_fourteen_days(self):
        code = self.print()
        self.client.logout()
        for days, status in ((13, 302), (15, 422)):
            with patch("common.clock.now", return_value=self.now + timedelta(days=days)):
                self.assertEqual(self.type(code).status_code, status)

    def test_a_typed_code_is_no_link(self):
        code = self.print()
        self.client.logout()

        self.assertRedirects(self.client.get(f"/invitation/{code}/"), "/invitation/")

    def test_guesses_are_counted(self):
        code = self.print()
        self.client.logout()

        statuses = [self.type(f"AAAAA-AAA{number:02}").status_code for number in range(22)]

        self.assertEqual(statuses, [422] * 20 + [429] * 2)
        self.assertContains(self.type(code), "Too many wrong codes", status_code=429)

    def test_right_codes_are_not_counted(self):
        code = self.print()
        self.client.logout()

        self.assertEqual({self.type(code).status_code for _time in range(25)}, {302})

    def test_nasty_codes_are_refused(self):
        self.client.logout()
        for code in ("", " ", "\0", "x" * 20_000, "邀请码", "' OR 1=1 --"):
            with self.subTest(code[:10]):
                self.assertEqual(self.type(code).status_code, 422)
        self.assertEqual(self.client.get("/invitation/%00/").status_code, 302)
        self.assertEqual(self.client.get("/invitation/" + "x" * 4000 + "/").status_code, 302)


class PasswordTestCase(InvitationTestCase):
    def setUp(self):
        super().setUp()
        self.code = self.print()
        self.client.logout()
        self.type(self.code)

    def test_a_bad_password_is_refused_at_the_field_and_the_code_stays_good(self):
        for field, data in (
            ("password", {"password": "short", "again": "short"}),
            ("password", {"password": "123456789012345", "again": "123456789012345"}),
            ("password", {"password": "new@example.org", "again": "new@example.org"}),
            ("password", {"password": "", "again": ""}),
            ("again", {"again": "something-else-entirely"}),
            ("language", {"language": "tlh"}),
        ):
            with self.subTest(field, **data):
                answer = self.accept(**data)
                self.assertEqual(answer.status_code, 422)
                self.assertIn(field, answer.context["form"].errors)
        self.assertEqual(self.accept().status_code, 302)

    def test_without_a_code_there_is_no_password_page(self):
        self.client.cookies.clear()

        self.assertRedirects(self.client.get("/invitation/password/"), "/invitation/")
        self.assertRedirects(self.accept(), "/invitation/")

    def test_one_revoked_in_between_holds_no_more(self):
        Invitation.objects.update(revoked_at=clock.now())

        self.assertRedirects(self.accept(), "/invitation/")
        self.assertFalse(self.again(self.new).has_usable_password())

    def test_somebody_else_who_is_signed_in_is_told_and_signed_out(self):
        self.sign_in(self.chen)
        self.type(self.code)

        self.assertContains(self.client.get("/invitation/password/"), "You are signed in as Chen")
        self.accept()

        self.assertEqual(self.client.session["_auth_user_id"], str(self.new.pk))


class RaceTestCase(RacingTestCase):
    def test_two_who_use_one_invitation_at_once_set_one_password(self):
        now = clock.now()
        person = User.add(by=self.guan, now=now, name="新来", email="new@example.org")
        invitation, _secret = Invitation.make(person, Invitation.By.CODE, by=self.guan, now=now)
        copies = [Invitation.objects.get(pk=invitation.pk) for _copy in range(3)]

        results = at_once(
            [
                lambda copy=copy, n=n: copy.accept(now=now, password=f"word-{n}", language="en")
                for n, copy in enumerate(copies)
            ]
        )

        self.assertEqual(sorted(results), [False, False, True])
        self.assertTrue(User.objects.get(pk=person.pk).check_password(f"word-{results.index(True)}"))

    def test_two_invitations_at_once_leave_one_that_holds(self):
        now = clock.now()
        person = User.add(by=self.guan, now=now, name="新来", email="new@example.org")

        at_once([lambda: Invitation.make(person, Invitation.By.CODE, by=self.guan, now=now) for _time in range(3)])

        self.assertEqual(Invitation.objects.open().count(), 1)
        self.assertEqual(in_groups("ABCDEFGHJK"), "ABCDE-FGHJK")
