from datetime import date
from unittest.mock import patch

from accounts.models import Organization, Role, Site
from alerts import watching
from alerts.models import Alert, Rule
from outbox.composing import compose
from outbox.models import Letter
from outbox.planning import plan
from tests.base import NOW, BaseTestCase, instant


class AlertTestCase(BaseTestCase):
    """Two fatal accidents within seven days in a district are a cluster; no other rule holds.

    The cast, and beside the plant a second enterprise of the district with a safety manager of its own, Ma. He leads
    the district, Chen is its official, Zhao looks after another one.
    """

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        Rule.objects.all().delete()
        cls.rule = Rule.objects.create(counts="fatal", least=2, days=7, within="region")
        cls.second_company = Organization.objects.create(name="宏泰金属", name_en="Hongtai Metal")
        cls.second = Site.objects.create(
            organization=cls.second_company, name="冲压车间", name_en="Press shop", region=cls.district
        )
        cls.ma = cls.person("ma", "马丽", Role.SAFETY_MANAGER, organization=cls.second_company)

    def setUp(self):
        self.set_clock(NOW)

    def set_clock(self, now):
        clock = patch("common.clock.now", return_value=instant(now) if isinstance(now, str) else now)
        clock.start()
        self.addCleanup(clock.stop)

    def accident(self, day, *, deaths=1, site=None, logged="18:00", **given):
        """Logged on the evening of its day; of no category unless one is given."""
        now = instant(f"{day} {logged}")
        day = date.fromisoformat(day)
        return self.make_incident(
            now=now, occurred_on=day, deaths=deaths, site=site or self.plant, **{"category": ""} | given
        )

    def look(self, now):
        watching.look(instant(now))

    def clusters(self):
        return Alert.objects.filter(kind="cluster").order_by("pk")

    def run_reminders(self, now):
        """Plan and compose; the letters that this wrote, by their readers."""
        before = set(Letter.objects.values_list("pk", flat=True))
        plan(instant(now))
        compose(instant(now))
        return {letter.person: letter for letter in Letter.objects.exclude(pk__in=before)}
