from datetime import date, timedelta
from random import Random

from accounts.models import Organization, Region, Role, Site
from alerts.models import Alert
from alerts.sight import Part, with_members
from tests.base import instant

from .case import AlertTestCase


class SightTestCase(AlertTestCase):
    def visible_to(self, user):
        return list(Alert.objects.filter(kind="cluster").visible_to(user))

    def part(self, user):
        return Part.of(with_members(Alert.objects.filter(kind="cluster")).get(), user)

    def test_zhao_sees_nothing_of_it_and_who_sees_one_incident_of_two_neither(self):
        self.accident("2026-08-27")
        self.accident("2026-08-29", site=self.second)
        self.look("2026-08-29 18:01")

        for person in (self.zhao, self.guan, self.wang, self.li, self.sun, self.ma):
            self.assertEqual(self.visible_to(person), [], person)
        for person in (self.he, self.chen):
            self.assertEqual(len(self.visible_to(person)), 1, person)

    def test_who_sees_enough_of_it_sees_that_part_alone(self):
        self.accident("2026-08-27", deaths=2)
        self.accident("2026-08-28")
        self.accident("2026-08-29", site=self.second, deaths=5)
        self.look("2026-08-29 18:01")

        part = self.part(self.sun)

        self.assertEqual(len(self.visible_to(self.sun)), 1)
        self.assertFalse(part.is_whole)
        self.assertEqual((len(part.members), part.deaths, part.last_on), (2, 3, date(2026, 8, 28)))
        self.assertEqual(self.visible_to(self.ma), [])

    def test_two_of_it_that_are_too_far_apart_are_not_enough(self):
        self.accident("2026-08-20")
        self.accident("2026-08-25", site=self.second)
        self.accident("2026-08-29")
        self.look("2026-08-29 18:01")

        self.assertEqual(self.visible_to(self.sun), [])

    def test_who_has_left_sees_it_no_more(self):
        self.accident("2026-08-27")
        self.accident("2026-08-29")
        self.look("2026-08-29 18:01")
        self.he.appointments.update(ends_on=date(2026, 8, 30))

        self.assertEqual(self.visible_to(self.he), [])

    def test_a_lifted_one_stays_with_those_who_knew_it(self):
        self.accident("2026-08-27")
        second = self.accident("2026-08-29")
        self.look("2026-08-29 18:01")
        second.void(by=self.chen, now=instant("2026-08-30 09:00"), note="Twice.")
        self.look("2026-08-30 09:01")

        self.assertEqual(len(self.visible_to(self.sun)), 1)
        self.assertEqual(len(self.part(self.sun).members), 2)

    def test_an_organization_that_is_quiet_is_seen_by_who_sees_all_of_it(self):
        north = Site.objects.create(organization=self.company, name="城北工地", region=self.elsewhere)
        alert = Alert.objects.create(
            kind="quiet", organization=self.company, raised_at=self.now(), grown_at=self.now(), facts={}
        )

        self.assertEqual(list(Alert.objects.visible_to(self.sun)), [alert])
        self.assertEqual(list(Alert.objects.visible_to(self.chen)), [])
        north.delete()
        self.assertEqual(list(Alert.objects.visible_to(self.chen)), [alert])

    def test_a_place_is_seen_by_who_sees_the_place(self):
        for site in (self.plant, self.second):
            Alert.objects.create(kind="vacant", site=site, raised_at=self.now(), grown_at=self.now())

        self.assertEqual([alert.site for alert in Alert.objects.visible_to(self.li)], [self.plant])
        self.assertEqual(list(Alert.objects.visible_to(self.wang)), [])

    def now(self):
        return instant("2026-08-29 09:00")

    def test_what_the_database_finds_visible_is_what_the_part_says(self):
        region = Region.objects.create(code="500103", name="丙区", jurisdiction="CN", country="CN")
        sites = [self.plant, self.second]
        for number in range(4):
            company = Organization.objects.create(name=f"企业{number}")
            sites.append(
                Site.objects.create(organization=company, name="厂区", region=(self.district, region)[number % 2])
            )
        random = Random(5)
        for number in range(40):
            day = date(2026, 8, 1) + timedelta(days=random.randrange(28))
            self.accident(
                str(day), site=random.choice(sites), deaths=random.randrange(3), logged=f"{number % 24:02}:00"
            )
        self.rule.follow_otherwise(by=self.guan, now=self.now(), note="Rarer.", counts="deaths", least=3, days=4)
        self.look("2026-08-29 09:00")
        people = [self.he, self.chen, self.sun, self.ma, self.li, self.zhao]
        for number in range(6):
            person = self.person(f"somebody{number}", f"某{number}", Role.OFFICIAL, site=random.choice(sites))
            self.appoint(person, Role.OFFICIAL, site=random.choice(sites))
            people.append(person)

        alerts = list(with_members(Alert.objects.filter(kind="cluster")))

        self.assertGreater(len(alerts), 2)
        found = set()
        for person in people:
            visible = set(Alert.objects.filter(kind="cluster").visible_to(person))
            expected = {alert for alert in alerts if Part.of(alert, person).is_enough}
            self.assertEqual(visible, expected, person)
            found.add(len(visible))
        self.assertGreater(len(found), 2)
