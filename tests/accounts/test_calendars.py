from datetime import date
from unittest.mock import patch

from accounts.models import DayDecision
from common.calendars import Calendar, is_provisional
from tests.base import NOW, BaseTestCase


class CalendarTestCase(BaseTestCase):
    url = "/calendars/CN/2026/"

    def setUp(self):
        clock = patch("common.clock.now", return_value=NOW)
        clock.start()
        self.addCleanup(clock.stop)
        self.sign_in(self.guan)

    def decide(self, day, works, url=url, note="Notice of the State Council"):
        return self.client.post(f"{url}?day={day}", {"works": works, "note": note})

    def works(self, day, url=url):
        page = self.client.get(url)
        cells = [cell for month in page.context["months"] for week in month.weeks for cell in week]
        return next(cell.works for cell in cells if cell.day == date.fromisoformat(day))

    def test_only_administrators_see_and_change_it(self):
        for person in (self.zhao, self.chen, self.wang):
            self.sign_in(person)
            for url in ("/calendars/", self.url, f"/calendars/organizations/{self.company.pk}/2026/"):
                self.assertEqual(self.client.get(url).status_code, 403)
            self.assertEqual(self.decide("2026-10-10", "off").status_code, 403)
        self.assertFalse(DayDecision.objects.exists())

    def test_it_shows_the_official_days_with_make_up_working_days(self):
        self.assertTrue(self.works("2026-10-10"))  # a Saturday at work
        self.assertFalse(self.works("2026-10-07"))  # a Wednesday off

    def test_a_day_is_decided_about_and_taken_back(self):
        self.assertEqual(self.decide("2026-10-10", "off").status_code, 302)
        self.assertFalse(self.works("2026-10-10"))

        self.decide("2026-10-10", "official")
        self.assertTrue(self.works("2026-10-10"))
        self.assertEqual(DayDecision.objects.count(), 2)
        self.assertContains(self.client.get(self.url), "Notice of the State Council")

    def test_an_organization_stands_above_its_country(self):
        own = f"/calendars/organizations/{self.company.pk}/2026/"
        self.decide("2026-09-14", "off")
        self.assertFalse(self.works("2026-09-14", own))

        self.decide("2026-09-14", "works", own)

        self.assertTrue(self.works("2026-09-14", own))
        self.assertFalse(self.works("2026-09-14"))

    def test_it_says_which_year_is_provisional(self):
        self.assertNotContains(self.client.get(self.url), "Provisional")
        self.assertContains(self.client.get("/calendars/CN/2027/"), "Provisional")
        self.assertContains(self.client.get("/calendars/"), "provisional")
        self.assertEqual([is_provisional(country, 2027) for country in ("CN", "DE", "XX")], [True, False, False])

    def test_bad_input_is_refused(self):
        self.assertEqual(self.decide("2026-10-10", "perhaps").status_code, 422)
        self.assertContains(self.decide("2026-10-10", "off", note=" "), "required", status_code=422)
        for url in (
            "/calendars/XX/2026/",
            "/calendars/CN/1066/",
            "/calendars/CN/99999/",
            "/calendars/organizations/0/2026/",
        ):
            self.assertEqual(self.client.get(url).status_code, 404)
        for day in ("2025-10-10", "2026-02-30", "x", "2026-10-10\0"):
            self.assertIsNone(self.client.get(self.url, {"day": day}).context["form"])
            self.assertEqual(
                self.client.post(
                    f"{self.url}?day={day}".replace("\0", "%00"), {"works": "off", "note": "x"}
                ).status_code,
                200,
            )
        self.assertFalse(DayDecision.objects.exists())

    def test_it_asks_for_the_same_number_of_queries_however_much_was_decided(self):
        self.client.get(self.url)
        with self.assertNumQueries(6):
            self.client.get(self.url)
        for day in range(1, 25):
            self.decide(f"2026-11-{day:02d}", "off")
        self.client.get(self.url)
        with self.assertNumQueries(6):
            self.client.get(self.url)


class WorkingDayTestCase(BaseTestCase):
    def test_it_counts_from_the_day_after(self):
        calendar = Calendar("CN")
        self.assertEqual(calendar.add(date(2026, 9, 30), 1), date(2026, 10, 8))
        self.assertEqual(calendar.add(date(2026, 9, 30), 0), date(2026, 9, 30))
        self.assertEqual(calendar.on_or_before(date(2026, 10, 4)), date(2026, 9, 30))

    def test_an_unknown_country_has_its_weekends(self):
        self.assertFalse(Calendar("XX").is_working_day(date(2026, 9, 12)))
        self.assertTrue(Calendar("").is_working_day(date(2026, 10, 1)))
