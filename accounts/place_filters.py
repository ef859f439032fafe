"""What the lists of sites and of organizations can be asked."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from common.filters import Ordering, RecordFilter, Switch, Words, among

from .duty_lines import Coverage, Line
from .models import Organization, Region, Sector, Site

FLAGS = [(name, Site._meta.get_field(name).verbose_name) for name in Site.FLAGS]
ANY = "any"


def regions_known(request):
    return Region.objects.filter(pk__in=Site.objects.known_to(request.user).order_by().values("region"))


class PlaceFilterSet(filters.FilterSet):
    q = Words()
    vacancy = filters.ChoiceFilter(
        method="with_vacancy",
        label=_("Vacancies"),
        choices=[(ANY, _("any duty line without a name")), *Line.choices],
        empty_label=_("all"),
    )

    def __init__(self, *args, **kwargs):
        """The regions one can ask for are those of places that one knows."""
        super().__init__(*args, **kwargs)
        region = among(
            regions_known(self.request), field_name=self.REGION, label=_("Region"), words=("name", "name_en", "code")
        )
        region.parent, region.model = self, self.Meta.model
        self.filters = {"q": self.filters.pop("q"), "region": region} | self.filters

    def vacant(self, value):
        coverage = Coverage()
        return coverage.vacant_anywhere() if value == ANY else coverage.vacant(Line(value))


class SiteFilterSet(PlaceFilterSet):
    REGION = "region"
    sector = RecordFilter(
        queryset=lambda request: Sector.objects.visible_to(request.user), label=_("Sector"), empty_label=_("all")
    )
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
    REGION = "sites__region"
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

    def filter_queryset(self, queryset):
        """A region is asked of the sites: an organization is listed once however many of them lie there."""
        found = super().filter_queryset(queryset)
        return queryset.filter(pk__in=found.order_by().values("pk")) if self.form.cleaned_data.get("region") else found

    def with_vacancy(self, queryset, name, value):
        sites = Site.objects.known_to(self.request.user).filter(self.vacant(value))
        return queryset.filter(pk__in=sites.order_by().values("organization"))

    def only_without_sites(self, queryset, name, value):
        return queryset.without_sites()
