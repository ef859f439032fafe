import csv
from datetime import date

from django.db import transaction

from accounts.duty_lines import Coverage, lines_at, posts_of, vacancies, vacant_at
from accounts.models import Appointment, Organization, Region, Role, Sector, Site
from tests.base import BaseTestCase


class PlaceListTestCase(BaseTestCase):
    def sites(self, **query):
        return [site.name for site in self.client.get("/sites/", query).context["page"]]

    def organizations(self, **query):
        return [one.name for one in self.client.get("/organizations/", query).context["page"]]

    def test_zhao_sees_only_what_lies_in_the_own_district(self):
        self.sign_in(self.zhao)

        self.assertEqual(self.sites(), ["一车间"])
        self.assertEqual(self.organizations(), ["乙区机械厂"])
        self.assertEqual(self.sites(q="城南"), [])
        for url in ("/sites/", "/organizations/"):
            for query in ({}, {"export": "csv"}):
                response = self.client.get(url, query)
                text = b"".join(response.streaming_content) if response.streaming else response.content
                for secret in ("South site", "Hongyuan", "District A"):
                    self.assertNotIn(secret, text.decode())

    def test_somebody_without_a_duty_sees_none(self):
        self.sign_in(type(self.wang).objects.create_user("nobody@example.org", None, name="某", language="en"))

        self.assertContains(self.client.get("/sites/"), "You have no duty at any site")
        self.assertEqual(self.organizations(), [])

    def test_an_administrator_sees_all_places_and_still_no_incident(self):
        self.make_incident()
        self.sign_in(self.guan)

        self.assertCountEqual(self.sites(), ["城南工地", "一车间"])
        self.assertCountEqual(self.organizations(), ["宏远建筑公司", "乙区机械厂"])
        self.assertEqual(list(self.client.get("/incidents/").context["page"]), [])

    def test_it_filters(self):
        fire = Sector.objects.create(code="fire", name="消防")
        mall = Organization.objects.create(name="百汇", kind="agency")
        Site.objects.create(organization=mall, name="广场", region=self.district, sector=fire, crowded_place=True)
        Site.objects.create(organization=self.company, name="库房", region=self.district)
        self.plant.add_alias("South yard", by=self.guan, now="2026-09-01 10:00Z")
        self.sign_in(self.chen)

        for query, expected in (
            ({"q": "城南"}, ["城南工地"]),
            ({"q": "south YARD"}, ["城南工地"]),
            ({"q": "hongyuan"}, ["城南工地", "库房"]),
            ({"region": self.district.pk}, ["城南工地", "广场", "库房"]),
            ({"sector": fire.pk}, ["广场"]),
            ({"kind": "agency"}, ["广场"]),
            ({"flag": "crowded_place"}, ["广场"]),
            ({"flag": "major_hazard_source"}, []),
            ({"vacancy": "enterprise"}, ["广场"]),
            ({"vacancy": "territory"}, []),
            ({"vacancy": "sector"}, ["城南工地", "广场", "库房"]),
            ({"vacancy": "any", "q": "城南"}, ["城南工地"]),
        ):
            with self.subTest(query):
                self.assertCountEqual(self.sites(**query), expected)
        for query, expected in (
            ({"q": "宏远"}, ["宏远建筑公司"]),
            ({"region": self.district.pk}, ["宏远建筑公司", "百汇"]),
            ({"vacancy": "enterprise"}, ["百汇"]),
            ({"kind": "agency"}, ["百汇"]),
        ):
            with self.subTest(organizations=query):
                self.assertCountEqual(self.organizations(**query), expected)

    def test_what_it_cannot_read_never_widens_a_list(self):
        self.sign_in(self.chen)

        for url in ("/sites/", "/organizations/"):
            for query in ({"region": self.elsewhere.pk}, {"vacancy": "x"}, {"nonsense": "1"}, {"q": "a\0b"}):
                with self.subTest(url, query=query):
                    response = self.client.get(url, query)
                    self.assertEqual((response.status_code, list(response.context["page"])), (400, []))

    def test_a_line_has_a_name_where_an_appointment_of_today_says_so(self):
        self.sign_in(self.chen)
        self.assertEqual(self.sites(vacancy="sector"), ["城南工地"])

        Site.objects.create(organization=self.company, name="库房", region=self.district)
        zhou = self.person("zhou", "周正", Role.OFFICIAL, region=self.district, sector=self.sector)
        self.assertEqual(self.sites(vacancy="sector"), ["库房"])  # a site without a sector has nobody in charge
        Site.objects.filter(name="库房").update(sector=self.sector)
        self.assertEqual(self.sites(vacancy="sector"), [])
        Site.objects.filter(name="库房").update(region=self.elsewhere)
        zhou.appointments.update(ends_on="2020-02-01")
        self.assertEqual(self.sites(vacancy="sector"), ["城南工地"])

        self.appoint(zhou, Role.LEADER, region=Region.objects.create(code="50", name="市"), sector=self.sector)
        self.assertEqual(self.sites(vacancy="sector"), [])
        type(zhou).objects.filter(pk=zhou.pk).update(is_active=False)
        self.assertEqual(self.sites(vacancy="sector"), ["城南工地"])

    def test_the_file_holds_the_rows_of_the_page(self):
        Site.objects.create(organization=self.company, name="=1+1", region=self.district, major_hazard_source=True)
        self.sign_in(self.chen)

        content = b"".join(self.client.get("/sites/?export=csv").streaming_content).decode("utf-8-sig")
        header, *rows = csv.reader(content.splitlines())

        by_name = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
        self.assertEqual(set(by_name), {"South site", "'=1+1"})
        self.assertEqual(by_name["South site"]["Nobody named in"], "Sector")
        self.assertEqual(by_name["'=1+1"]["Major hazard source"], "yes")
        self.assertEqual(self.client.get("/organizations/?export=xlsx").status_code, 200)

    def test_one_chooses_the_columns(self):
        self.sign_in(self.chen)

        page = self.client.get("/sites/?columns=code&columns=address")

        self.assertEqual([column.name for column in page.context["columns"]], ["site", "code", "address"])
        self.assertContains(page, "500101")

    def test_it_asks_for_the_same_number_of_queries_whatever_the_number_of_rows(self):
        self.sign_in(self.chen)
        for wanted in (3, 30):
            for number in range(Site.objects.count(), wanted):
                organization = Organization.objects.create(name=f"单位{number}")
                Site.objects.create(organization=organization, name=f"场所{number}", region=self.district)
            for url, count in (("/sites/", 11), ("/sites/?export=csv", 8), ("/organizations/", 9)):
                with self.subTest(url, rows=wanted), self.assertNumQueries(count):
                    response = self.client.get(url)
                    b"".join(response.streaming_content if response.streaming else [])


