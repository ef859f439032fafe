"""The page itself: who sees which numbers, and that each opens a list as long as it says."""

import re
from datetime import date, timedelta
from html import unescape
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organization, Role, Site
from actions.models import Action
from alerts import watching
from overview.overview import numbers
from overview.scope import Asking, Scope
from tests.base import NOW, BaseTestCase, instant

from .figures import figures_of, rows_behind

LATER = instant("2026-10-20 10:00")


class OverviewTestCase(BaseTestCase):
    url = reverse("overview:overview")

    def setUp(self):
        clock = patch("common.clock.now", return_value=LATER)
        clock.start()
        self.addCleanup(clock.stop)

    def get(self, user, **query):
        self.sign_in(user)
        return self.client.get(self.url, query)


class NumbersTest(OverviewTestCase):
    def setUp(self):
        super().setUp()
        self.make_a_bit_of_everything()

    def make_a_bit_of_everything(self):
        finding = self.make_finding()
        for days, priority in ((3, "critical"), (20, "ordinary"), (40, "ordinary"), (5, "ordinary")):
            deadline = (LATER - timedelta(days=days)).date()
            self.make_action(finding=finding, deadline=deadline, priority=priority, strength="engineering")
        self.make_action(finding=finding, owner=self.sun, deadline=date(2026, 9, 10), strength="protection")
        self.make_action(finding=finding, owner=self.sun, verifier=self.chen, deadline=date(2026, 12, 1))
        asked = self.make_action(finding=finding, deadline=date(2026, 11, 1))
        asked.ask_extension(by=self.wang, now=NOW, note="Parts.", deadline=date(2026, 11, 20))
        given = self.make_action(finding=finding, deadline=date(2026, 9, 5))
        given.ask_extension(by=self.wang, now=NOW, note="Parts.", deadline=date(2026, 11, 20))
        given.grant_extension(by=self.li, now=NOW)
        self.submitted()
        again = self.submitted()
        again.verify(by=self.li, now=NOW)
        again.reopen(by=self.li, now=NOW, note="It came loose.", deadline=date(2026, 12, 20))
        self.submitted().verify(by=self.li, now=NOW)
        self.make_action(finding=finding).void(by=self.chen, now=NOW, note="Twice.")
        self.make_finding(finding.incident)
        self.make_incident(occurred_on=date(2026, 10, 19), deaths=2, now=LATER)
        self.make_incident(occurred_on=date(2026, 10, 19), deaths=0, now=LATER).void(
            by=self.chen, now=LATER, note="Twice."
        )
        there = self.make_incident(site=self.other_plant, by=self.zhao)
        far = self.person("qian", "钱进", Role.REPORTER, region=self.elsewhere)
        self.make_action(incident=there, by=self.zhao, owner=far, verifier=self.zhao, deadline=date(2026, 9, 2))
        Action.objects.create(
            number="A-2026-900001",
            site=self.plant,
            title="Old",
            criterion="?",
            assigned_at=NOW,
            source="register",
            source_key="1",
            completed=False,
        )

    def test_each_number_opens_a_list_as_long_as_it_says(self):
        everywhere = self.person("all", "全", Role.LEADER, everywhere=True)
        nobody = self.person("nobody", "某", Role.REPORTER, site=self.other_plant)
        for user in (self.chen, self.sun, self.he, self.zhao, self.wang, everywhere, nobody, self.guan):
            for query in ({}, {"organization": self.company.pk}, {"sector": self.sector.pk}, {"site": self.plant.pk}):
                scope = Scope(Asking(user, LATER, query))
                for figure in figures_of({} if scope.errors else numbers(scope)):
                    with self.subTest(user=str(user), figure=figure, **query):
                        self.assertEqual(rows_behind(figure, user, LATER).count(), figure.count)

    def test_every_number_on_the_page_is_a_link_to_its_list(self):
        page = self.get(self.chen).content.decode()
        main = page[page.index('<div id="overview">') :]

        links = re.findall(r'<a[^>]*href="([^"]+\?[^"]*)"[^>]*>\s*(?:<span[^>]*>)?\s*([\d,]+)', main)

        self.assertGreater(len(links), 15)
        for url, number in links:
            with self.subTest(url):
                self.assertEqual(self.client.get(unescape(url)).context["page"].paginator.count, int(number))

    def test_it_counts(self):
        context = self.get(self.chen).context

        self.assertEqual(context["late"].total.count, 5)
        self.assertEqual(context["late"].critical.count, 1)
        self.assertEqual(
            [[cell.count for cell in cells] for _label, cells, _sum in context["late"].rows],
            [[1, 0, 0, 0], [1, 1, 2, 0]],
        )
        self.assertEqual(
            [(d.owner, d.days, d.late.count) for d in context["debtors"]], [(self.wang, 40, 4), (self.sun, 40, 1)]
        )
        self.assertEqual([figure.count for figure in context["waiting"]], [1, 1, 1, 0, 1])
        self.assertEqual([figure.count for figure in context["held"]], [1, 1])
        self.assertEqual([(s.part.count, s.rest.count) for s in context["kept"]], [(2, 7), (2, 5)])

    def test_the_worst_enterprise_comes_first_with_what_it_owes(self):
        second = Site.objects.create(
            organization=Organization.objects.create(name="丙"), name="丙", region=self.district, sector=self.sector
        )
        finding = self.make_finding(self.make_incident(site=second, deaths=0))
        for _ in range(9):
            self.make_action(finding=finding, owner=self.chen, verifier=self.he, deadline=date(2026, 10, 18))

        page = self.get(self.chen)
        rows = page.context["worst"]

        self.assertContains(page, "is worst: 5 late actions, 1 of them critical, the oldest for 40 days")
        self.assertEqual([row.place.name for row in rows], ["宏远建筑公司", "丙"])
        self.assertEqual([(row.late.count, row.critical.count, row.oldest) for row in rows], [(5, 1, 40), (9, 0, 2)])

    def test_the_sites_of_one_enterprise_are_compared_with_each_other(self):
        shed = Site.objects.create(
            organization=self.company, name="库房", region=self.district, sector=self.sector, name_en="Shed"
        )
        finding = self.make_finding(self.make_incident(site=shed, deaths=0))
        self.make_action(finding=finding, owner=self.chen, verifier=self.he, deadline=date(2026, 10, 18))

        for user, query in ((self.chen, {"organization": self.company.pk}), (self.sun, {})):
            response = self.get(user, **query)

            self.assertEqual([str(row.place) for row in response.context["worst"]], ["South site", "Shed"])
            self.assertContains(response, "Which sites are worst")

    def test_zhao_sees_only_the_own_district(self):
        response = self.get(self.zhao)

        self.assertEqual(response.context["late"].total.count, 1)
        for secret in ("Hongyuan", "South site", "Wang"):
            self.assertNotContains(response, secret)
        self.assertEqual(self.get(self.zhao, site=self.plant.pk).status_code, 400)

    def test_a_reporter_sees_the_own_work_and_an_administrator_nothing(self):
        self.assertEqual(self.get(self.wang).context["late"].total.count, 4)
        self.assertEqual(self.get(self.guan).context["late"].total.count, 0)
        self.assertContains(self.get(self.guan), "Nothing is late")

    def test_what_it_cannot_read_shows_no_number(self):
        for query in ({"site": "x"}, {"region": self.elsewhere.pk}, {"stie": 1}, {"organization": "a\0b"}):
            response = self.get(self.chen, **query)

            self.assertEqual(response.status_code, 400)
            self.assertNotIn("late", response.context)
            self.assertContains(response, "cannot be read", status_code=400)

    def test_a_swap_gets_the_numbers_alone(self):
        self.sign_in(self.chen)
        fragment = self.client.get(self.url, headers={"HX-Request": "true"})

        self.assertContains(fragment, "Late, by days and priority")
        self.assertNotContains(fragment, "<html")

    def test_what_stands_above_follows_the_places_that_are_chosen(self):
        self.sign_in(self.chen)
        places = f"?site={self.plant.pk}"
        ways = {"/overview/": ["sheet", "rates", "pictures"], "/overview/rates/": [""], "/overview/pictures/": [""]}
        for url, names in ways.items():
            page, swapped = (self.client.get(url + places, headers=h) for h in ({}, {"HX-Request": "true"}))
            for name in names:
                way = f'href="/overview/{name + "/" if name else ""}{places}"'
                self.assertContains(page, way)
                self.assertContains(swapped, way)
            self.assertNotContains(page, "hx-swap-oob")
            self.assertContains(swapped, "hx-swap-oob", count=1)


