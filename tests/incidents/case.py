from unittest.mock import patch

from incidents.models import Incident
from tests.base import NOW, BaseTestCase, instant


class PageTestCase(BaseTestCase):
    """Pages of incidents on the day of the cast: `NOW`, unless a test moves the clock."""

    now = NOW

    def setUp(self):
        self.set_clock(self.now)

    def set_clock(self, now):
        clock = patch("common.clock.now", return_value=instant(now) if isinstance(now, str) else now)
        clock.start()
        self.addCleanup(clock.stop)

    def report(self, **given):
        """The answers of a quick report, as its form sends them."""
        return {
            "form_key": "11111111-2222-4333-8444-555555555555",
            "kind": "accident",
            "description": "A worker fell from the scaffold.",
            "site": self.plant.pk,
            "occurred_on": "2026-08-27",
            "occurred_time": "09:40",
            "hurt": "yes",
            "deaths": "1",
        } | given

    def full(self, incident, **given):
        """Everything the page of `incident` has in its form, changed by `given`."""
        form = self.client.get(f"/incidents/{incident.pk}/edit/").context["form"]
        values = {field.html_name: field.value() for field in form}
        texts = {name: self.text(form[name], value) for name, value in values.items()}
        return {name: text for name, text in texts.items() if text not in (None, False)} | given

    def text(self, field, value):
        if value is True:
            return "on"
        return field.field.widget.format_value(value) if hasattr(field.field.widget, "format_value") else value

    def latest(self):
        return Incident.objects.latest("pk")
