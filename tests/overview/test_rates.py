import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError

from accounts.models import Exposure, Organization, Region, Role, Site
from incidents.models import Incident
from overview.rates.kinds import BY_NAME, KINDS
from overview.rates.months import Months, read, spans, usual
from overview.rates.rate import Rate
from overview.rates.sums import Sums
from tests.actions.case import PageTestCase
from tests.base import NOW, BaseTestCase

JANUARY, AUGUST = date(2026, 1, 1), date(2026, 8, 1)
YEAR = Months(JANUARY, AUGUST)
URL = "/overview/rates/"


class VectorTestCase(BaseTestCase):
    """The worked example of GB 6441-1986, chapter 6 (vectors CN182 to CN187), and conventions of rates."""

    def rate(self, name, *, months=1, unknown=0, missing=(), **given):
        sums = Sums(Months(JANUARY, date(2026, months, 1)))
        kind = BY_NAME[name]
        facts = {"deaths": 0, "serious": 0, "minor": 0, "lost_days": 0, "cases": 0} | given
        counts = {
            "deaths": facts["deaths"],
            "serious": facts["serious"],
            "hurt": facts["deaths"] + facts["serious"] + facts["minor"],
            "days_lost": facts["lost_days"],
        }
        for what in ("deaths", "serious", "hurt", "days_lost", "recordable", "dart", "lost_time"):
            for accidents in (True, False):
                sums.counted[what, accidents] = counts.get(what, facts["cases"])
        sums.unknown[kind.counted, kind.accidents_only] = unknown
        for name in ("hours", "headcount", "gdp"):
            if name in given:
                sums.figures[name] = given[name]
        for name in missing:
            sums.missing[name] = {None: [JANUARY]}
        return Rate(kind, sums, {})

    def test_the_published_example_comes_out(self):
        example = {
            "deaths": 2,
            "serious": 3,
            "minor": 120,
            "headcount": 50_000,
            "hours": 108_000_000,
            "lost_days": 29_600,
        }
        for name, expected in (
            ("deaths_per_1000", "0.0400"),
            ("serious_per_1000", "0.0600"),
            ("frequency", "1.1574"),
            ("severity", "274.0741"),
            ("mean_severity", "236.8000"),
        ):
            with self.subTest(name):
                self.assertEqual(str(self.rate(name, **example).value), expected)
        self.assertEqual(str(self.rate("deaths_per_gdp", deaths=4, gdp=80_000_000_000).value), "0.0050")

    def test_conventions_of_other_countries(self):
        for name, given, expected in (
            ("trir", {"cases": 2, "hours": 0}, None),
            ("trir", {"cases": 0, "hours": 50_000}, "0.00"),
            ("dart", {"cases": 5, "hours": 500_000}, "2.00"),
            ("ltifr", {"cases": 4, "hours": 500_000}, "8.00"),
            ("trir", {"cases": 1, "hours": 1_600_000}, "0.13"),  # half up
            ("trir", {"cases": 1, "hours": 40_000}, "5.00"),  # sums first: the mean of monthly rates would be 10
        ):
            with self.subTest(name=name, given=given):
                value = self.rate(name, **given).value
                self.assertEqual(value if value is None else str(value), expected)

    def test_headcount_is_the_average_of_the_months(self):
        rate = self.rate("deaths_per_1000", deaths=1, headcount=100 + 101 + 102, months=3)

        self.assertEqual(str(rate.value), "9.9010")
        self.assertEqual(rate.with_numbers, "1 × 1,000 ÷ 101.0")

    def test_nothing_is_said_where_something_is_not_known_and_why(self):
        for rate, why in (
            (self.rate("frequency", minor=1, missing=["hours"]), "Not known: hours worked of January 2026."),
            (self.rate("deaths_per_gdp", deaths=1, missing=["gdp"]), "Not known: GDP of January 2026."),
            (self.rate("trir", cases=1, hours=5, unknown=2), "In 2 incidents it is not known what became"),
            (self.rate("frequency", minor=1, hours=0), "There is nothing to divide by"),
            (self.rate("mean_severity", lost_days=0), "There is nothing to divide by"),
        ):
            with self.subTest(why):
                self.assertEqual((rate.value, rate.shown, rate.with_numbers), (None, None, ""))
                self.assertIn(why, rate.why_not)
        self.assertIn("In 1 incident not all casualties", self.rate("frequency", minor=1, hours=5, unknown=1).doubt)


