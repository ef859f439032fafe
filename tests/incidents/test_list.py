import csv
from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from accounts.models import Organization, Region, Role, Sector, Site
from incidents.models import Incident

from .case import PageTestCase


class ListTestCase(PageTestCase):
    url = "/incidents/"

    def setUp(self):
        super().setUp()
        self.fall = self.make_incident(name="The fall", deaths=2, place="Scaffold 3")
        self.fire = self.make_incident(
            name="“8·30” fire",
            occurred_on=date(2026, 8, 30),
            category="WSA10009",
            deaths=3,
            description="Paint burned.",
        )
        self.near = self.make_incident(
            name="Near",
            occurred_on=date(2026, 8, 31),
            kind="near_miss",
            deaths=0,
            category="",
            description="A brick fell.",
        )
        self.theirs = self.make_incident(by=self.zhao, site=self.other_plant, name="Theirs")
        self.sign_in(self.chen)

    def names(self, **query):
        return [incident.name for incident in self.client.get(self.url, query).context["page"]]

    def file(self, **query):
        answer = self.client.get(self.url, query | {"export": "csv"})
        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        return list(csv.DictReader(lines))

    def test_zhao_sees_only_the_own_district(self):
        self.sign_in(self.zhao)

        self.assertEqual(self.names(), ["Theirs"])
        self.assertEqual([row["Name"] for row in self.file()], ["Theirs"])
        for query in ({"q": "fall"}, {"site": self.plant.pk}, {"region": self.district.pk}):
            with self.subTest(query):
                answer = self.client.get(self.url, query)
                self.assertEqual(list(answer.context["page"]), [])
        page = self.client.get(self.url)
        for secret in ("The fall", "South site", "Hongyuan", "District A", "I-2026-000001"):
            with self.subTest(secret):
                self.assertNotContains(page, secret)

    def test_a_reporter_sees_the_own_reports_and_an_administrator_none(self):
        own = self.make_incident(by=self.wang, name="Mine")

        self.sign_in(self.wang)
        self.assertEqual(self.names(), [own.name])
        self.sign_in(self.guan)
        self.assertEqual(self.names(), [])
        self.client.logout()
        self.assertEqual(self.client.get(self.url).status_code, 302)

    def test_it_shows_the_newest_first(self):
        self.assertEqual(self.names(), ["Near", "“8·30” fire", "The fall"])

    def test_it_filters(self):
        for query, names in [
            ({"q": "scaffold"}, ["The fall"]),
            ({"q": "BURNED"}, ["“8·30” fire"]),
            ({"q": self.fire.number}, ["“8·30” fire"]),
            ({"q": "8.30"}, ["“8·30” fire"]),
            ({"q": "８．３０"}, ["“8·30” fire"]),
            ({"q": "%"}, []),
            ({"occurred_from": "2026-08-30"}, ["Near", "“8·30” fire"]),
            ({"occurred_from": "2026-08-30", "occurred_to": "2026-08-30"}, ["“8·30” fire"]),
            ({"category": "WSA10009"}, ["“8·30” fire"]),
            ({"grade": "larger"}, ["“8·30” fire"]),
            ({"grade": "none"}, ["Near"]),
            ({"kind": "near_miss"}, ["Near"]),
            ({"status": "void"}, []),
            ({"site": self.plant.pk, "kind": "accident"}, ["“8·30” fire", "The fall"]),
            ({"region": self.district.pk, "grade": "general"}, ["The fall"]),
            ({"sector": self.sector.pk, "grade": "general"}, ["The fall"]),
            ({"to_complete": "1"}, []),
        ]:
            with self.subTest(query):
                self.assertEqual(self.names(**query), names)

    def test_a_category_of_both_standards_is_one_choice(self):
        old = self.make_incident(name="Old fire", occurred_on=date(2025, 1, 5), category="GB86-08")

        self.assertEqual(self.names(category="WSA10009"), ["“8·30” fire", old.name])

    def test_it_sorts(self):
        self.assertEqual(self.names(ordering="occurred_on"), ["The fall", "“8·30” fire", "Near"])
        self.assertEqual(self.names(ordering="number"), ["The fall", "“8·30” fire", "Near"])
        self.assertEqual(self.names(ordering="-grade"), ["“8·30” fire", "The fall", "Near"])
        self.assertEqual(self.names(ordering="grade"), ["The fall", "“8·30” fire", "Near"])

    def test_what_cannot_be_read_shows_nothing_instead_of_everything(self):
        for query in (
            {"occurred_from": "yesterday"},
            {"grade": "enormous"},
            {"site": self.other_plant.pk},
            {"site": "x"},
            {"category": "WSA99999"},
            {"to_complete": "maybe"},
            {"ordering": "password"},
            {"no_such": "1"},
            {"q": "a\0b"},
            {"q": "x" * 101},
        ):
            with self.subTest(query):
                answer = self.client.get(self.url, query)
                self.assertEqual(answer.status_code, 400)
                self.assertEqual(list(answer.context["page"]), [])
                self.assertEqual(self.client.get(self.url, query | {"export": "csv"}).status_code, 400)

    def test_the_files_hold_the_rows_of_the_page(self):
        query = {"kind": "accident", "ordering": "-number"}
        numbers = [incident.number for incident in self.client.get(self.url, query).context["page"]]

        sheet = self.client.get(self.url, query | {"export": "xlsx"}).getvalue()
        rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()

        self.assertEqual([row["Number"] for row in self.file(**query)], numbers)
        self.assertEqual([row[0] for row in rows[1:]], numbers)

    def test_a_row_says_what_an_official_asks(self):
        row = self.file(q="The fall")[0]

        self.assertEqual(row["Casualties"], "2 dead")
        self.assertEqual((row["Deaths"], row["Missing"]), ("2", ""))
        self.assertEqual((row["Organization"], row["Site"]), ("Hongyuan Construction", "South site"))
        self.assertEqual((row["Region"], row["Sector"]), ("District A", "Construction"))
        self.assertEqual((row["Grade"], row["Category"]), ("General", "fall from height"))

    def test_htmx_gets_the_table_alone(self):
        fragment = self.client.get(self.url, {"q": "fall"}, headers={"HX-Request": "true"})

        self.assertContains(fragment, "The fall")
        self.assertNotContains(fragment, "<html")
        self.assertIn("HX-Request", fragment["Vary"])

    def test_the_number_of_queries_does_not_grow_with_the_rows(self):
        def places(count):
            for number in range(count):
                region = Region.objects.create(code=f"5001019{number}", name=f"街道{number}", jurisdiction="CN")
                company = Organization.objects.create(name=f"公司{number}")
                sector = Sector.objects.create(code=f"s{number}", name=f"行业{number}")
                yield Site.objects.create(organization=company, name="厂", region=region, sector=sector)

        with self.assertNumQueries(9):
            self.client.get(self.url)
        for site in places(9):
            self.make_incident(site=site)
        with self.assertNumQueries(9):
            self.assertEqual(len(self.client.get(self.url).context["page"]), 12)
        with self.assertNumQueries(6):
            self.assertEqual(len(self.file()), 12)

    def test_a_long_list_of_places_becomes_a_search(self):
        many = Organization.objects.create(name="百店公司", name_en="Hundred Shops")
        for number in range(51):
            site = Site.objects.create(organization=many, name=f"店{number:02d}", region=self.district)
            self.make_incident(site=site, name=f"At shop {number:02d}")

        page = self.client.get(self.url)

        self.assertNotContains(page, "South site</option>")
        self.assertEqual(self.names(site="店07"), ["At shop 07"])
        self.assertEqual(self.names(site="一车间"), [])


class EmptyListTestCase(PageTestCase):
    def test_it_says_why_it_is_empty(self):
        self.sign_in(self.chen)
        self.assertContains(self.client.get("/incidents/"), "Nothing has been logged at your places yet.")

        self.appoint(self.guan, Role.ADMINISTRATOR)
        self.sign_in(self.guan)
        self.assertContains(self.client.get("/incidents/"), "no duty at any site")
        self.assertNotContains(self.client.get("/incidents/"), "Log an incident")
        self.assertEqual(Incident.objects.count(), 0)
