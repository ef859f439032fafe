from datetime import date

from accounts.models import Exposure, Organization, Role, Site
from overview.rates.months import Months
from tests.actions.case import PageTestCase
from tests.base import NOW


class SitePageTestCase(PageTestCase):
    @property
    def url(self):
        return f"/sites/{self.plant.pk}/"

    def test_zhao_finds_no_such_page(self):
        self.sign_in(self.zhao)

        self.assertEqual(self.client.get(self.url).status_code, 404)
        self.assertEqual(self.client.get(f"/organizations/{self.company.pk}/").status_code, 404)
        self.assertEqual(self.client.get("/sites/999999/").status_code, 404)

    def test_an_administrator_sees_the_place_and_no_incident(self):
        action = self.make_action()
        self.sign_in(self.guan)

        page = self.client.get(self.url)

        self.assertContains(page, "Administrators look after places, not after incidents")
        for secret in (action.title, action.number, action.finding.incident.number):
            self.assertNotContains(page, secret)
        self.assertNotContains(self.client.get(f"/organizations/{self.company.pk}/"), "Late")

    def test_the_three_lines_name_who_is_responsible(self):
        type(self.chen).objects.filter(pk=self.chen.pk).update(
            phone="023-1", absent_from=date(2026, 8, 30), absent_until=date(2026, 9, 5), absence_deputy=self.he
        )
        self.sign_in(self.sun)

        page = self.client.get(self.url)

        territory, sector, enterprise = page.context["lines"]
        self.assertEqual([a.person for a in territory.appointments], [self.chen, self.he])
        self.assertEqual([a.person for a in enterprise.appointments], [self.li, self.sun])
        self.assertTrue(sector.is_vacant)
        self.assertContains(page, "Nobody is named", count=1)
        self.assertContains(page, "An administrator appoints an official for Construction in District A.")
        self.assertContains(page, "tel:023-1")
        self.assertContains(page, "absent until 5 Sep 2026")
        self.assertContains(page, "in their place He")

    def test_a_reporter_gets_no_telephone(self):
        type(self.chen).objects.filter(pk=self.chen.pk).update(phone="023-1")
        self.sign_in(self.wang)

        self.assertNotContains(self.client.get(self.url), "023-1")

    def test_every_count_opens_a_list_of_that_length(self):
        finding = self.make_finding()
        self.make_action(finding=finding, deadline=date(2026, 9, 3))
        self.make_action(finding=finding)
        self.submitted(self.make_action(finding=finding))
        self.set_clock("2026-09-10 08:00")
        self.sign_in(self.chen)

        figures = self.client.get(self.url).context["figures"]

        self.assertEqual([figure.count for figure in figures], [1, 2, 1, 1])
        for figure in figures:
            self.assertEqual(self.client.get(figure.url).context["page"].paginator.count, figure.count)

    def test_they_do_so_where_there_are_too_many_sites_to_list(self):
        for number in range(51):
            site = Site.objects.create(organization=self.company, name=f"场所{number}", region=self.district)
            self.make_incident(site=site)
        self.make_incident()
        self.sign_in(self.chen)

        *_actions, incidents = self.client.get(self.url).context["figures"]
        opened = self.client.get(incidents.url)

        self.assertEqual((incidents.count, opened.context["page"].paginator.count), (1, 1))
        self.assertEqual([str(chip.value) for chip in opened.context["chips"]], ["Hongyuan Construction · South site"])
        self.assertEqual(self.client.get("/incidents/?site=场所7").context["page"].paginator.count, 1)

    def test_late_work_comes_first_and_closed_work_not_at_all(self):
        finding = self.make_finding()
        later = self.make_action(finding=finding, deadline=date(2026, 9, 20))
        late = self.make_action(finding=finding, deadline=date(2026, 9, 3))
        void = self.make_action(finding=finding)
        void.void(by=self.chen, now=NOW, note="Double.")
        self.sign_in(self.chen)

        self.assertEqual(list(self.client.get(self.url).context["actions"]), [late, later])

    def test_a_double_leads_to_what_it_was_merged_into(self):
        yard = Site.objects.create(organization=self.company, name="老工地", region=self.district)
        double = Organization.objects.create(name="宏远")
        yard.merge_into(self.plant, by=self.guan, now=NOW)
        self.company.refresh_from_db()
        double.merge_into(self.company, by=self.guan, now=NOW)

        self.sign_in(self.chen)
        self.assertRedirects(self.client.get(f"/sites/{yard.pk}/"), self.url)
        self.assertRedirects(self.client.get(f"/organizations/{double.pk}/"), f"/organizations/{self.company.pk}/")
        self.sign_in(self.zhao)
        self.assertEqual(self.client.get(f"/sites/{yard.pk}/").status_code, 404)
        self.assertEqual(self.client.get(f"/organizations/{double.pk}/").status_code, 404)

    def test_names_of_places_lead_there_only_where_the_reader_may_go(self):
        action = self.make_action()
        self.sign_in(self.wang)
        self.assertContains(self.client.get(action.get_absolute_url()), f'href="{self.url}"')

        self.wang.appointments.update(ends_on=date(2020, 2, 1))
        self.sign_in(type(self.wang).objects.get(pk=self.wang.pk))
        page = self.client.get(action.get_absolute_url())
        self.assertContains(page, "South site")
        self.assertNotContains(page, f'href="{self.url}"')

    def test_it_asks_for_the_same_number_of_queries_whatever_there_is(self):
        self.sign_in(self.chen)
        finding = self.make_finding()
        for wanted in (1, 12):
            for number in range(wanted):
                self.make_action(finding=finding)
                self.make_incident()
                self.person(f"m{wanted}-{number}", "某", Role.SAFETY_MANAGER, site=self.plant)
                self.plant.add_alias(f"Yard {wanted} {number}", by=self.guan, now=NOW)
            with self.subTest(wanted), self.assertNumQueries(12):
                self.client.get(self.url)

    def test_a_sector_that_is_not_named_is_said(self):
        Site.objects.filter(pk=self.plant.pk).update(sector=None)
        self.sign_in(self.chen)

        self.assertContains(self.client.get(self.url), "The site has no sector")


