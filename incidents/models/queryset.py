"""Sets of incidents, and which of them add to a rate."""

from functools import reduce
from operator import add, or_

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from common.search import Searchable

LIVING = ("serious_injuries", "acute_poisonings", "minor_injuries", "victims")
AFTERWARDS = ("away", "restricted", "treated")  # each person once, in the first of them that fits
COUNTED = {  # what rates count, and the facts that are added up for it
    "deaths": ("deaths",),
    "serious": ("serious_injuries", "acute_poisonings"),
    "hurt": ("deaths", "serious_injuries", "acute_poisonings", "minor_injuries"),
    "lost_time": ("deaths", "away"),
    "dart": ("away", "restricted"),
    "recordable": ("deaths", *AFTERWARDS),
    "days_lost": ("days_lost",),
}
NEAR_MISS = "near_miss"  # of Incident.Kind


class IncidentQuerySet(Searchable):
    def visible_to(self, user):
        """Whole incidents: at one's places, or one's own report. A reporter sees only their own reports."""
        if user.sees_everywhere:
            return self.all()
        return self.filter(Q(site__in=user.seen_sites) | Q(reported_by=user))

    def for_list(self):
        """With all that a row shows."""
        return self.select_related("site__organization", "site__region", "site__sector")

    def standing(self):
        return self.exclude(status=self.model.Status.VOID)

    def fatal(self):
        return self.filter(deaths__gt=0)

    def locked(self, pk):
        """One incident with what its rules ask, locked until the transaction ends."""
        incidents = self.select_related("site__organization", "site__region").select_for_update(of=("self",))
        return incidents.get(pk=pk)

    def injuring(self):
        """Those in which somebody was hurt and lived, however badly."""
        return self.filter(Q(serious_injuries__gt=0) | Q(acute_poisonings__gt=0) | Q(minor_injuries__gt=0))

    def counting(self, what):
        """Those that add something to what COUNTED calls `what`."""
        return self.filter(adds_to(what))

    def lacking(self, what):
        """Those of which nobody knows yet what they add to `what`."""
        return self.filter(lacks(what))


def adds_to(what):
    return any_of(Q(**{f"{name}__gt": 0}) for name in COUNTED[what])


def lacks(what):
    """A fact is not known; what became of the living is asked only where somebody was hurt, or may have been.

    It is not known either where it says more people than were hurt: one of them may have died since it was noted down.
    """
    unknown = Q(deaths=None) | Q(serious_injuries=None)
    living = unknown | any_of(Q(**{f"{name}__gt": 0}) for name in LIVING)
    asked = {**dict.fromkeys(AFTERWARDS, living), "days_lost": living | Q(deaths__gt=0)}
    missing = any_of(Q(**{name: None}) & asked.get(name, Q()) for name in COUNTED[what])
    if set(AFTERWARDS) & set(COUNTED[what]):
        counted = any_of(Q(**{f"{name}__isnull": False}) for name in LIVING)
        missing |= counted & Q(GreaterThan(sum_of(AFTERWARDS), sum_of(LIVING)))
    return missing & ~Q(kind=NEAR_MISS)


def sum_of(names):
    return reduce(add, (Coalesce(name, 0) for name in names))


def any_of(conditions):
    return reduce(or_, conditions)
