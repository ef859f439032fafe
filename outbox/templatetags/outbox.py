import re

from django.template import Library
from django.template.defaultfilters import urlize
from django.utils.html import format_html, format_html_join

from ..distances import in_words
from ..distances import repeated as repeated_in_words
from ..models import Step

register = Library()

LINKED = re.compile(r"^([^\n]+)\n(https?://\S+)$", re.MULTILINE)

register.filter("distance", in_words)
register.filter("repeated", repeated_in_words)


@register.filter
def audience(name):
    return Step.Audience(name).label


@register.filter
def linked(text):
    """The text of a letter with its links: a line that is an address becomes the link of the line before it."""
    parts, end = [], 0
    for pair in LINKED.finditer(text):
        link = format_html('<a href="{}">{}</a>', pair[2], pair[1])
        parts += [urlize(text[end : pair.start()], autoescape=True), link]
        end = pair.end()
    parts.append(urlize(text[end:], autoescape=True))
    return format_html_join("", "{}", ((part,) for part in parts))
