from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from common.lifecycle import AlreadyMoved

from ..forms import AppointmentEditForm, AppointmentForm, EndForm
from ..leaving import Leaving
from ..models import Appointment, User
from ..policy import administrators
from .people import after, conflict, form_page, leave


@administrators
def appoint(request, pk):
    person = get_object_or_404(User, pk=pk)
    form = AppointmentForm(request.POST or None, person=person, by=request.user, now=request.now)
    draft = f"person-{pk}-appoint"
    if form.keep():
        return after(request, person, _("%(person)s is appointed.") % {"person": person}, draft=draft)
    return form_page(request, form, "accounts/appointment_form.html", person=person, draft=draft)


@administrators
def edit(request, pk):
    appointment = find(pk)
    form = AppointmentEditForm(request.POST or None, appointment=appointment, by=request.user, now=request.now)
    draft = f"appointment-{pk}-edit"
    try:
        if form.is_bound and form.keep():
            return after(request, appointment.person, _("The changes are saved."), draft=draft)
    except AlreadyMoved:
        return conflict(request, appointment.person, form.typed())
    return form_page(
        request,
        form,
        "accounts/appointment_form.html",
        person=appointment.person,
        appointment=appointment,
        draft=draft,
    )


@administrators
def end(request, pk):
    appointment = find(pk)
    if appointment.has_ended and request.method != "POST":
        return redirect(appointment.person)
    return leave(request, appointment.person, EndForm, Leaving(appointment.person, appointment), appointment)


def find(pk):
    return get_object_or_404(Appointment.objects.for_page().select_related("person"), pk=pk)
