from accounts.models import Organization, Region, Site
from incidents.models import Incident
from tests.base import NOW

from .base import SMALL, ImportTestCase, register, rows


class AliasTestCase(ImportTestCase):
    """A file that goes on to call a place by its old name finds the place that it has become."""

    def setUp(self):
        self.take(register(*rows(1)))
        self.hill = Organization.objects.get(name="Hill Ltd")
        self.nowhere = Region.objects.get(code="XX-1")

    def merge(self, one, other):
        one.merge_into(other, by=self.guan, now=NOW)

    def test_an_organization_that_was_merged(self):
        self.merge(self.hill, self.company)

        account = self.take(register(*rows(2)))

        self.assertEqual((account.counts["same"], account.counts["new"]), (1, 1))
        self.assertEqual(account.batch.rows.get().incident.site.full_name, "Hongyuan Construction · North yard")
        self.assertEqual(Organization.objects.filter(name="Hill Ltd").count(), 1)

    def test_a_site_that_was_merged_also_into_one_of_another_organization(self):
        site = Site.objects.create(organization=self.company, name="Yard 7", region=self.nowhere)
        self.merge(self.hill.sites.get(), site)

        self.take(register(*rows(2)))

        self.assertEqual({incident.site for incident in Incident.objects.filter(source="small")}, {site})
        self.assertEqual(self.hill.sites.count(), 1)

    def test_a_county_of_china_needs_no_description(self):
        given = SMALL | {"site": SMALL["site"] | {"region": "500103"}, "regions": []}

        self.take(register("2,2026-08-27,Hill Ltd,South yard,A fall,1,1.5"), given)

        incident = Incident.objects.get(source_key="2")
        region = incident.site.region
        self.assertEqual((region.name, region.country, region.jurisdiction), ("渝中区", "CN", "CN"))
        self.assertEqual(incident.grade, "general")

    def test_an_alias_added_by_hand(self):
        yard = self.hill.sites.get()
        self.hill.add_alias("Hill Limited", by=self.guan, now=NOW)
        yard.add_alias("Yard N", by=self.guan, now=NOW)

        account = self.take(register("2,2026-08-27,Hill Limited,Yard N,A fall,0,1.5"))

        self.assertEqual(account.batch.rows.get().incident.site, yard)
