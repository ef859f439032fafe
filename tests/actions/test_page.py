from datetime import date

from accounts.models import Role
from actions.models import Action
from tests.base import NOW, instant, ten_on

from .case import PageTestCase


class ActionPageTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.action = self.make_action()
        self.url = f"/actions/{self.action.pk}/"

    def buttons(self, user):
        """The moves this person is offered, the usual one first."""
        self.sign_in(user)
        context = self.client.get(self.url).context
        usual = [context["usual"].verb] if context["usual"] else [None]
        return usual + [form.verb for form in context["moves"] + context["dangerous"]]

    def test_zhao_sees_the_page_of_nothing(self):
        self.sign_in(self.zhao)

        seen, absent = self.client.get(self.url), self.client.get("/actions/987654321/")

        self.assertEqual((seen.status_code, absent.status_code), (404, 404))
        for rest in ("edit/", "evidence/", *(f"{verb}/" for verb in Action.MOVES)):
            with self.subTest(rest):
                self.assertEqual(self.client.get(self.url + rest).status_code, 404)
                self.assertEqual(self.client.post(self.url + rest, {"version": 1, "note": "x"}).status_code, 404)

    def test_an_unknown_verb_is_no_page(self):
        self.sign_in(self.chen)

        for verb in ("approve", "delete", "submit_", "SUBMIT", "__init__"):
            with self.subTest(verb):
                self.assertEqual(self.client.get(f"{self.url}{verb}/").status_code, 404)

    def test_the_owner_sees_a_summary_of_the_incident_and_no_way_into_it(self):
        self.sign_in(self.wang)
        incident = self.action.origin_incident

        page = self.client.get(self.url)

        self.assertContains(page, incident.number)
        self.assertContains(page, incident.name)
        self.assertNotContains(page, incident.get_absolute_url())
        self.assertNotContains(page, incident.description)
        self.assertContains(page, "There was no lifeline.")

    def test_whoever_sees_the_incident_gets_a_link_to_it(self):
        self.sign_in(self.chen)

        self.assertContains(self.client.get(self.url), f'href="{self.action.origin_incident.get_absolute_url()}"')

    def test_each_is_offered_what_is_theirs_to_do(self):
        self.assertEqual(self.buttons(self.wang), ["submit", "ask_extension"])
        self.assertEqual(self.buttons(self.li), [None, "extend", "remind", "hand_over", "void"])
        self.assertEqual(self.buttons(self.he), [None, "remind"])

        self.submitted(self.action)
        self.assertEqual(self.buttons(self.wang), [None])
        self.assertEqual(self.buttons(self.li), ["verify", "send_back", "void"])
        self.assertEqual(self.buttons(self.chen), [None, "verify", "send_back", "remind", "void"])

        self.action.verify(by=self.li, now=NOW)
        self.assertEqual(self.buttons(self.li), [None, "reopen", "pass_check"])
        day = ten_on(self.action.check_by)
        self.set_clock(day)
        self.assertEqual(self.buttons(self.li), ["close", "reopen", "pass_check"])
        self.action.close(by=self.li, now=day, note="It holds.")
        self.assertEqual(self.buttons(self.li), [None, "reopen"])

    def test_it_shows_owner_and_verifier_with_their_posts(self):
        self.sign_in(self.chen)

        page = self.client.get(self.url)

        self.assertEqual(page.context["owner_post"].person, self.wang)
        self.assertEqual(page.context["verifier_post"].person, self.li)

    def test_a_deadline_that_moved_keeps_the_first_one_in_sight(self):
        self.action.ask_extension(by=self.wang, now=NOW, note="Rain.", deadline=date(2026, 9, 20))
        self.action.grant_extension(by=self.li, now=NOW)
        self.sign_in(self.chen)

        page = self.client.get(self.url)

        self.assertContains(page, '<s><time datetime="2026-09-15">')
        self.assertContains(page, "Rain.")

    def test_it_says_what_an_edit_changed_in_words(self):
        self.action.edit(by=self.chen, now=NOW, kind="preventive", title="Fit lifelines everywhere")
        self.sign_in(self.chen)

        page = self.client.get(self.url)

        self.assertContains(page, "<del>Corrective: remove the cause</del>")
        self.assertContains(page, "Fit lifelines everywhere")

    def test_it_says_who_verified_in_place_of_the_verifier(self):
        self.submitted(self.action)
        self.sign_in(self.chen)
        self.assertContains(self.client.get(f"{self.url}verify/"), "You take over the verification from Li.")

        self.move(self.action, "verify")

        self.assertContains(self.client.get(self.url), "in place of Li")
        self.action.refresh_from_db()
        self.assertEqual(self.action.verified_by, self.chen)

    def go_round(self, day):
        """A round with everything in it: asked for time, submitted, sent back."""
        self.action.ask_extension(
            by=self.wang, now=instant(f"2026-09-{day} 08:00"), note="?", deadline=date(2026, 9, 30)
        )
        self.action.refuse_extension(by=self.li, now=instant(f"2026-09-{day} 09:00"), note="No.")
        self.submitted(self.action, now=instant(f"2026-09-{day} 10:00"))
        self.action.send_back(by=self.li, now=instant(f"2026-09-{day} 11:00"), note="Not yet.")

    def test_it_asks_for_the_same_number_of_queries_whatever_happened(self):
        self.go_round("02")
        self.sign_in(self.li)
        with self.assertNumQueries(20):
            self.client.get(self.url)

        for day in ("03", "04", "07", "08", "09", "10", "11", "14"):
            self.go_round(day)
        for number in range(5):
            self.person(f"more{number}", f"更多{number}", Role.REPORTER, site=self.plant)

        with self.assertNumQueries(20):
            self.client.get(self.url)
