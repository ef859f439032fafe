import re

from tests.base import BaseTestCase


class NavigationTestCase(BaseTestCase):
    """A phone's bar has room for a handful of places; the others stand under “More”."""

    def test_each_place_is_in_the_bar_or_under_more(self):
        self.sign_in(self.chen)

        page = self.client.get("/").content.decode()

        bar, more = re.search(r'<nav class="rail".*?</nav>', page, re.DOTALL)[0].split('<li class="rail-more">')
        places = re.findall(r'<li( class="rail-rest")?>\s*<a href="([^"]+)"', bar)
        self.assertEqual([url for rest, url in places if not rest], ["/", "/overview/", "/incidents/", "/actions/"])
        self.assertEqual([url for rest, url in places if rest], re.findall(r'href="([^"#]+)" ?(?:aria|>)', more))

    def test_one_place_is_where_one_is(self):
        for person, url, here in (
            (self.chen, "/overview/sheet/", "/meetings/"),
            (self.chen, "/overview/rates/", "/overview/"),
            (self.chen, "/organizations/", "/sites/"),
            (self.guan, "/alerts/rules/", "/reminders/"),
            (self.guan, "/rules/matrix/", "/rules/"),
        ):
            self.sign_in(person)
            page = self.client.get(url).content.decode()
            bar = re.search(r'<nav class="rail".*?</nav>', page, re.DOTALL)[0].split('<li class="rail-more">')[0]
            self.assertEqual(re.findall(r'href="([^"]+)" aria-current', bar), [here])
