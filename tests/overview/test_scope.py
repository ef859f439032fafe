from datetime import date
from unittest.mock import patch

from django.urls import reverse

from accounts.models import Organization, Region, Sector, Site
from overview.scope import Asking, Scope
from tests.base import BaseTestCase, instant

LATER = instant("2026-09-05 10:00")
NAMES = ("incidents:list", "actions:list", "overview:late", "overview:causes", "accounts:sites")


class ScopeTestCase(BaseTestCase):
    """Two sites of the company in the district, in two sectors, one of them in a street of it; the plant of another
    enterprise lies elsewhere."""

    def setUp(self):
        clock = patch("common.clock.now", return_value=LATER)
        clock.start()
        self.addCleanup(clock.stop)
        self.street = Region.objects.create(code="500101003", name="三街", jurisdiction="CN", country="CN")
        self.mining = Sector.objects.create(code="mining", name="矿山", name_en="Mining")
        self.quarry = Site.objects.create(
            organization=self.company, name="采石场", region=self.street, sector=self.mining
        )
        for site, by in ((self.plant, self.chen), (self.quarry, self.chen), (self.other_plant, self.zhao)):
            incident = self.make_incident(site=site, by=by)
            self.make_finding(incident, by=by)
            if site != self.other_plant:
                finding = self.make_finding(incident, by=by)
                self.make_action(finding=finding, owner=self.sun, verifier=self.chen, deadline=date(2026, 9, 2))

    def scope(self, user, **query):
        return Scope(Asking(user, LATER, query))

    def sites_of(self, scope):
        """The sites of all records that the scope holds; the same for every kind of them."""
        kinds = [
            set(scope.sites),
            {incident.site for incident in scope.incidents},
            {action.site for action in scope.actions},
            {finding.incident.site for finding in scope.findings},
        ]
        for sites in kinds:
            self.assertEqual(kinds[0], sites)
        return kinds[0]

    def test_zhao_sees_nothing_of_the_district_however_it_is_asked_for(self):
        self.assertEqual(set(self.scope(self.zhao).incidents.values_list("site", flat=True)), {self.other_plant.pk})
        for query in ({"site": self.plant.pk}, {"organization": self.company.pk}, {"region": self.district.pk}):
            with self.subTest(query):
                scope = self.scope(self.zhao, **query)
                self.assertTrue(scope.errors)
                for records in (scope.sites, scope.incidents, scope.actions, scope.findings):
                    self.assertFalse(records)
        self.assertFalse(self.scope(self.zhao, sector=self.mining.pk).incidents)
        self.assertFalse(self.scope(self.guan, region=self.district.pk).incidents)

    def test_it_narrows_to_places_within_each_other(self):
        both = {self.plant, self.quarry}
        for query, sites in (
            ({}, both),
            ({"region": self.district.pk}, both),
            ({"region": self.street.pk}, {self.quarry}),
            ({"organization": self.company.pk}, both),
            ({"sector": self.mining.pk}, {self.quarry}),
            ({"site": self.plant.pk}, {self.plant}),
            ({"site": self.plant.pk, "sector": self.mining.pk}, set()),
            ({"region": self.street.pk, "organization": self.company.pk}, {self.quarry}),
        ):
            with self.subTest(query):
                self.assertEqual(self.sites_of(self.scope(self.chen, **query)), sites)

    def test_every_list_takes_its_parameters_and_shows_its_rows(self):
        self.sign_in(self.chen)
        for query in ({"region": self.street.pk}, {"site": self.quarry.pk}, {"sector": self.mining.pk}):
            scope = self.scope(self.chen, **query)
            for name in NAMES:
                with self.subTest(name, **query):
                    response = self.client.get(scope.listed(name))
                    self.assertEqual(response.status_code, 200)
                    self.assertEqual(len(response.context["chips"]), 1)
                    rows = {
                        "incidents:list": scope.incidents,
                        "actions:list": scope.actions,
                        "overview:late": scope.actions.late(LATER),
                        "overview:causes": scope.findings.filter(actions=None),
                        "accounts:sites": scope.sites,
                    }
                    self.assertCountEqual(response.context["page"], rows[name])
        organizations = self.client.get(scope.listed("accounts:organizations")).context["page"]
        self.assertEqual(list(organizations), [self.company])

    def test_a_place_may_be_typed(self):
        scope = self.scope(self.chen, site="宏远 · 采石")

        self.assertEqual(scope.places, [self.quarry])
        self.assertEqual(scope.query, f"site={self.quarry.pk}")
        self.assertEqual(self.scope(self.chen, region="500101003").places, [self.street])
        self.assertTrue(self.scope(self.chen, site="一车间").errors)

    def test_who_is_named_on_an_action_elsewhere_may_ask_for_its_site(self):
        there = self.make_incident(site=self.other_plant, by=self.zhao)
        self.make_action(incident=there, by=self.zhao, owner=self.zhao, verifier=self.person_there())
        verifier = self.far
        verifier.appointments.update(site=self.plant, region=None)

        scope = self.scope(type(verifier).objects.get(pk=verifier.pk), site=self.other_plant.pk)

        self.assertEqual(scope.actions.count(), 1)
        self.assertFalse(scope.incidents)

    def person_there(self):
        self.far = self.person("qian", "钱进", "reporter", region=self.elsewhere)
        return self.far

    def test_many_places_are_typed_and_few_are_listed(self):
        self.assertIn(f'<option value="{self.quarry.pk}">', str(self.scope(self.chen).form))
        many = Organization.objects.create(name="百店公司")
        Site.objects.bulk_create(
            Site(organization=many, name=f"店{number}", region=self.district, time_zone="Asia/Shanghai")
            for number in range(51)
        )

        form = str(self.scope(self.chen, site=self.quarry.pk).form)

        self.assertNotIn("店5", form)
        self.assertIn(reverse("accounts:typed", args=["sites"]), form)
        self.assertIn('value="Hongyuan Construction · 采石场"', form)
