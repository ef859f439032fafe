"""Choosing which sheets come by mail, about which places, with a look at what one would get."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models.appointments import SEEING
from accounts.policy import signed_in
from common.clock import local_day
from common.forms import RuledForm
from outbox.composing import write
from outbox.models import Letter, Subscription

from ..scope import Scope
from .by_mail import Every, Sheet, begins, sheets_of


class SubscriptionForm(RuledForm):
    every = forms.MultipleChoiceField(
        label=gettext_lazy("How often"),
        choices=Every,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose how often the sheet should come.")},
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places

    def save(self):
        for every in self.cleaned_data["every"]:
            Subscription.want(self.by, every, self.places, now=self.now)
        self.by.resume_information()
        return True


@dataclass(frozen=True)
class Kept:
    """A sheet that comes, with the key by which it is looked at and stopped."""

    sheet: Sheet

    @property
    def key(self):
        return self.sheet.subscription.pk if self.sheet.subscription else "usual"

    @property
    def how_often(self):
        return Every(self.sheet.every).label

    @property
    def where(self):
        return self.sheet.subscription.where if self.sheet.places else ""


@signed_in
def by_mail(request):
    """What comes, and a form to have the sheet of the places in the address, too."""
    refuse_without_places(request)
    scope = Scope(request)
    sent = (request.POST,) if request.method == "POST" else ()
    form = SubscriptionForm(*sent, places=scope.parameters, by=request.user, now=request.now)
    if not scope.errors and form.keep():
        messages.success(request, _("The sheet comes by mail from the next time on."))
        return redirect("overview:by_mail")
    context = {
        "scope": scope,
        "listing": scope.listing,
        "filter": scope.listing.filterset,
        "chips": scope.chips,
        "form": form,
        "kept": kept_by(request.user),
        "stopped": not request.user.wants_information,
    }
    status = 400 if scope.errors else 422 if form.is_bound else 200
    return render(request, "overview/by_mail.html", context, status=status)


@signed_in
def stop(request, key):
    """A page with one button, as after a link in a letter."""
    refuse_without_places(request)
    kept = find(request, key)
    if request.method == "POST":
        Subscription.want(request.user, kept.sheet.every, kept.sheet.places, now=request.now, wanted=False)
        messages.success(request, _("This sheet comes no more."))
        return redirect("overview:by_mail")
    return render(request, "overview/stop_by_mail.html", {"kept": kept})


@signed_in
def resume(request):
    """Information by mail was stopped altogether; its reader has it again."""
    refuse_without_places(request)
    if request.method == "POST":
        request.user.resume_information()
        messages.success(request, _("The sheets come again."))
    return redirect("overview:by_mail")


@signed_in
def preview(request, key):
    """The letter as it would be written at this moment."""
    refuse_without_places(request)
    kept, person = find(request, key), request.user
    first = begins(kept.sheet.every, local_day(request.now, person.time_zone))
    letter = Letter(person=person, composed_at=request.now)
    write(letter, [kept.sheet.notice(first, request.now, request.now)], request.now)
    return render(request, "overview/preview_by_mail.html", {"letter": letter, "kept": kept})


def kept_by(person):
    return [Kept(sheet) for sheet in sheets_of([person])]


def find(request, key):
    kept = {str(one.key): one for one in kept_by(request.user)}
    if key not in kept:
        raise Http404
    return kept[key]


def refuse_without_places(request):
    """Sheets are for those who see what happens somewhere."""
    if not sees_places(request.user):
        raise PermissionDenied


def sees_places(user):
    return any(appointment.role in SEEING for appointment in user.current_appointments)
