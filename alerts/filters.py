import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.narrowing import LinkedFilterSet
from common.filters import Switch

from .models import Alert


class AlertFilterSet(LinkedFilterSet):
    """Narrowed by links: by the counts beside the list, and by the overview of a place."""

    kind = filters.ChoiceFilter(choices=Alert.Kind, label=_("Kind"), widget=forms.HiddenInput)
    unanswered = Switch(
        method="only_unanswered", label=_("Answer"), yes=_("nobody has answered"), widget=forms.HiddenInput
    )
    over = Switch(method="only_over", label=_("When"), yes=_("over"), widget=forms.HiddenInput)

    class Meta:
        model = Alert
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("over") else found.standing()

    def narrowed(self, queryset, places):
        return queryset.within(places) if places else queryset

    def only_unanswered(self, queryset, name, value):
        return queryset.unanswered()

    def only_over(self, queryset, name, value):
        return queryset.over()
