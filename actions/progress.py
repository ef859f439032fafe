"""How far incidents have come, from the report to the last action closed, and what they wait for."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from incidents.models import Finding

from .models import Action

STEPS = ("causes", "actions", "submitted", "verified", "closed")
REACHED = {
    "causes": _("causes found"),
    "actions": _("actions given"),
    "submitted": _("all work submitted"),
    "verified": _("all work verified"),
    "closed": _("all work closed"),
}
LACKING = {
    "causes": _("waits for causes"),
    "actions": _("waits for actions"),
    "submitted": _("waits for work to be done"),
    "verified": _("waits for verification"),
    "closed": _("waits to be closed"),
}
UNFINISHED = {  # the states in which no action of an incident may be that has come so far
    "submitted": [Action.Status.ASSIGNED],
    "verified": [Action.Status.ASSIGNED, Action.Status.SUBMITTED],
    "closed": [Action.Status.ASSIGNED, Action.Status.SUBMITTED, Action.Status.VERIFIED],
}


def reaching(incidents, step, actions):
    """Those of the standing `incidents` that have come as far as `step` of STEPS, as `actions` tell."""
    reached = incidents.standing().filter(pk__in=Finding.objects.standing().values("incident"))
    if step != "causes":
        reached = reached.filter(pk__in=origins(actions.standing()))
    if step in UNFINISHED:
        reached = reached.exclude(pk__in=origins(actions.filter(status__in=UNFINISHED[step])))
    return reached


def lacking(incidents, step, actions):
    """Those that have come as far as the step before `step`, and wait for this one."""
    place = STEPS.index(step)
    before = reaching(incidents, STEPS[place - 1], actions) if place else incidents.standing()
    return before.exclude(pk__in=reaching(incidents, step, actions).order_by().values("pk"))


def origins(actions):
    """The keys of the incidents that `actions` belong to, by a cause or directly."""
    actions = actions.order_by()
    by_cause = actions.filter(finding__isnull=False).values("finding__incident")
    return by_cause.union(actions.filter(incident__isnull=False).values("incident"))


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
