"""Finds closed actions whose kind of incident came back, from state alone: run late or twice, the answer is the same.

The same kind: the category, whatever the standard calls it, or the confirmed code of a direct cause; as alerts of
repetition see it, but for what has no name (“other”). Only what people log within a month of its day counts.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

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
    """(incident, action, because) of each pair that is not flagged yet; in five queries at most, whatever there is."""
    incidents = [incident for incident in recent(now) if in_time(incident)]
    closed = defaultdict(list)
    for row in closed_of_late({incident.site_id for incident in incidents}, now):
        closed[row.site].append(row)
    incidents = [incident for incident in incidents if incident.site_id in closed]
    causes = direct_causes(incidents)
    flagged = set(Recurrence.objects.filter(incident__in=incidents).values_list("action", "incident"))
    found = [
        (incident, row.pk, because)
        for incident in incidents
        for row in closed[incident.site_id]
        if (because := same(incident, causes[incident.pk], row)) and follows(incident, row)
        if (row.pk, incident.pk) not in flagged
    ]
    whole = Action.objects.with_origins().select_related("site__region", "owner", "verifier", "checker")
    actions = whole.in_bulk([key for _incident, key, _because in found])
    return [(incident, actions[key], because) for incident, key, because in found]


def recent(now):
    """Incidents that stand, are complete and happened of late."""
    since = (now - LOOKED_AT).date()
    recent = Incident.objects.standing().filter(completed=True, occurred_on__gte=since, reported_at__lte=now)
    return recent.select_related("site__region").order_by("pk")


def closed_of_late(sites, now):
    """Rows of lasting measures that were closed at `sites`, not such as a register only tells of."""
    since = now - LOOKED_AT - timedelta(days=WITHIN + 1)
    closed = Action.objects.filter(
        status=Action.Status.CLOSED, completed=True, closed_at__gte=since, site__in=sites
    ).exclude(kind=Action.Kind.CONTAINMENT)
    direct = Q(finding__status=Finding.Status.CONFIRMED, finding__level=Finding.Level.DIRECT)
    facts = {
        "zone": F("site__time_zone"),
        "origin": Coalesce("finding__incident", "incident"),
        "category": Coalesce("finding__incident__category", "incident__category"),
        "factor": Case(When(direct, then=F("finding__factor")), default=Value("")),
    }
    return closed.order_by("pk").annotate(**facts).values_list("pk", "site", "closed_at", *facts, named=True)


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


def same(incident, causes, row):
    """Why it is the same kind of incident as the one for which the action of `row` was given, or None."""
    if row.origin is None or row.origin == incident.pk:
        return None
    category = same_category(incident.category)
    if category and same_category(row.category) == category:
        return Because.CATEGORY
    return Because.CAUSE if row.factor in causes else None


def follows(incident, row):
    """Within 180 local days after the action was closed; on that day itself only where the time says it was after."""
    days = (incident.occurred_on - local_day(row.closed_at, row.zone)).days
    if days == 0 and incident.occurred_time is not None:
        return datetime.combine(incident.occurred_on, incident.occurred_time, ZoneInfo(row.zone)) > row.closed_at
    return 0 < days <= WITHIN
