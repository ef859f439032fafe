"""The page of one incident: what is known, why it happened, and what is done about each cause."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.shortcuts import get_object_or_404, render

from accounts.policy import signed_in
from actions import remarks
from actions.models import Action, ActionEvent
from actions.strength import only_weak
from alerts.showing import about_incident
from incidents import similar
from incidents.countdown import demands_on
from incidents.models import Finding, Incident, IncidentEvent, Waiver

JUST_LOGGED = timedelta(hours=1)


@dataclass
class Why:
    """A cause with the causes that explain it, its actions, and what the reader may do about it."""

    finding: Finding
    actions: list = field(default_factory=list)  # those that the reader may see
    hidden: int = 0  # how many others there are
    children: list = field(default_factory=list)
    moves: list = field(default_factory=list)
    may_edit: bool = False
    may_waive: bool = False
    waiver: Waiver | None = None  # why nothing is done, proposed or approved
    waiver_moves: list = field(default_factory=list)

    @property
    def is_answered(self):
        return self.has_action or (self.waiver is not None and self.waiver.status == Waiver.Status.APPROVED)

    @property
    def has_action(self):
        return bool(self.hidden or any(action.status != Action.Status.VOID for action in self.actions))


@signed_in
def incident(request, pk):
    incidents = (
        Incident.objects.visible_to(request.user).for_list().select_related("reported_by").prefetch_related("photos")
    )
    incident = get_object_or_404(incidents, pk=pk)
    found = incident.findings.with_waiver().select_related("author", "confirmed_by")
    findings = list(found.prefetch_related("files"))
    for finding in findings:
        finding.incident = incident  # its rights are asked below, without asking the database for each
    seen, hidden = actions_of(incident, findings, request.user)
    standing = [finding for finding in findings if finding.status != Finding.Status.WITHDRAWN]
    whys = [why_of(finding, seen, hidden, request.user) for finding in standing]
    causes = {finding.pk for finding in standing}
    apart = [action for action in seen if action.finding_id not in causes]
    stands = incident.status != Incident.Status.VOID
    just_logged = incident.reported_by_id == request.user.pk and request.now - incident.reported_at < JUST_LOGGED
    events = events_of(incident, seen, request.user)
    demands = demands_on(incident, request.now)
    context = {
        "incident": incident,
        "similar": similar.to(incident, request.user) if just_logged and not findings else [],
        "tree": grown(whys),
        "withdrawn": [finding for finding in findings if finding not in standing],
        "apart": apart,
        "without_action": sum(not why.is_answered for why in whys) if stands else 0,
        "without_cause": sum(action.status != Action.Status.VOID for action in apart) if stands else 0,
        "events": events,
        "overrides": [event for event in events if event.verb == IncidentEvent.Verb.OVERRIDE],
        "only_weak": stands and only_weak(seen),
        "missing": incident.missing_facts() if stands else [],
        "demands": [one for one in demands if not one.is_kept],
        "kept": sum(one.is_kept for one in demands),
        "alerts": about_incident(incident, request.user),
        "may": {
            verb: stands and incident.may(request.user, verb)
            for verb in ("edit", "add_finding", "add_action", "add_photo", "void", "file_report")
        },
    }
    return render(request, "overview/incident.html", context)


def actions_of(incident, findings, user):
    """(actions that this person may see, causes of the others): a reporter sees the own report, not all the work."""
    actions = list(Action.objects.of_incident(incident, findings).for_list().order_by("stage", "deadline", "pk"))
    seen = [action for action in actions if action.is_visible_to(user)]
    hidden = [a.finding_id for a in actions if not a.is_visible_to(user) and a.status != Action.Status.VOID]
    return seen, hidden


def why_of(finding, actions, hidden, user):
    waiver = getattr(finding, "waiver", None)  # where there is none the join sets nothing
    if waiver is not None:
        waiver.finding = finding
    return Why(
        finding,
        actions=[action for action in actions if action.finding_id == finding.pk],
        hidden=hidden.count(finding.pk),
        moves=finding.moves_open_to(user),
        may_edit=finding.may(user, "edit"),
        may_waive=finding.may(user, "waive"),
        waiver=waiver,
        waiver_moves=waiver.moves_open_to(user) if waiver else [],
    )


def grown(whys):
    """The causes as trees. One whose parent was withdrawn stands at the top."""
    by_key = {why.finding.pk: why for why in whys}
    tops = []
    for why in whys:
        parent = by_key.get(why.finding.parent_id)
        (parent.children if parent else tops).append(why)
    return tops


def events_of(incident, actions, user):
    """What people did to the record, its causes and the actions that the reader may see, newest first."""
    events = list(incident.events.select_related("by", "finding", "casualty"))
    for event in events:
        event.incident = incident
    moves = ActionEvent.objects.filter(action__in=actions).select_related("by", "owner", "action")
    moves = remarks.attach(moves, user)
    return sorted([*moves, *events], key=lambda event: event.at, reverse=True)
