"""When people work: the official calendar of each country, and what was decided otherwise."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.calendars import is_provisional, weekdays

from ..calendars import Calendars, cell_of, country_name, year_of
from ..forms.calendar import DayForm
from ..models import DayDecision, Organization, Region
from ..policy import administrators

FIRST_YEAR, LAST_YEAR = 2000, 2099


@administrators
def calendars(request):
    """The calendars that are in use."""
    countries = Region.objects.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
    own = Organization.objects.standing().filter(pk__in=DayDecision.objects.values("organization"))
    own |= Organization.objects.standing().exclude(week=Organization.Week.OFFICIAL)
    year = request.now.year
    return render(
        request,
        "accounts/calendars.html",
        {
            "countries": [(code, country_name(code), is_provisional(code, year + 1)) for code in countries],
            "organizations": own.order_by("name"),
            "year": year,
        },
    )


@administrators
def country_calendar(request, country, year):
    if not Region.objects.filter(country=country).exists():
        raise Http404
    address = reverse("accounts:country_calendar", args=[country, year])
    calendar = Calendars().calendar(country)
    return calendar_page(request, country_name(country), year, calendar, {"country": country}, address)


@administrators
def organization_calendar(request, pk, year):
    organization = get_object_or_404(Organization, pk=pk)
    region = Region.objects.filter(sites__organization=organization).first()
    country = region.country if region else ""
    calendar = Calendars().calendar(country, organization)
    address = reverse("accounts:organization_calendar", args=[pk, year])
    return calendar_page(request, organization, year, calendar, {"organization": organization}, address)


def calendar_page(request, name, year, calendar, place, address):
    """A year as twelve months; a day that is chosen in the address can be decided about."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    chosen = day_of(request.GET.get("day", ""), year)
    form = None
    if chosen:
        sent = request.POST if request.method == "POST" else None
        form = DayForm(sent, place=place, day=chosen, by=request.user, now=request.now)
        if form.is_bound and form.keep():
            messages.success(request, _("Reminders follow the calendar from the next minute on."))
            return redirect(f"{address}?day={chosen}")
    decisions = DayDecision.objects.filter(day__year=year, **place).select_related("by").order_by("-pk")
    context = {
        "name": name,
        "year": year,
        "years": [
            (near, f"{address.rsplit('/', 2)[0]}/{near}/")
            for near in (year - 1, year + 1)
            if FIRST_YEAR <= near <= LAST_YEAR
        ],
        "months": year_of(calendar, year),
        "weekdays": weekdays(),
        "provisional": is_provisional(calendar.country, year),
        "chosen": chosen and cell_of(calendar, chosen),
        "form": form,
        "decisions": decisions[:100],
    }
    return render(request, "accounts/calendar.html", context, status=422 if form and form.is_bound else 200)


def day_of(text, year):
    """The chosen day of this year, or None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year == year else None
