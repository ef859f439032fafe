"""What was late already, at the same place, when an incident of an alert happened: why it could have been foreseen."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Q
from django.db.models.lookups import GreaterThanOrEqual

from actions.models import Action
from actions.models.timeliness import ZONE
from common.clock import LocalDay, local_day

from .models import AlertMember

MOST_NAMED = 2
MOST_ASKED = 20  # incidents, the newest: a cluster of a province may have hundreds


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
    """[Happened] for each of `members`, as far as this person sees the actions; one query for the newest of them."""
    members = list(members)
    newest = members[-MOST_ASKED:]
    late = defaultdict(list)
    for action in undone(newest, user) if newest else ():
        late[action.site_id].append(action)
    asked = {member.pk for member in newest}
    return [late_for(member, late[member.incident.site_id] if member.pk in asked else ()) for member in members]


def late_for(member, actions):
    """Of `actions` at the same site, the oldest first, what was late on that day."""
    late = [Late(a, (member.occurred_on - a.deadline).days) for a in actions if was_late(a, member)]
    return Happened(member, late[:MOST_NAMED], len(late[MOST_NAMED:]))


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
    zone, day = member.incident.site.time_zone, member.occurred_on
    if action.deadline >= day or local_day(action.assigned_at, zone) >= day:
        return False
    return action.status == Action.Status.ASSIGNED or local_day(action.submitted_at, zone) >= day
