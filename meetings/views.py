from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.narrowing import PLACES
from accounts.policy import signed_in
from actions.models import Action
from common.lifecycle import AlreadyMoved
from common.listing import refusal
from common.paging import Paginator
from overview.sheet import tables
from overview.sheet.content import SCREEN, Content
from overview.sheet.views import WRITERS, file_of

from . import sheets
from .forms import EditForm, HoldForm, VoidForm
from .models import Meeting
from .models.meeting import holds_at_all

DECIDED_ON = ("incidents", "late", "decide")  # tables whose rows can be decided about


@signed_in
def meetings(request):
    found = Meeting.objects.visible_to(request.user).for_list().annotate(decided=Count("decisions"))
    page = Paginator(found.order_by("-held_at", "-pk")).page(request.GET.get("page"))
    return render(request, "meetings/list.html", {"page": page})


@signed_in
def new(request):
    places, since = asked(request)
    if not holds_at_all(request.user, places.values()):
        raise PermissionDenied
    form = HoldForm(*posted(request), by=request.user, now=request.now, places=places, since=since)
    if meeting := form.keep():
        messages.success(request, _("The meeting is recorded. Decide on its sheet."), extra_tags="meeting-new")
        return redirect(meeting)
    where = Meeting(**places).where
    return render(request, "meetings/new.html", {"form": form, "where": where}, status=422 if form.is_bound else 200)


@signed_in
def meeting(request, pk):
    meeting = find(request, pk)
    scope, period = sheets.sheet_of(meeting, request.user, request.now)
    seen = Action.objects.visible_to(request.user)
    decisions = meeting.decisions.filter(event__action__in=seen).select_related(
        "event__owner", "event__action__site__organization", "event__action__site__region"
    )
    ending, to_sign = sheets.ending(meeting, decisions), sheets.signed(meeting)
    kind = request.GET.get("export")
    if kind in WRITERS:
        return file_of(kind, scope, period, ending, to_sign)
    if kind:
        return refusal(_("This sheet cannot be exported."))
    may = meeting.may(request.user, "decide")
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": meeting,
            "title": tables.title_of(scope.places),
            "as_of": tables.as_of(period),
            "parts": [*tables.parts(Content(scope, period, SCREEN)), *ending],
            "may": may,
            "decided_on": DECIDED_ON if may else (),
            "to_sign": to_sign,
            "events": meeting.events.select_related("by"),
        },
    )


@signed_in
def edit(request, pk):
    return change(request, pk, EditForm, "meetings/edit.html", _("The changes are saved."))


@signed_in
def void(request, pk):
    return change(request, pk, VoidForm, "meetings/void.html", _("Declared void."))


# what the views share


def change(request, pk, form_class, template, done):
    meeting = find(request, pk)
    if not meeting.may(request.user, "edit"):
        raise PermissionDenied
    given = {"by": request.user, "now": request.now}
    given |= {"meeting": meeting} if form_class is EditForm else {"record": meeting}
    form = form_class(*posted(request), **given)
    try:
        if form.is_bound and form.keep():
            messages.success(request, done, extra_tags=f"meeting-{pk}")
            return redirect("meetings:meeting", pk)
    except AlreadyMoved:
        return conflict(request, meeting, form)
    return render(request, template, {"meeting": meeting, "form": form}, status=422 if form.is_bound else 200)


def conflict(request, meeting, form):
    """Somebody was faster: what was typed is shown, and the way to the record as it is now."""
    return render(request, "409.html", {"url": meeting.get_absolute_url(), "typed": form.typed()}, status=409)


def find(request, pk):
    return get_object_or_404(Meeting.objects.visible_to(request.user).for_list(), pk=pk)


def posted(request):
    return (request.POST, request.FILES) if request.method == "POST" else ()


def asked(request):
    """({name of a kind: record}, the instant) for which the address asks to record a meeting."""
    given = {name: request.GET[name] for name in PLACES if request.GET.get(name)}
    scope, since = sheets.scope_of(given, request.user, request.now), instant(request.GET.get("since", ""))
    if scope.errors or since is None or since >= request.now:
        raise Http404
    return {place._meta.model_name: place for place in scope.places}, since


def instant(text):
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
