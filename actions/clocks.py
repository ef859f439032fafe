"""The clocks that run on an action: which step of its ladder is reached when, and who is told of it."""

from collections import defaultdict
from datetime import timedelta

from common.calendars import instant, working_day_on_or_after, working_day_on_or_before
from common.clock import local_day
from outbox.models import Ladder, Notice, Step
from outbox.notices import INSTEAD

from .models import Action

URGENT_BEFORE = 3  # days

Audience = Step.Audience


class Clock:
    """One deadline of one action that somebody has to keep."""

    def __init__(self, action, kind, day, person, audience, told_at):
        self.action, self.kind, self.day = action, kind, day
        self.person, self.audience = person, audience
        self.zone, self.country = action.site.time_zone, action.site.region.country
        self.told_on = local_day(told_at, self.zone)

    def ladder(self, ladders):
        subject = "action" if self.kind == "deadline" else "verification"
        return ladders[subject, self.action.priority]

    def day_of(self, days):
        """The local day of a step. Before a deadline it moves from a day off to the working day before."""
        day = self.day + timedelta(days=days)
        return working_day_on_or_before(day, self.country) if days < 0 else day

    def reached(self, steps, today):
        """Day counts of the steps reached by `today`, with those that repeat."""
        for step in steps:
            if self.day_of(step.days) > today:
                continue
            yield step.days
            if step.every:
                yield step.days + (today - self.day_of(step.days)).days // step.every * step.every

    def highest(self, steps, audience, now):
        """The highest step reached by `now`, or None; who was told that day or later need not be reminded of it."""
        days = max(self.reached(steps, local_day(now, self.zone)), default=None)
        if days is None or (audience == self.audience and self.day_of(days) <= self.told_on):
            return None
        return days

    def following(self, steps, now):
        """The first step after those reached by `now`, or None."""
        today = local_day(now, self.zone)
        coming = [step.days for step in steps if self.day_of(step.days) > max(today, self.told_on)]
        for step in steps:
            if step.every and self.day_of(step.days) <= today:
                passed = (today - self.day_of(step.days)).days // step.every
                coming.append(step.days + (passed + 1) * step.every)
        return min(coming, default=None)

    def notices(self, days, audience, directory, now):
        person = {
            self.audience: lambda: self.person,
            Audience.LINE_MANAGER: lambda: directory.line_manager(self.person.pk, self.action.site),
            Audience.SITE_OFFICIAL: lambda: directory.site_official(self.action.site),
        }[audience]()
        if person is None or (person == self.person) != (audience == self.audience):
            return
        yield self.notice(days, audience, person, now)
        if not person.email:  # nobody can write to them: their manager has to tell them
            manager = directory.line_manager(person.pk, self.action.site)
            if manager is not None:
                yield self.notice(days, INSTEAD, manager, now)

    def notice(self, days, audience, person, now):
        urgent = self.action.priority == Action.Priority.CRITICAL or -URGENT_BEFORE <= days <= 0
        day = self.day_of(days)
        if days > 0 and not urgent:
            day = working_day_on_or_after(day, self.country)
        return Notice(
            subject_kind="action",
            subject_id=self.action.pk,
            kind=self.kind,
            round=self.action.round,
            deadline=self.day,
            step=days,
            person=person,
            audience=audience,
            urgent=urgent,
            not_before=instant(day, person.sending_hour, person.time_zone),
            created_at=now,
        )


def clock_of(action):
    """The running clock of an action: its owner's until the work is submitted, then its verifier's."""
    if action.status == Action.Status.ASSIGNED:
        return Clock(action, "deadline", action.deadline, action.owner, Audience.OWNER, action.owner_told_at)
    if action.status == Action.Status.SUBMITTED:
        return Clock(action, "verification", action.verify_by, action.verifier, Audience.VERIFIER, action.submitted_at)
    return None


def read_ladders():
    """{(subject, priority): {audience: [Step]}}"""
    ladders = defaultdict(dict)
    for ladder in Ladder.objects.prefetch_related("steps"):
        for step in ladder.steps.all():
            ladders[ladder.subject, ladder.priority].setdefault(step.audience, []).append(step)
    return ladders
