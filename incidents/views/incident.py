from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Site
from accounts.policy import signed_in
from common.attachments import serve
from common.clock import local_day
from common.lifecycle import AlreadyMoved
from common.listing import Listing

from ..columns import incident_columns
from ..filters import IncidentFilterSet
from ..forms import (
    MOVE_FORMS,
    IncidentForm,
    PhotosForm,
    ReportForm,
    category_choices,
    read_day,
    show_what_is_saved,
)
from ..models import Incident, IncidentPhoto
from ..models.incident import HURT
from ..rules import codes
from ..rules.names import proposed_name

GRADED_BY = {"site", "kind", "regime", "occurred_on", "hurt", "direct_loss", *HURT}


@signed_in
def incident_list(request):
    incidents = Incident.objects.visible_to(request.user).for_list()
    return Listing(request, IncidentFilterSet, incidents).answer(
        template="incidents/list.html",
        fragment="incidents/_table.html",
        columns=incident_columns(),
        title=_("Incidents"),
        may_log=request.user.reports,
    )


@signed_in
def new(request):
    """The quick report. The search button for sites sends the form too, but only to find."""
    if not Site.objects.visible_to(request.user).exists():
        reason = _("You have no duty at any site, so there is no place for which you could report.")
        return refused(request, reason, _("See the incidents"), redirect("incidents:list").url)
    if "find" in request.POST:
        form = ReportForm(initial=request.POST.dict(), by=request.user, now=request.now)
    elif request.method == "POST":
        form = ReportForm(request.POST, request.FILES, by=request.user, now=request.now)
    else:
        form = ReportForm(initial={"site": request.GET.get("site")}, by=request.user, now=request.now)
    if form.is_bound and (incident := form.keep()):
        done = _("Logged as %(number)s. Complete it when you know more.") % {"number": incident.number}
        return after(request, incident, done, draft="incident-new")
    return render(request, "incidents/new.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
def edit(request, pk):
    incident = find(request, pk)
    if incident.is_over and request.method != "POST":
        return too_late(request, incident)
    if not incident.is_over and not incident.may(request.user, "edit"):
        raise PermissionDenied
    form = IncidentForm(request.POST or None, instance=incident, by=request.user, now=request.now)
    try:
        if form.is_bound and form.keep():
            return after(request, incident, _("The changes are saved."), draft=f"incident-{pk}-edit")
    except AlreadyMoved:
        return conflict(request, pk, form)
    return edit_page(request, find(request, pk), form, status=422 if form.is_bound else 200)


def edit_page(request, incident, form, **answer):
    status = answer.pop("status")
    context = {"incident": incident, "form": form, "proposed": proposed_name(incident), **answer}
    return render(request, "incidents/edit.html", context, status=status)


def conflict(request, pk, form):
    """Somebody was faster: what was typed stays in the form, what is saved stands beside it."""
    incident = find(request, pk)
    if incident.is_over or not incident.may(request.user, "edit"):
        context = {"url": incident.get_absolute_url(), "typed": form.typed()}
        return render(request, "409.html", context, status=409)
    data = request.POST.copy()
    data["version"] = incident.version
    form = IncidentForm(data, instance=find(request, pk), by=request.user, now=request.now)
    show_what_is_saved(form, incident.site.time_zone)
    last = incident.events.select_related("by").first()
    return edit_page(request, incident, form, conflict=True, last=last, status=409)


@signed_in
def move(request, pk, verb):
    incident = find(request, pk)
    form = MOVE_FORMS[verb](request.POST or None, record=incident, by=request.user, now=request.now)
    try:
        if form.is_bound and form.keep():
            return after(request, incident, form.done, draft=f"incident-{pk}-{verb}")
    except AlreadyMoved:
        context = {"url": incident.get_absolute_url(), "typed": form.typed()}
        return render(request, "409.html", context, status=409)
    if not form.is_bound and verb not in incident.moves_open_to(request.user):
        return not_open(request, incident, verb)
    context = {"incident": incident, "form": form, "draft": f"incident-{pk}-{verb}"}
    return render(request, "incidents/move.html", context, status=422 if form.is_bound else 200)


@signed_in
def add_photos(request, pk):
    incident = find(request, pk)
    if incident.is_over:
        return too_late(request, incident)
    if not incident.may(request.user, "add_photo"):
        raise PermissionDenied
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PhotosForm(*given, incident=incident, by=request.user, now=request.now)
    if form.is_bound and form.keep():
        return after(request, incident, _("The photos are kept."))
    context = {"incident": incident, "form": form}
    return render(request, "incidents/photos.html", context, status=422 if form.is_bound else 200)


@signed_in
def photo(request, pk):
    return serve(request, get_object_or_404(IncidentPhoto.objects.visible_to(request.user), pk=pk))


# what shows itself while one types


@signed_in
@require_GET
def sites(request):
    """Sites by a part of their name, as choices; the one already chosen stays among them."""
    form = ReportForm(request.GET, by=request.user, now=request.now)
    return render(request, "incidents/_sites.html", {"form": form})


@signed_in
@require_GET
def categories(request):
    """The categories of a day; a code that the other table calls the same moves over."""
    day = read_day(request.GET.get("occurred_on", "")) or local_day(request.now, request.user.time_zone)
    chosen = request.GET.get("category", "")
    if chosen in codes.all_categories():
        chosen = next((code for code in codes.alike(chosen) if code in codes.categories_on(day)), chosen)
    context = {"choices": category_choices(day, chosen), "chosen": chosen}
    return render(request, "incidents/_categories.html", context)


@signed_in
@require_GET
def grade(request, pk=None):
    """The grade, and for a known incident the name, that the facts typed so far would give. Nothing is saved."""
    if pk is None:
        form = ReportForm(request.GET, by=request.user, now=request.now)
    else:
        form = IncidentForm(request.GET, instance=find(request, pk), by=request.user, now=request.now)
    incident = form.instance
    readable = not GRADED_BY & set(form.errors)
    if readable:
        incident.grade_now()
    context = {"incident": incident if readable else None, "known": pk is not None}
    if readable and pk is not None:
        context["proposed"] = proposed_name(incident)
    return render(request, "incidents/_grade.html", context)


# what the views share


def find(request, pk):
    """The incident with its place, if this person may see it; otherwise it does not exist."""
    incidents = Incident.objects.visible_to(request.user).select_related("site__organization", "site__region")
    return get_object_or_404(incidents, pk=pk)


def after(request, incident, done, draft=""):
    """On to the page of the incident, which says what was done and lets the browser forget the draft."""
    messages.success(request, done, extra_tags=draft)
    return redirect(incident)


def too_late(request, incident):
    state = {"number": incident.number, "state": incident.get_status_display()}
    messages.info(request, _("%(number)s has moved on since: %(state)s.") % state)
    return redirect(incident)


def not_open(request, incident, verb):
    """An old link, or one that was never meant for this person."""
    if incident.status in Incident.MOVES[verb].sources:
        raise PermissionDenied
    return too_late(request, incident)


def refused(request, reason, label, url):
    response = render(request, "incidents/refused.html", {"reason": reason, "label": label, "url": url}, status=403)
    response["X-Refused"] = "1"  # the session is fine: signing in again would not help
    return response