class MonthsTestCase(BaseTestCase):
    def test_they_are_whole(self):
        months = Months(date(2025, 11, 1), date(2026, 2, 1))

        self.assertEqual([month.month for month in months], [11, 12, 1, 2])
        self.assertEqual((len(months), months.last_day), (4, date(2026, 2, 28)))

    def test_this_year_is_meant_as_far_as_it_is_over(self):
        self.assertEqual(usual(date(2026, 9, 1)), Months(JANUARY, AUGUST))
        self.assertEqual(usual(date(2026, 1, 31)), Months(date(2025, 1, 1), date(2025, 12, 1)))

    def test_months_that_follow_each_other_are_named_together(self):
        self.assertEqual(
            spans([date(2025, 12, 1), JANUARY, date(2026, 3, 1)]), "December 2025 – January 2026, March 2026"
        )

    def test_it_reads_months_and_nothing_else(self):
        self.assertEqual(read(" 2026-08 "), AUGUST)
        for text in ("2026", "2026-13", "2026-08-01", "0001-01", "august", "２０２６-08"):
            with self.subTest(text), self.assertRaises(ValidationError):
                read(text)


class RatesCase(PageTestCase):
    def enter(self, place=None, months=YEAR, **figures):
        place = place or self.company
        kind = place._meta.model_name
        Exposure.objects.bulk_create(Exposure(**{kind: place}, month=month, at=NOW, **figures) for month in months)

    def page(self, user=None, **query):
        self.sign_in(user or self.chen)
        return self.client.get(URL, query).context

    def values(self, page):
        return {rate.kind.name: rate.value for _heading, rates in page["groups"] for rate in rates}


class RatesPageTestCase(RatesCase):
    def test_zhao_sees_no_rate_of_others(self):
        self.make_incident()
        self.enter(hours=20_000, headcount=100)

        page = self.page(self.zhao)

        self.assertEqual([row["organization"] for row in page["organizations"]], [self.other_company])
        for query in ({"organization": self.company.pk}, {"region": self.district.pk}, {"site": self.plant.pk}):
            self.assertEqual(self.client.get(URL, query).status_code, 400)

    def test_whoever_sees_only_a_part_of_an_organization_sees_no_rate_of_it(self):
        self.enter(hours=20_000, headcount=100)
        Site.objects.create(organization=self.company, name="城北", region=self.elsewhere)

        page = self.page(self.chen)

        self.assertEqual((page["all"], page["partly"], page["groups"]), (0, 1, []))
        self.assertEqual(self.page(self.sun)["all"], 1)
        for reader in (self.wang, self.guan):
            self.assertEqual(self.page(reader)["all"], 0)

    def test_it_gives_the_rates_with_their_numbers(self):
        self.make_incident(
            deaths=1,
            serious_injuries=1,
            acute_poisonings=0,
            minor_injuries=2,
            away=2,
            restricted=0,
            treated=1,
            days_lost=6100,
        )
        self.make_incident(deaths=5, serious_injuries=0).void(by=self.chen, now=NOW, note="Double.")
        self.make_incident(deaths=9, serious_injuries=0, occurred_on=date(2025, 12, 31), category="")
        self.enter(hours=20_000, headcount=100)

        page = self.page()

        self.assertEqual(
            {name: str(value) for name, value in self.values(page).items()},
            {
                "deaths_per_1000": "10.0000",
                "serious_per_1000": "10.0000",
                "hurt_per_1000": "40.0000",
                "frequency": "25.0000",
                "severity": "38125.0000",
                "mean_severity": "1525.0000",
                "trir": "5.00",
                "dart": "2.50",
                "ltifr": "18.75",
            },
        )
        answer = self.client.get(URL)
        self.assertContains(answer, "4 × 1,000,000 ÷ 160,000")
        self.assertContains(answer, "GB 6441-1986, chapter 6")

    def test_every_number_opens_the_incidents_behind_it(self):
        self.make_incident(deaths=1, serious_injuries=0)
        self.make_incident(
            deaths=0, serious_injuries=0, acute_poisonings=0, minor_injuries=2, away=1, restricted=1, treated=0
        )
        self.make_incident(deaths=None, serious_injuries=None)
        self.make_incident(kind="ill_health", deaths=0, serious_injuries=0, minor_injuries=1, away=1)
        self.enter(hours=20_000, headcount=100)
        page = self.page(region=self.district.pk)

        rates = [rate for _heading, rates in page["groups"] for rate in rates] + [page["by_gdp"]]
        rates += [rate for row in page["organizations"] for rate in [row["dead"], row["hurt"], *row["rates"]]]
        opened = 0
        for rate in rates:
            for url, count in (
                (rate.url, rate.incidents),
                (rate.unknown_url, rate.unknown or rate.sums.unknown["hurt", True]),
            ):
                if url:
                    with self.subTest(rate.kind.name, url=url):
                        self.assertEqual(self.client.get(url).context["page"].paginator.count, count)
                    opened += 1
        self.assertGreater(opened, 20)

    def test_no_number_leads_to_a_list_that_holds_more(self):
        self.enter(hours=20_000, headcount=100)
        self.make_incident()
        away = self.person("ma", "马超", Role.SAFETY_MANAGER, region=self.district)
        self.appoint(away, Role.REPORTER, site=self.other_plant)
        self.make_incident(by=away, site=self.other_plant)

        page = self.page(away)

        self.assertEqual({rate.url for _heading, rates in page["groups"] for rate in rates}, {""})
        self.assertNotEqual(page["organizations"][0]["dead"].url, "")

    def test_a_missing_month_is_named_and_nothing_divided(self):
        second = Organization.objects.create(name="第二公司")
        Site.objects.create(organization=second, name="厂区", region=self.district)
        self.enter(hours=20_000, headcount=100)
        self.enter(second, Months(JANUARY, date(2026, 5, 1)), hours=5_000, headcount=10)
        self.enter(second, Months(date(2026, 6, 1), AUGUST), hours=None, headcount=10)

        page = self.page()

        self.assertIsNone(self.values(page)["frequency"])
        self.assertEqual(self.values(page)["deaths_per_1000"], 0)
        self.assertEqual(page["missing"], [(second, {"hours": "June 2026 – August 2026"})])
        whole = self.page(complete=1)
        self.assertEqual((self.values(whole)["frequency"], whole["chosen"]), (0, 1))
        shorter = self.page(last="2026-05")
        self.assertEqual((self.values(shorter)["frequency"], shorter["missing"]), (0, []))

    def test_deaths_by_gdp_are_those_of_a_region_of_which_one_sees_all(self):
        self.make_incident(deaths=4, serious_injuries=0)
        self.enter(self.district, gdp=Decimal(10_000_000_000))

        for reader in (self.chen, self.he):
            self.assertEqual(str(self.page(reader)["by_gdp"].value), "0.0050")
        inspector = self.person("ma", "马超", Role.OFFICIAL, region=self.district, sector=self.sector)
        for reader in (inspector, self.sun, self.li):
            self.assertIsNone(self.page(reader)["by_gdp"])
            self.assertIsNone(self.page(reader, region=self.district.pk)["by_gdp"])
        self.assertIsNone(self.page(self.chen, organization=self.company.pk)["by_gdp"])

    def test_what_cannot_be_read_shows_nothing_but_what_is_wrong(self):
        for query in (
            {"first": "2026-13"},
            {"last": "soon"},
            {"first": "2026-05", "last": "2026-04"},
            {"last": "2026-10"},
            {"first": "1990-01"},
            {"region": "x"},
            {"complete": "maybe"},
            {"x": "1"},
        ):
            with self.subTest(query):
                self.sign_in(self.chen)
                answer = self.client.get(URL, query)
                self.assertEqual(answer.status_code, 400)
                self.assertNotContains(answer, "rate-value", status_code=400)

    def test_the_number_of_queries_is_fixed(self):
        self.sign_in(self.chen)
        self.client.get(URL)
        for wanted in (1, 12):
            for number in range(wanted):
                company = Organization.objects.create(name=f"公司{wanted}-{number}")
                site = Site.objects.create(organization=company, name="厂区", region=self.district)
                self.enter(company, hours=100, headcount=1)
                self.make_incident(site=site)
            with self.subTest(wanted), self.assertNumQueries(12):
                self.client.get(URL)


