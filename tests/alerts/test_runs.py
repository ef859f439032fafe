from datetime import date, timedelta
from random import Random

from django.test import SimpleTestCase

from alerts.clusters import Occurrence, runs

FIRST = date(2026, 8, 1)


def on(day, number=0, counted=1):
    return Occurrence(FIRST + timedelta(days=day - 1), number or day, counted)


class RunsTestCase(SimpleTestCase):
    def days(self, occurrences, **rule):
        return [[one.day.day for one in run] for run in runs(occurrences, **rule)]

    def test_two_within_seven_days_the_first_and_the_last_among_them(self):
        self.assertEqual(self.days([on(1), on(7)], least=2, days=7), [[1, 7]])
        self.assertEqual(self.days([on(1), on(8)], least=2, days=7), [])
        self.assertEqual(self.days([on(3, 1), on(3, 2)], least=2, days=1), [[3, 3]])

    def test_three_in_five_days_are_one_run(self):
        self.assertEqual(self.days([on(27), on(30), on(31)], least=2, days=7), [[27, 30, 31]])

    def test_it_goes_on_as_long_as_the_next_is_near_the_last(self):
        self.assertEqual(self.days([on(1), on(6), on(12), on(18)], least=2, days=7), [[1, 6, 12, 18]])
        self.assertEqual(self.days([on(1), on(6), on(13), on(18)], least=2, days=7), [[1, 6], [13, 18]])

    def test_three_are_needed_where_the_rule_says_three(self):
        self.assertEqual(self.days([on(1), on(3), on(9), on(11)], least=3, days=7), [])
        self.assertEqual(self.days([on(1), on(3), on(7), on(9)], least=3, days=7), [[1, 3, 7, 9]])

    def test_deaths_add_up(self):
        self.assertEqual(self.days([on(1, counted=3)], least=3, days=7), [[1]])
        self.assertEqual(self.days([on(1, counted=1), on(2, counted=1)], least=3, days=7), [])
        self.assertEqual(self.days([on(1, counted=1), on(2, counted=2)], least=3, days=7), [[1, 2]])

    def test_it_is_what_a_slow_and_obvious_computation_finds(self):
        for seed in range(300):
            random = Random(seed)
            least, days = random.randrange(2, 5), random.randrange(1, 9)
            all_of_them = [on(random.randrange(1, 30), number, random.randrange(1, 3)) for number in range(1, 15)]

            self.assertEqual(runs(all_of_them, least=least, days=days), slowly(all_of_them, least, days), seed)


def slowly(occurrences, least, days):
    """Whoever lies in a stretch that adds up is in; two that lie in the same stretch are in the same run."""
    together = {}
    for first in occurrences:
        stretch = {one for one in occurrences if 0 <= (one.day - first.day).days < days}
        if sum(one.counted for one in stretch) >= least:
            run = stretch.union(*(together.get(one, ()) for one in stretch))
            together |= dict.fromkeys(run, run)
    return sorted(sorted(run) for run in {frozenset(run) for run in together.values()})
