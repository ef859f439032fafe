from django.template import Library

register = Library()


@register.filter
def days_left(action, now):
    """Local days until the deadline; below zero is late, None where nothing is outstanding."""
    return action.days_left(now)


@register.filter
def days_to_its_check(action, now):
    """Local days until its effect is to be checked; below zero is late, None where no check is to come."""
    return action.days_to_its_check(now)


@register.filter
def days_unanswered(action, now):
    """Local days since its owner was asked why it is late; None while nothing is asked."""
    return action.days_unanswered(now)
