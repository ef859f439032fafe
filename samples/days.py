"""The days of the stories, which are told anew every year: each is named so that it fits whatever today is."""

import re
from datetime import date, timedelta

DAY = timedelta(days=1)
AUGUST = 8


def last_august(today):
    """The year of the last August that is over."""
    return today.year if today.month > AUGUST else today.year - 1


def resolve(given, today, start=None):
    """The day that `given` means: 3 is three days after `start`, text is read by GRAMMAR."""
    if isinstance(given, int):
        return start + given * DAY
    for pattern, meaning in GRAMMAR:
        if found := pattern.fullmatch(given):
            return meaning(today, *found.groups())
    raise ValueError(f"“{given}” is not a day such as 3, “today-12”, “August 27” or “07-14 a year earlier”.")


def from_today(today, days):
    return today + int(days or 0) * DAY


def of_august(today, day):
    return date(last_august(today), AUGUST, int(day))


def before_august(today, month, day):
    return before(date(last_august(today), AUGUST, 1), month, day)


def of_the_year(today, month, day):
    return before(today, month, day)


def of_the_year_before(today, month, day):
    last = before(today, month, day)
    return last.replace(year=last.year - 1)


def before(limit, month, day):
    """The last such day before `limit`."""
    found = date(limit.year, int(month), int(day))
    return found if found < limit else found.replace(year=limit.year - 1)


GRAMMAR = [
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"today([+-]\d+)?", from_today),
        (r"August (\d+)", of_august),
        (r"(\d\d)-(\d\d) before August", before_august),
        (r"(\d\d)-(\d\d)", of_the_year),  # the last one that is over
        (r"(\d\d)-(\d\d) a year earlier", of_the_year_before),
    )
]
