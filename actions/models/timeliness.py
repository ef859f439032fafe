"""How late, in time or not: questions about actions as conditions, the same for a list, a figure and a row of it.

Days are local to the site. An action is done when its owner has submitted it and nobody has sent it back.
"""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from common.clock import DaysBetween, LocalDay

DONE = ("submitted", "verified", "closed")
ZONE = "site__time_zone"


class Age(models.TextChoices):
    """For how many local days something is late: from one number to another, both included."""

    WEEK = "1-7", _("1 to 7 days")
    MONTH = "8-30", _("8 to 30 days")
    QUARTER = "31-90", _("31 to 90 days")
    LONGER = "91-", _("more than 90 days")

    @property
    def first(self):
        return int(self.partition("-")[0])

    @property
    def last(self):
        """None where there is no end."""
        last = self.partition("-")[2]
        return int(last) if last else None

    @property
    def short(self):
        """The numbers alone, for the head of a table that says “days”: 8–30, or >90."""
        return f"{self.first}–{self.last}" if self.last else f">{self.first - 1}"

    def condition(self, now):
        """On an action that is late."""
        days = days_late(now)
        condition = Q(GreaterThanOrEqual(days, self.first))
        return condition & Q(LessThanOrEqual(days, self.last)) if self.last else condition

    @classmethod
    def of(cls, now):
        """The age of an action that is late, as an expression."""
        *ended, endless = cls
        ages = (models.When(LessThanOrEqual(days_late(now), age.last), then=Value(age.value)) for age in ended)
        return models.Case(*ages, default=Value(endless.value), output_field=models.CharField())


class Kept(models.TextChoices):
    """Whether a deadline was kept. Neither while there is still time, or where nobody knows when it was done."""

    KEPT = "kept", _("kept")
    MISSED = "missed", _("missed")
    DECIDED = "decided", _("kept or missed")

    def condition(self, deadline, now):
        """Of the deadline in the field `deadline`: the first one or the one that is agreed now."""
        done = Q(status__in=DONE, submitted_at__isnull=False)
        submitted_on, today = LocalDay(ZONE, "submitted_at"), LocalDay(ZONE, instant(now))
        kept = done & Q(LessThanOrEqual(submitted_on, F(deadline)))
        missed = done & Q(GreaterThan(submitted_on, F(deadline)))
        missed |= Q(status="assigned") & Q(GreaterThan(today, F(deadline)))
        return {self.KEPT: kept, self.MISSED: missed, self.DECIDED: kept | missed}[self]


class Moved(models.TextChoices):
    """What became of a wish for more time."""

    ASKED = "asked", _("asked for, not yet decided")
    GIVEN = "given", _("given")


def days_late(now):
    """Local days since the deadline."""
    return DaysBetween(LocalDay(ZONE, instant(now)), "deadline")


def instant(now):
    return Cast(Value(now), models.DateTimeField())
