"""Fields that several forms of an action share."""

from django import forms

from ..models import Action

LONGEST_TEXT = 5000


def field_of(name, **options):
    """A field of the model as a form asks for it."""
    return Action._meta.get_field(name).formfield(**options)


def text(label, **options):
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}), **options)


def day(label, **options):
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **options)
