"""Which days a picture looks at."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .wording import grouped

USUAL = gettext_lazy("Last 12 months")  # what nobody has to ask for
PERIODS = [("year", gettext_lazy("This year")), ("all", gettext_lazy("All years"))]


@dataclass(frozen=True)
class Period:
    """From the local day `starts` (None: from the beginning) to the local day `ends`, both included.

    `name` is that of PERIODS, or empty for the usual one.
    """

    name: str
    starts: date | None
    ends: date

    @classmethod
    def of(cls, name, today):
        starts = {
            "": months_before(today.replace(day=1), 11),
            "year": today.replace(month=1, day=1),
            "all": None,
        }
        return cls(name, starts[name], today)

    def within(self, records, day):
        """Those of `records` whose field `day` lies in the period."""
        records = records.filter(**{f"{day}__lte": self.ends})
        return records.filter(**{f"{day}__gte": self.starts}) if self.starts else records

    def asked(self, name="occurred"):
        """The period as lists ask for it: {occurred_from, occurred_to}."""
        asked = {f"{name}_from": self.starts, f"{name}_to": self.ends}
        return {name: day.isoformat() for name, day in asked.items() if day}

    def years_before(self, years):
        """The same days of an earlier year."""
        return Period(self.name, self.starts and year_before(self.starts, years), year_before(self.ends, years))

    @property
    def months(self):
        """The first days of the months of which a part lies in the period."""
        return list(months_from(self.starts, self.ends))

    @property
    def in_words(self):
        if self.starts is None:
            return _("all years until %(day)s") % grouped({"day": date_format(self.ends)})
        return _("%(first)s to %(last)s") % grouped({"first": date_format(self.starts), "last": date_format(self.ends)})


def months_before(first, months):
    place = first.year * 12 + first.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def months_from(first, last):
    first = first.replace(day=1)
    while first <= last:
        yield first
        first = months_before(first, -1)


def end_of_month(first):
    return months_before(first, -1) - timedelta(days=1)


def year_before(day, years=1):
    """The same day so many years earlier; 28 February for a 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def monday_of(day):
    return day - timedelta(days=day.weekday())
