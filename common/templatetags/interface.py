"""The few things a template of the design system cannot say itself."""

from functools import cache

from django.template import Library
from django.templatetags.static import static
from django.utils.html import format_html

register = Library()


@register.simple_tag
@cache
def icon(name):
    """One outline icon of static/icons.svg; the word beside it carries the meaning."""
    return format_html(
        '<svg class="icon icon-{0}" aria-hidden="true" focusable="false"><use href="{1}#{0}"/></svg>',
        name,
        static("icons.svg"),
    )


@register.filter
def past(days):
    """How many days ago a negative number of days lies."""
    return -days


@register.filter
def grouped(number):
    """A whole number with its thousands apart, as counts are written everywhere."""
    return f"{number:,}"


@register.filter
def value(row, column):
    """What a column without a template of its own shows of this row."""
    found = column.value(row)
    return "–" if found in (None, "") else found
