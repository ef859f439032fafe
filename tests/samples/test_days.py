from datetime import date
from unittest import TestCase

from samples.days import resolve

FALL, SPRING = date(2026, 11, 25), date(2027, 3, 1)


class DaysTest(TestCase):
    def test_it_counts_from_today(self):
        self.assertEqual(FALL, resolve("today", FALL))
        self.assertEqual(date(2026, 11, 13), resolve("today-12", FALL))
        self.assertEqual(date(2026, 12, 1), resolve("today+6", FALL))

    def test_it_counts_from_the_day_of_the_incident(self):
        self.assertEqual(date(2026, 9, 1), resolve(5, FALL, start=date(2026, 8, 27)))

    def test_it_takes_the_last_august_that_is_over(self):
        for today, year in ((date(2026, 9, 1), 2026), (date(2026, 8, 31), 2025), (SPRING, 2026)):
            self.assertEqual(date(year, 8, 27), resolve("August 27", today), today)

    def test_it_takes_the_last_such_day_that_is_over(self):
        self.assertEqual(date(2026, 7, 14), resolve("07-14", FALL))
        self.assertEqual(date(2026, 7, 14), resolve("07-14", SPRING))
        self.assertEqual(date(2025, 11, 25), resolve("11-25", FALL))
        self.assertEqual(date(2025, 7, 14), resolve("07-14 a year earlier", FALL))

    def test_a_sign_of_an_accident_comes_before_it(self):
        for today in (FALL, SPRING, date(2027, 7, 1)):
            self.assertEqual(date(2026, 6, 18), resolve("06-18 before August", today))
            self.assertEqual(date(2025, 11, 18), resolve("11-18 before August", today))

    def test_it_knows_the_day_that_most_years_lack(self):
        leap_day = date(2028, 2, 29)

        self.assertEqual(date(2028, 2, 28), resolve("02-28", leap_day))
        self.assertEqual(date(2027, 2, 28), resolve("02-28 a year earlier", leap_day))
        self.assertEqual(date(2027, 8, 27), resolve("August 27", leap_day))

    def test_it_refuses_what_is_no_day(self):
        with self.assertRaisesRegex(ValueError, "yesterday"):
            resolve("yesterday", FALL)
