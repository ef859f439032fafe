"""At my places, in a word: what the overview says in full."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Role
from actions.models import Action
from common.counting import count_all
from incidents.models import Waiver

from .figures import Figure

MANAGING = {Role.SAFETY_MANAGER, Role.OFFICIAL, Role.LEADER, Role.AUDITOR}


def manages(user):
    """Whether this person looks after places, and not only after work of their own."""
    return any(appointment.role in MANAGING for appointment in user.current_appointments)


def at_a_glance(user, now):
    """What a manager asks first, and what only this person can decide; the rest is the overview's."""
    actions = Action.objects.visible_to(user)
    late, waiting, waivers = count_all(
        actions.late(now), actions.filter(status=Action.Status.SUBMITTED), Waiver.objects.waiting_for(user)
    )
    waiting_list = listed("actions:list", status=Action.Status.SUBMITTED)
    return [
        Figure(_("Late actions"), late, listed("actions:list", late=1), "late"),
        Figure(_("Waiting for verification"), waiting, waiting_list),
        *([Figure(_("Reasons for no action to decide"), waivers, reverse("incidents:waivers"))] if waivers else []),
    ]


def listed(name, **filters):
    return f"{reverse(name)}?{urlencode(filters)}"
