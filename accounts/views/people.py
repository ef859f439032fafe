from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common.lifecycle import AlreadyMoved
from common.listing import Listing

from ..columns import person_columns
from ..filters import PersonFilterSet
from ..forms import AbsenceForm, DeactivateForm, PersonEditForm, PersonForm, ReactivateForm
from ..leaving import Leaving
from ..models import Role, User
from ..policy import administrators, signed_in
from ..typed import KINDS


@signed_in
def people(request):
    found = User.objects.visible_to(request.user).for_list().order_by("name", "pk")
    return Listing(request, PersonFilterSet, found).answer(
        template="accounts/people.html",
        fragment="accounts/_people.html",
        columns=person_columns(request.now, sees_contact(request.user)),
        title=_("People"),
    )


def sees_contact(user):
    """Addresses and telephones are for those who look after people or places."""
    return any(appointment.role != Role.REPORTER for appointment in user.current_appointments)


@administrators
def add(request):
    form = PersonForm(request.POST or None, by=request.user, now=request.now)
    if person := form.keep():
        done = (
            _("%(person)s is added. Appoint them, then invite them.")
            if person.signs_in
            else _("%(person)s is added. Appoint them.")
        )
        return after(request, person, done % {"person": person}, draft="person-new")
    return form_page(request, form, "accounts/person_form.html", draft="person-new")


@administrators
def edit(request, pk):
    person = get_object_or_404(User, pk=pk)
    return change(request, person, PersonEditForm, "accounts/person_form.html", _("The changes are saved."))


@administrators
def reactivate(request, pk):
    person = get_object_or_404(User, pk=pk)
    if person.is_active and request.method != "POST":
        return redirect(person)
    done = _("%(person)s is here again.") % {"person": person}
    return change(request, person, ReactivateForm, "accounts/reactivate.html", done, record=True)


@administrators
def deactivate(request, pk):
    person = get_object_or_404(User, pk=pk)
    if not person.is_active and request.method != "POST":
        return redirect(person)
    return leave(request, person, DeactivateForm, Leaving(person), person)


@signed_in
def absence(request, pk):
    """Noted down by the person or by an administrator."""
    person = get_object_or_404(User.objects.may_note_absence(request.user).select_related("absence_deputy"), pk=pk)
    if "back" in request.POST:
        return be_back(request, person)
    return change(request, person, AbsenceForm, "accounts/absence.html", _("The absence is noted down."))


def be_back(request, person):
    if person.absent_from is not None:
        try:
            person.be_back(by=request.user, now=request.now)
        except AlreadyMoved:
            return conflict(request, person, [])
    return after(request, person, _("The absence is over."))


@signed_in
@require_GET
def typed(request, kind):
    """Proposals while somebody types the name of a person, a post or a place."""
    text = next((text for text in request.GET.values()), "")
    return render(
        request, "accounts/_candidates.html", {"labels": KINDS[kind](request.user, request.now).search(text[:200])}
    )


# what the views share


def change(request, person, form_class, template, done, *, record=False):
    """A page with one form about a person: shown, kept, or a conflict."""
    about = {"record": person} if record else {"person": person}
    form = form_class(request.POST or None, by=request.user, now=request.now, **about)
    draft = f"person-{person.pk}-{form_class.__name__}"
    try:
        if form.is_bound and form.keep():
            return after(request, person, done, draft=draft)
    except AlreadyMoved:
        return conflict(request, person, form.typed())
    return form_page(request, form, template, person=person, draft=draft)


def leave(request, person, form_class, leaving, record):
    form = form_class(request.POST or None, leaving=leaving, record=record, by=request.user, now=request.now)
    try:
        if form.is_bound and form.keep():
            return after(request, person, form.done)
    except AlreadyMoved:
        return conflict(request, person, form.typed())
    return form_page(request, form, "accounts/leaving.html", person=person, leaving=leaving)


def form_page(request, form, template, **context):
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


def after(request, person, done, draft=""):
    messages.success(request, done, extra_tags=draft)
    return redirect(person)


def conflict(request, person, typed):
    context = {"url": person.get_absolute_url(), "typed": typed}
    return render(request, "409.html", context, status=409)
