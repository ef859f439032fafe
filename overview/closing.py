"""What stands between a case and its end: each gate open or shut, with what is missing and where it is done."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.policy import signed_in
from actions.conclusion import promise_of
from actions.models import Action
from incidents import conclusion
from incidents.models import Incident

VERBS = ("close", "override", "reopen")


@signed_in
def closing(request, pk):
    incident = get_object_or_404(Incident.objects.visible_to(request.user).for_list(), pk=pk)
    sees_all = request.user.sees(incident.site)
    events = list(incident.events.filter(verb__in=VERBS).select_related("by"))
    context = {
        "incident": incident,
        "title": _("Closing the case"),
        "here": "closing",
        "gates": conclusion.gates_of(incident),
        "sees_all": sees_all,
        "handlings": incident.handlings.filter(taken_out_at=None),
        "trainings": incident.trainings.filter(taken_out_at=None).prefetch_related("files__uploaded_by"),
        "promises": promises(incident, request.user, request.now),
        "overrides": [event for event in events if event.verb == "override"],
        "ended": events[0] if events and incident.status == Incident.Status.CLOSED else None,
        "may": {verb: incident.may(request.user, verb) for verb in ("investigate", "read_statements")},
        "moves": [verb for verb in incident.moves_open_to(request.user) if verb in VERBS],
    }
    return render(request, "overview/closing.html", context)


def promises(incident, user, now):
    """(action, its Promise) of those that this person may see, in the order of their numbers."""
    actions = Action.objects.of_incident(incident).standing().for_list().prefetch_related("events", "extensions")
    return [(action, promise_of(action, now)) for action in actions.order_by("number") if action.is_visible_to(user)]
