"""Filters for lists that answer exactly what was asked: what they cannot read is an error, never a wider list."""

from operator import itemgetter

import django_filters as filters
from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from .search import LONGEST

MOST_CHOICES = 50


class Switch(filters.ChoiceFilter):
    """On (`?late=1`) or not asked. A BooleanFilter would take any other value for “not asked” and show everything."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=[("1", kwargs.pop("yes", _("yes")))], empty_label=kwargs.pop("all", _("all")), **kwargs
        )


class Ordering(filters.OrderingFilter):
    """Sorts by one column; rows without a value come last. Then by those that `then` names for it, then by the key,
    all in the same direction, so that one index serves both."""

    def __init__(self, *args, then=None, **kwargs):
        self.then = then or {}
        super().__init__(*args, **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        name = self.param_map.get(value[0].removeprefix("-"), value[0].removeprefix("-"))
        rest = [*self.then.get(name, ()), "pk"]
        if value[0].startswith("-"):
            return queryset.order_by(F(name).desc(nulls_last=True), *(f"-{other}" for other in rest))
        return queryset.order_by(F(name).asc(nulls_last=True), *rest)


class Words(filters.CharFilter):
    """What the records hold, by the same tokens as the search over everything.

    A few are looked up first and named by their keys. Otherwise PostgreSQL, which cannot know how rare a word is, may
    walk the whole list in its order to find them.
    """

    FEW = 1000

    def __init__(self, **kwargs):
        super().__init__(label=_("Contains"), max_length=LONGEST, **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        found = queryset.containing(value)
        keys = list(found.order_by().values_list("pk", flat=True)[: self.FEW + 1])
        return queryset.filter(pk__in=keys) if len(keys) <= self.FEW else found


def name_of(record):
    return getattr(record, "full_name", str(record))


class RecordField(ModelChoiceField):
    """A choice that shows a place by enterprise and site, everything else by its own name."""

    def label_from_instance(self, record):
        return name_of(record)


class RecordFilter(filters.ModelChoiceFilter):
    field_class = RecordField


class TextOrRecordField(forms.CharField):
    """A text to search by; the key of a record, as links carry it, names that one."""

    def __init__(self, *args, records, **options):
        super().__init__(*args, **options)
        self.records = records

    def clean(self, value):
        text = super().clean(value)
        is_key = text.isascii() and text.isdecimal() and len(text) <= 18
        return (is_key and self.records.filter(pk=text).first()) or text

    def label_from_instance(self, record):
        return getattr(record, "full_name", str(record))


class TextOrRecordFilter(filters.CharFilter):
    field_class = TextOrRecordField


def among(records, *, field_name, label, words, first=None, many=False):
    """A choice among `records` while they are few; beyond that a search in the fields named by `words`.

    `first`: a quicker query for the first of them, where it is not quick to find the first of `records`.
    `many`: that there are more is known already, so nobody need look.
    """
    if first is None:
        first = records.order_by()[: MOST_CHOICES + 1]  # unsorted: whether there are more is soon known
    few = [] if many else list(first)
    if not many and len(few) <= MOST_CHOICES:
        choices = sorted(((str(record.pk), name_of(record)) for record in few), key=itemgetter(1))
        return filters.ChoiceFilter(choices=choices, field_name=field_name, label=label, empty_label=_("all"))

    def containing(queryset, _name, asked):
        if hasattr(asked, "pk"):
            return queryset.filter(**{field_name: asked})
        found = records.model._default_manager.filter(containing_any(words, asked))  # the rows are those one sees
        return queryset.filter(**{f"{field_name}__in": found.order_by().values("pk")})

    return TextOrRecordFilter(method=containing, label=label, max_length=100, records=records)


def containing_any(words, text):
    condition = Q()
    for name in words:
        condition |= Q(**{f"{name}__icontains": text})
    return condition
