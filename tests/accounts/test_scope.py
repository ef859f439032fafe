from datetime import date
from unittest import mock

from accounts.models import Organization, Region, Role, Site, User
from actions.models import Action
from incidents.models import Finding, Incident
from tests.base import BaseTestCase


class ScopeTestCase(BaseTestCase):
    """The territorial, the sector and the enterprise line: what each person sees of everything."""

    def setUp(self):
        self.finding = self.make_finding()
        self.action = self.make_action(finding=self.finding)

    def sees(self, person):
        return (
            Site.objects.visible_to(person).filter(pk=self.plant.pk).exists(),
            Incident.objects.visible_to(person).exists(),
            Finding.objects.visible_to(person).exists(),
            Action.objects.visible_to(person).exists(),
        )

    def test_zhao_sees_nothing(self):
        self.assertEqual(self.sees(self.zhao), (False, False, False, False))
        self.assertNotIn(self.wang, User.objects.visible_to(self.zhao))
        self.assertNotIn(self.company, Organization.objects.visible_to(self.zhao))
        self.assertNotIn(self.district, Region.objects.visible_to(self.zhao))

    def test_an_administrator_sees_people_and_no_content(self):
        self.assertEqual(self.sees(self.guan), (False, False, False, False))
        self.assertIn(self.wang, User.objects.visible_to(self.guan))

    def test_the_three_lines_see_everything_of_their_places(self):
        lines = (
            {"region": self.district},
            {"region": self.district, "sector": self.sector},
            {"organization": self.company},
            {"site": self.plant},
            {"everywhere": True},
        )
        for number, place in enumerate(lines):
            for role in (Role.SAFETY_MANAGER, Role.OFFICIAL, Role.LEADER, Role.AUDITOR):
                with self.subTest(role, **place):
                    person = self.person(f"{role}{number}", "某", role, **place)
                    self.assertEqual(self.sees(person), (True, True, True, True))

    def test_a_wider_region_covers_and_a_narrower_does_not(self):
        province = Region.objects.create(code="50", name="某省")
        town = Region.objects.create(code="500101001", name="某镇")

        self.assertEqual(self.sees(self.person("p", "省", Role.OFFICIAL, region=province)), (True,) * 4)
        self.assertEqual(self.sees(self.person("t", "镇", Role.OFFICIAL, region=town)), (False,) * 4)

    def test_all_places_of_an_appointment_must_hold(self):
        person = self.person("x", "某", Role.OFFICIAL, region=self.elsewhere, sector=self.sector)

        self.assertEqual(self.sees(person), (False, False, False, False))

    def test_a_reporter_sees_the_site_and_what_is_their_own(self):
        reporter = self.person("r", "某", Role.REPORTER, site=self.plant)
        self.assertEqual(self.sees(reporter), (True, False, False, False))

        self.make_incident(by=reporter)
        self.assertTrue(Incident.objects.visible_to(reporter).exists())

    def test_an_owner_sees_the_action_alone(self):
        self.assertEqual(self.sees(self.wang), (True, False, False, True))

    def test_an_appointment_that_is_over_or_to_come_shows_nothing(self):
        for start, end in ((date(2020, 1, 1), date(2020, 12, 31)), (date(2999, 1, 1), None)):
            with self.subTest(start=start):
                person = User.objects.create_user(f"{start}@example.org", None, name="某")
                self.appoint(person, Role.OFFICIAL, region=self.district)
                person.appointments.update(starts_on=start, ends_on=end)
                self.assertEqual(self.sees(person), (False, False, False, False))

    def test_who_may_be_given_work_is_who_has_a_duty_there(self):
        self.assertCountEqual(User.objects.covering(self.plant), [self.he, self.chen, self.sun, self.li, self.wang])


class ManySitesTestCase(BaseTestCase):
    def test_it_is_the_same_scope_whether_sites_are_named_or_asked_for(self):
        with mock.patch("accounts.models.people.MOST_KEYS", 0):
            asked = list(Action.objects.visible_to(User.objects.get(pk=self.chen.pk)))
        named = list(Action.objects.visible_to(User.objects.get(pk=self.chen.pk)))

        self.assertEqual([self.action], named)
        self.assertEqual(named, asked)

    def setUp(self):
        self.action = self.make_action()
