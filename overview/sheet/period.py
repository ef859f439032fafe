"""From which instant until which one a sheet tells what happened, as its address asks for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import django_filters as filters
from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.calendars import end_of_day, start_of_day
from common.clock import local_day

from ..scope import Scope, ScopeFilterSet
from . import above

USUAL = timedelta(days=7)
TICK = timedelta(microseconds=1)  # the finest that the database keeps
EARLIEST = 1900


@dataclass(frozen=True)
class Period:
    """What happened after `since` and until `until`; `opening` says in words since when."""

    since: datetime
    until: datetime
    opening: str = ""

    @classmethod
    def of_days(cls, first, last, now):
        """From the beginning of the day `first` to the end of `last`, or to now: days of this installation."""
        zone = settings.TIME_ZONE
        ends = min(end_of_day(last, zone) - TICK, now)
        return cls(start_of_day(first, zone) - TICK, ends, date_format(first, "DATE_FORMAT"))

    @property
    def day(self):
        """The day of which the sheet is."""
        return local_day(self.until, settings.TIME_ZONE)


class Day(filters.DateFilter):
    def __init__(self, **options):
        super().__init__(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **options)

    def filter(self, queryset, value):
        return queryset


class Instant(filters.IsoDateTimeFilter):
    def filter(self, queryset, value):
        return queryset


class SheetFilterSet(ScopeFilterSet):
    """The places, and of which day; `at` is an instant, as letters name it."""

    day = Day(label=gettext_lazy("As of the end of"))
    since = Day(label=gettext_lazy("Changes since"))
    at = Instant(label=gettext_lazy("As of"), widget=forms.HiddenInput)


def asked(request):
    """(Scope, Period) that the address asks for; no Period where it cannot be read."""
    scope = Scope(request, SheetFilterSet)
    if not scope.errors:
        for name, message in wrong(scope.form.cleaned_data, scope.now):
            scope.form.add_error(name, message)
    return scope, None if scope.errors else period_of(scope)


def wrong(given, now):
    """(field, what is wrong with it)."""
    today = local_day(now, settings.TIME_ZONE)
    day, since, at = (given[name] for name in ("day", "since", "at"))
    if day and at:
        yield "day", _("Ask either for a day or for an instant.")
    elif (day and day > today) or (at and at > now):
        yield "day", _("There is no sheet of a day to come.")
    elif since and since > (day or local_day(at or now, settings.TIME_ZONE)):
        yield "since", _("This day lies after the day of the sheet.")
    elif any(asked and asked.year < EARLIEST for asked in (day, since, at)):
        yield "day", _("This day lies too far back.")


def period_of(scope):
    given = scope.form.cleaned_data
    day, since, at = given["day"], given["since"], given["at"]
    if day:
        until = Period.of_days(day, day, scope.now).until
    else:
        until = at or scope.now
    if since:
        return Period(Period.of_days(since, since, scope.now).since, until, date_format(since, "DATE_FORMAT"))
    return above.beginning(scope, until) or week_before(until)


def week_before(until):
    day = local_day(until, settings.TIME_ZONE) - USUAL
    return Period(start_of_day(day, settings.TIME_ZONE) - TICK, until, date_format(day, "DATE_FORMAT"))


def in_words(instant):
    return date_format(localtime(instant), "DATETIME_FORMAT")
