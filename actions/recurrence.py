"""Finds closed actions whose kind of incident came back, from state alone: run late or twice, the answer is the same.

The same kind: the category, whatever the standard calls it, or the confirmed code of a direct cause; as alerts of
repetition see it, but for what has no name (“other”). Only what people log within a month of its day counts.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from common.clock import local_day
from common.lifecycle import AlreadyMoved
from incidents.models import Finding, Incident
from incidents.rules.codes import same_category

from .models import Action, Recurrence
from .models.recurring import WITHIN

LOOKED_AT = timedelta(days=60)  # how long after its day an incident is looked at: its causes are found later
LOGGED_WITHIN = timedelta(days=30)
Because = Recurrence.Because


def look(now):
    """Flag and reopen what came back; return the Recurrences that are new."""
    found = []
    for incident, action, because in came_back(now):
        try:
            found.append(action.recur(incident, because, now=now))
        except AlreadyMoved:
            continue  # somebody took it up by hand in this very moment
    return [recurrence for recurrence in found if recurrence is not None]


def came_back(now):
    """(incident, action, because) of each pair that is not flagged yet, in five queries whatever there is."""
    closed = defaultdict(list)
    for action in closed_of_late(now):
        closed[action.site_id].append(action)
    incidents = [incident for incident in recent(now) if incident.site_id in closed and in_time(incident)]
    causes = direct_causes(incidents)
    flagged = set(Recurrence.objects.filter(incident__in=incidents).values_list("action", "incident"))
    for incident in incidents:
        for action in closed[incident.site_id]:
            because = same(incident, causes[incident.pk], action)
            if because and follows(incident, action) and (action.pk, incident.pk) not in flagged:
                yield incident, action, because


def recent(now):
    """Incidents that stand, are complete and happened of late."""
    since = (now - LOOKED_AT).date()
    recent = Incident.objects.standing().filter(completed=True, occurred_on__gte=since, reported_at__lte=now)
    return recent.select_related("site__region").order_by("pk")


def closed_of_late(now):
    """Lasting measures that were closed here, not such as a register only tells of."""
    since = now - LOOKED_AT - timedelta(days=WITHIN + 1)
    closed = Action.objects.filter(status=Action.Status.CLOSED, completed=True, closed_at__gte=since)
    origins = ("finding__incident__site__region", "incident__site__region")
    people = ("site__region", "owner", "verifier", "checker")
    return closed.exclude(kind=Action.Kind.CONTAINMENT).select_related(*people, *origins).order_by("pk")


def in_time(incident):
    return local_day(incident.reported_at, incident.site.time_zone) - incident.occurred_on <= LOGGED_WITHIN


def direct_causes(incidents):
    """{incident pk: the codes of its confirmed direct causes}"""
    codes = defaultdict(set)
    found = Finding.objects.filter(
        incident__in=incidents, status=Finding.Status.CONFIRMED, level=Finding.Level.DIRECT
    ).exclude(factor="")
    for key, factor in found.values_list("incident", "factor"):
        codes[key].add(factor)
    return codes


def same(incident, causes, action):
    """Why it is the same kind of incident as the one for which the action was given, or None."""
    origin, finding = action.origin_incident, action.finding
    if origin is None or origin.pk == incident.pk:
        return None
    category = same_category(incident.category)
    if category and same_category(origin.category) == category:
        return Because.CATEGORY
    is_direct = finding and (finding.status, finding.level) == (Finding.Status.CONFIRMED, Finding.Level.DIRECT)
    return Because.CAUSE if is_direct and finding.factor in causes else None


def follows(incident, action):
    """Within 180 local days after the action was closed; on that day itself only where the time says it was after."""
    days = (incident.occurred_on - local_day(action.closed_at, action.site.time_zone)).days
    if days == 0 and incident.occurred_time is not None:
        zone = ZoneInfo(action.site.time_zone)
        return datetime.combine(incident.occurred_on, incident.occurred_time, zone) > action.closed_at
    return 0 < days <= WITHIN
