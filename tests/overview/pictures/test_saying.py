"""What the pictures say of a few records."""

from datetime import date, time, timedelta

from django.utils.translation import override

from accounts.models import Site
from overview.pictures import PICTURES
from tests.base import instant

from .world import TODAY, WorldTestCase

AUGUST = date(2026, 8, 27)


class SayingTest(WorldTestCase):
    def say(self, name, period=""):
        return PICTURES[name](self.look(period))

    def test_nothing_happened(self):
        for name in PICTURES:
            picture = self.say(name)

            self.assertTrue(picture.is_empty)
            self.assertTrue(picture.title.startswith(("No ", "Nothing")), picture.title)

    def test_months_are_compared_with_the_same_days_a_year_earlier(self):
        self.make_incident(occurred_on=AUGUST, deaths=1)
        self.make_incident(occurred_on=AUGUST, deaths=0)
        self.make_incident(occurred_on=date(2025, 8, 1), category="GB86-13", deaths=0)
        self.make_incident(occurred_on=date(2025, 9, 17), category="GB86-13", deaths=5)  # a day after today, a year ago

        picture = self.say("months")

        self.assertEqual(picture.title, "2 incidents, 1 more than a year earlier; 1 person died.")
        self.assertIn("A year earlier, on the same days: 1 incident, 0 dead, 0 injured.", picture.words)
        self.assertIn("September 2026 is not over yet.", picture.words)

    def test_thousands_stand_apart(self):
        self.make_incident(occurred_on=AUGUST, deaths=0, minor_injuries=1234)

        self.assertIn("1,234 people were injured.", self.say("months").words)

    def test_places_are_named_for_deaths_and_not_for_reporting_much(self):
        other = Site.objects.create(organization=self.company, name="城北工地", region=self.district)
        for _ in range(3):
            self.make_incident(occurred_on=AUGUST, deaths=0, kind="near_miss", site=other)
        self.assertIn("Most often the same at one place: fall from height", self.say("places").title)

        self.make_incident(occurred_on=AUGUST, deaths=2)

        picture = self.say("places")
        self.assertEqual(picture.title, "At Hongyuan Construction · South site 2 people died, nobody elsewhere.")
        self.assertEqual(picture.data.places, (self.plant.pk, other.pk))

    def test_the_categories_that_stand_first_are_those_that_came_back_to_one_place(self):
        other = Site.objects.create(organization=self.company, name="城北工地", region=self.district)
        for site in (self.plant, self.plant, other):
            self.make_incident(occurred_on=AUGUST, site=site, category="WSA10009")
        for _ in range(3):
            self.make_incident(occurred_on=AUGUST, site=other, category="WSA10010")
        self.make_incident(occurred_on=AUGUST, category="")

        self.assertEqual(self.say("places").data.categories, ("WSA10010", "WSA10009", ""))

    def test_few_causes_that_make_most_are_said_to(self):
        for factor, times in (("6.01", 9), ("6.02", 1), ("7.01", 1), ("I.2", 1)):
            for _ in range(times):
                self.make_finding(
                    self.make_incident(occurred_on=AUGUST), factor=factor, level="root" if "I" in factor else "direct"
                )

        picture = self.say("causes")

        self.assertEqual(picture.data.few, 2)
        self.assertIn("Most often: guards, interlocks or signals missing or defective, in 9 incidents.", picture.title)
        self.assertIn("2 of 4 causes make up 80%.", picture.title)

    def test_unknown_times_are_said(self):
        self.make_incident(occurred_on=AUGUST, occurred_time=time(9, 40))
        self.make_incident(occurred_on=AUGUST)

        picture = self.say("hours")

        self.assertEqual(picture.title, "1 of 1 incident with known time happened between 06:00 and 10:00.")
        self.assertIn("Of 1 incident the time is not known; it stands apart.", picture.words)
        self.assertIn(">?<", picture.wide)

    def test_the_funnel_names_the_step_at_which_most_wait(self):
        self.make_action(now=instant("2026-09-01 10:00"))
        self.make_incident(occurred_on=AUGUST)
        self.make_incident(occurred_on=AUGUST)

        picture = self.say("funnel")

        self.assertEqual(picture.title, "0 of 3 incidents are closed. Most wait for their causes to be found: 2.")
        self.assertEqual(picture.words, ["Wait for causes to be found: 2.", "Wait for work to be done: 1."])

    def test_what_is_late_is_said_with_how_long_ago_it_was_given(self):
        finding = self.make_finding()
        self.make_action(finding=finding, deadline=TODAY - timedelta(days=1), now=instant("2026-09-01 10:00"))
        self.make_action(finding=finding, deadline=TODAY + timedelta(days=9), now=instant("2026-09-01 10:00"))

        self.assertEqual(self.say("ageing").title, "1 of 2 open actions is late.")
        self.assertEqual(self.say("deadlines").title, "1 action is due in the coming eight weeks; 1 is late.")
        self.assertEqual(self.say("flow").title, "More was opened than closed: 2 actions are open, 0 were a month ago.")

    def test_it_says_the_same_in_chinese(self):
        self.make_incident(occurred_on=AUGUST, deaths=2)

        with override("zh-hans"):
            self.assertEqual(self.say("months").title, "1起事件，比上年同期多1起；死亡2人。")
            self.assertEqual(self.say("places").title, "宏远建筑公司 · 城南工地死亡2人，其他地点无人死亡。")
