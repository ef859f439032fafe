"""How far incidents have come, from the report to the last action closed, and what they wait for."""

import django_filters as filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from incidents.models import Finding, Incident, Waiver

from .models import Action

Status = Action.Status
STEPS = ("causes", "actions", "submitted", "verified", "closed", "concluded")
REACHED = {
    "causes": _("causes found"),
    "actions": _("actions given"),
    "submitted": _("all work submitted"),
    "verified": _("all work verified"),
    "closed": _("all work closed"),
    "concluded": _("case closed"),
}
LACKING = {
    "causes": _("waits for causes"),
    "actions": _("waits for actions"),
    "submitted": _("waits for work to be done"),
    "verified": _("waits for verification"),
    "closed": _("waits for effectiveness checks"),
    "concluded": _("waits for the case to be closed"),
}
IN_ORDER = (Status.ASSIGNED, Status.SUBMITTED, Status.VERIFIED, Status.CLOSED)
FROM = {"actions": 0, "submitted": 1, "verified": 2, "closed": 3}  # from which of these on an action has come so far


def reaching(incidents, step, actions):
    """Those of the standing `incidents` that have come as far as `step` of STEPS, as `actions` tell.

    Where every cause has an approved reason for no action, nothing is left to be done.
    """
    incidents = incidents.standing().filter(has_cause())
    if step == "causes":
        return incidents
    if step == "concluded":
        return reaching(incidents.filter(status=Incident.Status.CLOSED), "closed", actions)
    come = furthest_behind(incidents, actions, IN_ORDER[FROM[step] :])
    return incidents.filter(pk__in=keys(come).union(keys(excused(incidents, actions))))


def keys(incidents):
    return incidents.order_by().values("pk")


def excused(incidents, actions):
    """Those with nothing to do: no action, and an approved reason for each cause."""
    approved = Waiver.objects.filter(status=Waiver.Status.APPROVED, finding__incident=OuterRef("pk"))
    return without_any(incidents.filter(Exists(approved), ~has_cause(unanswered=True)), actions, IN_ORDER)


def lacking(incidents, step, actions):
    """Those that have come as far as the step before `step`, and wait for this one."""
    incidents = incidents.standing()
    if step == "causes":
        return incidents.filter(~has_cause())
    if step == "actions":
        return without_any(incidents.filter(has_cause(unanswered=True)), actions, IN_ORDER)
    if step == "concluded":
        return reaching(incidents.filter(status=Incident.Status.REPORTED), "closed", actions)
    return furthest_behind(incidents.filter(has_cause()), actions, IN_ORDER[FROM[step] - 1 : FROM[step]])


def furthest_behind(incidents, actions, states):
    """Those that have an action in one of `states`, and none that is further behind."""
    by_cause, directly = belonging(actions, states)
    return without_any(incidents.filter(by_cause | directly), actions, IN_ORDER[: IN_ORDER.index(states[0])])


def without_any(incidents, actions, states):
    """One “not exists” after the other: PostgreSQL does not join “either or”."""
    return incidents.filter(*(~belongs for belongs in belonging(actions, states))) if states else incidents


def has_cause(unanswered=False):
    """`unanswered`: one of which nobody has approved that nothing is done."""
    causes = Finding.objects.standing().filter(incident=OuterRef("pk"))
    return Exists(causes.not_waived() if unanswered else causes)


def belonging(actions, states):
    """Whether an action in one of `states` belongs to the incident: by a cause, and directly."""
    actions = actions.filter(status__in=states)
    return Exists(actions.filter(finding__incident=OuterRef("pk"))), Exists(actions.filter(incident=OuterRef("pk")))


def progress_filter():
    """What the list of incidents asks by: a step that is reached, or, with `no_` before it, the one waited for."""
    choices = [choice for step in STEPS for choice in ((f"no_{step}", LACKING[step]), (step, REACHED[step]))]
    return ProgressFilter(choices=choices, label=_("Progress"), empty_label=_("all"))


class ProgressFilter(filters.ChoiceFilter):
    def filter(self, queryset, value):
        if not value:
            return queryset
        those = lacking if value.startswith("no_") else reaching
        return those(queryset, value.removeprefix("no_"), Action.objects.visible_to(self.parent.request.user))
