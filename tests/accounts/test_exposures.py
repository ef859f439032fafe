from datetime import date
from decimal import Decimal
from unittest.mock import patch

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.models import Exposure, Organization, Region, Role, Site
from common.lifecycle import AlreadyMoved
from tests.actions.test_races import at_once
from tests.base import NOW, BaseTestCase, RacingTestCase

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


class EnteringTestCase(BaseTestCase):
    def enter(self, months, *, place=None, seen=0, by=None):
        return Exposure.enter(place or self.company, months, seen=seen, by=by or self.sun, now=NOW)

    def in_force(self, place=None):
        return {e.month: e.facts for e in Exposure.objects.of(place or self.company).in_force()}

    def test_zhao_and_others_without_a_duty_there_enter_nothing(self):
        figures = {JULY: {"hours": 20_000, "headcount": 120}}
        for person in (self.zhao, self.wang, self.he):
            with self.subTest(person), self.assertRaises(PermissionDenied):
                self.enter(figures, by=person)
        self.assertFalse(Exposure.objects.exists())

    def test_whoever_looks_after_the_whole_organization_enters_its_hours(self):
        for person in (self.sun, self.chen, self.guan):
            self.assertTrue(Exposure.may_be_entered(person, self.company))
        self.assertTrue(Exposure.may_be_entered(self.li, self.company))  # its one site

        Site.objects.create(organization=self.company, name="城北", region=self.elsewhere)

        for person in (self.chen, self.li):
            self.assertFalse(Exposure.may_be_entered(person, self.company))
        self.assertTrue(Exposure.may_be_entered(self.sun, self.company))

    def test_whoever_looks_after_a_whole_region_enters_its_product(self):
        town = Region.objects.create(code="500101001", name="甲镇")
        inspector = self.person("ma", "马超", Role.OFFICIAL, region=self.district, sector=self.sector)

        for region in (self.district, town):
            self.assertTrue(Exposure.may_be_entered(self.chen, region))
            self.assertTrue(Exposure.may_be_entered(self.he, region))
            self.assertTrue(Exposure.may_be_entered(self.guan, region))
            for person in (inspector, self.zhao, self.sun):
                self.assertFalse(Exposure.may_be_entered(person, region))

    def test_the_newest_figures_count_and_the_others_stay(self):
        self.enter({JULY: {"hours": 20_000, "headcount": 120}, AUGUST: {"hours": 1, "headcount": 1}})
        self.enter(
            {JULY: {"hours": 20_000, "headcount": 120}, AUGUST: {"hours": 19_000, "headcount": None}},
            seen=Exposure.newest_of(self.company),
        )

        self.assertEqual(self.in_force()[AUGUST], {"hours": 19_000, "headcount": None})
        self.assertEqual(Exposure.objects.count(), 3)
        for change in (lambda: Exposure.objects.update(hours=1), lambda: Exposure.objects.all().delete()):
            with self.assertRaises(ProgrammingError), transaction.atomic():
                change()

    def test_what_somebody_else_entered_meanwhile_is_not_written_over(self):
        self.enter({JULY: {"hours": 20_000, "headcount": 120}})

        with self.assertRaises(AlreadyMoved):
            self.enter({JULY: {"hours": 1, "headcount": 1}}, seen=0)
        self.assertEqual(self.in_force()[JULY]["hours"], 20_000)

    def test_it_refuses_what_cannot_be(self):
        for facts, wrong in (
            ({"hours": 100_000, "headcount": 120}, "hours"),
            ({"hours": 1, "headcount": 0}, "hours"),
            ({"hours": -1, "headcount": 1}, "hours"),
        ):
            with self.subTest(facts), self.assertRaises(ValidationError) as refused:
                self.enter({JULY: facts})
            self.assertIn(wrong, refused.exception.message_dict)
        with self.assertRaises(ValidationError):
            self.enter({date(2026, 10, 1): {"hours": 1, "headcount": 1}})
        for wrong in (
            {"organization": self.company, "region": self.district, "month": JULY},
            {"organization": self.company, "month": JULY, "gdp": 1},
            {"region": self.district, "month": date(2026, 7, 2), "gdp": 1},
        ):
            with self.assertRaises(IntegrityError), transaction.atomic():
                Exposure.objects.create(at=NOW, **wrong)

    def test_figures_follow_into_the_months_of_which_the_other_has_none(self):
        double = Organization.objects.create(name="宏远建筑")
        self.enter(
            {JULY: {"hours": 7, "headcount": 7}, AUGUST: {"hours": 8, "headcount": 8}}, place=double, by=self.guan
        )
        self.enter({JULY: {"hours": 70, "headcount": 70}})

        double.merge_into(self.company, by=self.guan, now=NOW)

        self.assertEqual([facts["hours"] for _month, facts in sorted(self.in_force().items())], [70, 8])


