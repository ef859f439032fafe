"""The page of one site: who is responsible there in each of the three lines, what happened, what is done about it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.duty_lines import lines_at
from accounts.models import Role, Site, User
from accounts.policy import signed_in
from actions.models import Action
from incidents.models import Incident

from .administration import only_administers
from .figures import Figure
from .places import listed

MOST_INCIDENTS = 5
MOST_ACTIONS = 8
MOST_EVENTS = 50


@signed_in
def site(request, pk):
    known = Site.objects.known_to(request.user)
    site = known.select_related("organization", "region", "sector").filter(pk=pk).first()
    if site is None:
        return redirect(get_object_or_404(known, merged=pk))  # a double leads to what it was merged into
    incidents = Incident.objects.visible_to(request.user).filter(site=site)
    actions = Action.objects.visible_to(request.user).filter(site=site)
    lines = lines_at(site)
    context = {
        "site": site,
        "lines": lines,
        "people_seen": seen_among([a for line in lines for a in line.appointments], request.user),
        "day": request.now.date(),
        "sees_contact": sees_contact(request.user),
        "reads_records": not only_administers(request.user),
        "incidents": incidents.for_list()[:MOST_INCIDENTS],
        "actions": open_first(actions, request.now),
        "figures": figures_at(site, incidents, actions, request.now),
        "aliases": site.aliases.all(),
        "events": site.events.select_related("by", "organization", "site")[:MOST_EVENTS],
        "may_edit": site.may(request.user, "edit"),
    }
    return render(request, "overview/site.html", context)


def figures_at(site, incidents, actions, now):
    """Counts, each the length of the list that it opens."""
    outstanding = actions.outstanding()
    return [
        Figure(_("Late actions"), actions.late(now).count(), listed("actions:list", site=site.pk, late=1), "late"),
        Figure(
            _("Actions to be done"),
            outstanding.count(),
            listed("actions:list", site=site.pk, status=Action.Status.ASSIGNED),
        ),
        Figure(
            _("Waiting for verification"),
            actions.filter(status=Action.Status.SUBMITTED).count(),
            listed("actions:list", site=site.pk, status=Action.Status.SUBMITTED),
        ),
        Figure(_("Incidents"), incidents.count(), listed("incidents:list", site=site.pk)),
    ]


def open_first(actions, now):
    """What is not yet closed: late work first, then by deadline."""
    still = actions.filter(status__in=[Action.Status.ASSIGNED, Action.Status.SUBMITTED, Action.Status.VERIFIED])
    return still.for_list().order_by("stage", "deadline", "pk")[:MOST_ACTIONS]


def seen_among(appointments, user):
    """The keys of the people whose pages this reader may open."""
    named = {appointment.person_id for appointment in appointments}
    return set(User.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True))


def sees_contact(user):
    """Telephones are for those who look after people or places."""
    return any(appointment.role != Role.REPORTER for appointment in user.current_appointments)
