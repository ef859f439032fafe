"""Days on which people work. Countries and their days off come from the `holidays` library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

DAY = timedelta(days=1)
DECREED = {"CN"}  # countries whose days off and make-up working days are announced anew for every year


@lru_cache(maxsize=32)
def days_off(country):
    """Official days off of a country (ISO 3166 alpha-2), or none where the country is not known."""
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return holidays.HolidayBase()


def is_provisional(country, year):
    """Whether the days of `year` are not yet announced: only what the law says of every year is known."""
    if country not in DECREED:
        return False
    known = days_off(country)
    known.get(f"{year}-01-01")  # the library fills in a year when it is first asked for
    return not any(day.year == year for day in known.weekend_workdays)


def weekdays():
    """(ISO number, short name, name) of each day of the week, in the language in force."""
    return [
        (1, pgettext("day of the week, short", "Mon"), _("Monday")),
        (2, pgettext("day of the week, short", "Tue"), _("Tuesday")),
        (3, pgettext("day of the week, short", "Wed"), _("Wednesday")),
        (4, pgettext("day of the week, short", "Thu"), _("Thursday")),
        (5, pgettext("day of the week, short", "Fri"), _("Friday")),
        (6, pgettext("day of the week, short", "Sat"), _("Saturday")),
        (7, pgettext("day of the week, short", "Sun"), _("Sunday")),
    ]


@dataclass(frozen=True)
class Calendar:
    """The working days of one place: the official ones of its country, and what was decided otherwise.

    `decided` says of single days whether people work on them. `weekdays` (Monday is 0) is the week of a place that
    works on other days than its country's offices; official days off are off there, too.
    """

    country: str = ""
    decided: Mapping = field(default_factory=dict)
    weekdays: frozenset = frozenset()

    def is_working_day(self, day):
        """Whether people work on `day`; make-up working days at a weekend count (China)."""
        decided = self.decided.get(day)
        return self.is_officially_working_day(day) if decided is None else decided

    def is_officially_working_day(self, day):
        official = days_off(self.country)
        return official.is_working_day(day) or (day.weekday() in self.weekdays and day not in official)

    def on_or_before(self, day):
        while not self.is_working_day(day):
            day -= DAY
        return day

    def on_or_after(self, day):
        while not self.is_working_day(day):
            day += DAY
        return day

    def add(self, day, count):
        """The `count`-th working day after `day`; the day itself is day 0 (Civil Code of China, art. 201)."""
        for _each in range(count):
            day = self.on_or_after(day + DAY)
        return day


def start_of_day(day, zone):
    """The first instant of the local day `day` in the IANA zone `zone`."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def end_of_day(day, zone):
    """The first instant after the local day `day` in the IANA zone `zone`: a deadline holds until then."""
    return datetime.combine(day + DAY, time.min, ZoneInfo(zone))


def instant(day, hour, zone):
    """The instant of a full local `hour` on `day`; an hour that a clock change skips becomes the next one."""
    return datetime.combine(day, time(hour), ZoneInfo(zone))
