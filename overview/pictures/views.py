"""All pictures below each other, and each alone with its table open, for the places and the period that are asked."""

import django_filters as filters
from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.policy import signed_in
from common.clock import local_day
from overview.scope import Scope, ScopeFilterSet

from . import PICTURES
from .period import PERIODS, USUAL, Period
from .picture import Look


class PicturesFilterSet(ScopeFilterSet):
    """The places of an overview, and the period."""

    period = filters.ChoiceFilter(method="any_place", choices=PERIODS, empty_label=USUAL, label=_("Period"))

    def any_place(self, queryset, name, value):
        return queryset


@signed_in
def pictures(request):
    scope, look = asked(request)
    shown = [] if scope.errors else [make(look) for make in PICTURES.values()]
    return scope.listing.html("overview/pictures.html", "overview/_pictures.html", scope=scope, pictures=shown)


@signed_in
def picture(request, name):
    if name not in PICTURES:
        raise Http404
    scope, look = asked(request)
    context = {"scope": scope, "look": look, "label": PICTURES[name].label, "alone": True}
    context["pictures"] = [] if scope.errors else [PICTURES[name](look)]
    return scope.listing.html("overview/picture.html", "overview/_pictures.html", **context)


def asked(request):
    """(Scope, Look) as the address says; what cannot be read narrows to nothing."""
    scope = Scope(request, PicturesFilterSet)
    period = "" if scope.errors else scope.form.cleaned_data["period"]
    today = local_day(request.now, request.user.time_zone or settings.TIME_ZONE)
    return scope, Look(scope, Period.of(period, today), request.now)
