"""Who has owed something for longest, by name."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from accounts.models import User
from actions.models import Action
from actions.models.explaining import ANSWERS, UNANSWERED

from .figures import Figure

MOST_NAMED = 5


@dataclass(frozen=True)
class Debtor:
    """An owner, the oldest of what they owe, for how many days, and how much of theirs is late; `why` in words."""

    owner: User
    action: Action
    days: int
    late: Figure
    why: str
    is_silent: bool  # asked why it is late, and not answered


def debtors(scope):
    """The owners of late actions, each once, by the one that is late for longest."""
    late = scope.actions.late(scope.now).exclude(owner=None)
    place = Window(RowNumber(), partition_by="owner", order_by=["due_at", "pk"])
    oldest = late.annotate(place=place).filter(place=1).order_by("due_at", "pk").values("pk")[:MOST_NAMED]
    theirs = late.filter(owner=OuterRef("owner")).order_by().values("owner").annotate(count=Count("pk"))
    named = Action.objects.filter(pk__in=oldest).annotate(count=Subquery(theirs.values("count")))
    named = named.select_related("owner", "site__organization", "site__region")
    named = named.sorted_by_why(scope.now).order_by("due_at", "pk")
    return [debtor(action, scope) for action in named]


def debtor(action, scope):
    url = scope.listed("actions:list", late=1, owner=action.owner_id)
    late = Figure(_("Late actions"), action.count, url, "late")
    days = -action.days_left(scope.now)
    return Debtor(action.owner, action, days, late, dict(ANSWERS)[action.why], action.why == UNANSWERED)


def longest_silent(debtors):
    """The one who has not answered for longest; None where all of them have, or nobody owes anything."""
    return next((debtor for debtor in debtors if debtor.is_silent), None)
