"""How far a step lies from its limit, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import WHOLE_DAY

HOUR = 60  # minutes


def in_words(offset):
    """`offset` in minutes: before the limit (negative), at it, or after it."""
    if offset == 0:
        return _("at the limit")
    count, unit = in_largest_unit(abs(offset))
    before, after = {
        WHOLE_DAY: (
            ngettext("%(count)d day before", "%(count)d days before", count),
            ngettext("%(count)d day late", "%(count)d days late", count),
        ),
        HOUR: (
            ngettext("%(count)d hour before", "%(count)d hours before", count),
            ngettext("%(count)d hour late", "%(count)d hours late", count),
        ),
        1: (
            ngettext("%(count)d minute before", "%(count)d minutes before", count),
            ngettext("%(count)d minute late", "%(count)d minutes late", count),
        ),
    }[unit]
    return (before if offset < 0 else after) % {"count": count}


def in_largest_unit(minutes):
    """(count, minutes of the unit): 180 is (3, 60), 90 is (90, 1)."""
    unit = next(unit for unit in (WHOLE_DAY, HOUR, 1) if minutes % unit == 0)
    return minutes // unit, unit


def repeated(every):
    """After how many minutes something is said again, in words."""
    count, unit = in_largest_unit(every)
    if count == 1:
        return {WHOLE_DAY: _("again every day"), HOUR: _("again every hour"), 1: _("again every minute")}[unit]
    return {
        WHOLE_DAY: ngettext("again every %(count)d day", "again every %(count)d days", count),
        HOUR: ngettext("again every %(count)d hour", "again every %(count)d hours", count),
        1: ngettext("again every %(count)d minute", "again every %(count)d minutes", count),
    }[unit] % {"count": count}
