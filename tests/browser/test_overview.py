from accounts.models import Organization, Site
from tests.browser.base import DESK, PHONE, BrowserTestCase


class OverviewTestCase(BrowserTestCase):
    def setUp(self):
        super().setUp()
        second = Organization.objects.create(name="丙公司", name_en="Third")
        shed = Site.objects.create(organization=second, name="库房", region=self.district, sector=self.sector)
        self.make_action(title="Fit lifelines", priority="critical")
        self.make_action(
            finding=self.make_finding(self.make_incident(site=shed)), owner=self.he, verifier=self.chen, title="Clear"
        )

    def test_it_is_accessible_and_fits_in_both_languages_sizes_and_themes(self):
        for language, viewport, theme in (("en", DESK, "light"), ("zh-hans", PHONE, "dark")):
            with self.subTest(language):
                type(self.chen).objects.filter(pk=self.chen.pk).update(language=language)
                page = self.visit(self.chen, viewport=viewport, language=language, color_scheme=theme)
                self.open(page, "/overview/")
                page.wait_for_load_state("networkidle")
                page.locator("details.meaning > summary").click()
                self.assertAccessible(page)
                width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                self.assertEqual(page.evaluate(width), 0)
        self.assertEqual(self.problems, [])

    def test_it_fits_in_windows_of_any_width(self):
        page = self.visit(self.chen)
        for path in ("/overview/", "/overview/rates/"):
            self.open(page, path)
            for wide in (320, 390, 768, 800, 900, 1000):
                page.set_viewport_size({"width": wide, "height": 900})
                width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                self.assertEqual(page.evaluate(width), 0, (path, wide))

    def test_choosing_an_enterprise_narrows_it_and_the_address_says_so(self):
        page = self.visit(self.chen)
        self.open(page, "/overview/")
        self.assertEqual(page.locator("#overview .matrix tfoot b").inner_text(), "2")

        page.locator("select[name=organization]").select_option(label="Third")
        page.wait_for_url("**/overview/?organization=*")
        chosen = page.url.partition("?")[2]
        self.assertTrue(page.get_by_role("link", name="Rates").get_attribute("href").endswith(chosen))

        self.assertEqual(page.locator("#overview .matrix tfoot b").inner_text(), "1")
        page.locator("#overview .matrix tfoot b a").click()
        self.assertEqual(page.locator("tbody [scope=row]").count(), 1)
        self.assertIn("Clear", page.locator("tbody").inner_text())

    def test_changing_the_language_keeps_the_places(self):
        page = self.visit(self.chen)
        self.open(page, "/overview/")
        page.locator("select[name=organization]").select_option(label="Third")
        page.wait_for_url("**/overview/?organization=*")
        chosen = page.url

        page.get_by_role("button", name="中文").click()
        page.locator("html[lang=zh-hans]").wait_for()

        self.assertEqual(page.url, chosen)

    def test_among_many_places_one_types_and_chooses(self):
        Site.objects.bulk_create(
            Site(organization=self.company, name=f"店{number}", region=self.district, time_zone="Asia/Shanghai")
            for number in range(60)
        )
        page = self.visit(self.chen)
        self.open(page, "/overview/")

        page.locator("input[name=organization]").press_sequentially("Thi")
        page.locator("datalist option[value=Third]").wait_for(state="attached")
        self.assertTrue(page.url.endswith("/overview/"), page.url)
        page.locator("input[name=organization]").fill("Third")
        page.locator("input[name=site]").focus()
        page.wait_for_url("**/overview/?organization=Third")

        page.get_by_role("link", name="Remove this filter").wait_for()
        self.assertEqual(page.locator("#overview .matrix tfoot b").inner_text(), "1")

    def test_it_is_asked_without_a_script(self):
        page = self.visit(self.chen, java_script_enabled=False)
        self.open(page, "/overview/")

        page.locator("select[name=organization]").select_option(label="Third")
        page.get_by_role("button", name="Show these").click()

        self.assertIn("organization=", page.url)
        self.assertEqual(page.locator("#overview .matrix tfoot b").inner_text(), "1")
