"""Work that somebody was given does not lose its reason silently."""

from django.utils.translation import gettext as _

from incidents.models import Finding

from .models import Action

MOST_NAMED = 5


def open_actions(record):
    """A sentence that names the actions which are not yet closed or void, if there are any."""
    if isinstance(record, Finding):
        actions = Action.objects.filter(finding=record)
    else:
        actions = Action.objects.of_incident(record)
    numbers = list(
        actions.exclude(status__in=[Action.Status.CLOSED, Action.Status.VOID])
        .order_by("number")
        .values_list("number", flat=True)[: MOST_NAMED + 1]
    )
    if numbers:
        named = {"numbers": _(", ").join(numbers[:MOST_NAMED])}
        if len(numbers) > MOST_NAMED:
            yield (
                _("People still work on it: %(numbers)s and more. Close these actions or declare them void first.")
                % named
            )
        else:
            yield _("People still work on it: %(numbers)s. Close these actions or declare them void first.") % named
