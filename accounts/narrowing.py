"""Narrowing a list or a page to a place: a region, a sector, an organization or a site that the reader may ask for.

Everywhere by the same four names in the address, so that a number leads to exactly the rows that it counts.
"""

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.filters import MOST_CHOICES, name_of

from .forms.person import PersonSearch
from .models import Organization, Region, Sector, Site
from .typed import Organizations, Regions, Sites, Typed

PLACES = ("region", "sector", "organization", "site")


class RegionsReached(Regions):
    """Regions that are here: asking for one makes none."""

    found, find = Typed.found, Typed.find


KINDS = {"region": RegionsReached, "organization": Organizations, "site": Sites}


class Reach:
    """The places that a reader may ask for: those of a duty, and `own`, the sites of records in which one is named.

    `many`: that there are more than one chooses among in a list is known already, so nobody need look.
    """

    def __init__(self, user, now, own, many=False):
        self.user, self.now, self.many = user, now, many
        known = Site.objects.known_to(user).order_by().values("pk")
        self.sites = Site.objects.standing().filter(Q(pk__in=known) | Q(pk__in=own))

    @cached_property
    def few(self):
        """The sites while they are few enough to be chosen from a list, else None. One query for all the choices."""
        if self.many:
            return None
        first = list(self.sites.order_by().select_related("organization", "region", "sector")[: MOST_CHOICES + 1])
        return first if len(first) <= MOST_CHOICES else None

    def listed(self, kind):
        """The places of this kind by their keys, where they can be chosen from a list; None where they are typed."""
        if self.few is None:
            return {sector.pk: sector for sector in self.records(kind)} if kind == "sector" else None
        places = {site if kind == "site" else getattr(site, kind) for site in self.few} - {None}
        return {place.pk: place for place in sorted(places, key=lambda place: (name_of(place), place.pk))}

    def records(self, kind):
        if kind == "site":
            return self.sites.select_related("organization", "region")
        if kind == "sector":
            return Sector.objects.visible_to(self.user)  # a short public list
        if kind == "organization":
            return Organization.objects.filter(pk__in=self.sites.order_by().values("organization"))
        within = self.sites.order_by().filter(region__code__startswith=OuterRef("code"))
        return Region.objects.filter(Exists(within))

    def typed(self, kind):
        typed = KINDS[kind](self.user, self.now)
        typed.records = self.records(kind)
        return typed


class PlaceField(forms.Field):
    """A place by its key, as links carry it, or by its name as one types it. A list while there are few."""

    def __init__(self, kind, reach, **options):
        self.kind, self.reach = kind, reach
        self.listed = None if "widget" in options else reach.listed(kind)
        if "widget" not in options:
            options["widget"] = self.search() if self.listed is None else self.select()
        super().__init__(**options)

    def select(self):
        return forms.Select(choices=[("", _("all")), *((pk, name_of(place)) for pk, place in self.listed.items())])

    def search(self):
        address = reverse("accounts:typed", args=[f"{self.kind}s"])
        return PersonSearch({"maxlength": 200, "autocomplete": "off", "hx-get": address})

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        if "\0" in text or len(text) > 200:
            raise ValidationError(_("There is no such place, or you may not see it."))
        self.place = self.find(text)
        if self.listed and self.place.pk not in self.listed:
            self.widget.choices = [*self.widget.choices, (self.place.pk, name_of(self.place))]
        return self.place

    def find(self, text):
        is_key = text.isascii() and text.isdecimal() and len(text) <= 18
        if not is_key and self.kind in KINDS:
            return self.reach.typed(self.kind).find(text)
        found = is_key and ((self.listed or {}).get(int(text)) or self.reach.records(self.kind).filter(pk=text).first())
        if not found and self.kind == "region":
            found = self.reach.records("region").filter(code=text).first()
        if not found:
            raise ValidationError(_("There is no such place, or you may not see it."))
        return found

    def prepare_value(self, value):
        place = getattr(self, "place", None)
        if place is None:
            return value
        return self.reach.typed(self.kind).label(place) if isinstance(self.widget, PersonSearch) else place.pk

    def label_from_instance(self, place):
        return name_of(place)


class PlaceFilter(filters.Filter):
    """One of PLACES."""

    def __init__(self, kind, **options):
        super().__init__(**options)
        self.kind = kind

    @property
    def field(self):
        if not hasattr(self, "_field"):
            self._field = PlaceField(self.kind, self.parent.reach, label=self.label, **self.extra)
        return self._field

    def filter(self, queryset, place):
        return queryset  # all places at once, by the FilterSet


def within(path, places):
    """The condition that the site to which `path` leads lies within all `places`; an empty path is the site itself."""
    before, condition = f"{path}__" if path else "", Q()
    for place in places:
        if isinstance(place, Region):
            condition &= Q(**{f"{before}region__code__startswith": place.code})
        elif isinstance(place, Site):
            condition &= Q(**{path or "pk": place.pk})
        else:
            condition &= Q(**{f"{before}{place._meta.model_name}": place.pk})
    return condition


class NarrowedFilterSet(filters.FilterSet):
    """A FilterSet of records at sites, which their field SITE leads to."""

    SITE = "site"

    region = PlaceFilter("region", label=gettext_lazy("Region"))
    sector = PlaceFilter("sector", label=gettext_lazy("Sector"))
    organization = PlaceFilter("organization", label=gettext_lazy("Organization"))
    site = PlaceFilter("site", label=gettext_lazy("Site"))

    @cached_property
    def reach(self):
        return Reach(self.request.user, self.request.now, self.own_sites(), self.many_sites())

    def many_sites(self):
        return self.request.user.sees_many_sites

    def own_sites(self):
        """The sites of records that one sees without a duty at the site, as a query for their keys."""
        return Site.objects.none().values("pk")

    @property
    def places(self):
        """What is asked for, as records."""
        asked = [self.form.cleaned_data.get(name) for name in PLACES]
        return [place for place in asked if place is not None]

    def filter_queryset(self, queryset):
        return self.narrowed(super().filter_queryset(queryset), self.places)

    def narrowed(self, queryset, places):
        return queryset.filter(within(self.SITE, places)) if places else queryset


class LinkedFilterSet(NarrowedFilterSet):
    """Narrowed by the link that led here: the form itself is not shown, only what is set."""

    region = PlaceFilter("region", label=gettext_lazy("Region"), widget=forms.HiddenInput)
    sector = PlaceFilter("sector", label=gettext_lazy("Sector"), widget=forms.HiddenInput)
    organization = PlaceFilter("organization", label=gettext_lazy("Organization"), widget=forms.HiddenInput)
    site = PlaceFilter("site", label=gettext_lazy("Site"), widget=forms.HiddenInput)

    def many_sites(self):
        return True  # none is offered
