from django.template import Library

register = Library()


@register.filter
def days_left(action, now):
    """Local days until the deadline; below zero is late, None where nothing is outstanding."""
    return action.days_left(now)
