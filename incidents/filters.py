import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.narrowing import NarrowedFilterSet
from common.filters import Ordering, Switch, Words

from .models import Finding, Incident
from .rules import codes

WEEKDAYS = [
    ("1", _("Mondays")),
    ("2", _("Tuesdays")),
    ("3", _("Wednesdays")),
    ("4", _("Thursdays")),
    ("5", _("Fridays")),
    ("6", _("Saturdays")),
    ("7", _("Sundays")),
]
UNKNOWN = "none"
STANDING = "standing"

registered = {}


def register(name, make):
    """Let an upper app have something asked of incidents that only it knows: `make()` gives the filter."""
    registered[name] = make


def day_filter(lookup, label):
    return filters.DateFilter(
        field_name="occurred_on", lookup_expr=lookup, label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


def categories():
    """One choice for each name; both tables know fire."""
    newest = {}
    for code, label in codes.all_categories().items():
        newest.setdefault(label.zh, (code, label))
    return [*newest.values(), (UNKNOWN, _("not named"))]


def hours():
    return [(str(hour), f"{hour:02}:00–{hour:02}:59") for hour in range(24)] + [(UNKNOWN, _("not known"))]


WHAT = [  # the keys of COUNTED
    ("deaths", _("deaths")),
    ("serious", _("serious injuries and acute poisonings")),
    ("hurt", _("deaths and all injuries")),
    ("lost_time", _("deaths, and who was away from work")),
    ("dart", _("who was away or on other work")),
    ("recordable", _("deaths, and who was away, on other work or treated")),
    ("days_lost", _("workdays lost")),
]


class IncidentFilterSet(NarrowedFilterSet):
    q = Words()
    occurred_from = day_filter("gte", _("Happened from"))
    occurred_to = day_filter("lte", _("Happened until"))
    category = filters.ChoiceFilter(method="of_category", choices=categories, label=_("Category"), empty_label=_("all"))
    grade = filters.ChoiceFilter(
        choices=Incident.Grade, label=_("Grade"), empty_label=_("all"), null_label=_("not graded"), null_value="none"
    )
    kind = filters.ChoiceFilter(choices=Incident.Kind, label=_("Kind"), empty_label=_("all"))
    status = filters.ChoiceFilter(
        method="with_status",
        choices=[*Incident.Status.choices, (STANDING, _("all but void ones"))],
        label=_("State"),
        empty_label=_("all"),
    )
    factor = filters.ChoiceFilter(
        method="with_factor", choices=lambda: codes.factors().items(), label=_("Cause"), empty_label=_("all")
    )
    hurt = filters.ChoiceFilter(
        method="with_hurt",
        choices=[("deaths", _("with deaths")), ("injuries", _("with injuries"))],
        label=_("Casualties"),
        empty_label=_("all"),
    )
    counted = filters.ChoiceFilter(
        method="only_counting", choices=WHAT, label=_("Counted in a rate"), widget=forms.HiddenInput
    )
    lacking = filters.ChoiceFilter(method="only_lacking", choices=WHAT, label=_("Not known"), widget=forms.HiddenInput)
    weekday = filters.ChoiceFilter(
        field_name="occurred_on",
        lookup_expr="iso_week_day",
        choices=WEEKDAYS,
        label=_("Day of the week"),
        widget=forms.HiddenInput,
    )
    hour = filters.ChoiceFilter(method="at_hour", choices=hours, label=_("Time"), widget=forms.HiddenInput)
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
        super().__init__(*args, **kwargs)
        for name, make in registered.items():
            filter_ = make()
            filter_.parent, filter_.model = self, Incident
            self.filters[name] = filter_
        self.filters.move_to_end("ordering")

    def own_sites(self):
        return Incident.objects.filter(reported_by=self.request.user).order_by().values("site")

    def with_status(self, queryset, name, status):
        return queryset.standing() if status == STANDING else queryset.filter(status=status)

    def of_category(self, queryset, name, code):
        return queryset.filter(category__in=[""] if code == UNKNOWN else codes.alike(code))

    def with_factor(self, queryset, name, code):
        return queryset.filter(pk__in=Finding.objects.standing().filter(factor=code).values("incident"))

    def with_hurt(self, queryset, name, how):
        return queryset.fatal() if how == "deaths" else queryset.injuring()

    def only_counting(self, queryset, name, what):
        return queryset.counting(what)

    def only_lacking(self, queryset, name, what):
        return queryset.lacking(what)

    def at_hour(self, queryset, name, hour):
        return queryset.filter(occurred_time=None) if hour == UNKNOWN else queryset.filter(occurred_time__hour=hour)

    def only_to_complete(self, queryset, name, value):
        return queryset.filter(completed=False)
