from datetime import date
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Site
from actions.models import Action
from tests.base import NOW, BaseTestCase, instant

LATER = instant("2026-09-20 10:00")


class LateTest(BaseTestCase):
    url = reverse("overview:late")

    def setUp(self):
        clock = patch("common.clock.now", return_value=LATER)
        clock.start()
        self.addCleanup(clock.stop)
        self.second = Site.objects.create(
            organization=self.company, name="城北工地", name_en="North site", region=self.district, sector=self.sector
        )
        self.finding = self.make_finding()
        elsewhere = self.make_finding(self.make_incident(site=self.second))
        self.five = self.make_action(finding=self.finding)
        self.ten = self.make_action(finding=self.finding, deadline=date(2026, 9, 10))
        self.north = self.make_action(finding=elsewhere, owner=self.sun, verifier=self.chen, deadline=date(2026, 9, 19))
        self.make_action(finding=self.finding, deadline=date(2026, 9, 20))  # due today: not late

    def get(self, user, **query):
        self.sign_in(user)
        return self.client.get(self.url, query)

    def test_it_shows_what_is_late_the_oldest_first(self):
        items = self.get(self.chen).context["items"]

        self.assertEqual(
            [(self.ten, 10), (self.five, 5), (self.north, 1)], [(action, days) for action, days, _next in items]
        )

    def test_it_counts_by_site_and_by_owner(self):
        response = self.get(self.chen)

        by_site = [(bar.of, bar.count, bar.oldest, bar.share) for bar in response.context["by_site"]["bars"]]
        by_owner = [(bar.of, bar.count, bar.oldest, bar.share) for bar in response.context["by_owner"]["bars"]]
        self.assertEqual([(self.plant, 2, 10, 100), (self.second, 1, 1, 10)], by_site)
        self.assertEqual([(self.wang, 2, 10, 100), (self.sun, 1, 1, 10)], by_owner)
        self.assertContains(response, "<title>2 late actions</title>", count=2)

    def test_what_was_imported_late_without_an_owner_is_listed_and_is_nobodys_bar(self):
        imported = Action.objects.create(
            number="A-2026-900001",
            site=self.plant,
            title="Old",
            criterion="?",
            assigned_at=NOW,
            deadline=date(2026, 9, 1),
            due_at=instant("2026-09-02 00:00"),
            source="register",
            source_key="1",
            completed=False,
        )

        response = self.get(self.chen)

        self.assertEqual(imported, response.context["items"][0][0])
        self.assertEqual([self.wang, self.sun], [bar.of for bar in response.context["by_owner"]["bars"]])

    def test_it_narrows_to_a_site_or_an_owner(self):
        for query in ({"site": self.second.pk}, {"owner": self.sun.pk}):
            response = self.get(self.chen, **query)

            self.assertEqual([self.north], [action for action, _days, _next in response.context["items"]])
            self.assertContains(response, "Remove this filter")

    def test_each_bar_is_as_long_as_the_list_behind_it(self):
        response = self.get(self.chen)

        for name, bars in (("site", response.context["by_site"]), ("owner", response.context["by_owner"])):
            for bar in bars["bars"]:
                for url in (self.url, reverse("actions:list")):
                    query = {name: bar.of.pk} | ({"late": 1} if url != self.url else {})
                    self.assertEqual(bar.count, self.client.get(url, query).context["page"].paginator.count)

    def test_it_shows_nothing_when_it_cannot_read_the_filter(self):
        for query in ({"site": "x"}, {"site": self.other_plant.pk}, {"why_late": "x"}, {"stie": self.plant.pk}):
            response = self.get(self.chen, **query)

            self.assertEqual(400, response.status_code)
            self.assertEqual([], response.context["items"])

    def test_it_says_what_comes_next(self):
        coming = {action: notice for action, _days, notice in self.get(self.chen).context["items"]}

        # A week late: owner, manager and official are told.
        self.assertEqual(date(2026, 9, 22), coming[self.five].not_before.date())

    def test_it_counts_why_by_reason_and_by_enterprise_and_each_number_opens_its_list(self):
        now = instant("2026-09-20 09:30")
        self.five.explain(by=self.wang, now=now, late_reason="money", note="No budget.")
        self.sign_in(self.chen)
        with patch("common.clock.now", return_value=instant("2026-10-02 10:00")):
            response = self.client.get(self.url)
            why = response.context["why"]

            self.assertEqual([("money", 1), ("unanswered", 3)], [(name, n) for name, _label, n in why["all"].reasons])
            one = why["organizations"][0]
            self.assertEqual((self.company, 4, 3), (one.of, one.count, one.unanswered))
            self.assertEqual([self.ten, self.north], response.context["silent"][:2])
            for name, _label, count in why["all"].reasons:
                for url in (self.url, reverse("actions:list")):
                    page = self.client.get(url, {"why_late": name}).context["page"]
                    self.assertEqual(count, page.paginator.count)
            page = self.client.get(self.url, {"organization": self.company.pk}).context["page"]
            self.assertEqual(one.count, page.paginator.count)

    def test_somebody_elsewhere_sees_nothing_of_it(self):
        response = self.get(self.zhao)

        self.assertContains(response, "Nothing is late at your places.")
        self.assertNotContains(response, self.five.title)

    def test_somebody_at_one_site_sees_that_site_alone(self):
        by_site = self.get(self.li).context["by_site"]

        self.assertEqual([self.plant], [bar.of for bar in by_site["bars"]])

    def test_its_queries_do_not_grow(self):
        self.sign_in(self.chen)
        few = self.queries()
        for _ in range(27):
            self.make_action(finding=self.finding, now=NOW)

        self.assertEqual(few, self.queries())
        self.assertLessEqual(few, 20)

    def queries(self):
        with CaptureQueriesContext(connection) as captured:
            self.client.get(self.url)
        return len(captured)
