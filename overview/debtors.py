"""Who has owed something for longest, by name."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from accounts.models import User
from actions.models import Action

from .figures import Figure

MOST_NAMED = 5


@dataclass(frozen=True)
class Debtor:
    """An owner, the oldest of what they owe, for how many days, and how much of theirs is late."""

    owner: User
    action: Action
    days: int
    late: Figure


def debtors(scope):
    """The owners of late actions, each once, by the one that is late for longest."""
    late = scope.actions.late(scope.now).exclude(owner=None)
    place = Window(RowNumber(), partition_by="owner", order_by=["due_at", "pk"])
    oldest = late.annotate(place=place).filter(place=1).order_by("due_at", "pk").values("pk")[:MOST_NAMED]
    theirs = late.filter(owner=OuterRef("owner")).order_by().values("owner").annotate(count=Count("pk"))
    named = Action.objects.filter(pk__in=oldest).annotate(count=Subquery(theirs.values("count")))
    named = named.select_related("owner", "site__organization", "site__region").order_by("due_at", "pk")
    return [debtor(action, scope) for action in named]


def debtor(action, scope):
    url = scope.listed("actions:list", late=1, owner=action.owner_id)
    late = Figure(_("Late actions"), action.count, url, "late")
    return Debtor(action.owner, action, -action.days_left(scope.now), late)
