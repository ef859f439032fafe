"""What the pictures' bars and cells ask of the list of incidents."""

from datetime import date, time

from .case import PageTestCase


class AskedTest(PageTestCase):
    url = "/incidents/"

    def setUp(self):
        super().setUp()
        self.monday = self.make_incident(
            name="Monday", occurred_on=date(2026, 8, 24), occurred_time=time(9, 40), deaths=2, minor_injuries=1
        )
        self.tuesday = self.make_incident(
            name="Tuesday", occurred_on=date(2026, 8, 25), occurred_time=time(9, 59), deaths=0, acute_poisonings=1
        )
        self.sunday = self.make_incident(
            name="Sunday", occurred_on=date(2026, 8, 30), deaths=None, serious_injuries=None, category=""
        )
        self.sign_in(self.chen)

    def names(self, **query):
        answer = self.client.get(self.url, query)
        self.assertEqual(answer.status_code, 200)
        return [incident.name for incident in answer.context["page"]]

    def test_zhao_is_told_nothing_by_them(self):
        self.make_finding(self.monday, factor="6.01")
        self.sign_in(self.zhao)

        for query in ({"weekday": 1}, {"hour": 9}, {"hurt": "deaths"}, {"factor": "6.01"}, {"progress": "no_actions"}):
            self.assertEqual(self.names(**query), [])

    def test_it_asks_for_the_day_of_the_week(self):
        self.assertEqual(self.names(weekday=1), ["Monday"])
        self.assertEqual(self.names(weekday=7), ["Sunday"])
        self.assertEqual(self.names(weekday=3), [])

    def test_it_asks_for_the_hour_and_for_none(self):
        self.assertEqual(self.names(hour=9), ["Tuesday", "Monday"])
        self.assertEqual(self.names(hour=10), [])
        self.assertEqual(self.names(hour="none"), ["Sunday"])
        self.assertEqual(self.names(hour=9, weekday=2), ["Tuesday"])

    def test_it_asks_for_casualties(self):
        self.assertEqual(self.names(hurt="deaths"), ["Monday"])
        self.assertEqual(self.names(hurt="injuries"), ["Tuesday", "Monday"])

    def test_it_asks_for_a_cause_that_stands(self):
        self.make_finding(self.monday, factor="6.01")
        self.make_finding(self.monday, factor="6.01")
        self.make_finding(self.tuesday, factor="7.01")
        self.make_finding(self.sunday, factor="6.01").withdraw(by=self.chen, now=self.now, note="It was not so.")

        self.assertEqual(self.names(factor="6.01"), ["Monday"])

    def test_it_asks_for_those_without_a_category(self):
        self.assertEqual(self.names(category="none"), ["Sunday"])

    def test_what_is_set_stands_above_the_list_in_words(self):
        page = self.client.get(self.url, {"weekday": 1, "hour": 9, "hurt": "deaths"})

        self.assertEqual(["with deaths", "Mondays", "09:00–09:59"], [str(chip.value) for chip in page.context["chips"]])

    def test_what_it_cannot_read_shows_nothing(self):
        for query in ({"weekday": 8}, {"hour": 24}, {"hurt": "x"}, {"factor": "9.99"}, {"progress": "x"}):
            answer = self.client.get(self.url, query)

            self.assertEqual(answer.status_code, 400)
            self.assertEqual(list(answer.context["page"]), [])
