"""From one month to another, both whole."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

LONGEST = 120
EARLIEST = date(1950, 1, 1)


@dataclass(frozen=True)
class Months:
    """`first` and `last` are the first days of the months."""

    first: date
    last: date

    def __iter__(self):
        month = self.first
        while month <= self.last:
            yield month
            month = after(month)

    def __len__(self):
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def last_day(self):
        return after(self.last) - timedelta(days=1)

    @property
    def asked(self):
        """The days as lists of incidents ask for them."""
        return {"occurred_from": self.first, "occurred_to": self.last_day}

    @property
    def in_words(self):
        return span([self.first, self.last] if self.first != self.last else [self.first])


def after(month):
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def before(month, count=1):
    months = month.year * 12 + month.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def usual(today):
    """This year as far as its months are over; in January the year before."""
    last = before(today)
    return Months(last.replace(month=1), last)


def offered(today):
    """(label, Months) of what one may choose at once."""
    last = before(today)
    return [
        (_("This year"), usual(today)),
        (_("Last 12 months"), Months(before(last, 11), last)),
        (_("Last year"), Months(date(today.year - 1, 1, 1), date(today.year - 1, 12, 1))),
    ]


def read(text):
    """`2026-08` as the first day of that month. Raises ValidationError."""
    try:
        month = date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        month = None
    if month is None or month < EARLIEST:
        raise ValidationError(_("Write a month as 2026-08."))
    return month


def spans(months):
    """Months that follow each other, together: “January 2026 – March 2026, June 2026”."""
    numbered = ((m.year * 12 + m.month - place, m) for place, m in enumerate(sorted(months)))
    runs = [[month for _key, month in run] for _key, run in groupby(numbered, key=lambda pair: pair[0])]
    return pgettext("between months", ", ").join(map(span, runs))


def span(run):
    first, last = (date_format(month, "YEAR_MONTH_FORMAT") for month in (run[0], run[-1]))
    return first if first == last else _("%(first)s – %(last)s") % {"first": first, "last": last}
