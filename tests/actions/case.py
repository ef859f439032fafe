from unittest.mock import patch

from tests.base import NOW, BaseTestCase, instant


class PageTestCase(BaseTestCase):
    """Pages of actions on the day of the cast: `NOW`, unless a test moves the clock."""

    now = NOW

    def setUp(self):
        self.set_clock(self.now)

    def set_clock(self, now):
        clock = patch("common.clock.now", return_value=instant(now) if isinstance(now, str) else now)
        clock.start()
        self.addCleanup(clock.stop)

    def move(self, action, verb, **data):
        """Post a move as the page of `action` that one has before one's eyes would."""
        data = {"version": action.version} | data
        return self.client.post(f"/actions/{action.pk}/{verb}/", data)
