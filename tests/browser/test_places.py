"""A site is added and its double merged, by typing and choosing, with and without JavaScript."""

from accounts.models import Site
from tests.browser.base import BrowserTestCase


class PlacesTestCase(BrowserTestCase):
    def add_site(self, page, name):
        page.locator("[name=name]").fill(name)
        page.get_by_role("button", name="Add this site").click()
        page.wait_for_url(f"{self.live_server_url}/sites/*/")
        return Site.objects.get(name=name)

    def test_a_county_is_chosen_while_one_types(self):
        page = self.visit(self.guan)
        self.open(page, "/sites/new/")
        page.locator("[name=organization]").press_sequentially("Hongyuan")
        page.get_by_text("Hongyuan Construction").click()
        page.locator("[name=region]").press_sequentially("朝阳")
        page.get_by_text("北京市 · 朝阳区").click()

        site = self.add_site(page, "北工地")

        self.assertEqual((site.organization, site.region.code), (self.company, "110105"))
        self.assertEqual(self.problems, [])

    def test_without_javascript_one_types_searches_and_chooses(self):
        page = self.visit(self.guan, java_script_enabled=False)
        self.open(page, f"/sites/new/?organization={self.company.pk}")
        page.locator("[name=name]").fill("北工地")
        page.locator("[name=region]").fill("朝阳")
        page.locator("button[value=region]").click()
        page.get_by_text("北京市 · 朝阳区").click()

        site = self.add_site(page, "北工地")

        self.assertEqual((site.organization, site.region.code), (self.company, "110105"))

    def test_a_double_is_merged_after_a_look(self):
        double = Site.objects.create(organization=self.company, name="城南 工地", region=self.district)
        page = self.visit(self.guan)
        self.open(page, f"/sites/{double.pk}/merge/")
        page.locator(f"a[href$='into={self.plant.pk}']").first.click()
        page.locator("[name=note]").fill("One gate, one yard.")
        page.get_by_role("button", name="Merge the two for good").click()
        page.wait_for_url(f"{self.live_server_url}/sites/{self.plant.pk}/")

        self.assertIn("城南 工地", page.content())
        self.open(page, f"/sites/{double.pk}/")
        self.assertEqual(page.url, f"{self.live_server_url}/sites/{self.plant.pk}/")
