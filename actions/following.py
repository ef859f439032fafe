"""Actions follow their site when it is merged into another, and the clock of the place.

Nobody is written to because of it. What waits to be said is asked again before it leaves: whoever no longer sees the
action is not told.
"""

from django.db.models import F

from common.calendars import end_of_day

from .models import Action, ActionEvent

BATCH = 1000


def move(source, target, *, by, now):
    actions = Action.objects.filter(site=source)
    moved = list(actions.select_for_update().order_by("pk"))
    actions.update(site=target, version=F("version") + 1)
    changes = {"site": [source.full_name, target.full_name]}
    events = (
        ActionEvent(
            action=action,
            verb="moved",
            by=by,
            at=now,
            changes=changes,
            status=action.status,
            owner_id=action.owner_id,
            verifier_id=action.verifier_id,
            checker_id=action.checker_id,
            deadline=action.deadline,
            round=action.round,
        )
        for action in moved
    )
    ActionEvent.objects.bulk_create(events, BATCH)


def settle(site, *, by, now):
    """A deadline is a day of the site: where its clock differs, the day ends at another instant."""
    for deadline in (
        Action.objects.filter(site=site, deadline__isnull=False).values_list("deadline", flat=True).distinct()
    ):
        ends = end_of_day(deadline, site.time_zone)
        Action.objects.filter(site=site, deadline=deadline).exclude(due_at=ends).update(due_at=ends)
