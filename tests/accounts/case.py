from datetime import timedelta

from accounts.models import User
from common import clock
from tests.base import BaseTestCase


class PeopleTestCase(BaseTestCase):
    """Pages of people, by the database's own clock: whether somebody is in office is asked of it."""

    def setUp(self):
        self.now = clock.now()
        self.today = clock.local_day(self.now, "Asia/Shanghai")
        self.yesterday, self.tomorrow = self.today - timedelta(days=1), self.today + timedelta(days=1)

    def again(self, record):
        """As the database has it, without what was read before."""
        return type(record).objects.get(pk=record.pk)

    def post(self, url, record=None, **data):
        """Post a form about `record` as the page that one has before one's eyes would."""
        return self.client.post(url, ({"version": record.version} if record else {}) | data)

    def verbs(self, person):
        return list(User.objects.get(pk=person.pk).events.order_by("pk").values_list("verb", flat=True))
