"""Hours, headcount and GDP by month: what rates divide by."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from common.lifecycle import AlreadyMoved

from ..forms.exposures import YearForm, months_of
from ..models import Exposure, Organization, Region
from ..policy import signed_in

FIRST_YEAR = 1950
MOST_ENTRIES = 100


@signed_in
def of_organization(request, pk, year):
    organization = get_object_or_404(Organization.objects.known_to(request.user), pk=pk)
    return page(request, organization, year, "accounts:organization_exposures")


@signed_in
def of_region(request, pk, year):
    region = get_object_or_404(Region.objects.reached_by(request.user), pk=pk)
    return page(request, region, year, "accounts:region_exposures")


def page(request, place, year, address):
    """The year as it is; a form for whoever may enter it."""
    if not FIRST_YEAR <= year <= request.now.year + 1 or not months_of(year, request.now):
        raise Http404
    given = {"place": place, "year": year, "by": request.user, "now": request.now}
    may_enter = Exposure.may_be_entered(request.user, place)
    if request.method == "POST" and not may_enter:
        raise PermissionDenied
    form, status = YearForm(request.POST if request.method == "POST" else None, **given), 200
    if form.is_bound:
        status = 422
        try:
            if (entered := form.keep()) is not None:
                done = _("The figures are saved.") if entered else _("Nothing was different from what is saved.")
                messages.success(request, done, extra_tags=draft_of(place, year))
                return redirect(address, place.pk, year)
        except AlreadyMoved:
            data = request.POST.copy()
            data["seen"] = Exposure.newest_of(place)
            form, status = YearForm(data, **given), 409
            form.show_what_is_saved()
    entries = Exposure.objects.visible_to(request.user).of(place).of_year(year).select_related("by")
    context = {
        place._meta.model_name: place,
        "place": place,
        "year": year,
        "near": [near for near in (year - 1, year + 1) if near >= FIRST_YEAR and months_of(near, request.now)],
        "address": address,
        "form": form,
        "conflict": status == 409,
        "may_enter": may_enter,
        "draft": draft_of(place, year),
        "entries": entries[:MOST_ENTRIES],
    }
    return render(request, "accounts/exposures.html", context, status=status)


def draft_of(place, year):
    return f"exposures-{place._meta.model_name}-{place.pk}-{year}"
