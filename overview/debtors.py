"""Who has owed something for longest, by name."""

from dataclasses import dataclass

from django.db.models import Count, Window
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
    theirs = {"partition_by": "owner"}
    place = Window(RowNumber(), order_by=["due_at", "pk"], **theirs)
    late = scope.actions.late(scope.now).exclude(owner=None).annotate(count=Window(Count("pk"), **theirs), place=place)
    oldest = late.filter(place=1).select_related("owner", "site__organization", "site__region")
    return [debtor(action, scope) for action in oldest.order_by("due_at", "pk")[:MOST_NAMED]]


def debtor(action, scope):
    url = scope.listed("actions:list", late=1, owner=action.owner_id)
    late = Figure(_("Late actions"), action.count, url, "late")
    return Debtor(action.owner, action, -action.days_left(scope.now), late)
