from datetime import date

from accounts.models import Role
from actions.models import Action
from outbox.models import Notice
from tests.base import NOW, photo, ten_on

from .case import PageTestCase


class MoveTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.action = self.make_action()

    def state(self):
        self.action.refresh_from_db()
        return self.action.status

    def test_zhao_moves_nothing(self):
        self.sign_in(self.zhao)

        for verb in Action.MOVES:
            with self.subTest(verb):
                self.assertEqual(self.move(self.action, verb, note="x").status_code, 404)
        self.assertEqual(self.action.events.count(), 1)

    def test_the_whole_loop(self):
        self.sign_in(self.wang)
        response = self.move(self.action, "submit", note="Done.", files=[photo(), photo("second.png")])
        self.assertRedirects(response, f"/actions/{self.action.pk}/", fetch_redirect_response=False)
        self.assertEqual(self.state(), "submitted")
        self.assertEqual(self.action.evidence.count(), 2)
        self.assertContains(self.client.get(response.url), "Submitted for verification. Li is told.")

        self.sign_in(self.li)
        self.move(self.action, "send_back", note="The west side has none.")
        self.assertEqual((self.state(), self.action.round), ("assigned", 2))

        self.sign_in(self.wang)
        self.move(self.action, "submit", note="West side too.", files=[photo("west.png")])
        self.sign_in(self.li)
        self.state()
        self.move(self.action, "verify", note="Seen and pulled.", checker=self.li.pk, effect_criterion="None is loose.")
        self.assertEqual((self.state(), self.action.verified_by), ("verified", self.li))
        self.set_clock(ten_on(self.action.check_by))
        self.move(self.action, "close", note="All twelve hold.")
        self.assertEqual(self.state(), "closed")
        self.assertIsNotNone(self.action.closed_at)

        self.move(self.action, "reopen", note="One was taken off.", deadline="2026-12-10")
        self.assertEqual((self.state(), self.action.round, self.action.verified_by), ("assigned", 3, None))
        self.assertEqual(self.action.deadline, date(2026, 12, 10))
        self.assertEqual(self.action.original_deadline, date(2026, 9, 15))
        verbs = list(self.action.events.values_list("verb", flat=True))
        self.assertEqual(verbs, ["reopen", "close", "verify", "submit", "send_back", "submit", "assign"])

    def test_containment_is_closed_by_its_verification(self):
        action = self.make_action(incident=self.make_incident(), kind="containment")
        self.submitted(action)
        self.sign_in(self.li)

        page = self.client.get(self.move(action, "verify").url)

        self.assertContains(page, "Verified and closed.")
        self.assertEqual(page.context["action"].status, "closed")

    def test_a_move_has_a_page_of_its_own(self):
        self.sign_in(self.wang)

        page = self.client.get(f"/actions/{self.action.pk}/submit/")

        self.assertContains(page, 'enctype="multipart/form-data"')
        self.assertContains(page, f'data-draft="action-{self.action.pk}-submit"')
        self.assertContains(page, "Li looks at it on the spot")

    def test_a_reason_is_asked_for_where_one_is_needed(self):
        self.sign_in(self.li)

        response = self.move(self.action, "void", note="  ")

        self.assertEqual(response.status_code, 422)
        self.assertIn("note", response.context["form"].errors)
        self.assertEqual(self.state(), "assigned")

    def test_work_is_submitted_with_something_to_see(self):
        self.sign_in(self.wang)

        response = self.move(self.action, "submit", note="All lifelines fitted.")

        self.assertContains(response, "Show the finished work", status_code=422)
        self.assertContains(response, "All lifelines fitted.", status_code=422)
        self.assertEqual(self.state(), "assigned")

    def test_chosen_files_are_to_be_chosen_again_when_the_form_comes_back(self):
        self.sign_in(self.wang)

        response = self.move(self.action, "submit", note="", files=[photo()])

        self.assertContains(response, "Please choose the files again", status_code=422)
        self.assertFalse(self.action.evidence.exists())

    def test_a_stale_form_changes_nothing_and_keeps_what_was_typed(self):
        self.submitted(self.action)
        stale = Action.objects.get(pk=self.action.pk)
        self.action.edit(by=self.chen, now=NOW, title="Fit better lifelines")
        self.sign_in(self.li)

        response = self.move(stale, "send_back", note="The west side has none.")

        self.assertContains(response, "Somebody was faster", status_code=409)
        self.assertContains(response, "The west side has none.", status_code=409)
        self.assertContains(response, "Fit better lifelines", status_code=409)
        self.assertContains(response, f'name="version" value="{self.action.version}"', status_code=409)
        self.assertEqual(self.state(), "submitted")

    def test_what_cannot_be_sent_any_more_is_shown_to_be_copied(self):
        self.submitted(self.action)
        stale = Action.objects.get(pk=self.action.pk)
        self.action.verify(by=self.chen, now=NOW)
        self.sign_in(self.li)

        response = self.move(stale, "send_back", note="The west side has none.")

        self.assertTemplateUsed(response, "409.html")
        self.assertContains(response, "The west side has none.", status_code=409)
        self.assertContains(response, f"/actions/{self.action.pk}/", status_code=409)
        self.assertEqual(self.state(), "verified")

    def test_a_form_without_version_is_stale(self):
        self.submitted(self.action)
        self.sign_in(self.li)

        for version in ("", "abc", "99999999999999999999", "0", "1\0"):
            with self.subTest(version):
                self.assertEqual(self.move(self.action, "verify", version=version).status_code, 409)
        self.assertEqual(self.state(), "submitted")

    def test_an_old_link_leads_to_the_action_as_it_is(self):
        self.sign_in(self.li)

        response = self.client.get(f"/actions/{self.action.pk}/verify/", follow=True)

        self.assertRedirects(response, f"/actions/{self.action.pk}/")
        self.assertContains(response, "has moved on since: To be done.")

    def test_who_may_not_is_told_who_may(self):
        self.sign_in(self.he)
        response = self.move(self.action, "hand_over", owner=self.sun.pk, note="x")
        self.assertContains(response, "Only Chen, who gave the work, or a safety manager or official", status_code=403)

        self.sign_in(self.chen)
        response = self.move(self.action, "submit", note="x", files=[photo()])
        self.assertContains(response, "Only the owner, Wang, may do this.", status_code=403)
        self.assertEqual(self.state(), "assigned")

    def test_the_owner_does_not_verify(self):
        self.submitted(self.action)
        self.sign_in(self.wang)

        self.assertEqual(self.move(self.action, "verify").status_code, 403)
        self.assertEqual(self.state(), "submitted")

    def test_an_owner_of_an_earlier_round_does_not_verify(self):
        action = self.make_action(owner=self.sun)
        action.hand_over(by=self.chen, now=NOW, note="Sun is away.", owner=self.wang)
        self.submitted(action)
        self.sign_in(self.sun)  # safety manager of the company: could take over if he had not owned it

        for verb in ("verify", "send_back"):
            with self.subTest(verb):
                response = self.move(action, verb, note="x")
                self.assertContains(response, "owns or owned the work does not decide", status_code=403)
        action.refresh_from_db()
        self.assertEqual(action.status, "submitted")

    def test_it_is_handed_over_to_somebody_with_a_duty_there(self):
        self.sign_in(self.chen)

        for owner in (self.zhao, self.li, self.wang):
            with self.subTest(str(owner)):
                response = self.move(self.action, "hand_over", owner=owner.pk, note="Ill.")
                self.assertEqual(response.status_code, 422)
                self.assertIn("owner", response.context["form"].errors)
        self.move(self.action, "hand_over", owner=self.sun.pk, note="Ill.")

        self.action.refresh_from_db()
        self.assertEqual((self.action.owner, self.action.deadline), (self.sun, date(2026, 9, 15)))
        told = Notice.objects.filter(kind="handed_over").values_list("person__name_en", flat=True)
        self.assertCountEqual(told, ["Sun", "Wang"])

    def test_a_former_owner_with_an_open_form_is_refused_kindly(self):
        self.sign_in(self.wang)
        stale = Action.objects.get(pk=self.action.pk)
        self.action.hand_over(by=self.chen, now=NOW, note="Ill.", owner=self.sun)

        self.assertEqual(self.move(stale, "submit", note="Done.", files=[photo()]).status_code, 404)

    def test_it_is_reopened_with_a_deadline_to_come(self):
        self.submitted(self.action).verify(by=self.li, now=NOW)
        self.sign_in(self.li)

        response = self.move(self.action, "reopen", note="It broke.", deadline="2026-08-31")

        self.assertIn("deadline", response.context["form"].errors)
        self.assertEqual((response.status_code, self.state()), (422, "verified"))

    def test_void_is_final_and_keeps_the_reason(self):
        self.sign_in(self.li)
        self.move(self.action, "void", note="Twice the same.")

        self.assertEqual(self.state(), "void")
        page = self.client.get(f"/actions/{self.action.pk}/")
        self.assertContains(page, "Twice the same.")
        self.assertIsNone(page.context["usual"])
        self.assertEqual(page.context["moves"] + page.context["dangerous"], [])


class EditTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.action = self.make_action()
        self.url = f"/actions/{self.action.pk}/edit/"
        self.sign_in(self.chen)

    def edit(self, **instead):
        facts = {
            "version": self.action.version,
            "title": "Fit lifelines",
            "criterion": self.action.criterion,
            "kind": "corrective",
            "priority": "ordinary",
            "verifier": self.li.pk,
        }
        return self.client.post(self.url, facts | instead)

    def test_zhao_edits_nothing(self):
        self.sign_in(self.zhao)

        self.assertEqual(self.edit(title="Mine").status_code, 404)

    def test_it_keeps_what_was_and_what_is(self):
        self.assertEqual(self.edit(title="Fit lifelines to all edges").status_code, 302)

        self.action.refresh_from_db()
        self.assertEqual(self.action.title, "Fit lifelines to all edges")
        self.assertEqual(self.action.events.first().changes, {"title": ["Fit lifelines", "Fit lifelines to all edges"]})

    def test_owner_and_deadline_do_not_move_by_an_edit(self):
        self.edit(owner=self.sun.pk, deadline="2027-01-01", original_deadline="2027-01-01", status="closed")

        self.action.refresh_from_db()
        self.assertEqual((self.action.owner, self.action.deadline), (self.wang, date(2026, 9, 15)))
        self.assertEqual(self.action.status, "assigned")

    def test_the_owner_does_not_become_the_verifier(self):
        response = self.edit(verifier=self.wang.pk)

        self.assertIn("verifier", response.context["form"].errors)

    def test_a_former_owner_does_not_become_the_verifier(self):
        self.action.hand_over(by=self.chen, now=NOW, note="Ill.", owner=self.sun)

        response = self.edit(verifier=self.wang.pk)

        self.assertContains(response, "has owned the action and cannot verify it", status_code=422)

    def test_a_stale_edit_is_told_so(self):
        stale_version = self.action.version
        self.action.edit(by=self.chen, now=NOW, title="Other")

        response = self.edit(version=stale_version, criterion="Mine.")

        self.assertContains(response, "Somebody was faster", status_code=409)
        self.assertContains(response, "Mine.", status_code=409)
        self.action.refresh_from_db()
        self.assertNotEqual(self.action.criterion, "Mine.")

    def test_what_is_verified_is_not_edited(self):
        self.submitted(self.action).verify(by=self.li, now=NOW)

        self.assertEqual(self.edit(title="Other").status_code, 409)
        self.assertRedirects(self.client.get(self.url), f"/actions/{self.action.pk}/")

    def test_who_may_not_edit_is_told_who_may(self):
        self.sign_in(self.wang)

        self.assertContains(
            self.client.get(self.url), "The owner does not change or withdraw what was promised", status_code=403
        )

    def test_an_auditor_reads_and_moves_nothing(self):
        auditor = self.person("wu", "吴静", Role.AUDITOR, everywhere=True)
        self.sign_in(auditor)

        self.assertEqual(self.client.get(f"/actions/{self.action.pk}/").status_code, 200)
        self.assertEqual(self.edit(title="Mine").status_code, 403)
