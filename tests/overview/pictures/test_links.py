"""Every bar, cell and number that can be pressed opens a list of exactly as many rows as it says."""

from accounts.models import Organization, Region, Site
from overview.pictures import PICTURES
from overview.pictures.canvas import NARROW, WIDE, Canvas
from tests.overview.figures import rows_behind

from .world import NOW, WorldTestCase


class Behind:
    """What `rows_behind` asks of a figure."""

    def __init__(self, url):
        self.url = url


class LinksTest(WorldTestCase):
    seeds = (5,)

    def test_each_opens_as_many_rows_as_it_says(self):
        for _seed in self.worlds():
            for period, user, places in (
                ("", self.he, {}),
                ("year", self.li, {}),
                ("all", self.he, {"organization": self.company.pk}),
            ):
                look = self.look(period, user, **places)
                for make in PICTURES.values():
                    self.check(make(look), user)

    def check(self, picture, user):
        behind = set()
        if not picture.is_empty:
            behind |= {(cell.url, cell.length) for row in picture.table.rows for cell in row if cell.url}
            for width in (WIDE, NARROW):
                canvas = Canvas(width)
                picture.draw(canvas)
                behind |= set(canvas.behind)
            self.assertTrue(behind, picture.name)
        for url, rows in behind:
            self.assertGreater(rows, 0, url)
            self.assertEqual(rows_behind(Behind(url), user, NOW).count(), rows, url)

    def test_a_region_within_which_another_lies_opens_no_list(self):
        street = Region.objects.create(code="500101009", name="九街", jurisdiction="CN", country="CN")
        for place in range(26):
            company = Organization.objects.create(name=f"企业{place}")
            site = Site.objects.create(organization=company, name="厂", region=[self.district, street][place % 2])
            self.make_incident(site=site, now=NOW)

        picture = PICTURES["places"](self.look())

        self.assertEqual(picture.data.level, "region")
        self.assertEqual(picture.data.inexact, {self.district.pk})
        self.assertEqual(picture.url_of(self.district.pk), "")
        self.check(picture, self.he)
