"""What the lists of sites and of organizations can be asked."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from common.filters import Ordering, Switch, Words

from .duty_lines import Coverage, Line
from .models import Organization, Site
from .narrowing import NarrowedFilterSet, within

FLAGS = [(name, Site._meta.get_field(name).verbose_name) for name in Site.FLAGS]
ANY = "any"


class PlaceFilterSet(NarrowedFilterSet):
    q = Words()
    vacancy = filters.ChoiceFilter(
        method="with_vacancy",
        label=_("Vacancies"),
        choices=[(ANY, _("any duty line without a name")), *Line.choices],
        empty_label=_("all"),
    )

    def many_sites(self):
        return False  # the few are asked for, and nothing else of the list depends on it

    def vacant(self, value):
        coverage = Coverage()
        return coverage.vacant_anywhere() if value == ANY else coverage.vacant(Line(value))


class SiteFilterSet(PlaceFilterSet):
    SITE = ""
    kind = filters.ChoiceFilter(
        field_name="organization__kind",
        choices=Organization.Kind,
        label=_("Kind of organization"),
        empty_label=_("all"),
    )
    flag = filters.ChoiceFilter(method="with_flag", choices=FLAGS, label=_("Special"), empty_label=_("all"))
    ordering = Ordering(
        fields={"name": "name", "region__code": "region"},
        field_labels={"name": _("Name"), "region__code": _("Region")},
        label=_("Sorted by"),
        empty_label=_("organization"),
    )

    class Meta:
        model = Site
        fields = []

    def with_vacancy(self, queryset, name, value):
        return queryset.filter(self.vacant(value))

    def with_flag(self, queryset, name, value):
        return queryset.filter(**{value: True})


class OrganizationFilterSet(PlaceFilterSet):
    kind = filters.ChoiceFilter(choices=Organization.Kind, label=_("Kind"), empty_label=_("all"))
    without_sites = Switch(method="only_without_sites", label=_("Sites"), yes=_("none"))
    ordering = Ordering(
        fields={"name": "name", "kind": "kind"},
        field_labels={"name": _("Name"), "kind": _("Kind")},
        label=_("Sorted by"),
        empty_label=_("name"),
    )

    class Meta:
        model = Organization
        fields = []

    def narrowed(self, queryset, places):
        """Places are asked of the sites, all of one: an organization is listed once however many fit."""
        sites = self.reach.sites.filter(within("", places)).order_by()
        return queryset.filter(pk__in=sites.values("organization")) if places else queryset

    def with_vacancy(self, queryset, name, value):
        sites = Site.objects.known_to(self.request.user).filter(self.vacant(value))
        return queryset.filter(pk__in=sites.order_by().values("organization"))

    def only_without_sites(self, queryset, name, value):
        return queryset.without_sites()
