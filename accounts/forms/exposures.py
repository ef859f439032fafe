"""The figures of a place for the twelve months of a year, in one table."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day
from common.forms import RuledForm

from ..models import Exposure

PLAIN = re.compile(r"\d+|\d{1,3}(,\d{3})+")  # 12500, or 12,500 as it is copied from a sheet
YUAN = Decimal(100_000_000)
LABELS = {
    "hours": gettext_lazy("Hours worked"),
    "headcount": gettext_lazy("Average headcount"),
    "gdp": gettext_lazy("GDP in 100 million yuan"),
}


class NumberField(forms.Field):
    """A whole number of any size that the model takes, with or without commas between thousands; empty is not known."""

    widget = forms.TextInput
    wrong = gettext_lazy("Write a whole number such as 12500, or nothing if it is not known.")

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def widget_attrs(self, widget):
        return {"class": "input", "inputmode": "decimal", "autocomplete": "off", "maxlength": 20}

    def to_python(self, value):
        text = "".join(unicodedata.normalize("NFKC", value or "").split())
        return self.read(text) if text else None

    def read(self, text):
        if not PLAIN.fullmatch(text) or not text.isascii():
            raise ValidationError(self.wrong)
        return int(text.replace(",", ""))


class HundredMillionsField(NumberField):
    """An amount in yuan, written in hundreds of millions."""

    wrong = gettext_lazy("Write a number such as 812.5, or nothing if it is not known. At most eight decimals.")

    def read(self, text):
        whole, _point, decimals = text.partition(".")
        if not PLAIN.fullmatch(whole) or not text.isascii() or not re.fullmatch(r"\d{0,8}", decimals):
            raise ValidationError(self.wrong)
        return Decimal(text.replace(",", "")) * YUAN

    def prepare_value(self, value):
        return format((value / YUAN).normalize(), "f") if isinstance(value, Decimal) else value


class YearForm(RuledForm):
    """`seen` is the newest entry that somebody was looking at; see Exposure.enter."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, place, year, now, **kwargs):
        self.place, self.year = place, year
        self.months = months_of(year, now)
        self.names = Exposure.OF[place._meta.model_name]
        newest = Exposure.newest_of(place)  # read first: what is entered meanwhile is shown and noticed
        self.there = {e.month: e.facts for e in Exposure.objects.of(place).of_year(year).in_force()}
        initial = {f"{name}_{m.month}": value for m, facts in self.there.items() for name, value in facts.items()}
        super().__init__(*args, now=now, initial={"seen": newest} | initial, **kwargs)
        for month in self.months:
            for name in self.names:
                label = _("%(figure)s, %(month)s") % {"figure": LABELS[name], "month": in_words(month)}
                field = HundredMillionsField if name == "gdp" else NumberField
                self.fields[f"{name}_{month.month}"] = field(label=label)

    @property
    def labels(self):
        return [LABELS[name] for name in self.names]

    @property
    def rows(self):
        """(month, its fields) as the table shows them."""
        return [(month, [self[f"{name}_{month.month}"] for name in self.names]) for month in self.months]

    def clean(self):
        super().clean()
        for month, facts in self.typed_months().items():
            if facts == self.there.get(month, dict.fromkeys(self.names)):
                continue
            try:
                Exposure(
                    **{self.place._meta.model_name: self.place}, month=month, at=self.now, **facts
                ).refuse_bad_facts(self.now)
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    self.add_error(f"{name}_{month.month}", messages)
        return self.cleaned_data

    def typed_months(self):
        """{month: {fact: value}}, of the months of which all that was typed can be read."""
        keys = {month: [f"{name}_{month.month}" for name in self.names] for month in self.months}
        return {
            month: {name: self.cleaned_data[key] for name, key in zip(self.names, keys[month], strict=True)}
            for month in self.months
            if not set(keys[month]) & set(self.errors)
        }

    def save(self):
        seen = self.cleaned_data["seen"]
        return Exposure.enter(self.place, self.typed_months(), seen=seen, by=self.by, now=self.now)

    def show_what_is_saved(self):
        """Beside each figure that differs from the one that is saved, that one."""
        for month in self.months:
            for name in self.names:
                field = self[f"{name}_{month.month}"]
                saved = field.field.prepare_value(self.there.get(month, {}).get(name))
                if str(field.value() or "") != str("" if saved is None else saved):
                    said = _("Saved at the moment: %(value)s") % {"value": "–" if saved is None else saved}
                    field.help_text = format_html("<strong>{}</strong>", said)


def months_of(year, now):
    """The first days of the months of `year` that have begun."""
    today = local_day(now, settings.TIME_ZONE)
    return [first for month in range(1, 13) if (first := date(year, month, 1)) <= today]


def in_words(month):
    return date_format(month, "YEAR_MONTH_FORMAT")
