"""All pictures below each other, and each alone with its table open, for the places and the period that are asked."""

import django_filters as filters
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.policy import signed_in
from overview.scope import Scope, ScopeFilterSet

from . import PICTURES, TELLING
from .period import PERIODS, USUAL
from .picture import Look


class PicturesFilterSet(ScopeFilterSet):
    """The places of an overview, and the period."""

    period = filters.ChoiceFilter(method="any_place", choices=PERIODS, empty_label=USUAL, label=_("Period"))

    def any_place(self, queryset, name, value):
        return queryset


@signed_in
def pictures(request):
    scope, shown = drawn(request, PICTURES.values())
    return scope.listing.html("overview/pictures.html", "overview/_pictures.html", scope=scope, pictures=shown)


@signed_in
def picture(request, name):
    if name not in PICTURES:
        raise Http404
    scope, shown = drawn(request, [PICTURES[name]])
    context = {"scope": scope, "pictures": shown, "label": PICTURES[name].label, "alone": True}
    return scope.listing.html("overview/picture.html", "overview/_pictures.html", **context)


@signed_in
def telling(request):
    """The few that the overview shows small; it asks for them when its own numbers are there."""
    scope, shown = drawn(request, TELLING)
    status = 400 if scope.errors else 200
    return render(request, "overview/_pictures_small.html", {"scope": scope, "pictures": shown}, status=status)


def drawn(request, kinds):
    """(Scope, pictures) as the address says; what cannot be read narrows to nothing."""
    scope = Scope(request, PicturesFilterSet)
    if scope.errors:
        return scope, []
    look = Look.of(scope, scope.form.cleaned_data["period"])
    return scope, [kind(look) for kind in kinds]
