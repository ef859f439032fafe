"""Figures of exposures as they are shown."""

from django.template import Library
from django.utils.formats import number_format

from ..forms.exposures import LABELS, YUAN

register = Library()


@register.filter
def figure(value):
    """A figure with its thousands apart, or a dash."""
    return "–" if value in (None, "") else number_format(value, force_grouping=True)


@register.filter
def figures(exposure):
    """(label, figure) of each fact, GDP in hundreds of millions."""
    for name, value in exposure.facts.items():
        in_unit = (value / YUAN).normalize() if name == "gdp" and value is not None else value
        yield LABELS[name], figure(in_unit)
