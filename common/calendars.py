"""Days on which people work. Countries and their days off come from the `holidays` library."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)


@lru_cache(maxsize=32)
def days_off(country):
    """Official days off of a country (ISO 3166 alpha-2), or none where the country is not known."""
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return holidays.HolidayBase()


def is_working_day(day, country):
    """Whether offices work on `day`; make-up working days at a weekend count (China)."""
    return days_off(country).is_working_day(day)


def working_day_on_or_before(day, country):
    while not is_working_day(day, country):
        day -= DAY
    return day


def working_day_on_or_after(day, country):
    while not is_working_day(day, country):
        day += DAY
    return day


def add_working_days(day, count, country):
    """The `count`-th working day after `day`; the day itself is day 0 (Civil Code of China, art. 201)."""
    while count:
        day = working_day_on_or_after(day + DAY, country)
        count -= 1
    return day


def end_of_day(day, zone):
    """The first instant after the local day `day` in the IANA zone `zone`: a deadline holds until then."""
    return datetime.combine(day + DAY, time.min, ZoneInfo(zone))


def instant(day, hour, zone):
    """The instant of a full local `hour` on `day`; an hour that a clock change skips becomes the next one."""
    return datetime.combine(day, time(hour), ZoneInfo(zone))
