import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, Sector, Site
from common.filters import Ordering, RecordFilter, Switch, Words, among

from .models import Incident
from .rules import codes


def day_filter(lookup, label):
    return filters.DateFilter(
        field_name="occurred_on", lookup_expr=lookup, label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


def categories():
    """One choice for each name; both tables know fire."""
    newest = {}
    for code, label in codes.all_categories().items():
        newest.setdefault(label.zh, (code, label))
    return list(newest.values())


class IncidentFilterSet(filters.FilterSet):
    q = Words()
    occurred_from = day_filter("gte", _("Happened from"))
    occurred_to = day_filter("lte", _("Happened until"))
    sector = RecordFilter(
        field_name="site__sector",
        queryset=lambda request: Sector.objects.visible_to(request.user),
        label=_("Sector"),
        empty_label=_("all"),
    )
    category = filters.ChoiceFilter(method="of_category", choices=categories, label=_("Category"), empty_label=_("all"))
    grade = filters.ChoiceFilter(
        choices=Incident.Grade, label=_("Grade"), empty_label=_("all"), null_label=_("not graded"), null_value="none"
    )
    kind = filters.ChoiceFilter(choices=Incident.Kind, label=_("Kind"), empty_label=_("all"))
    status = filters.ChoiceFilter(choices=Incident.Status, label=_("State"), empty_label=_("all"))
    to_complete = Switch(method="only_to_complete", label=_("Imported"), yes=_("to be completed"))
    ordering = Ordering(
        fields={"occurred_on": "occurred_on", "number": "number", "severity": "grade"},
        field_labels={"occurred_on": _("Day"), "number": _("Number"), "severity": _("Grade")},
        then={"severity": ("occurred_on",)},
        label=_("Sorted by"),
        empty_label=_("newest first"),
    )

    class Meta:
        model = Incident
        fields = []

    def __init__(self, *args, **kwargs):
        """The places one can ask for are those where the reader sees an incident."""
        super().__init__(*args, **kwargs)
        seen = Incident.objects.visible_to(self.request.user)
        self.offer(
            region=among(
                Region.objects.filter(sites__in=seen.values("site")).distinct(),
                field_name="site__region",
                label=_("Region"),
                words=("name", "name_en", "code"),
            ),
            site=among(
                Site.objects.filter(pk__in=seen.values("site")).select_related("organization"),
                field_name="site",
                label=_("Site"),
                words=("name", "name_en", "organization__name", "organization__name_en"),
            ),
        )

    def offer(self, **places):
        """Places stand behind the days, before what a place may have in common with others."""
        for filter_ in places.values():
            filter_.parent = self
            filter_.model = Incident
        rest = dict(self.filters)
        first = {name: rest.pop(name) for name in ("q", "occurred_from", "occurred_to")}
        self.filters = first | places | rest

    def of_category(self, queryset, name, code):
        return queryset.filter(category__in=codes.alike(code))

    def only_to_complete(self, queryset, name, value):
        return queryset.filter(completed=False)