class VacancyTestCase(BaseTestCase):
    """The list and the page of a site say the same of every kind of appointment."""

    def test_the_condition_of_the_lists_agrees_with_the_page(self):
        mine = Site.objects.create(organization=self.other_company, name="矿", region=self.elsewhere)
        here, there = {"region": self.district}, {"region": self.elsewhere}
        sector = {"sector": self.sector}
        places = (here, there, here | sector, there | sector, {"organization": self.company}, {"site": mine})
        more = ({"everywhere": True}, {"organization": self.other_company} | there, {"site": mine} | sector)
        for number, place in enumerate((*places, *more)):
            for role in (Role.OFFICIAL, Role.LEADER, Role.SAFETY_MANAGER, Role.AUDITOR, Role.REPORTER):
                with self.subTest(role=role, **place), transaction.atomic():
                    Appointment.objects.update(ends_on=date(2020, 2, 1))
                    self.person(f"p{number}{role}", "某", role, **place)
                    for site in Coverage().mark(Site.objects.select_related("region")):
                        vacant = [line.line for line in lines_at(site) if line.is_vacant]
                        self.assertEqual(vacancies(site), vacant, site.name)
                        posts = posts_of(site.organization, list(site.organization.sites.select_related("region")))
                        self.assertEqual(vacant_at(site, posts), vacant, site.name)