class QueriesTest(OverviewTestCase):
    """With two fatal accidents within a week, of which an alert tells."""

    def setUp(self):
        super().setUp()
        for day in (17, 19):
            self.make_incident(occurred_on=date(2026, 10, day), now=LATER)
        watching.look(LATER)

    def test_they_are_twelve_at_most_and_do_not_grow(self):
        everywhere = self.person("all", "全", Role.LEADER, everywhere=True)
        for user in (self.chen, self.li, self.wang, everywhere):
            self.sign_in(user)
            finding = self.make_finding()
            self.make_action(finding=finding, owner=self.sun, verifier=self.li, deadline=date(2026, 9, 2))
            few = self.queries()
            for number in range(20):
                self.make_action(finding=finding, deadline=date(2026, 9, 2) + timedelta(days=number))

            self.assertEqual(few, self.queries())
            self.assertLessEqual(few, 12)
            self.assertEqual(bool(self.client.get(self.url).context["alerts"]), user != self.wang)

    def test_a_place_that_is_typed_because_there_are_many_costs_one_more_and_no_more_than_twelve(self):
        everywhere = self.person("all", "全", Role.LEADER, everywhere=True)
        Site.objects.bulk_create(
            Site(organization=self.company, name=f"店{number}", region=self.district, time_zone="Asia/Shanghai")
            for number in range(60)
        )
        for user in (everywhere, self.chen):
            self.sign_in(user)
            self.assertLessEqual(self.queries(), 12)

    def queries(self):
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(self.url, {"site": self.plant.pk})
        self.assertEqual(response.status_code, 200)
        return len(captured)
