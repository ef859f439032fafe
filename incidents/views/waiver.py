"""Reasons why nothing is done about a cause: proposed, and decided by somebody else."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import signed_in
from common.lifecycle import AlreadyMoved
from common.paging import Paginator

from ..forms.waiver import WAIVER_FORMS, WaiverForm
from ..models import Finding, Waiver
from .finding import find as find_finding
from .finding import moved_on
from .incident import after


@signed_in
def propose(request, pk):
    finding = find_finding(request, pk)
    if finding.status == Finding.Status.WITHDRAWN:
        return moved_on(request, finding)
    if not finding.may(request.user, "waive"):
        raise PermissionDenied
    form = WaiverForm(request.POST or None, finding=finding, by=request.user, now=request.now)
    draft = f"finding-{pk}-no-action"
    if form.is_bound and form.keep():
        done = _("The reason is proposed. Somebody else has to decide about it.")
        return after(request, finding.incident, done, draft=draft)
    context = {"incident": finding.incident, "finding": finding, "form": form, "draft": draft}
    return render(request, "incidents/waive.html", context, status=422 if form.is_bound else 200)


@signed_in
def waiting(request):
    """The reasons that this person may decide."""
    found = Waiver.objects.waiting_for(request.user).select_related(
        "finding__incident__site__organization", "proposed_by"
    )
    page = Paginator(found.order_by("proposed_at", "pk")).page(request.GET.get("page"))
    return render(request, "incidents/waivers.html", {"page": page})


@signed_in
def move(request, pk, verb):
    waivers = Waiver.objects.visible_to(request.user)
    waiver = get_object_or_404(
        waivers.select_related("finding__incident__site__organization", "finding__incident__site__region"), pk=pk
    )
    form = WAIVER_FORMS[verb](request.POST or None, record=waiver, by=request.user, now=request.now)
    draft = f"waiver-{pk}-{verb}"
    try:
        if form.is_bound and form.keep():
            return after(request, waiver.incident, form.done, draft=draft)
    except AlreadyMoved:
        context = {"url": waiver.get_absolute_url(), "typed": form.typed()}
        return render(request, "409.html", context, status=409)
    if not form.is_bound and verb not in waiver.moves_open_to(request.user):
        if waiver.status in Waiver.MOVES[verb].sources:
            raise PermissionDenied
        state = {"state": waiver.get_status_display()}
        messages.info(request, _("This reason has moved on since: %(state)s.") % state)
        return redirect(waiver)
    context = {"incident": waiver.incident, "finding": waiver.finding, "waiver": waiver, "form": form, "draft": draft}
    return render(request, "incidents/move.html", context, status=422 if form.is_bound else 200)
