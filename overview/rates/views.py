"""The page of rates: of all organizations that lie wholly in the scope together, of a region, and one by one."""

from decimal import Decimal

import django_filters as filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Exposure, Region
from accounts.models.appointments import SEEING
from accounts.policy import signed_in
from common.clock import local_day
from common.filters import Switch
from incidents.models import Incident
from overview.scope import Scope, ScopeFilterSet

from .kinds import BY_NAME, CHINA, INTERNATIONAL
from .months import LONGEST, Months, offered, read, spans, usual
from .rate import Rate
from .sums import FIGURES, by_organization, of_region, seen, together, whole

MOST_ORGANIZATIONS = 200
IN_TABLE = ("deaths_per_1000", "hurt_per_1000", "frequency", "ltifr")
FEW_HOURS = 200_000


class MonthField(forms.CharField):
    widget = forms.TextInput({"type": "month", "placeholder": "2026-08", "maxlength": 7})

    def clean(self, value):
        text = super().clean(value)
        return read(text) if text else None


class MonthFilter(filters.Filter):
    field_class = MonthField

    def filter(self, queryset, value):
        return queryset  # the page asks for the months itself


class RatesFilterSet(ScopeFilterSet):
    first = MonthFilter(label=gettext_lazy("From the month"))
    last = MonthFilter(label=gettext_lazy("Until the month"))
    complete = Switch(
        method="pass_on", label=gettext_lazy("Figures"), yes=gettext_lazy("complete only"), widget=forms.HiddenInput
    )

    def pass_on(self, queryset, name, value):
        return queryset


@signed_in
def rates(request):
    scope = Scope(request, RatesFilterSet)
    months = months_asked(scope)
    context = {"scope": scope, "months": months, "offered": offered(today_of(scope))}
    if not scope.errors:
        context |= shown(scope, months)
    return scope.listing.html("overview/rates.html", "overview/_rates.html", **context)


def months_asked(scope):
    """From the address, this year without it. A mistake stands in the form of the scope, as any other."""
    today = today_of(scope)
    if scope.errors:
        return usual(today)
    first, last = (scope.form.cleaned_data[name] for name in ("first", "last"))
    last = last or max(usual(today).last, first or usual(today).last)
    months = Months(first or min(usual(today).first, last), last)
    if months.last > today:
        scope.form.add_error("last", _("This month has not begun yet."))
    elif len(months) < 1:
        scope.form.add_error("last", _("The last month lies before the first."))
    elif len(months) > LONGEST:
        scope.form.add_error("first", _("At most ten years."))
    return months


def shown(scope, months):
    wholly, partly = whole(scope)
    found = by_organization(wholly, months)
    complete = {organization: sums for organization, sums in found.items() if sums.is_complete}
    chosen = complete if scope.form.cleaned_data["complete"] else found
    total = together(chosen.values(), months)
    places = scope.parameters if not partly and chosen == found and sees_nothing_else(scope) else None
    groups = [(_("China"), all_of(total, places, CHINA)), (_("International"), all_of(total, places, INTERNATIONAL))]
    region = region_of(scope)
    by_gdp = of_region(region, months) if region else None
    return {
        "groups": groups if chosen else [],
        "region": region,
        "by_gdp": by_gdp and Rate(BY_NAME["deaths_per_gdp"], by_gdp, scope.parameters | {"region": region.pk}),
        "sees_a_region": bool(wide(scope.user)),
        "may_enter_gdp": region and Exposure.may_be_entered(scope.user, region),
        "organizations": rows(chosen),
        "chosen": len(chosen),
        "more": max(len(chosen) - MOST_ORGANIZATIONS, 0),
        "partly": len(partly),
        "complete": len(complete),
        "all": len(found),
        "missing": missing(found),
        "few_hours": 0 < total.figures["hours"] < FEW_HOURS and not total.missing.get("hours"),
    }


def all_of(sums, places, kinds):
    return [Rate(kind, sums, places) for kind in kinds]


def rows(chosen):
    """One line for each organization of which anything is known."""
    lines = []
    for organization, sums in list(chosen.items())[:MOST_ORGANIZATIONS]:
        places = {"organization": organization.pk}
        lines.append(
            {
                "organization": organization,
                "dead": Rate(BY_NAME["deaths_per_1000"], sums, places),
                "hurt": Rate(BY_NAME["frequency"], sums, places),
                "hours": None if sums.missing.get("hours") else sums.figures["hours"],
                "headcount": average(sums),
                "rates": all_of(sums, places, [BY_NAME[name] for name in IN_TABLE]),
            }
        )
    return lines


def average(sums):
    return None if sums.missing.get("headcount") else round(Decimal(sums.figures["headcount"]) / len(sums.months), 1)


def missing(found):
    """(organization, {figure: months in words}) of those whose figures are not known for every month."""
    return [
        (organization, {name: spans(months) for name in FIGURES for months in sums.missing.get(name, {}).values()})
        for organization, sums in found.items()
        if not sums.is_complete
    ]


def wide(user):
    """The appointments by which this person sees all of a region, or everything."""
    seeing = [a for a in user.current_appointments if a.role in SEEING]
    return [a for a in seeing if not (a.sector_id or a.organization_id or a.site_id)]


def region_of(scope):
    """The one region that the scope is and all of which this reader sees, or None."""
    held = wide(scope.user)
    if len(scope.places) == 1 and isinstance(scope.places[0], Region):
        region = scope.places[0]
        return region if any(a.everywhere or region.code.startswith(a.region.code) for a in held) else None
    others = [a for a in scope.user.current_appointments if a.role in SEEING and a not in held]
    regions = {a.region for a in held}
    return regions.pop() if not scope.places and not others and len(regions) == 1 else None


def sees_nothing_else(scope):
    """Whether lists of incidents show this reader only what happened at sites of which they see everything."""
    if scope.user.sees_everywhere:
        return True
    own = Incident.objects.filter(reported_by=scope.user)
    return not own.exclude(site__in=seen(scope).order_by().values("pk")).exists()


def today_of(scope):
    return local_day(scope.now, scope.user.time_zone or settings.TIME_ZONE)
