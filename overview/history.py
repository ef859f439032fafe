"""How a place did, quarter by quarter: what happened there, and what became of the work that was due."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import TruncQuarter
from django.utils.translation import gettext as _

from actions.models import ActionEvent
from actions.models.timeliness import Kept, Moved
from common.clock import local_day
from incidents.filters import STANDING

from .figures import Figure

QUARTERS = 8
EVER = date(1949, 10, 1)


@dataclass(frozen=True)
class Quarter:
    """From its `first` day on. Incidents by the day on which they happened; the rest are actions that stand, by their
    first deadline: all of them, those that missed it, those that were given more time, those that did not hold."""

    first: date
    incidents: Figure
    dead: int
    due: Figure
    missed: Figure
    moved: Figure
    reopened: Figure

    @property
    def label(self):
        return _("%(year)d Q%(quarter)d") % {"year": self.first.year, "quarter": (self.first.month + 2) // 3}


@dataclass(frozen=True)
class History:
    """`quarters`, the newest first. Bars are drawn to the largest number of each kind."""

    quarters: list

    @property
    def most_incidents(self):
        return max(quarter.incidents.count for quarter in self.quarters)

    @property
    def most_due(self):
        return max(quarter.due.count for quarter in self.quarters)

    @property
    def is_empty(self):
        return not (self.most_incidents or self.most_due)


def history(scope):
    """The last quarters of a scope, in two questions to the database."""
    firsts = quarters_until(local_day(scope.now, settings.TIME_ZONE))
    incidents, actions = happened(scope, firsts[-1]), due(scope, firsts[-1])
    return History([quarter(scope, first, incidents.get(first, {}), actions.get(first, {})) for first in firsts])


def happened(scope, since):
    """{first day of a quarter: how many incidents, and how many dead}"""
    rows = scope.incidents.standing().filter(occurred_on__gte=since).order_by()
    rows = rows.values(quarter=TruncQuarter("occurred_on"))
    return by_quarter(rows.annotate(incidents=Count("pk"), dead=Sum("deaths", default=0)))


def due(scope, since):
    """{first day of a quarter: how many actions had their first deadline then, and what became of them}"""
    again = Exists(ActionEvent.objects.filter(action=OuterRef("pk"), verb="reopen"))
    rows = scope.actions.standing().filter(original_deadline__gte=since).order_by()
    rows = rows.values(quarter=TruncQuarter("original_deadline")).annotate(
        due=Count("pk"),
        missed=Count("pk", filter=Kept.MISSED.condition("original_deadline", scope.now)),
        moved=Count("pk", filter=Q(scope.actions.extended(Moved.GIVEN))),
        reopened=Count("pk", filter=Q(again)),
    )
    return by_quarter(rows)


def by_quarter(rows):
    return {row["quarter"]: row for row in rows}


def quarter(scope, first, incidents, actions):
    last = after(first) - timedelta(days=1)
    day = {"occurred_from": first, "occurred_to": last, "status": STANDING}
    due = {"progress": "standing", "first_due_from": first, "first_due_to": last}

    def figure(name, tone="", **asked):
        return Figure("", actions.get(name, 0), scope.listed("actions:list", **due, **asked), tone)

    return Quarter(
        first=first,
        incidents=Figure("", incidents.get("incidents", 0), scope.listed("incidents:list", **day)),
        dead=incidents.get("dead", 0),
        due=figure("due"),
        missed=figure("missed", "late", first_deadline=Kept.MISSED.value),
        moved=figure("moved", more_time=Moved.GIVEN.value),
        reopened=figure("reopened", reopened_from=EVER),
    )


def quarters_until(day):
    """The first days of the last QUARTERS quarters, the one of `day` first."""
    firsts = [day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)]
    while len(firsts) < QUARTERS:
        firsts.append(before(firsts[-1]))
    return firsts


def after(first):
    return (first + timedelta(days=95)).replace(day=1)


def before(first):
    return (first - timedelta(days=1)).replace(day=1, month=(first.month - 4) % 12 + 1)
