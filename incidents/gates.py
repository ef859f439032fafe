"""What stands in the way of taking an incident or a cause back. Upper apps register what only they know."""

from django.core.exceptions import ValidationError

registered = []


def register(check):
    """`check(record)` yields a sentence for each thing that stands in the way; `record` is an Incident or a Finding."""
    registered.append(check)


def refuse_if_something_hangs_on(record):
    reasons = [reason for check in registered for reason in check(record)]
    if reasons:
        raise ValidationError(reasons)