class PropertyTestCase(RatesCase):
    """Random incidents, figures, scopes and months, against a slow and obvious computation."""

    def test_it_agrees_with_the_obvious(self):
        dice = random.Random(20260901)
        town = Region.objects.create(code="500101001", name="甲镇", jurisdiction="CN")
        regions = [self.district, town, self.elsewhere]
        for number in range(6):
            company = Organization.objects.create(name=f"公司{number}")
            for place in range(dice.randint(1, 3)):
                sector = dice.choice([self.sector, None])
                Site.objects.create(organization=company, name=f"厂{place}", region=dice.choice(regions), sector=sector)
        sites = list(Site.objects.all())
        for _number in range(90):
            given = {
                name: dice.choice([None, 0, 0, 1, 2])
                for name in ("deaths", "serious_injuries", "acute_poisonings", "minor_injuries")
            }
            living = sum(given[name] or 0 for name in given if name != "deaths")
            left = living
            for name in ("away", "restricted", "treated"):
                given[name] = dice.choice([None, dice.randint(0, left)])
                left -= given[name] or 0
            incident = self.make_incident(
                site=dice.choice(sites),
                category="",
                kind=dice.choice(["accident", "accident", "ill_health", "dangerous_occurrence"]),
                occurred_on=date(2026, dice.randint(1, 8), dice.randint(1, 28)),
                days_lost=dice.choice([None, 0, 30]),
                **given,
            )
            if dice.random() < 0.1:
                incident.void(by=self.chen if self.chen.sees(incident.site) else self.zhao, now=NOW, note="Double.")
        for company in Organization.objects.all():
            for month in YEAR:
                if dice.random() < 0.97:
                    figures = {"hours": dice.choice([0, 900, 12_345, None]), "headcount": dice.choice([1, 7, 120])}
                    self.enter(company, [month], hours=1, headcount=1)  # an older entry that no longer counts
                    self.enter(company, [month], **figures)
        self.enter(self.district, gdp=Decimal("123456789.12"))
        everywhere = self.person("fan", "范进", Role.LEADER, everywhere=True)
        compared = shown = 0
        for _round in range(24):
            reader = dice.choice([everywhere, self.he, self.zhao, self.sun, self.li])
            first = dice.randint(1, 8)
            months = Months(date(2026, first, 1), date(2026, dice.randint(first, 8), 1))
            query = {"first": f"2026-{first:02}", "last": f"2026-{months.last.month:02}"}
            narrowed = dice.choice([None, town, self.district, self.sector, *Organization.objects.all()[:2]])
            if narrowed is not None:
                query[narrowed._meta.model_name] = narrowed.pk
            page = self.page(reader, **query)
            if page["listing"].errors:
                continue
            expected = self.obvious(reader, narrowed, months)
            values = self.values(page)
            for kind in KINDS:
                if kind.name in values:
                    self.assertEqual(values[kind.name], expected[kind.name], (kind.name, str(reader), query))
                    compared += 1
                    shown += values[kind.name] is not None
            self.assertEqual(bool(values), bool(expected))
        self.assertGreater(compared, 100)
        self.assertGreater(shown, 30)

    def obvious(self, reader, narrowed, months):
        def lies_in(site):
            held = [
                a for a in reader.appointments.all() if a.role in ("leader", "official", "safety_manager", "auditor")
            ]
            if not any(a.covers(site) for a in held):
                return False
            if isinstance(narrowed, Region):
                return site.region.code.startswith(narrowed.code)
            if isinstance(narrowed, Organization):
                return site.organization == narrowed
            return narrowed is None or site.sector == narrowed

        whole = [
            company
            for company in Organization.objects.all()
            if company.sites.exists() and all(lies_in(site) for site in company.sites.all())
        ]
        if not whole:
            return {}
        happened = [
            i
            for i in Incident.objects.all()
            if i.site.organization in whole
            and i.status == "reported"
            and months.first <= i.occurred_on <= months.last_day
        ]
        figures = {}
        for name in ("hours", "headcount"):
            each = []
            for company in whole:
                for month in months:
                    newest = company.exposures.filter(month=month).order_by("-pk").first()
                    each.append(newest and getattr(newest, name))
            figures[name] = None if None in each else sum(each)
        return {kind.name: self.obvious_rate(kind, happened, figures, len(list(months))) for kind in KINDS}

    def obvious_rate(self, kind, happened, figures, months):
        facts = {
            "deaths": ["deaths"],
            "serious": ["serious_injuries", "acute_poisonings"],
            "hurt": ["deaths", "serious_injuries", "acute_poisonings", "minor_injuries"],
            "lost_time": ["deaths", "away"],
            "dart": ["away", "restricted"],
            "recordable": ["deaths", "away", "restricted", "treated"],
            "days_lost": ["days_lost"],
        }
        counting = [i for i in happened if i.kind == "accident" or not kind.accidents_only]

        def total(what, incidents):
            return sum(getattr(i, name) or 0 for i in incidents for name in facts[what])

        def unsure(what, i):
            casualties = i.deaths is None or i.serious_injuries is None
            living = casualties or (i.serious_injuries or 0) + (i.acute_poisonings or 0) + (i.minor_injuries or 0) > 0
            known = [getattr(i, n) for n in ("serious_injuries", "acute_poisonings", "minor_injuries", "victims")]
            told = sum(getattr(i, n) or 0 for n in ("away", "restricted", "treated"))
            asks = {"away", "restricted", "treated"} & set(facts[what])
            if asks and any(n is not None for n in known) and told > sum(n or 0 for n in known):
                return True
            for name in facts[what]:
                if getattr(i, name) is None:
                    if name in ("away", "restricted", "treated"):
                        if living:
                            return True
                    elif name == "days_lost":
                        if living or (i.deaths or 0) > 0:
                            return True
                    else:
                        return True
            return False

        if kind.is_exact and any(unsure(kind.counted, i) for i in counting):
            return None
        if kind.over == "hurt":
            if any(unsure("hurt", i) for i in counting):
                return None
            over = total("hurt", counting)
        else:
            over = figures.get(kind.over)
        if not over:
            return None
        exact = Decimal(total(kind.counted, counting)) * kind.per / Decimal(over)
        if kind.over == "headcount":
            exact *= months
        return exact.quantize(Decimal(1).scaleb(-kind.decimals), ROUND_HALF_UP)