class OrganizationPageTestCase(PageTestCase):
    @property
    def url(self):
        return f"/organizations/{self.company.pk}/"

    def test_it_shows_its_sites_with_what_is_open_and_late(self):
        finding = self.make_finding()
        self.make_action(finding=finding, deadline=date(2026, 9, 3))
        self.make_action(finding=finding)
        self.set_clock("2026-09-10 08:00")
        self.sign_in(self.chen)

        page = self.client.get(self.url)

        row = page.context["sites"][0]
        self.assertEqual((row["site"], row["open"].count, row["late"].count), (self.plant, 2, 1))
        self.assertEqual(self.client.get(row["late"].url).context["page"].paginator.count, 1)
        self.assertEqual([a.person for a in page.context["managers"]], [self.sun])
        self.assertContains(page, "建筑施工，120人")

    def test_its_rates_are_shown_to_whoever_sees_all_of_it(self):
        for month in Months(date(2026, 1, 1), date(2026, 8, 1)):
            Exposure.objects.create(organization=self.company, month=month, hours=20_000, headcount=100, at=NOW)
        self.make_incident(deaths=1, serious_injuries=0, acute_poisonings=0, minor_injuries=0)
        for reader in (self.chen, self.sun, self.li):
            self.sign_in(reader)
            rates = {rate.kind.name: str(rate.value) for rate in self.client.get(self.url).context["rates"]}
            self.assertEqual((rates["deaths_per_1000"], rates["ltifr"]), ("10.0000", "6.25"))

        Site.objects.create(organization=self.company, name="城北", region=self.elsewhere)

        for reader in (self.chen, self.li, self.wang, self.guan, self.zhao):
            self.sign_in(reader)
            self.assertNotIn("rates", self.client.get(self.url).context)

    def test_an_administrator_finds_its_calendar(self):
        self.sign_in(self.guan)
        self.assertContains(self.client.get(self.url), f'href="/calendars/organizations/{self.company.pk}/2026/"')

        self.sign_in(self.chen)
        self.assertNotContains(self.client.get(self.url), "/calendars/")

    def test_it_asks_for_the_same_number_of_queries_whatever_the_number_of_sites(self):
        self.sign_in(self.chen)
        for wanted in (2, 20):
            for number in range(Site.objects.count(), wanted):
                Site.objects.create(organization=self.company, name=f"场所{number}", region=self.district)
            with self.subTest(wanted), self.assertNumQueries(14):
                self.client.get(self.url)
