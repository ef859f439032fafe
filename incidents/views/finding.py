from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import signed_in
from common.attachments import serve
from common.lifecycle import AlreadyMoved

from ..blame import blaming
from ..forms import MOVE_FORMS, FindingAddForm, FindingEditForm, show_what_is_saved
from ..models import Finding, FindingFile
from .incident import after, too_late
from .incident import find as find_incident


@signed_in
def new(request, pk):
    """A cause, at the top or as the answer to the “why” of another one: ?parent=…"""
    incident = find_incident(request, pk)
    if incident.is_over:
        return too_late(request, incident)
    if not incident.may(request.user, "add_finding"):
        raise PermissionDenied
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FindingAddForm(
        *given, incident=incident, by=request.user, now=request.now, initial={"parent": request.GET.get("parent")}
    )
    draft = f"incident-{pk}-finding"
    if form.is_bound and form.keep():
        return after(request, incident, _("The cause is added. Now say what removes it."), draft=draft)
    context = {
        "incident": incident,
        "form": form,
        "draft": draft,
        "blaming": blaming(request.POST.get("statement", "")),
    }
    return render(request, "incidents/finding.html", context, status=422 if form.is_bound else 200)


@signed_in
def edit(request, pk):
    finding = find(request, pk)
    if finding.status == Finding.Status.WITHDRAWN and request.method != "POST":
        return moved_on(request, finding)
    if not finding.may(request.user, "edit"):
        raise PermissionDenied
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FindingEditForm(*given, instance=finding, by=request.user, now=request.now)
    try:
        if form.is_bound and form.keep():
            done = _("The cause is changed. Somebody else has to confirm it.")
            return after(request, finding.incident, done, draft=f"finding-{pk}-edit")
    except AlreadyMoved:
        return conflict(request, pk, form)
    return edit_page(request, find(request, pk), form, status=422 if form.is_bound else 200)


def edit_page(request, finding, form, *, status, **more):
    context = {"incident": finding.incident, "finding": finding, "form": form, "draft": f"finding-{finding.pk}-edit"}
    context["blaming"] = blaming(form["statement"].value() or "")
    return render(request, "incidents/finding.html", context | more, status=status)


def conflict(request, pk, form):
    finding = find(request, pk)
    if finding.status == Finding.Status.WITHDRAWN:
        context = {"url": finding.incident.get_absolute_url(), "typed": form.typed()}
        return render(request, "409.html", context, status=409)
    data = request.POST.copy()
    data["version"] = finding.version
    form = FindingEditForm(data, request.FILES, instance=find(request, pk), by=request.user, now=request.now)
    show_what_is_saved(form, finding.site.time_zone)
    last = finding.events.select_related("by").first()
    return edit_page(request, finding, form, conflict=True, last=last, status=409)


@signed_in
def move(request, pk, verb):
    finding = find(request, pk)
    form = MOVE_FORMS[verb](request.POST or None, record=finding, by=request.user, now=request.now)
    draft = f"finding-{pk}-{verb}"
    try:
        if form.is_bound and form.keep():
            return after(request, finding.incident, form.done, draft=draft)
    except AlreadyMoved:
        context = {"url": finding.incident.get_absolute_url(), "typed": form.typed()}
        return render(request, "409.html", context, status=409)
    if not form.is_bound and verb not in finding.moves_open_to(request.user):
        if finding.status in Finding.MOVES[verb].sources:
            raise PermissionDenied
        return moved_on(request, finding)
    context = {"incident": finding.incident, "finding": finding, "form": form, "draft": draft}
    return render(request, "incidents/move.html", context, status=422 if form.is_bound else 200)


@signed_in
def file(request, pk):
    return serve(request, get_object_or_404(FindingFile.objects.visible_to(request.user), pk=pk))


# what the views share


def find(request, pk):
    findings = Finding.objects.visible_to(request.user)
    places = findings.select_related("incident__site__organization", "incident__site__region")
    return get_object_or_404(places, pk=pk)


def moved_on(request, finding):
    messages.info(request, _("This cause has moved on since: %(state)s.") % {"state": finding.get_status_display()})
    return redirect(finding.incident)
