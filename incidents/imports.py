"""How a row of a register becomes an incident. What the columns mean is said by a mapping, in the imports app."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.rights import holds

from .models import Finding, Incident, IncidentEvent, IncidentPhoto
from .models.incident import KEEPERS, plain
from .rules.names import proposed_name

BATCH = 1000
LINK = "incident"
ADMINISTRATORS_ONLY = False
SITE_REQUIRED = ("organization", "name")
DAY = "occurred_on"
FACTS = (
    "kind",
    "regime",
    "name",
    "place",
    "occurred_on",
    "occurred_time",
    "category",
    "description",
    "immediate_measures",
    "other_information",
    "direct_loss",
    "potential_severity",
    "deaths",
    "serious_injuries",
    "acute_poisonings",
    "minor_injuries",
    "missing",
    "at_risk",
    "victims",
    "away",
    "restricted",
    "treated",
    "days_lost",
)
REQUIRED = ("occurred_on", "description")
GRADED = ("grade", "grade_criterion", "grade_pack")


def field(fact):
    """The model's field of a fact: what it may hold is said there and nowhere else."""
    return Incident._meta.get_field(fact)


def may_be_given(by, site):
    return holds(by, KEEPERS, site)


def prepare(entries, *, by, now):
    """Blame facts that cannot be true of an incident at its site."""
    for entry in entries:
        try:
            refuse(entry.facts, entry.site, now)
        except ValidationError as error:
            for fact, messages in error.message_dict.items():
                for message in messages:
                    entry.refuse(fact, message)


def refuse(facts, site, now):
    """Raise ValidationError, by fact, where `facts` cannot be an incident at `site`."""
    incident = Incident(site=site, **facts)
    given = {name for name, value in facts.items() if value or name != "name"}  # a name that is lacking is proposed
    incident.clean_fields(exclude={field.name for field in Incident._meta.fields} - given)
    incident.refuse_bad_facts(now)
    incident.refuse_bad_afterwards()


def load(keys, lock=False):
    """{pk: incident} of these; with `lock`, nobody else writes them until the import is done."""
    incidents = Incident.objects.filter(pk__in=keys).order_by("pk")
    return {incident.pk: incident for incident in (incidents.select_for_update() if lock else incidents)}


def is_ours(incident, since):
    """Whether the import may still write it: not completed by a person, not declared void."""
    return not incident.completed and incident.status == Incident.Status.REPORTED


def differences(incident, facts, site, now=None):
    """{fact: [as it is, as the file says]}; no name in the file leaves the name as it is."""
    changed = {name: [getattr(incident, name), value] for name, value in facts.items()}
    changed["site"] = [incident.site_id, site.pk]
    return {name: pair for name, pair in changed.items() if pair[0] != pair[1] and not (name == "name" and not pair[1])}


def create(entries, *, source, by, now, numbers):
    """New incidents of (key, facts, site, note), in that order. Nobody is told: people complete them first."""
    numbers = iter(numbers(Incident.SERIES, len(entries)))
    incidents = []
    for key, facts, site, _note in entries:
        incident = Incident(
            number=next(numbers),
            site=site,
            source=source,
            source_key=key,
            completed=False,
            reported_at=now,
            **facts,
        )
        incident.grade_now()
        incident.name = incident.name or proposed_name(incident)
        incidents.append(incident)
    Incident.objects.bulk_create(incidents, BATCH)
    record(zip(incidents, [note for *_, note in entries], [{}] * len(entries), strict=True), by=by, now=now)
    return incidents


def update(entries, *, by, now):
    """Write (incident, facts, site, note) over what an earlier import wrote, and keep what was there."""
    events, fields = [], set()
    for incident, facts, site, note in entries:
        changed = differences(incident, facts, site)
        events.append((incident, note, {name: [plain(was), plain(is_now)] for name, (was, is_now) in changed.items()}))
        for name in changed:
            setattr(incident, name, site if name == "site" else facts[name])
        fields |= set(changed)
        incident.grade_now()
        incident.version += 1
    if events:
        Incident.objects.bulk_update([incident for incident, *_ in events], [*fields, *GRADED, "version"], BATCH)
        record(events, by=by, now=now)


def record(entries, *, by, now):
    events = [
        IncidentEvent(incident=incident, verb="imported", by=by, at=now, note=note, changes=changes)
        for incident, note, changes in entries
    ]
    IncidentEvent.objects.bulk_create(events, BATCH)


def built_on(incidents, since):
    """Numbers of those of `incidents` that somebody has since worked on: they cannot be taken out again."""
    here = {"incident": OuterRef("pk")}
    worked_on = Q(Exists(IncidentEvent.objects.filter(**here).exclude(verb="imported")))
    for model in (Finding, IncidentPhoto):
        worked_on |= Q(Exists(model.objects.filter(**here)))
    touched = incidents.filter(worked_on | Q(completed=True))
    return list(touched.order_by("number").values_list("number", flat=True))


@transaction.atomic
def erase(incidents):
    """Take out incidents on which nothing was built, with the events that say that they were imported.

    The caller has switched `bihuan.erasing` on: an import that is undone is the second exception to “never deleted”.
    """
    IncidentEvent.objects.filter(incident__in=incidents).delete()
    incidents.delete()
