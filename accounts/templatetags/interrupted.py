from django.template import Library
from django.utils.html import format_html

from accounts.interrupted import FIELD, mark

register = Library()


@register.simple_tag(takes_context=True)
def written_by(context):
    """Who opens this form, for the case that the session ends before it is sent, without JavaScript."""
    field = '<noscript><input type="hidden" name="{}" value="{}"></noscript>'
    return format_html(field, FIELD, mark(context["request"].user))
