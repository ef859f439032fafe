"""Adding, changing and taking out one part of an investigation; which kind of part the address says."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.policy import signed_in
from common.lifecycle import AlreadyMoved

from ..forms import exhibit, handling, member, moment, show_what_is_saved, statement, training
from ..models import Exhibit, Handling, Member, Moment, Part, Statement, Training
from .incident import find as find_incident
from .incident import too_late


@dataclass(frozen=True)
class Kind:
    """`page`: where the parts of this kind are shown."""

    model: type[Part]
    page: str
    adds: type
    edits: type
    takes_out: type

    @property
    def name(self):
        return self.model.KIND

    def url(self, incident):
        return reverse(self.page, args=[incident.pk])


MEMBERS = Kind(Member, "incidents:investigation", member.MemberAddForm, member.MemberEditForm, member.MemberTakeOutForm)
MOMENTS = Kind(Moment, "incidents:timeline", moment.MomentAddForm, moment.MomentEditForm, moment.MomentTakeOutForm)
EXHIBITS = Kind(
    Exhibit, "incidents:exhibits", exhibit.ExhibitAddForm, exhibit.ExhibitEditForm, exhibit.ExhibitTakeOutForm
)
STATEMENTS = Kind(
    Statement,
    "incidents:statements",
    statement.StatementAddForm,
    statement.StatementEditForm,
    statement.StatementTakeOutForm,
)


HANDLINGS = Kind(
    Handling,
    "overview:closing",  # only the name: the page joins apps above this one
    handling.HandlingAddForm,
    handling.HandlingEditForm,
    handling.HandlingTakeOutForm,
)
TRAININGS = Kind(
    Training, "overview:closing", training.TrainingAddForm, training.TrainingEditForm, training.TrainingTakeOutForm
)


@signed_in
def add(request, pk, kind):
    incident = find_incident(request, pk)
    if incident.is_over:
        return too_late(request, incident)
    if not incident.may(request.user, kind.model.RIGHT):
        raise PermissionDenied
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = kind.adds(*given, incident=incident, by=request.user, now=request.now, initial=request.GET.dict())
    draft = f"incident-{pk}-{kind.name}"
    if form.is_bound and form.keep():
        return done(request, incident, kind, form, draft)
    return page(request, incident, kind, form, draft, status=422 if form.is_bound else 200)


@signed_in
def edit(request, pk, kind):
    return change(request, pk, kind, kind.edits)


@signed_in
def take_out(request, pk, kind):
    return change(request, pk, kind, kind.takes_out)


def change(request, pk, kind, form_class):
    part = find(request, pk, kind)
    if request.method != "POST" and part.is_closed:
        messages.info(request, _("This cannot be changed any more: it was signed, or taken out of the investigation."))
        return redirect(kind.url(part.incident))
    if not part.is_closed and not part.may(request.user, "edit"):
        raise PermissionDenied
    part.opened(by=request.user, now=request.now)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*given, instance=part, by=request.user, now=request.now)
    draft = f"{kind.name}-{pk}-{form_class.__name__}"
    try:
        if form.is_bound and form.keep():
            return done(request, part.incident, kind, form, draft)
    except AlreadyMoved:
        return conflict(request, find(request, pk, kind), kind, form, draft)
    return page(request, part.incident, kind, form, draft, part=part, status=422 if form.is_bound else 200)


def conflict(request, part, kind, form, draft):
    """Somebody was faster: what was typed stays in the form, what is saved stands beside it."""
    url = kind.url(part.incident)
    if not part.may(request.user, "edit") or not isinstance(form, kind.edits):
        return render(request, "409.html", {"url": url, "typed": form.typed()}, status=409)
    data = request.POST.copy()
    data["version"] = part.version
    form = kind.edits(data, request.FILES, instance=part, by=request.user, now=request.now)
    show_what_is_saved(form, part.site.time_zone)
    return page(request, part.incident, kind, form, draft, part=part, conflict=True, status=409)


def page(request, incident, kind, form, draft, *, status, **more):
    context = {"incident": incident, "form": form, "draft": draft, "url": kind.url(incident)}
    return render(request, "incidents/investigation/part.html", context | more, status=status)


def done(request, incident, kind, form, draft):
    messages.success(request, form.done, extra_tags=draft)
    return redirect(kind.url(incident))


def find(request, pk, kind):
    parts = kind.model.objects.visible_to(request.user)
    return get_object_or_404(parts.select_related("incident__site__organization", "incident__site__region"), pk=pk)
