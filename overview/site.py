"""The page of one site: who is responsible there in each of the three lines, what happened, what is done about it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.duty_lines import lines_at
from accounts.models import Alias, Role, Site, User
from accounts.policy import signed_in
from actions.models import Action
from common.counting import count_all

from .administration import only_administers
from .figures import Figure, deadlines_kept, strong_measures
from .history import history
from .scope import Here
from .tallies import judged, year_ago

MOST_INCIDENTS = 5
MOST_ACTIONS = 8
MOST_EVENTS = 50


@signed_in
def site(request, pk):
    known, user = Site.objects.known_to(request.user), request.user
    called = Alias.objects.filter(site=OuterRef("pk")).order_by("name").values("name")
    found = known.select_related("organization", "region", "sector").annotate(called=ArraySubquery(called))
    site = found.filter(pk=pk).first()
    if site is None:
        return redirect(get_object_or_404(known, merged=pk))  # a double leads to what it was merged into
    lines = lines_at(site)
    context = {
        "site": site,
        "lines": lines,
        "people_seen": seen_among([a for line in lines for a in line.appointments], user),
        "day": request.now.date(),
        "sees_contact": sees_contact(user),
        "reads_records": not only_administers(user),
        "aliases": site.called,
        "events": site.events.select_related("by", "organization", "site")[:MOST_EVENTS],
        "may_edit": site.may(user, "edit"),
    }
    if context["reads_records"]:
        context |= records_at(Here(user, request.now, site))
    return render(request, "overview/site.html", context)


def records_at(scope):
    """What happened in a scope and what is done about it; each count is the length of the list that it opens."""
    actions, incidents = scope.actions, scope.incidents
    due = actions.standing().filter(original_deadline__gte=year_ago(scope.now))
    conditions = judged(scope.now)
    late, assigned, submitted, happened, *judgements = count_all(
        actions.late(scope.now),
        actions.outstanding(),
        actions.filter(status=Action.Status.SUBMITTED),
        incidents,
        *(due.filter(condition) for condition in conditions.values()),
    )
    counts = dict(zip(conditions, judgements, strict=True))

    def figure(label, count, tone="", **asked):
        return Figure(label, count, scope.listed("actions:list", **asked), tone)

    return {
        "incidents": incidents.for_list()[:MOST_INCIDENTS],
        "actions": open_first(actions, scope.now),
        "figures": [
            figure(_("Late actions"), late, "late", late=1),
            figure(_("Actions to be done"), assigned, status=Action.Status.ASSIGNED.value),
            figure(_("Waiting for verification"), submitted, status=Action.Status.SUBMITTED.value),
            Figure(_("Incidents"), happened, scope.listed("incidents:list")),
        ],
        "shares": shares(scope, counts),
        "year_ago": year_ago(scope.now),
        "history": history(scope),
    }


def shares(scope, counts, **narrower):
    """Timeliness and strength of what was due within a year."""
    return [
        deadlines_kept(scope, counts, "first", **narrower),
        deadlines_kept(scope, counts, "agreed", **narrower),
        strong_measures(scope, counts, **narrower),
    ]


def open_first(actions, now):
    """What is not yet closed: late work first, then by deadline."""
    still = actions.filter(status__in=[Action.Status.ASSIGNED, Action.Status.SUBMITTED, Action.Status.VERIFIED])
    return still.for_list().order_by("stage", "deadline", "pk")[:MOST_ACTIONS]


def seen_among(appointments, user):
    """The keys of the people whose pages this reader may open."""
    named = {appointment.person_id for appointment in appointments}
    if user.sees_everywhere or user.is_administrator:
        return named
    return set(User.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True))


def sees_contact(user):
    """Telephones are for those who look after people or places."""
    return any(appointment.role != Role.REPORTER for appointment in user.current_appointments)