class ExposurePageTestCase(BaseTestCase):
    def setUp(self):
        clock = patch("common.clock.now", return_value=NOW)
        clock.start()
        self.addCleanup(clock.stop)
        self.url = f"/organizations/{self.company.pk}/exposures/2026/"
        self.region_url = f"/regions/{self.district.pk}/exposures/2026/"

    def post(self, url=None, seen=0, **figures):
        return self.client.post(url or self.url, {"seen": seen} | figures)

    def test_zhao_finds_no_such_page(self):
        self.sign_in(self.zhao)

        for url in (self.url, self.region_url):
            self.assertEqual(self.client.get(url).status_code, 404)
            self.assertEqual(self.post(url, hours_7=1).status_code, 404)

    def test_who_may_only_read_reads(self):
        Exposure.enter(self.company, {JULY: {"hours": 20_000, "headcount": 120}}, seen=0, by=self.sun, now=NOW)
        self.sign_in(self.wang)

        page = self.client.get(self.url)

        self.assertContains(page, "20,000")
        self.assertNotContains(page, "<input class")
        self.assertEqual(self.post(hours_7=1).status_code, 403)

    def test_twelve_months_at_once(self):
        self.sign_in(self.sun)

        answer = self.post(hours_7="20,000", headcount_7="１２０", hours_8="", headcount_8="118")

        self.assertRedirects(answer, self.url)
        july, august = Exposure.objects.order_by("month")
        self.assertEqual((july.month, july.hours, july.headcount, july.by), (JULY, 20_000, 120, self.sun))
        self.assertEqual((august.hours, august.headcount), (None, 118))
        page = self.client.get(self.url)
        self.assertEqual([month.month for month, _fields in page.context["form"].rows], list(range(1, 10)))
        self.assertContains(page, 'value="20000"')

    def test_a_product_is_typed_in_hundreds_of_millions_and_kept_in_yuan(self):
        self.sign_in(self.chen)

        self.post(self.region_url, gdp_7="66.25")

        self.assertEqual(Exposure.objects.get().gdp, Decimal("6625000000"))
        page = self.client.get(self.region_url)
        self.assertContains(page, 'value="66.25"')
        self.assertContains(page, "GDP in 100 million yuan 66.25")

    def test_bad_figures_are_said_at_their_field_and_kept(self):
        self.sign_in(self.sun)
        for typed in ("many", "-1", "1.5", "1,5", "9" * 19, "1 2x", "0x1", "１e3"):
            with self.subTest(typed):
                answer = self.post(hours_7=typed, headcount_7="5", hours_8="5")
                self.assertEqual(answer.status_code, 422)
                self.assertEqual(list(answer.context["form"].errors), ["hours_7"])
                self.assertContains(answer, f'value="{typed}"', status_code=422)
        answer = self.post(hours_7="99999", headcount_7="5")
        self.assertContains(answer, "So many hours do not fit", status_code=422)
        self.assertEqual(self.post(seen="x", hours_7="1").status_code, 422)
        self.sign_in(self.chen)
        for typed in ("x", "-1", "1.123456789", "1..2", "9" * 18):
            with self.subTest(typed):
                self.assertEqual(self.post(self.region_url, gdp_7=typed).status_code, 422)
        self.assertFalse(Exposure.objects.exists())

    def test_a_conflict_shows_both_and_can_be_saved_again(self):
        Exposure.enter(self.company, {JULY: {"hours": 20_000, "headcount": 120}}, seen=0, by=self.chen, now=NOW)
        self.sign_in(self.sun)

        answer = self.post(hours_7="19,000", headcount_7="120")

        self.assertEqual(answer.status_code, 409)
        self.assertContains(answer, "Saved at the moment: 20000", count=1, status_code=409)
        self.assertContains(answer, 'value="19,000"', status_code=409)
        seen = answer.context["form"]["seen"].value()
        self.assertEqual(self.post(seen=seen, hours_7="19,000", headcount_7="120").status_code, 302)
        self.assertEqual(Exposure.objects.of(self.company).in_force().get().hours, 19_000)

    def test_years_that_have_not_begun_are_no_pages(self):
        self.sign_in(self.sun)

        for year in (2027, 1949, 99999):
            self.assertEqual(self.client.get(self.url.replace("2026", str(year))).status_code, 404)
        self.assertEqual(self.client.get(self.url.replace("2026", "2025")).status_code, 200)

    def test_the_number_of_queries_does_not_grow_with_the_entries(self):
        self.sign_in(self.sun)
        for wanted in (1, 9):
            months = {date(2026, m, 1): {"hours": m + wanted, "headcount": 9} for m in range(1, wanted + 1)}
            Exposure.enter(self.company, months, seen=Exposure.newest_of(self.company), by=self.sun, now=NOW)
            with self.subTest(wanted), self.assertNumQueries(7):
                self.client.get(self.url)


class RacingEntriesTestCase(RacingTestCase):
    def test_of_two_at_once_one_is_told_of_the_other(self):
        def enter(hours):
            return lambda: Exposure.enter(
                self.company, {JULY: {"hours": hours, "headcount": None}}, seen=0, by=self.sun, now=NOW
            )

        answers = at_once([enter(1), enter(2)])

        self.assertEqual(sorted(type(answer) is AlreadyMoved for answer in answers), [False, True])
        self.assertEqual(Exposure.objects.count(), 1)
