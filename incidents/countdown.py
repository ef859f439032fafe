"""How long is left until a legal deadline, or how late it is, in words. Browsers make it tick."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Obligation

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
IN_HOURS = 48 * HOUR  # what is further away is said in days
SOON_HOURS, SOON_DAYS = HOUR, 3


@dataclass(frozen=True)
class Countdown:
    """One obligation as it stands at `now`."""

    obligation: Obligation
    now: datetime

    @property
    def is_met(self):
        return self.obligation.met_at is not None

    @property
    def is_late(self):
        return self.obligation.is_late(self.now)

    @property
    def is_kept(self):
        """Whether it was met in time: nothing is left to say about it."""
        return self.is_met and not self.is_late

    @property
    def left(self):
        """The time from now, or from when it was met, to the limit; below zero is late."""
        return self.obligation.due_at - (self.obligation.met_at or self.now)

    @property
    def ticks(self):
        """Whether it is worth counting seconds."""
        return not self.is_met and self.obligation.runs_in_hours and abs(self.left) < IN_HOURS

    @property
    def is_too_early(self):
        """Whether it cannot be done yet."""
        first = self.obligation.not_before
        return not self.is_met and first is not None and self.now.date() < first

    @property
    def state(self):
        """met, late-met, late, soon or running: names of styles."""
        if self.is_met:
            return "late-met" if self.is_late else "met"
        if self.is_late:
            return "late"
        return "soon" if self.is_soon else "running"

    @property
    def is_soon(self):
        if self.obligation.runs_in_hours:
            return self.left <= SOON_HOURS
        return self.obligation.days_left(self.now) <= SOON_DAYS

    @property
    def words(self):
        if self.is_late:
            return _("late by %(time)s") % {"time": self.distance}
        if self.is_met:
            return _("in time")
        if not self.obligation.runs_in_hours and not self.obligation.days_left(self.now):
            return _("Due today")
        return _("%(time)s left") % {"time": self.distance}

    @property
    def distance(self):
        obligation = self.obligation
        if obligation.runs_in_hours:
            return duration(abs(self.left))
        day = obligation.met_on
        days = (day - obligation.last_day).days if day else -obligation.days_left(self.now)
        return in_days(abs(days))


def duration(time):
    """Minutes up to an hour, hours and minutes up to two days, then days; begun minutes of lateness count whole."""
    if time >= IN_HOURS:
        return in_days(time.days)
    hours, minutes = divmod(time // MINUTE, 60)
    if not hours:
        return ngettext("%(count)d min", "%(count)d min", minutes) % {"count": minutes}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


def in_days(days):
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def demands_on(incident, now):
    """The Countdowns of what the law demands on this incident, by when."""
    rows = list(incident.obligations.standing().select_related("met_by").defer("met_by__facts"))
    for row in rows:
        row.incident = incident
    return [Countdown(row, now) for row in rows]
