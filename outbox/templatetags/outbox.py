from django.template import Library

from ..distances import in_words
from ..distances import repeated as repeated_in_words
from ..models import Step

register = Library()

register.filter("distance", in_words)
register.filter("repeated", repeated_in_words)


@register.filter
def audience(name):
    return Step.Audience(name).label
