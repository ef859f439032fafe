"""Clocks: somebody has to do something by a limit, and people are told of it at steps before and after.

Whatever is asked here is computed from the state of the record, never “since the last run”: run late or twice, the
answer is the same.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from accounts.models import Site, User
from common.calendars import Calendar, end_of_day, instant
from common.clock import local_day

from .models import WHOLE_DAY, Ladder, Notice, Step

URGENT_BEFORE = 3 * WHOLE_DAY  # minutes: what is due so soon does not wait for a digest
DAY = timedelta(days=1)
MINUTES_WITHOUT_END = 10**9
LONGEST_HOLIDAY = timedelta(days=30)

Audience = Step.Audience


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One limit, the person who has to keep it (as owner, as verifier …), and what the steps of a ladder need.

    `limit` is a local day that ends with the site's midnight, or an instant for clocks that run in hours. Who is
    `told_at` some time of the limit is not reminded of steps that lie before. When an instant moves, `round` rises.
    Nothing is said again later than `repeats_for` after the limit: whoever has not acted by then needs no clock.
    """

    subject_kind: str
    subject_id: int
    kind: str
    priority: str
    round: int
    limit: date | datetime
    person: User
    audience: str
    people: dict  # {audience: User} of those who are named in the record
    told_at: datetime
    site: Site
    calendar: Calendar
    repeats_for: timedelta | None = None

    @property
    def ladder(self):
        return self.subject_kind, self.kind, self.priority

    @property
    def runs_in_days(self):
        return not isinstance(self.limit, datetime)

    @cached_property
    def day(self):
        return self.limit if self.runs_in_days else local_day(self.limit, self.site.time_zone)

    @cached_property
    def due_at(self):
        return end_of_day(self.limit, self.site.time_zone) if self.runs_in_days else self.limit

    # when

    def is_a_day(self, offset):
        """Whether a step means a local day and not an instant."""
        return self.runs_in_days and offset % WHOLE_DAY == 0

    def days_of(self, steps):
        """{offset: local day} of the steps that mean a day.

        Before the limit a step on a day off moves to the working day before it, and no two of them to the same day:
        a long holiday must not press a week's warnings into one morning.
        """
        days, latest = {}, None
        for step in sorted((s for s in steps if self.is_a_day(s.offset)), key=lambda s: -s.offset):
            day = self.limit + step.offset // WHOLE_DAY * DAY
            if step.offset < 0:
                day = self.calendar.on_or_before(day)
                if latest and day >= latest:
                    day = self.calendar.on_or_before(latest - DAY)
                latest = day
            days[step.offset] = day
        return days

    def at(self, offset):
        return self.due_at + timedelta(minutes=offset)

    def reached(self, steps, now):
        """{offset: the day or instant of it} of all that is reached by `now`, repetitions counted."""
        days, today = self.days_of(steps), local_day(now, self.site.time_zone)
        reached = {}
        for step in steps:
            if step.offset in days:
                passed = (today - days[step.offset]).days * WHOLE_DAY
            else:
                passed = (now - self.at(step.offset)) // timedelta(minutes=1)
            if passed < 0:
                continue
            offset = step.offset + (min(passed, self.most(step)) // step.every * step.every if step.every else 0)
            reached[step.offset] = days.get(step.offset, self.at(step.offset))
            reached[offset] = self.moment(offset, days)
        return reached

    def most(self, step):
        """For how many minutes after its first time a step may be said again."""
        if self.repeats_for is None:
            return MINUTES_WITHOUT_END
        return max(0, self.repeats_for // timedelta(minutes=1) - step.offset)

    def moment(self, offset, days):
        if offset in days:
            return days[offset]
        return self.limit + offset // WHOLE_DAY * DAY if self.is_a_day(offset) else self.at(offset)

    def highest(self, steps, audience, now):
        """(offset, its day or instant) of the highest step reached by `now`; None where there is nothing to say."""
        reached = self.reached(steps, now)
        if not reached:
            return None
        offset = max(reached)
        if audience == self.audience and self.is_told(reached[offset]):
            return None
        return offset, reached[offset]

    def is_told(self, moment):
        """Whether the person in charge learned of the limit on that day or later."""
        if isinstance(moment, datetime):
            return moment <= self.told_at
        return moment <= local_day(self.told_at, self.site.time_zone)

    def following(self, steps, now):
        """(offset, its day or instant) of the first step after those reached by `now`, or None."""
        days, reached = self.days_of(steps), self.reached(steps, now)
        coming = []
        for step in steps:
            if step.offset not in reached:
                coming.append(step.offset)
            elif step.every:
                last = max(o for o in reached if o >= step.offset and (o - step.offset) % step.every == 0)
                if last + step.every - step.offset <= self.most(step):
                    coming.append(last + step.every)
        coming = [(offset, self.moment(offset, days)) for offset in sorted(coming)]
        return next((each for each in coming if not self.is_told(each[1])), None)

    # who, and how

    def recipient(self, audience, offset, steps, directory):
        """The one person of an audience, or None where nobody is named."""
        if audience in self.people:
            return self.people[audience]
        if audience == Audience.NEXT_IN_LINE:
            step = max((s for s in steps if s.offset <= offset), key=lambda s: s.offset)
            height = (offset - step.offset) // step.every if step.every else 0
            return directory.superior(self.person.pk, self.site, height)
        return {
            Audience.LINE_MANAGER: lambda: directory.superior(self.person.pk, self.site, 0),
            Audience.SAFETY_MANAGER: lambda: directory.safety_manager(self.site),
            Audience.SITE_OFFICIAL: lambda: directory.site_official(self.site),
            Audience.SECTOR_OFFICIAL: lambda: directory.sector_official(self.site),
            Audience.TERRITORY_OFFICIAL: lambda: directory.territory_official(self.site),
            Audience.LEADER: lambda: directory.leader(self.site),
        }[audience]()

    def notices(self, step, audience, steps, directory, now):
        """What is said at (offset, day or instant). Nobody is told of their own work as their own superior."""
        offset, moment = step
        person = self.recipient(audience, offset, steps, directory)
        if person is not None and (person == self.person) == (audience == self.audience):
            yield self.notice(offset, moment, audience, person, now)

    def notice(self, offset, moment, audience, person, now):
        urgent = self.is_urgent(offset)
        if not isinstance(moment, datetime):
            day = moment if urgent else self.calendar.on_or_after(max(moment, local_day(now, self.site.time_zone)))
            moment = instant(day, person.sending_hour, person.time_zone)
        return Notice(
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            kind=self.kind,
            round=self.round,
            deadline=self.day,
            step=offset,
            person=person,
            audience=audience,
            urgent=urgent,
            not_before=moment,
            created_at=now,
        )

    def is_urgent(self, offset):
        return self.priority == Ladder.Priority.CRITICAL or -URGENT_BEFORE <= offset <= 0 or not self.is_a_day(offset)


class Ladders:
    """The policy as it stands, read once. A ladder is {audience: [Step]}."""

    def __init__(self, instead=None):
        """`instead`: {Ladder: [Step]} of ladders that are tried and not yet saved."""
        self.steps = {}
        for ladder in Ladder.objects.prefetch_related("steps"):
            key = (ladder.subject_kind, ladder.kind, ladder.priority)
            steps = (instead or {}).get(ladder, ladder.steps.all())
            self.steps[key] = grouped(steps)

    def of(self, clock):
        return self.steps.get(clock.ladder, {})

    @property
    def look_ahead(self):
        """How far ahead a limit can lie of which something is due now."""
        offsets = (step.offset for audiences in self.steps.values() for steps in audiences.values() for step in steps)
        return timedelta(minutes=-min(offsets, default=0)) + LONGEST_HOLIDAY

    def look_back(self, subject_kind):
        """How long ago the limit of such a record can lie of which a step is reached for the first time now."""
        mine = [audiences for (kind, *_rest), audiences in self.steps.items() if kind == subject_kind]
        offsets = (step.offset for audiences in mine for steps in audiences.values() for step in steps)
        return timedelta(minutes=max(offsets, default=0)) + LONGEST_HOLIDAY


def grouped(steps):
    by_audience = {}
    for step in steps:
        by_audience.setdefault(step.audience, []).append(step)
    return by_audience


def due_of(clock, ladder, directory, now):
    """The notices of one clock that are due by `now`: of each audience of its ladder the highest step alone."""
    for audience, steps in ladder.items():
        step = clock.highest(steps, audience, now)
        if step is not None:
            yield from clock.notices(step, audience, steps, directory, now)


def coming_of(clock, ladder, directory, now):
    """The next notices of one clock if nothing changes, soonest first."""
    coming = []
    for audience, steps in ladder.items():
        step = clock.following(steps, now)
        if step is not None:
            coming += clock.notices(step, audience, steps, directory, now)
    return sorted(coming, key=lambda notice: notice.not_before)
