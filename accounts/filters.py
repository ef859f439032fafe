import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.clock import local_day
from common.filters import Ordering, containing_any

from .models import Appointment, Role, User

WORDS = ("name", "name_en", "email", "phone")
PLACES = ("region", "sector", "organization", "site", "site__organization")


class PersonFilterSet(filters.FilterSet):
    q = filters.CharFilter(method="words", label=_("Contains"), max_length=100)
    role = filters.ChoiceFilter(method="with_role", choices=Role, label=_("Role"), empty_label=_("all"))
    state = filters.ChoiceFilter(method="in_state", choices=User.State, label=_("State"), empty_label=_("all"))
    place = filters.CharFilter(method="at_place", label=_("Place"), max_length=100)
    mend = filters.ChoiceFilter(
        method="to_mend",
        label=_("To be mended"),
        choices=User.Mend,
        empty_label=_("all"),
    )
    ordering = Ordering(
        fields={"name": "name", "last_login": "signed_in"},
        field_labels={"name": pgettext_lazy("a person's", "Name"), "last_login": _("Signed in last")},
        label=_("Sorted by"),
        empty_label=pgettext_lazy("a person's", "name"),
    )

    class Meta:
        model = User
        fields = []

    def words(self, queryset, name, text):
        posts = Appointment.objects.current().filter(containing_any(("post", "post_en"), text))
        return queryset.filter(containing_any(WORDS, text) | Q(pk__in=posts.values("person")))

    def with_role(self, queryset, name, role):
        return queryset.filter(pk__in=Appointment.objects.current().filter(role=role).values("person"))

    def in_state(self, queryset, name, state):
        return queryset.in_state(state, local_day(self.request.now, self.request.user.time_zone))

    def at_place(self, queryset, name, text):
        words = [f"{place}__{word}" for place in PLACES for word in ("name", "name_en")]
        there = Appointment.objects.current().filter(containing_any([*words, "region__code"], text))
        return queryset.filter(pk__in=there.values("person"))

    def to_mend(self, queryset, name, what):
        return queryset.to_mend(what)
