"""At my places: a few numbers, each the length of the list that it opens."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Role
from actions.models import Action
from common.clock import local_day
from common.counting import count_all
from incidents.models import Incident, Waiver

from .causes import causes_without_action
from .figures import Figure

MANAGING = {Role.SAFETY_MANAGER, Role.OFFICIAL, Role.LEADER, Role.AUDITOR}
RECENT = timedelta(days=30)
MOST_NAMED = 3
MOST_CAUSES = 1000  # more of them than anybody would count, and dear to count


def manages(user):
    """Whether this person looks after places, and not only after work of their own."""
    return any(appointment.role in MANAGING for appointment in user.current_appointments)


def figures(user, now):
    actions = Action.objects.visible_to(user)
    since = local_day(now, settings.TIME_ZONE) - RECENT
    recent = Incident.objects.visible_to(user).filter(occurred_on__gte=since, status=Incident.Status.REPORTED)
    late, waiting, incomplete, gone, causes, waivers, incidents = count_all(
        actions.late(now),
        actions.filter(status=Action.Status.SUBMITTED),
        actions.incomplete(),
        actions.without_person(),
        causes_without_action(user)[: MOST_CAUSES + 1],
        Waiver.objects.waiting_for(user),
        recent,
    )
    recent_list = listed("incidents:list", occurred_from=since, status=Incident.Status.REPORTED)
    waiting_list = listed("actions:list", status=Action.Status.SUBMITTED)
    return [
        Figure(_("Late actions"), late, listed("actions:list", late=1), "late"),
        Figure(_("Waiting for verification"), waiting, waiting_list),
        Figure(_("Imported, without owner or deadline"), incomplete, reverse("actions:incomplete")),
        Figure(_("Without a person in office"), gone, listed("actions:list", owner_gone=1), "late"),
        Figure(_("Causes without an action"), causes, reverse("overview:causes"), most=MOST_CAUSES),
        *([Figure(_("Reasons for no action to decide"), waivers, reverse("incidents:waivers"))] if waivers else []),
        Figure(_("Incidents of the last 30 days"), incidents, recent_list),
    ]


def oldest(user, now):
    """What is late the longest, by name."""
    return Action.objects.visible_to(user).late(now).for_list().order_by("due_at", "pk")[:MOST_NAMED]


def listed(name, **filters):
    return f"{reverse(name)}?{urlencode(filters)}"
