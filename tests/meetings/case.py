from datetime import date
from unittest.mock import patch

from accounts.models import Site
from meetings.models import Meeting
from tests.base import BaseTestCase, instant

MONDAY = instant("2026-09-21 10:00")
WEEK_BEFORE = instant("2026-09-14 00:00")


class MeetingTestCase(BaseTestCase):
    """Chen writes down what He's meeting about the district decides; the company has a second site in it."""

    def setUp(self):
        self.set_clock(MONDAY)
        self.second = Site.objects.create(
            organization=self.company, name="城北工地", name_en="North site", region=self.district, sector=self.sector
        )
        self.incident = self.make_incident()
        self.finding = self.make_finding(self.incident)
        self.action = self.make_action(finding=self.finding)

    def set_clock(self, now):
        clock = patch("common.clock.now", return_value=now)
        clock.start()
        self.addCleanup(clock.stop)

    def hold(self, *, by=None, held_at=MONDAY, since=WEEK_BEFORE, places=None, **facts):
        places = {"region": self.district} if places is None else places
        facts = {"led_by": self.he, "now": MONDAY} | facts
        return Meeting.hold(by=by or self.chen, places=places, since=since, held_at=held_at, **facts)

    def fresh(self, person):
        """A copy that has read no appointments yet."""
        return type(person).objects.get(pk=person.pk)

    def appoint_elsewhere(self, person, **place):
        person.appointments.update(ends_on=date(2026, 1, 1))
        self.appoint(person, "official", **place)
        return self.fresh(person)
