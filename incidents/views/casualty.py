"""Casualties over time: totals, persons, what was known when; what is private only on request, with a reason."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.policy import signed_in
from common.clock import local_day
from common.lifecycle import AlreadyMoved

from ..forms import CASUALTY_FORMS, CasualtyAddForm, MissingForm, read_day
from ..models import Casualty
from .incident import after, too_late
from .incident import find as find_incident


@signed_in
@require_GET
def casualties(request, pk):
    incident = find_incident(request, pk)
    rows = list(incident.casualty_rows.prefetch_related("states__by"))
    for row in rows:
        row.incident = incident  # its rights are asked below, without asking the database for each
        row.open_verbs = [verb for verb in CASUALTY_FORMS if row.may(request.user, verb)]
    events = list(incident.events.select_related("by", "finding", "casualty"))
    for event in events:
        event.incident = incident
    today = local_day(request.now, incident.site.time_zone)
    asked = read_day(request.GET.get("on", ""))
    dead_from = incident.missing_count_as_dead_from
    context = {
        "incident": incident,
        "rows": rows,
        "not_named": incident.not_named(rows),
        "known": incident.known(events),
        "on": asked or today,
        "known_on": incident.known_on(asked or today, events),
        "looks": [event for event in events if event.verb == "revealed"],
        "window_over": incident.window_is_over(request.now),
        "dead_from": dead_from if dead_from and dead_from <= today else None,
        "may_add": incident.may(request.user, "add_casualty"),
        "may_count": incident.may(request.user, "count_missing"),
    }
    return render(request, "incidents/casualties.html", context)


@signed_in
def new(request, pk):
    incident = find_incident(request, pk)
    if incident.is_over:
        return too_late(request, incident)
    if not incident.may(request.user, "add_casualty"):
        raise PermissionDenied
    form = CasualtyAddForm(request.POST or None, incident=incident, by=request.user, now=request.now)
    if form.is_bound and (casualty := form.keep()):
        return back(request, casualty.incident, _("Recorded."))
    context = {"incident": incident, "form": form, "heading": _("Record a casualty")}
    return render(request, "incidents/casualty.html", context, status=422 if form.is_bound else 200)


@signed_in
@never_cache
def move(request, pk, verb):
    casualty = find(request, pk)
    incident = casualty.incident
    if not casualty.may(request.user, verb):
        if casualty.stands and not incident.is_over:
            raise PermissionDenied
        return too_late(request, incident)
    form = CASUALTY_FORMS[verb](request.POST or None, record=casualty, by=request.user, now=request.now)
    try:
        if form.is_bound and form.keep():
            if verb == "reveal":
                return render(request, "incidents/casualty_shown.html", {"incident": incident, "casualty": casualty})
            return back(request, incident, form.done)
    except AlreadyMoved:
        context = {"url": address(incident), "typed": form.typed()}
        return render(request, "409.html", context, status=409)
    context = {"incident": incident, "casualty": casualty, "form": form, "heading": form.button}
    return render(request, "incidents/casualty.html", context, status=422 if form.is_bound else 200)


@signed_in
def count_missing(request, pk):
    incident = find_incident(request, pk)
    if incident.is_over:
        return too_late(request, incident)
    if not incident.may(request.user, "count_missing"):
        raise PermissionDenied
    form = MissingForm(request.POST or None, record=incident, by=request.user, now=request.now)
    try:
        if form.is_bound and form.keep():
            return back(request, incident, _("The missing count as dead from here on."))
    except AlreadyMoved:
        return render(request, "409.html", {"url": address(incident), "typed": form.typed()}, status=409)
    context = {"incident": incident, "form": form, "heading": _("Count the missing as dead")}
    return render(request, "incidents/casualty.html", context, status=422 if form.is_bound else 200)


# what the views share


def find(request, pk):
    places = Casualty.objects.visible_to(request.user).select_related(
        "incident__site__organization", "incident__site__region"
    )
    return get_object_or_404(places, pk=pk)


def address(incident):
    return redirect("incidents:casualties", incident.pk).url


def back(request, incident, done):
    after(request, incident, done)
    return redirect("incidents:casualties", incident.pk)
