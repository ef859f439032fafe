from django.db.models import Count

from accounts.models import Region, Site
from common.counting import ask_all, count_all
from tests.base import BaseTestCase


class CountingTestCase(BaseTestCase):
    def test_it_counts_several_sets_in_one_query(self):
        regions = Region.objects.order_by("name")

        with self.assertNumQueries(1):
            counts = count_all(regions, regions.filter(code="500101"), regions.filter(pk__in=[]), regions[:1])

        self.assertEqual((2, 1, 0, 1), counts)

    def test_it_asks_for_tables_and_counts_in_one_query(self):
        by_name = Site.objects.order_by("name").values("name", "organization__name").annotate(number=Count("pk"))

        with self.assertNumQueries(1):
            (sites, none), (two,) = ask_all([by_name, by_name.filter(pk__in=[])], [Region.objects.all()])

        self.assertEqual(sites, list(by_name))
        self.assertEqual((none, two), ([], 2))
