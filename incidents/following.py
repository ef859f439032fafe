"""Incidents follow their site when it is merged into another, and the law that holds there."""

from django.db.models import Exists, F, OuterRef, Q

from .models import Incident, IncidentEvent, Obligation
from .models.incident import plain

BATCH = 1000
GRADED = ("grade", "grade_criterion", "grade_pack")


def move(source, target, *, by, now):
    incidents = Incident.objects.filter(site=source)
    moved = list(incidents.select_for_update().order_by("pk").values_list("pk", flat=True))
    incidents.update(site=target, version=F("version") + 1)
    changes = {"site": [source.full_name, target.full_name]}
    record([(key, "moved", changes) for key in moved], by=by, now=now)


def settle(site, *, by, now):
    """Grade anew where another jurisdiction holds than before; the clocks follow law and time zone."""
    regraded = []
    incidents = Incident.objects.filter(site=site).select_related("site__region")
    for incident in incidents.select_for_update(of=("self",)).order_by("pk"):
        before = incident.grade
        incident.grade_now()
        if incident.grade != before:
            incident.version += 1
            regraded.append((incident, plain(before)))
    Incident.objects.bulk_update([incident for incident, _before in regraded], [*GRADED, "version"], BATCH)
    changes = [(i.pk, "edited", {"grade": [before, plain(i.grade)]}) for i, before in regraded]
    record(changes, by=by, now=now)
    with_clocks = Exists(Obligation.objects.filter(incident=OuterRef("pk")).standing())
    keys = incidents.filter(Q(with_clocks) | Q(pk__in=[i.pk for i, _before in regraded])).values_list("pk", flat=True)
    for key in list(keys):
        Incident.objects.locked(key).remake_obligations(None, now)


def record(changes, *, by, now):
    IncidentEvent.objects.bulk_create(
        (IncidentEvent(incident_id=key, verb=verb, by=by, at=now, changes=facts) for key, verb, facts in changes), BATCH
    )
