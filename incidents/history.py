"""Incidents as their records stood at an instant in the past, and what became known between two.

An edit keeps what a fact was before: of each fact the first edit after an instant tells what it was then. The place,
and what somebody may see, are those of today.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from .models import Finding, Incident, IncidentEvent, Waiver
from .models.counted import TOTALS, read

# Events that keep what facts of the incident itself were before; others are about a cause or a part of its file.
TELLING = ("edited", "imported", "casualty_added", "casualty_changed", "casualty_struck", "missing_counted")


def logged(incidents, since, until):
    """Those of `incidents` that people logged after `since` and until `until`, and that stood then."""
    events = IncidentEvent.objects.filter(verb="logged", at__gt=since, at__lte=until)
    return standing_at(incidents, until).filter(pk__in=events.order_by().values("incident"))


def standing_at(incidents, instant):
    """Those of `incidents` that were not void then, whether they were logged by then or not."""
    voided_later = Exists(IncidentEvent.objects.filter(incident=OuterRef("pk"), verb="void", at__gt=instant))
    return incidents.filter(~Q(status=Incident.Status.VOID) | voided_later)


def put_back(incidents, instant):
    """Give these copies the facts that they had then; they are not to be saved."""
    copies, known = {incident.pk: incident for incident in incidents}, set()
    for key, changes in edits_of(copies).filter(at__gt=instant).values_list("incident", "changes"):
        for name in changes:
            if (key, name) not in known and name in FACTS:
                known.add((key, name))
                setattr(copies[key], name, FACTS[name].to_python(changes[name][0]))


DERIVED = (
    "status",
    "version",
    "severity",
    "grade_criterion",
    "grade_pack",
    "former_names",
)  # of which an edit says nothing
FACTS = {f.name: f for f in Incident._meta.concrete_fields if not f.is_relation and f.name not in DERIVED}


def edits_of(incidents):
    """What was changed in the records of `incidents` themselves, in its order."""
    return IncidentEvent.objects.filter(incident__in=list(incidents), verb__in=TELLING).order_by("pk")


@dataclass(frozen=True)
class Recount:
    """How the casualties of an incident changed: {fact: (before, after)}; either may be unknown (None)."""

    incident: Incident
    counts: dict


def recounts(incidents, since, until, most=None):
    """The Recounts after `since` and until `until` of those `incidents` that were known before, the newest first."""
    edits = IncidentEvent.objects.filter(
        incident__in=standing_at(incidents, until).order_by().values("pk"),
        verb__in=TELLING,
        at__gt=since,
        at__lte=until,
        changes__has_any_keys=TOTALS,
    )
    changed = defaultdict(dict)
    for key, changes in edits.order_by("pk").values_list("incident", "changes"):
        for name in set(changes).intersection(TOTALS):
            before, after = (read(name, count) for count in changes[name])
            changed[key][name] = (changed[key].get(name, (before,))[0], after)
    kept = {
        key: {name: counts[name] for name in TOTALS if name in counts and counts[name][0] != counts[name][1]}
        for key, counts in changed.items()
    }
    born = IncidentEvent.objects.filter(incident__in=[key for key in kept if kept[key]], verb="logged", at__gt=since)
    new = set(born.values_list("incident", flat=True))
    keys = [key for key, counts in kept.items() if counts and key not in new]
    found = Incident.objects.for_list().filter(pk__in=keys).order_by("-occurred_on", "-pk")[:most]
    return [Recount(incident, kept[incident.pk]) for incident in found]


def unanswered_causes(findings, instant):
    """Those of `findings` that were known then, neither withdrawn nor waived, of incidents that were not void."""
    later = IncidentEvent.objects.filter(at__gt=instant)
    withdrawn_later = Exists(later.filter(finding=OuterRef("pk"), verb="withdraw"))
    voided_later = Exists(later.filter(incident=OuterRef("incident"), verb="void"))
    approved = Q(status=Waiver.Status.APPROVED) | Q(status=Waiver.Status.LAPSED, decided_at__isnull=False)
    waivers = Waiver.objects.filter(approved, decided_at__lte=instant, finding=OuterRef("pk"))
    return findings.filter(
        ~Q(status=Finding.Status.WITHDRAWN) | withdrawn_later,
        ~Q(incident__status=Incident.Status.VOID) | voided_later,
        ~Exists(waivers.filter(~Exists(about_waiver(ENDING, "decided_at", instant)))),
        created_at__lte=instant,
    )


ENDING = ("waiver_take_back", "waiver_lapse")
DECIDING = ("waiver_approve", "waiver_refuse", *ENDING)


def proposed_waivers(waivers, instant):
    """Those of `waivers` about which nobody had decided then."""
    return waivers.filter(~Exists(about_waiver(DECIDING, "proposed_at", instant)), proposed_at__lte=instant)


def about_waiver(verbs, since, instant):
    """What was done after the instant in its field `since` to the waiver of the outer query: one stands at a time."""
    return IncidentEvent.objects.filter(
        finding=OuterRef("finding"), verb__in=verbs, at__gte=OuterRef(since), at__lte=instant
    )
