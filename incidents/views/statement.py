"""Statements: listed for those who may read them, opened one by one, which is written down, and signed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import signed_in
from common.attachments import serve
from common.lifecycle import AlreadyMoved

from ..forms.statement import PaperForm, SignHereForm
from ..models import Statement, StatementFile
from .incident import find as find_incident
from .investigation import page

SIGNING = {"paper": PaperForm, "here": SignHereForm}


@signed_in
def statements(request, pk):
    """Whoever may not read them learns how many there are."""
    incident = find_incident(request, pk)
    standing = list(incident.statements.standing().select_related("incident__site__region", "corrects"))
    return page(request, incident, "statements", _("Statements"), statements=standing)


@signed_in
def mine(request):
    """What this person stated, wherever it was, and who has read it."""
    own = Statement.objects.filter(person=request.user).standing().select_related("incident__site__organization")
    own = own.prefetch_related("readings__by").order_by("-taken_on", "-pk")
    rows = [(statement, readers_of(statement.readings.all())) for statement in own]
    return render(request, "incidents/investigation/my_statements.html", {"rows": rows})


@signed_in
def statement(request, pk):
    found = find(request, pk)
    found.opened(by=request.user, now=request.now)
    return show(request, found)


def show(request, found, form=None, way="", status=200):
    may = {verb: found.may(request.user, verb) for verb in ("edit", "sign_here", "see_readers")}
    forms = {name: SIGNING[name](record=found, by=request.user, now=request.now) for name in SIGNING}
    if form is not None:
        forms[way] = form
    context = {
        "statement": found,
        "incident": found.incident,
        "sees_incident": found.incident.is_visible_to(request.user),
        "may": may,
        "readers": readers_of(found.readings.select_related("by")) if may["see_readers"] else None,
        "paper": forms["paper"] if may["edit"] else None,
        "here": forms["here"] if may["sign_here"] else None,
    }
    return render(request, "incidents/investigation/statement.html", context, status=status)


def readers_of(readings):
    """(person, how often, last time) of each who opened a statement or a file of it, the latest first."""
    readers = {}
    for reading in readings:  # the newest first
        person, times, last = readers.get(reading.by_id, (reading.by, 0, reading.at))
        readers[reading.by_id] = person, times + 1, last
    return list(readers.values())


@signed_in
def sign(request, pk, way):
    found = find(request, pk)
    if request.method != "POST":
        return redirect(found)
    if not found.is_closed and not found.may(request.user, "sign_here" if way == "here" else "sign"):
        raise PermissionDenied
    form = SIGNING[way](request.POST, record=found, by=request.user, now=request.now)
    try:
        if form.keep():
            messages.success(request, _("The statement is signed. From now on nobody changes it."))
            return redirect(found)
    except AlreadyMoved:
        return render(request, "409.html", {"url": found.get_absolute_url(), "typed": form.typed()}, status=409)
    return show(request, found, form, way, status=422)


@signed_in
def file(request, pk):
    found = get_object_or_404(StatementFile.objects.visible_to(request.user).select_related("statement"), pk=pk)
    found.statement.opened(by=request.user, now=request.now, file=found.name)
    return serve(request, found)


def find(request, pk):
    statements = Statement.objects.visible_to(request.user)
    places = statements.select_related("incident__site__organization", "incident__site__region", "corrects", "person")
    return get_object_or_404(places.prefetch_related("files"), pk=pk)
