"""What was late already, at the same place, when an incident of an alert happened: why it could have been foreseen."""

from typing import NamedTuple

from django.db.models import Q
from django.db.models.lookups import GreaterThanOrEqual

from actions.models import Action
from actions.models.timeliness import ZONE
from common.clock import LocalDay, local_day

from .models import AlertMember

MOST_NAMED = 2


class Late(NamedTuple):
    """An action whose deadline lay so many `days` before the incident, and that was not done by then."""

    action: Action
    days: int


class Happened(NamedTuple):
    """`late` are those that were late for longest; how many there were besides is `more`."""

    member: AlertMember
    late: list
    more: int


def happened(members, user):
    """[Happened] for each of `members`, as far as this person sees the actions; one query for them all."""
    members = list(members)
    if not members:
        return []
    actions = list(undone(members, user))
    told = []
    for member in members:
        late = [Late(a, (member.occurred_on - a.deadline).days) for a in actions if was_late(a, member)]
        told.append(Happened(member, late[:MOST_NAMED], len(late[MOST_NAMED:])))
    return told


def undone(members, user):
    """Actions at the sites of `members` whose deadline was over and that were not done when the last one happened."""
    days = [member.occurred_on for member in members]
    submitted_since = Q(GreaterThanOrEqual(LocalDay(ZONE, "submitted_at"), min(days)))
    found = (
        Action.objects.visible_to(user)
        .standing()
        .filter(
            Q(status=Action.Status.ASSIGNED) | submitted_since,
            site__in={member.incident.site_id for member in members},
            deadline__lt=max(days),
        )
    )
    return found.select_related("owner").order_by("deadline", "pk")


def was_late(action, member):
    """On the morning of that day, by the deadline that is agreed now. What was sent back later was not done."""
    site, day = member.incident.site, member.occurred_on
    if action.site_id != site.pk or action.deadline >= day or local_day(action.assigned_at, site.time_zone) >= day:
        return False
    return action.status == Action.Status.ASSIGNED or local_day(action.submitted_at, site.time_zone) >= day
