"""The clocks that run on an action: its owner's until the work is submitted, its verifier's, its checker's."""

from datetime import timedelta

from accounts.calendars import Calendars
from common.clock import local_day
from outbox.clocks import Clock
from outbox.models import Step

from .models import Action

SHORT_TERM = timedelta(days=3)
DAYS_TO_DECIDE = 2  # working days

Audience = Step.Audience


class ActionClocks:
    """Makes the clocks of many actions: the calendars of all places are read once."""

    def __init__(self):
        self.calendars = Calendars()

    def of(self, action):
        """The clocks of one action, which comes with its people, its site and its requests for time."""
        if not action.completed:
            return
        if action.is_holding:
            yield self.clock(
                action, "expiry", action.expires_on, Audience.OWNER, action.assigned_at, priority=action.priority
            )
        if action.status == Action.Status.ASSIGNED:
            yield self.clock(action, "deadline", action.deadline, Audience.OWNER, action.owner_told_at)
            extension = action.open_extension
            if extension is not None:
                yield self.clock(
                    action, "extension", self.decide_by(action, extension), Audience.VERIFIER, extension.asked_at
                )
        elif action.status == Action.Status.SUBMITTED:
            yield self.clock(action, "verification", action.verify_by, Audience.VERIFIER, action.submitted_at)
        elif action.status == Action.Status.VERIFIED and action.check_by is not None:
            # Whoever learned of the work late has weeks until its check: its priority is that of the action alone.
            yield self.clock(
                action, "effect", action.check_by, Audience.CHECKER, action.verified_at, priority=action.priority
            )

    def decide_by(self, action, extension):
        """The day by which a request for time is answered: two working days, at latest the deadline in question."""
        calendar = self.calendars.of(action.site)
        asked_on = local_day(extension.asked_at, action.site.time_zone)
        return max(asked_on, min(calendar.add(asked_on, DAYS_TO_DECIDE), action.deadline))

    def clock(self, action, kind, limit, audience, told_at, priority=None):
        people = {Audience.OWNER: action.owner, Audience.VERIFIER: action.verifier, Audience.CHECKER: action.checker}
        return Clock(
            subject_kind="action",
            subject_id=action.pk,
            kind=kind,
            priority=priority or priority_of(action),
            round=action.round,
            limit=limit,
            person=people[audience],
            audience=audience,
            people=people,
            told_at=told_at,
            site=action.site,
            calendar=self.calendars.of(action.site),
        )


def priority_of(action):
    """Critical, too, is what its owner learned of with only a few days to go; what was sent back late is not."""
    days_to_go = action.deadline - local_day(action.owner_told_at, action.site.time_zone)
    return Action.Priority.CRITICAL if timedelta(0) <= days_to_go <= SHORT_TERM else action.priority
