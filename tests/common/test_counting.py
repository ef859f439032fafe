from accounts.models import Region
from common.counting import count_all
from tests.base import BaseTestCase


class CountingTestCase(BaseTestCase):
    def test_it_counts_several_sets_in_one_query(self):
        regions = Region.objects.order_by("name")

        with self.assertNumQueries(1):
            counts = count_all(regions, regions.filter(code="500101"), regions.filter(pk__in=[]), regions[:1])

        self.assertEqual((2, 1, 0, 1), counts)
