import django_filters as filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.narrowing import NarrowedFilterSet
from common.calendars import start_of_day
from common.filters import MOST_CHOICES, Ordering, RecordFilter, Switch, Words, among

from .models import Action, BulkMove
from .models.explaining import ANSWERS
from .models.timeliness import Age, Kept, Moved

FIRST = {"q", "site", "status", "late", "mine", "owner", "verifier"}
STRONG, WEAK, UNSTATED = "strong", "weak", "unstated"


def day_filter(method, label, *, widget=None, **options):
    widget = widget or forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return filters.DateFilter(method=method, label=label, widget=widget, **options)


class ActionFilterSet(NarrowedFilterSet):
    q = Words()
    status = filters.ChoiceFilter(choices=Action.Status, label=_("State"), empty_label=_("all"))
    late = Switch(method="only_late", label=_("Late"), yes=_("late only"))
    mine = Switch(method="only_mine", label=_("My part"), yes=_("I own or verify"))
    age = filters.ChoiceFilter(method="late_for", choices=Age, label=_("Late for"), empty_label=_("all"))
    why_late = filters.ChoiceFilter(
        method="only_late_because", choices=ANSWERS, label=_("Why late"), empty_label=_("all")
    )
    due_from = day_filter(None, _("Due from"), field_name="deadline", lookup_expr="gte")
    due_to = day_filter(None, _("Due to"), field_name="deadline", lookup_expr="lte")
    first_due_from = day_filter(
        None, _("First deadline from"), field_name="original_deadline", lookup_expr="gte", widget=forms.HiddenInput
    )
    first_due_to = day_filter(
        None, _("First deadline to"), field_name="original_deadline", lookup_expr="lte", widget=forms.HiddenInput
    )
    first_deadline = filters.ChoiceFilter(
        method="with_first_deadline", choices=Kept, label=_("First deadline"), widget=forms.HiddenInput
    )
    agreed_deadline = filters.ChoiceFilter(
        method="with_agreed_deadline", choices=Kept, label=_("Agreed deadline"), widget=forms.HiddenInput
    )
    check = filters.ChoiceFilter(
        method="with_check",
        choices=[
            ("to_come", _("to be made, now or later")),
            ("due", _("can be made now")),
            ("late", _("late")),
        ],
        label=_("Effectiveness check"),
        empty_label=_("all"),
    )
    checker = RecordFilter(
        queryset=lambda request: User.objects.filter(
            pk__in=Action.objects.visible_to(request.user).order_by().values("checker")
        ),
        label=_("Checked by"),
        widget=forms.HiddenInput,
    )
    more_time = filters.ChoiceFilter(method="with_more_time", choices=Moved, label=_("More time"), empty_label=_("all"))
    reopened_from = day_filter("reopened_since", _("Reopened from"), widget=forms.HiddenInput)
    strength = filters.ChoiceFilter(
        method="of_strength",
        choices=[
            (STRONG, _("strong: elimination, substitution, engineering")),
            (WEAK, _("weak: rules, training, signs, personal equipment")),
            (UNSTATED, _("not stated")),
            *Action.Strength.choices,
        ],
        label=_("Strength"),
        empty_label=_("all"),
    )
    priority = filters.ChoiceFilter(choices=Action.Priority, label=_("Priority"), empty_label=_("all"))
    kind = filters.ChoiceFilter(choices=Action.Kind, label=_("Kind"), empty_label=_("all"))
    run_out = Switch(method="only_run_out", label=_("Containment"), yes=_("has run out, not replaced"))
    owner_gone = Switch(
        method="only_without_person", label=_("In office"), yes=_("owner, verifier or checker has left")
    )
    without_owner = Switch(method="only_without_owner", label=_("Imported"), yes=_("without owner, to be completed"))
    progress = filters.ChoiceFilter(
        method="only_at",
        choices=[
            ("standing", _("all but void ones")),
            ("open", _("not yet closed")),
            ("in_time", _("to be done, not late")),
            ("waiting", _("submitted or verified, not yet closed")),
        ],
        label=_("Progress"),
        empty_label=_("all"),
    )
    assigned_from = day_filter("assigned_since", _("Assigned from"))
    assigned_to = day_filter("assigned_until", _("Assigned until"))
    closed_from = day_filter("closed_since", _("Closed from"))
    closed_to = day_filter("closed_until", _("Closed until"))
    open_on = day_filter("open_at_end_of", _("Open at the end of"))
    changed = RecordFilter(
        method="only_changed",
        queryset=lambda request: BulkMove.objects.visible_to(request.user),
        label=_("Changed at once"),
        widget=forms.HiddenInput,
    )
    ordering = Ordering(
        fields={"deadline": "deadline", "number": "number", "stage": "status"},
        field_labels={"deadline": _("Deadline"), "number": _("Number"), "stage": _("State")},
        then={"stage": ("deadline",)},
        label=_("Sorted by"),
        empty_label=_("urgency"),
    )

    class Meta:
        model = Action
        fields = []

    def __init__(self, *args, **kwargs):
        """Whom one can ask for depends on the reader: nobody learns names from a list of choices."""
        super().__init__(*args, **kwargs)
        seen = Action.objects.visible_to(self.request.user)
        people, many = ("name", "name_en"), self.request.user.sees_many_sites
        self.add(
            owner=among(
                User.objects.filter(pk__in=seen.values("owner")),
                first=self.first_of(User.objects, "owner"),
                field_name="owner",
                label=_("Owner"),
                words=people,
                many=many,
            ),
            verifier=among(
                User.objects.filter(pk__in=seen.values("verifier")),
                first=self.first_of(User.objects, "verifier"),
                field_name="verifier",
                label=_("Verifier"),
                words=people,
                many=many,
            ),
        )

    def first_of(self, records, name):
        keys = Action.objects.distinct_keys(name, self.request.user, MOST_CHOICES + 1)
        return records.filter(pk__in=keys).order_by()

    def add(self, **more):
        for name, filter_ in more.items():
            filter_.parent, filter_.model = self, Action
            self.filters[name] = filter_
        for name in [name for name in self.filters if name not in FIRST]:
            self.filters.move_to_end(name)  # people ask who and where before when and how

    def own_sites(self):
        return Action.objects.naming(self.request.user).order_by().values("site")

    def only_late(self, queryset, name, value):
        return queryset.late(self.request.now)

    def late_for(self, queryset, name, age):
        return queryset.late_for(Age(age), self.request.now)

    def with_first_deadline(self, queryset, name, kept):
        return queryset.by_first_deadline(Kept(kept), self.request.now)

    def with_agreed_deadline(self, queryset, name, kept):
        return queryset.by_agreed_deadline(Kept(kept), self.request.now)

    def with_check(self, queryset, name, when):
        if when == "to_come":
            return queryset.to_check()
        return {"due": queryset.check_due, "late": queryset.check_late}[when](self.request.now)

    def with_more_time(self, queryset, name, moved):
        return queryset.with_more_time(Moved(moved))

    def reopened_since(self, queryset, name, day):
        return queryset.reopened(start_of_day(day, settings.TIME_ZONE))

    def of_strength(self, queryset, name, strength):
        if strength == STRONG:
            return queryset.strong()
        if strength == WEAK:
            return queryset.weak()
        return queryset.filter(strength="" if strength == UNSTATED else strength)

    def only_run_out(self, queryset, name, value):
        return queryset.run_out(self.request.now)

    def only_mine(self, queryset, name, value):
        return queryset.naming(self.request.user)

    def only_without_person(self, queryset, name, value):
        return queryset.without_person()

    def only_without_owner(self, queryset, name, value):
        return queryset.incomplete()

    def only_at(self, queryset, name, stage):
        if stage == "in_time":
            return queryset.in_time(self.request.now)
        return {"standing": queryset.standing, "open": queryset.unclosed, "waiting": queryset.waiting}[stage]()

    def assigned_since(self, queryset, name, day):
        return queryset.with_days().filter(given_on__gte=day)

    def assigned_until(self, queryset, name, day):
        return queryset.with_days().filter(given_on__lte=day)

    def closed_since(self, queryset, name, day):
        return queryset.with_days().filter(closed_on__gte=day)

    def closed_until(self, queryset, name, day):
        return queryset.with_days().filter(closed_on__lte=day)

    def open_at_end_of(self, queryset, name, day):
        return queryset.open_at_end_of(day)

    def only_late_because(self, queryset, name, value):
        return queryset.late_because(value, self.request.now)

    def only_changed(self, queryset, name, bulk_move):
        return queryset.filter(pk__in=bulk_move.done)


class IncompleteFilterSet(ActionFilterSet):
    """Without the questions that have one answer for all that is incomplete."""

    status = late = mine = owner_gone = without_owner = why_late = changed = None
