"""Cells as values: what a text says as a day, a count, an amount or a person, or BadCell with what is expected."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from incidents.rules import money

from .people import Named, names_in
from .problems import quoted
from .reading import comparable

LARGEST_COUNT = 1_000_000
LARGEST_SUM = 999_999_999_999  # of hours, not of people
EXAMPLE = datetime(2026, 8, 27, 14, 30)  # noqa: DTZ001 - an example of a format, not an instant
ISO = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")  # also how a day typed in a workbook arrives here
SERIAL = "serial"  # the format of a day that a spreadsheet program wrote as a number
SERIALS = range(10_000, 100_000)  # 1927 to 2173: other numbers are no days
LEAP_YEAR = 2024  # in which every day of a month is one
LOST_ZERO = re.compile(r"[0-9]{1,2}\.[123]")  # 8.3 is what a spreadsheet makes of 8.30
OWN_UNIT = re.compile("[元圆万亿]")
YES = {"true", "1", "yes", "y", "是", "√", "有"}
NO = {"false", "0", "no", "n", "否", "×", "无"}


class BadCell(Exception):
    """A cell that does not fit its fact; the message says what is expected."""


def value_of(text, model_field, rule, year=None):
    """`text` as a value of the model's field; BadCell where it is none. Empty is the field's own "not known"."""
    if not text:
        return None if model_field.null else model_field.get_default()
    if is_person(model_field):
        return person_of(text, rule)
    if isinstance(model_field, models.DateField):
        return moment_of(text, rule.formats or ISO[:1], year).date()
    if isinstance(model_field, models.TimeField):
        return moment_of(text, rule.formats or ("%H:%M",), year).time()
    if isinstance(model_field, models.DecimalField):
        return amount_of(text) if OWN_UNIT.search(text) else decimal_of(text) * rule.unit
    if isinstance(model_field, models.IntegerField):
        return count_of(text, LARGEST_SUM if isinstance(model_field, models.BigIntegerField) else LARGEST_COUNT)
    if isinstance(model_field, models.BooleanField):
        return truth_of(text)
    if model_field.max_length and not model_field.choices:
        return line_of_at_most(model_field.max_length)(text)
    return text


def is_person(model_field):
    return isinstance(model_field, models.ForeignKey) and model_field.related_model is User


def line_of_at_most(longest):
    def read(text):
        text = " ".join(text.split())
        if len(text) > longest:
            message = _("“%(value)s” has %(length)d characters; %(longest)d are allowed.")
            raise BadCell(message % {"value": quoted(text), "length": len(text), "longest": longest})
        return text

    return read


# days


def moment_of(text, formats, year=None):
    """Read by every format: where two of them disagree the cell could mean either day."""
    text = comparable(text)
    found = set()
    if not has_foreign_digits(text):
        found = {moment for given in (*formats, *ISO) for moment in written_as(text, given, year)}
    if len(found) > 1:
        raise BadCell(_("“%(value)s” can be read as two different days.") % {"value": quoted(text)})
    if not found:
        raise BadCell(no_such_day(text, formats, year))
    return found.pop()


def written_as(text, given, year):
    """What `text` means in one format; a format without a year takes the one of the register."""
    if given == SERIAL:
        yield from day_of_serial(text)
        return
    if "%d" in given and "%Y" not in given and "%y" not in given:
        if year is None:
            return
        if given == "%m.%d" and LOST_ZERO.fullmatch(text):
            yield from written_as(f"{text}0", given, year)
        text, given = f"{year} {text}", f"%Y {given}"
    try:
        yield datetime.strptime(text, given)  # noqa: DTZ007 - days and times are local to the site
    except ValueError:
        return


def day_of_serial(text):
    if re.fullmatch(r"[0-9]{5}", text) and int(text) in SERIALS:
        yield datetime(1899, 12, 30) + timedelta(days=int(text))  # noqa: DTZ001 - days are local to the site


def no_such_day(text, formats, year):
    shown = next((given for given in formats if given != SERIAL), ISO[0])
    names = {"value": quoted(text), "example": EXAMPLE.strftime(shown)}
    if year is None and any(True for given in formats for _moment in written_as(text, given, LEAP_YEAR)):
        return _("“%(value)s” has no year, and the lines above the header do not name exactly one.") % names
    return _("“%(value)s” is not written like %(example)s, or there is no such day.") % names


# numbers


def count_of(text, largest=LARGEST_COUNT):
    plain = comparable(text)
    if not re.fullmatch(r"[0-9]{1,12}", plain) or int(plain) > largest:
        raise BadCell(_("“%(value)s” is not a whole number of 0 or more.") % {"value": quoted(text)})
    return int(plain)


def decimal_of(text):
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", comparable(text)):
        raise BadCell(_("“%(value)s” is not a number such as 1250000 or 12.50.") % {"value": quoted(text)})
    return Decimal(comparable(text))


def amount_of(text):
    """An amount that names its own unit, whatever the column is in: 约300万元, 三百万元."""
    try:
        found = money.parse(text)
    except money.NotAnAmount as error:
        raise BadCell(f"“{quoted(text)}”: {error}") from error
    return found and found.yuan


def has_foreign_digits(text):
    return any(c.isdigit() and not c.isascii() for c in text)


def truth_of(text):
    word = comparable(text).lower()
    if word not in YES | NO:
        raise BadCell(_("“%(value)s” is neither yes nor no.") % {"value": quoted(text)})
    return word in YES


# people


def person_of(text, rule):
    """The one name in the cell. Several are never silently cut down to the first: the mapping says so, or nobody."""
    names = names_in(text)
    if len(names) > 1 and rule.several != "first":
        if "several" in rule.leave:
            return Named("", text, rule.leave)
        listed = pgettext("between names", ", ").join(quoted(name) for name in names)
        raise BadCell(
            _("“%(value)s” names several persons: %(names)s. One of them answers for it.")
            % {
                "value": quoted(text),
                "names": listed,
            }
        )
    return Named(names[0] if names else "", text, rule.leave)
