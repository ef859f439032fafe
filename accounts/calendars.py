"""The working days of every place: read once, asked often."""

from collections import defaultdict

from common.calendars import Calendar

from .models import DayDecision, Organization

SATURDAY, SUNDAY = 5, 6
WEEKDAYS = {
    Organization.Week.SATURDAYS: frozenset([SATURDAY]),
    Organization.Week.EVERY_DAY: frozenset([SATURDAY, SUNDAY]),
}


class Calendars:
    """All decisions about days in memory: some dozens a year. An organization's stand above its country's."""

    def __init__(self):
        self.decided, self.known = defaultdict(dict), {}
        decisions = DayDecision.objects.order_by("pk").values_list("country", "organization", "day", "works")
        for country, organization, day, works in decisions:
            self.decided[organization or country][day] = works

    def of(self, site):
        """The Calendar of a site, which comes with its region and organization."""
        place = site.region.country, site.organization_id
        if place not in self.known:
            self.known[place] = self.calendar(site.region.country, site.organization)
        return self.known[place]

    def calendar(self, country, organization=None):
        decided = dict(self.decided.get(country, {}))
        if organization is not None:
            own = self.decided.get(organization.pk, {})
            decided |= {day: works for day, works in own.items() if works is not None}
        return Calendar(country, decided, WEEKDAYS.get(organization.week, frozenset()) if organization else frozenset())
