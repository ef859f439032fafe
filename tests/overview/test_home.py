from datetime import date, timedelta
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from actions.models import Action
from tests.base import NOW, BaseTestCase, instant

LATER = instant("2026-09-20 10:00")  # five days after the deadline that the cast's actions have


class HomeTestCase(BaseTestCase):
    url = reverse("overview:home")

    def setUp(self):
        clock = patch("common.clock.now", return_value=LATER)
        clock.start()
        self.addCleanup(clock.stop)

    def get(self, user, url=None):
        self.sign_in(user)
        return self.client.get(url or self.url)

    def rows(self, user, group):
        return [row.action for row in self.get(user).context[group]]


class ToDoTest(HomeTestCase):
    def test_it_shows_my_actions_the_latest_first(self):
        finding = self.make_finding()
        soon = self.make_action(finding=finding, deadline=date(2026, 9, 21))
        late = self.make_action(finding=finding, deadline=date(2026, 9, 10))

        response = self.get(self.wang)

        self.assertEqual([late, soon], [row.action for row in response.context["to_do"]])
        self.assertContains(response, "10 days late")
        self.assertContains(response, "1 day left")
        self.assertContains(response, reverse("actions:move", args=[late.pk, "submit"]))

    def test_it_keeps_to_what_is_mine_and_outstanding(self):
        self.submitted()
        self.make_action(owner=self.li, verifier=self.sun)

        self.assertEqual([], self.rows(self.wang, "to_do"))

    def test_it_says_quietly_that_there_is_nothing(self):
        self.assertContains(self.get(self.wang), "You have nothing to do.")


class ToDecideTest(HomeTestCase):
    def test_it_shows_what_waits_for_me_as_verifier(self):
        submitted = self.submitted()
        asked = self.make_action()
        asked.ask_extension(by=self.wang, now=NOW, note="Parts come late.", deadline=date(2026, 9, 30))
        verified = self.submitted()
        verified.verify(by=self.li, now=NOW)
        self.make_action()

        # to be verified by 4 September, due on the 15th, without a day
        self.assertEqual([submitted, asked, verified], self.rows(self.li, "to_decide"))

    def test_it_is_not_shown_to_the_owner(self):
        self.submitted()

        self.assertEqual([], self.rows(self.wang, "to_decide"))


class ToKnowTest(HomeTestCase):
    def test_it_shows_what_others_answered_lately(self):
        action = self.submitted()
        action.send_back(by=self.li, now=LATER - timedelta(days=2), note="The photo shows another edge.")

        response = self.get(self.wang)

        self.assertContains(response, "The photo shows another edge.")
        self.assertEqual(["send_back"], [event.verb for event in response.context["to_know"]])

    def test_it_forgets_after_two_weeks(self):
        self.submitted().send_back(by=self.li, now=LATER - timedelta(days=15), note="No.")

        self.assertEqual([], list(self.get(self.wang).context["to_know"]))

    def test_it_does_not_tell_me_what_i_did_myself(self):
        self.submitted().send_back(by=self.li, now=LATER - timedelta(days=2), note="No.")

        self.assertEqual([], list(self.get(self.li).context["to_know"]))


class PlacesTest(HomeTestCase):
    def setUp(self):
        super().setUp()
        self.late = self.make_action()
        self.void = self.make_action(finding=self.late.finding)
        self.void.void(by=self.chen, now=NOW, note="Twice.")
        self.submitted()
        self.open = self.make_finding()
        self.emptied = self.make_finding()
        self.make_action(finding=self.emptied).void(by=self.chen, now=NOW, note="Twice.")
        withdrawn = self.make_finding()
        withdrawn.withdraw(by=self.chen, now=NOW, note="Wrong.")
        self.make_incident(occurred_on=date(2026, 7, 3))
        self.make_incident().void(by=self.chen, now=NOW, note="Twice.")
        self.imported = Action.objects.create(
            number="A-2026-900001",
            site=self.plant,
            title="Old",
            criterion="?",
            assigned_at=NOW,
            source="register",
            source_key="1",
            completed=False,
        )

    def figures(self, user):
        return self.get(user).context["figures"]

    def test_each_number_is_the_length_of_its_list(self):
        for user in (self.chen, self.sun, self.he):
            for figure in self.figures(user):
                if figure.count:
                    page = self.client.get(figure.url).context["page"]
                    self.assertEqual(page.paginator.count, figure.count, (str(user), figure))

    def test_it_counts(self):
        self.assertEqual([1, 1], [figure.count for figure in self.figures(self.chen)])

    def test_it_leads_to_the_overview(self):
        self.assertContains(self.get(self.chen), f'href="{reverse("overview:overview")}"', count=2)

    def test_causes_without_an_action_are_listed(self):
        response = self.get(self.chen, reverse("overview:causes"))

        self.assertEqual({self.open, self.emptied}, {finding for finding, _may_add in response.context["rows"]})
        self.assertContains(response, reverse("actions:new") + f"?finding={self.open.pk}")

    def test_a_reporter_has_work_but_no_places(self):
        response = self.get(self.wang)

        self.assertEqual([], response.context["figures"])
        self.assertNotContains(response, "At my places")

    def test_an_administrator_sees_no_numbers(self):
        self.assertEqual([], self.figures(self.guan))

    def test_somebody_elsewhere_sees_nothing_of_it(self):
        response = self.get(self.zhao)

        self.assertEqual([0, 0], [figure.count for figure in response.context["figures"]])
        for group in ("to_do", "to_decide", "to_know"):
            self.assertFalse(response.context[group])
        self.assertFalse(self.get(self.zhao, reverse("overview:causes")).context["rows"])


class QueriesTest(HomeTestCase):
    def make(self, count):
        finding = self.make_finding()
        people = {"owner": self.sun, "verifier": self.li}
        for _ in range(count):
            self.make_action(finding=finding, **people)
            self.make_finding(finding.incident)
            submitted = self.submitted()
            submitted.edit(by=self.chen, now=NOW, verifier=self.sun)
            back = self.make_action(finding=finding, **people)
            back.ask_extension(by=self.sun, now=NOW, note="Parts.", deadline=date(2026, 9, 30))
            back.refuse_extension(by=self.chen, now=LATER - timedelta(days=1), note="No.")

    def queries(self, url):
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(url)
        self.assertEqual(200, response.status_code)
        return len(captured)

    def test_they_are_as_many_at_3_rows_as_at_30(self):
        for url in (self.url, reverse("overview:causes")):
            with self.subTest(url):
                self.sign_in(self.sun)
                self.make(3)
                few = self.queries(url)
                self.make(27)

                self.assertEqual(few, self.queries(url))
                self.assertLessEqual(few, 20)


class RolesTest(HomeTestCase):
    def test_every_role_has_a_home(self):
        auditor = self.person("aud", "审计", Role.AUDITOR, region=self.district)
        for user in (self.he, self.chen, self.sun, self.li, self.wang, self.zhao, self.guan, auditor):
            self.assertEqual(200, self.get(user).status_code)

    def test_nobody_gets_in_without_signing_in(self):
        for url in (self.url, reverse("overview:late"), reverse("overview:causes")):
            self.assertRedirects(
                self.client.get(url), f"{reverse('account_login')}?next={url}", fetch_redirect_response=False
            )
