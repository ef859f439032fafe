"""What every report of an incident asks."""

from django import forms
from django.urls import reverse_lazy
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.attachments import FilesField

from ..models import Incident
from ..models.incident import HURT
from ..models.queryset import AFTERWARDS
from ..rules import codes
from ..wording import in_words

LONGEST_TEXT = 10_000


def day_input(**attrs):
    return forms.DateInput({"type": "date"} | attrs, "%Y-%m-%d")


def time_input():
    return forms.TimeInput({"type": "time"}, "%H:%M")


def number_input():
    """A text field that opens the number keys: unlike a number field it gives back what was typed wrongly."""
    return forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": 10})


def category_choices(day, chosen=""):
    """The table of the day; a code of another table stays to be seen until a better one is chosen."""
    choices = [("", _("not known yet")), (codes.category_table_on(day), list(codes.categories_on(day).items()))]
    if chosen in codes.all_categories() and chosen not in codes.categories_on(day):
        choices.append((_("Chosen before"), [(chosen, codes.all_categories()[chosen])]))
    return choices


class FactsForm(forms.ModelForm):
    """What the quick report and the full one share."""

    marks_required = True

    class Meta:
        model = Incident
        fields = []
        widgets = {
            "kind": forms.RadioSelect,
            "description": forms.Textarea({"rows": 4, "maxlength": LONGEST_TEXT}),
            "occurred_on": day_input(
                **{
                    "hx-get": reverse_lazy("incidents:categories"),
                    "hx-include": "[name=occurred_on], [name=category]",
                    "hx-target": "#id_category",
                    "hx-trigger": "change",
                }
            ),
            "occurred_time": time_input(),
            **{name: number_input() for name in (*HURT, "at_risk", "victims", *AFTERWARDS, "days_lost")},
        }

    category = forms.CharField(
        label=gettext_lazy("Category"), required=False, max_length=12, widget=forms.Select({"autocomplete": "off"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Incident.Kind.choices
        self.fields["description"].label = _("What happened?")
        for name in {*HURT, *AFTERWARDS, "days_lost"} & set(self.fields):
            self.fields[name].error_messages["invalid"] = _("Write a whole number, or nothing if it is not known.")
            self.fields[name].error_messages["min_value"] = _("A number of people is not below zero.")

    def offer_categories(self, today):
        """Those of the day that was typed, so that nobody without JavaScript gets the wrong table twice."""
        day = self["occurred_on"].value()
        day = (read_day(day) if isinstance(day, str) else day) or today
        self.fields["category"].widget.choices = category_choices(day, self["category"].value())


def read_day(text):
    try:
        return parse_date(text)
    except ValueError:  # the 31st of February
        return None


def show_what_is_saved(form, zone):
    """Beside each field that differs from the record as it is now, what the record says."""
    for name in form.changed_data:
        field = form.fields[name]
        if isinstance(field, FilesField):
            continue
        value = form.initial.get(name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            value = " · ".join(sorted(map(str, value or ())))
        elif isinstance(field, forms.ModelChoiceField):
            value = field.queryset.filter(pk=value).first()
        saved = _("Saved at the moment: %(value)s") % {"value": in_words(form._meta.model, name, value, zone)}
        form[name].help_text = format_html("<strong>{}</strong>", saved)
