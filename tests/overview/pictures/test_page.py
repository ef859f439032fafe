"""The page of all pictures and of each alone: who sees what, and what a browser and a screen reader are given."""

import re
from datetime import date
from random import Random
from unittest.mock import patch
from xml.etree import ElementTree

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from overview.pictures import PICTURES, TELLING

from .world import NOW, World, WorldTestCase

AUGUST = date(2026, 8, 27)
SVG = "{http://www.w3.org/2000/svg}"


class PicturesTestCase(WorldTestCase):
    url = reverse("overview:pictures")

    def setUp(self):
        clock = patch("common.clock.now", return_value=NOW)
        clock.start()
        self.addCleanup(clock.stop)

    def make_world(self, seed=5):
        World(self, Random(seed)).make()

    def get(self, user, url=None, **query):
        self.sign_in(user)
        return self.client.get(url or self.url, query)


class PageTest(PicturesTestCase):
    def test_somebody_elsewhere_is_drawn_nothing(self):
        incident = self.make_incident(occurred_on=AUGUST)
        self.make_action(finding=self.make_finding(incident, factor="6.01"))

        page = self.get(self.zhao)

        self.assertTrue(all(picture.is_empty for picture in page.context["pictures"]))
        self.assertNotContains(page, '<svg class="pic-')
        for secret in ("Hongyuan", "South site", "fall from height", "guards, interlocks"):
            self.assertNotContains(page, secret)

    def test_an_administrator_is_drawn_nothing_and_a_stranger_sent_away(self):
        self.make_action()

        self.assertTrue(all(picture.is_empty for picture in self.get(self.guan).context["pictures"]))
        self.client.logout()
        self.assertEqual(self.client.get(self.url).status_code, 302)

    def test_it_shows_all_pictures_in_one_order(self):
        self.make_world()

        page = self.get(self.he)

        self.assertEqual(list(PICTURES), [picture.name for picture in page.context["pictures"]])
        for picture in page.context["pictures"]:
            self.assertContains(page, f'<figure class="picture panel" id="{picture.name}"')
            self.assertContains(page, picture.url)

    def test_each_stands_alone_with_its_table_open(self):
        self.make_world()

        for name in PICTURES:
            page = self.get(self.he, reverse("overview:picture", args=[name]), period="all")

            self.assertContains(page, f'id="{name}-table" open')
            self.assertEqual([name], [picture.name for picture in page.context["pictures"]])
            self.assertEqual(page.context["pictures"][0].look.period.name, "all")

    def test_there_is_no_other(self):
        self.assertEqual(self.get(self.he, "/overview/pictures/weather/").status_code, 404)

    def test_it_narrows_to_a_place_and_says_so(self):
        self.make_incident(occurred_on=AUGUST)
        self.make_incident(occurred_on=AUGUST, site=self.other_plant, by=self.zhao)

        page = self.get(self.he, site=self.plant.pk, period="year")

        self.assertContains(page, "Remove this filter")
        months = page.context["pictures"][0]
        self.assertEqual(months.data.total.incidents, 1)
        self.assertIn(f"site={self.plant.pk}", months.url)
        self.assertIn("period=year", months.url)

    def test_what_it_cannot_read_is_an_error_and_no_picture(self):
        self.make_world()

        for query in ({"period": "decade"}, {"site": "x"}, {"site": self.other_plant.pk}, {"perod": "year"}):
            page = self.get(self.he, **query)

            self.assertEqual(page.status_code, 400, query)
            self.assertEqual(page.context["pictures"], [])

    def test_the_overview_asks_for_a_few_small_ones_of_the_same_places(self):
        self.make_world()

        page = self.get(self.he, reverse("overview:overview"), site=self.plant.pk)
        small = re.search(r'hx-get="([^"]*telling[^"]*)"', page.content.decode()).group(1)
        shown = self.client.get(small)

        self.assertEqual([type(picture) for picture in shown.context["pictures"]], list(TELLING))
        self.assertEqual(shown.context["scope"].parameters, {"site": self.plant.pk})
        for picture in shown.context["pictures"]:
            self.assertContains(shown, picture.url.replace("&", "&amp;"))
        self.assertNotContains(shown, "pic-wide")

    def test_somebody_elsewhere_gets_no_small_one_of_here(self):
        self.make_incident(occurred_on=AUGUST)

        shown = self.get(self.zhao, reverse("overview:telling_pictures"))

        self.assertTrue(all(picture.is_empty for picture in shown.context["pictures"]))
        refused = self.get(self.zhao, reverse("overview:telling_pictures"), site=self.plant.pk)
        self.assertEqual(refused.status_code, 400)
        self.assertNotContains(refused, "<figure", status_code=400)

    def test_its_queries_do_not_grow(self):
        self.make_incident(occurred_on=AUGUST)
        few = self.queries()
        for day in range(1, 12):
            self.make_incident(occurred_on=date(2026, 8, day), category="WSA10004")

        self.assertEqual(self.queries(), few)
        self.assertLessEqual(few, 30)

    def queries(self):
        self.sign_in(self.he)
        with CaptureQueriesContext(connection) as captured:
            self.client.get(self.url)
        return len(captured)


class MarkupTest(PicturesTestCase):
    """What is drawn is one image with a title and a description, and links with names beside it."""

    def drawings(self):
        self.make_world()
        for period in ("", "all"):
            for picture in self.get(self.he, period=period).context["pictures"]:
                for drawing in (picture.wide, picture.narrow):
                    yield picture, ElementTree.fromstring(drawing.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))

    def test_it_is_an_image_with_a_title_and_a_description(self):
        for picture, svg in self.drawings():
            image = svg.find(f"{SVG}g")

            self.assertEqual(image.get("role"), "img")
            self.assertEqual(image.find(f"{SVG}title").text, picture.title)
            self.assertTrue(image.find(f"{SVG}desc").text)

    def test_every_link_stands_beside_the_image_and_has_a_name(self):
        for picture, svg in self.drawings():
            self.assertIsNone(svg.find(f"{SVG}g").find(f".//{SVG}a"))
            links = svg.findall(f"{SVG}a")
            self.assertTrue(links, picture.name)
            for link in links:
                self.assertRegex(link.find(f"{SVG}title").text, r"\d")

    def test_nothing_is_written_smaller_than_it_can_be_read_or_outside(self):
        for picture, svg in self.drawings():
            width, height = (float(side) for side in svg.get("viewBox").split()[2:])
            for part in svg.iter():
                x, y = float(part.get("x") or 0), float(part.get("y") or 0)
                inside = 0 <= x <= width and 0 <= y <= height
                self.assertTrue(inside, (picture.name, part.tag, part.attrib))
                if part.get("width") and part is not svg:
                    self.assertLessEqual(x + float(part.get("width")), width + 1, (picture.name, part.attrib))

    def test_it_has_no_style_of_its_own_and_no_identifier_twice(self):
        self.make_world()

        html = self.get(self.he).content.decode()

        self.assertNotRegex(html, r"<[^>]* style=")
        self.assertNotIn("<style", html)
        names = re.findall(r' id="([^"]+)"', html)
        self.assertEqual(len(names), len(set(names)))

    def test_a_name_cannot_break_out_of_the_drawing(self):
        self.company.name_en = '<script>"&'
        self.company.save()
        self.make_incident(occurred_on=AUGUST)

        html = self.get(self.he).content.decode()

        self.assertNotIn('<script>"&', html)
        self.assertIn("&lt;script&gt;", html)
