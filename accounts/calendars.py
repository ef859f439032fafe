"""The working days of every place: read once, asked often."""

import calendar as monthcalendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from babel import Locale
from django.utils.translation import get_language, to_locale

from common.calendars import Calendar, days_off

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


def country_name(code):
    """The name of a country (ISO 3166) in the language in force."""
    return Locale.parse(to_locale(get_language())).territories.get(code, code)


@dataclass(frozen=True)
class Cell:
    """A day as a calendar shows it. `name` is what it is officially called, such as a holiday's name."""

    day: date | None
    works: bool = True
    is_decided: bool = False
    is_unusual: bool = False  # off in the middle of the week, or at work at its end
    name: str = ""


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list  # of seven Cells, Monday first; those of other months have no day


def year_of(calendar, year):
    """The twelve Months of a year."""
    return [Month(date(year, month, 1), weeks_of(calendar, year, month)) for month in range(1, 13)]


def weeks_of(calendar, year, month):
    return [
        [cell_of(calendar, day) if day.month == month else Cell(None) for day in week]
        for week in monthcalendar.Calendar().monthdatescalendar(year, month)
    ]


def cell_of(calendar, day):
    works = calendar.is_working_day(day)
    return Cell(
        day=day,
        works=works,
        is_decided=calendar.decided.get(day) is not None,
        is_unusual=works == (day.weekday() in (SATURDAY, SUNDAY)),
        name=days_off(calendar.country).get(day) or "",
    )
