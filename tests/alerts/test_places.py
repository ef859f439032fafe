from datetime import date

from accounts.models import Exposure, Organization, Role, Site
from alerts.models import Alert
from tests.base import instant

from .case import AlertTestCase


class PlacesTestCase(AlertTestCase):
    def alerts(self, kind):
        return Alert.objects.standing().filter(kind=kind)

    def sites(self, kind):
        return {alert.site for alert in self.alerts(kind)}

    def employ(self, count, organization=None, month="2026-07-01"):
        given = {"month": date.fromisoformat(month), "headcount": count, "by": self.guan}
        Exposure.objects.create(organization=organization or self.company, at=instant("2026-08-01 09:00"), **given)

    # hot spots

    def test_a_hot_spot_is_a_site_at_which_people_were_hurt_gravely_and_more_than_once(self):
        self.accident("2026-03-01", deaths=0, serious_injuries=1, category="")
        self.accident("2026-08-20", deaths=0, serious_injuries=1)
        self.accident("2026-08-20", site=self.second, deaths=0, serious_injuries=3)
        self.accident("2026-08-20", site=self.other_plant, deaths=0, minor_injuries=9)
        self.accident("2026-08-21", site=self.other_plant, deaths=0, minor_injuries=9)

        self.look("2026-08-29 09:00")

        alert = self.alerts("hot").get()
        self.assertEqual((alert.site, alert.weight), (self.plant, 210))
        self.assertEqual(alert.facts, {"incidents": 2, "dead": 0, "serious": 2, "minor": 0})

    def test_reports_of_near_misses_make_no_hot_spot(self):
        for day in range(1, 20):
            self.accident(f"2026-08-{day:02}", deaths=0, kind="near_miss")

        self.look("2026-08-29 09:00")

        self.assertFalse(self.alerts("hot").exists())

    def test_it_cools_down_when_the_year_is_over_or_an_incident_is_taken_back(self):
        self.accident("2026-01-10", deaths=1)
        second = self.accident("2026-08-20", deaths=0, serious_injuries=1)
        self.look("2026-08-29 09:00")
        self.assertEqual(self.sites("hot"), {self.plant})

        second.void(by=self.chen, now=instant("2026-08-30 09:00"), note="Twice.")
        self.look("2026-08-30 09:01")

        self.assertFalse(self.alerts("hot").exists())
        self.assertEqual(Alert.objects.get(kind="hot").ended_because, "lifted")

    def test_the_heaviest_stands_first(self):
        for site, deaths in ((self.second, 1), (self.plant, 2)):
            self.accident("2026-08-01", site=site, deaths=deaths)
            self.accident("2026-08-20", site=site, deaths=0, serious_injuries=1)

        self.look("2026-08-29 09:00")

        self.assertEqual([alert.site for alert in self.alerts("hot")], [self.plant, self.second])

    # blind spots

    def test_a_site_without_one_of_its_three_persons_is_a_blind_spot(self):
        self.appoint(self.chen, Role.OFFICIAL, region=self.district, sector=self.sector)
        self.look("2026-08-29 09:00")
        self.assertNotIn(self.plant, self.sites("vacant"))
        alert = self.alerts("vacant").get(site=self.second)
        self.assertEqual(alert.facts, {"vacant": ["sector"]})

        self.ma.appointments.update(ends_on=date(2026, 8, 1))
        self.look("2026-08-30 09:00")

        alert.refresh_from_db()
        self.assertEqual((alert.facts, alert.weight), ({"vacant": ["sector", "enterprise"]}, 2))

    def test_a_site_of_which_nothing_was_recorded_for_a_year_is_a_blind_spot(self):
        self.look("2026-08-29 09:00")
        self.assertIn(self.second, self.sites("silent"))  # its safety manager is in office since 2020

        self.accident("2026-08-29", site=self.second, deaths=0, kind="near_miss")
        self.look("2026-08-29 18:01")

        self.assertNotIn(self.second, self.sites("silent"))

    def test_work_on_an_action_is_a_record_too(self):
        incident = self.accident("2025-05-01", category="GB86-09")
        action = self.make_action(incident=incident, now=instant("2025-05-02 09:00"), deadline=date(2025, 6, 1))
        self.look("2026-08-29 09:00")
        self.assertEqual(self.alerts("silent").get(site=self.plant).facts, {"last": "2025-05-02"})

        self.submitted(action, now=instant("2026-08-29 10:00"))
        self.look("2026-08-29 10:01")

        self.assertNotIn(self.plant, self.sites("silent"))

    def test_a_new_site_is_not_called_silent(self):
        company = Organization.objects.create(name="新厂")
        Site.objects.create(organization=company, name="一期", region=self.district)

        self.look("2026-08-29 09:00")

        self.assertFalse(self.alerts("silent").filter(site__organization=company).exists())

    # places from which nothing is heard

    def test_many_people_and_no_report_for_ninety_days(self):
        self.employ(100)
        self.accident("2026-05-31")
        self.look("2026-08-29 09:00")
        self.assertFalse(self.alerts("quiet").exists())

        self.look("2026-08-29 18:01")  # ninety days after it was logged

        alert = self.alerts("quiet").get()
        self.assertEqual(alert.organization, self.company)
        self.assertEqual(alert.facts, {"people": 100, "last": "2026-05-31"})

    def test_a_near_miss_that_is_reported_is_heard(self):
        self.employ(500)
        self.accident("2026-03-31")
        self.look("2026-08-29 09:00")
        self.assertTrue(self.alerts("quiet").exists())

        self.accident("2026-08-29", deaths=0, kind="near_miss")
        self.look("2026-08-29 18:01")

        self.assertFalse(self.alerts("quiet").exists())

    def test_it_says_nothing_where_few_people_work_or_nobody_knows_how_many(self):
        self.employ(99)
        self.employ(500, self.second_company, month="2025-06-01")  # of more than a year ago

        self.look("2026-08-29 09:00")

        self.assertFalse(self.alerts("quiet").exists())

    def test_looking_again_changes_nothing(self):
        self.employ(500)
        self.accident("2026-08-20", deaths=2)
        self.accident("2026-08-21", site=self.second)
        self.look("2026-08-29 09:00")
        before = list(Alert.objects.order_by("pk").values())

        self.look("2026-08-29 09:00")

        self.assertEqual(list(Alert.objects.order_by("pk").values()), before)
        self.assertEqual({"cluster", "vacant"}, {row["kind"] for row in before})
