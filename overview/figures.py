"""The figures of an overview: what each counts, in which unit, from which source, and the list that it opens.

All are computed when somebody asks, from the records of a Scope; none is stored. Counts of actions are pieces; shares
are sums first and the division last, and nothing where there is nothing to divide by. Days are local to each site.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from actions.models import Action
from actions.models.explaining import ANSWERS, UNANSWERED
from actions.models.timeliness import Age, Kept, Moved
from incidents.filters import STANDING

from .tallies import month_ago, year_ago


@dataclass(frozen=True)
class Figure:
    """A number, what it is called, and the list that it opens, which is as long."""

    label: str
    count: int
    url: str
    tone: str = ""


@dataclass(frozen=True)
class Share:
    """How many of those that were decided one way or the other."""

    label: str
    part: Figure
    rest: Figure

    @property
    def whole(self):
        return self.part.count + self.rest.count

    @property
    def percent(self):
        """Rounded down, so that 100 says all; None where there is nothing to divide by."""
        return self.part.count * 100 // self.whole if self.whole else None


@dataclass(frozen=True)
class Matrix:
    """Late actions: `rows` of (priority, Figures by age, their sum), `sums` by age, and the `total`."""

    ages: list
    rows: list
    sums: list
    total: Figure
    critical: Figure


def late(scope, tally):
    """Late actions by age and priority, of `tallies.late`.

    An action is late when it is to be done and its deadline is over (`Action.objects.late`). Its age is the number of
    local days since the deadline.
    """
    counts = Counter()
    for row in tally:
        counts[row["priority"], row["age"]] += row["count"]

    def cell(priorities, ages):
        asked = {"priority": priorities[0]} if len(priorities) == 1 else {}
        asked |= {"age": ages[0].value} if len(ages) == 1 else {}
        count = sum(counts[priority, age] for priority in priorities for age in ages)
        return Figure(_("Late actions"), count, scope.listed("actions:list", late=1, **asked), "late")

    every, ages = Action.Priority.values, list(Age)
    rows = [
        (label, [cell([priority], [age]) for age in ages], cell([priority], ages))
        for priority, label in reversed(Action.Priority.choices)
    ]
    sums = [cell(every, [age]) for age in ages]
    return Matrix(ages, rows, sums, cell(every, ages), cell([Action.Priority.CRITICAL], ages))


def why_late(scope, tally):
    """What stands in the way of late work, of `tallies.late`: as the owners say, or that they do not say.

    Each late action is in exactly one of `actions.models.explaining.ANSWERS`; what nobody says is left out.
    """
    counts = Counter()
    for row in tally:
        counts[row["why"]] += row["count"]
    return [
        Figure(label, counts[why], scope.listed("actions:list", why_late=why), "late" if why == UNANSWERED else "")
        for why, label in ANSWERS
        if counts[why]
    ]


def deadlines_kept(scope, counts, which, **places):
    """Deadlines kept, by the `first` one or by the `agreed` one, of `tallies.due`.

    Of the actions that stand and whose first deadline lies at or after a year ago. Kept: submitted on or before that
    day, and not sent back since. Missed: submitted later, or still to be done when the day is over. Neither: there is
    still time, or nobody knows when it was done (imported).
    """
    label = {"first": _("First deadline kept"), "agreed": _("Agreed deadline kept")}[which]

    def figure(kept, label, tone=""):
        asked = {"progress": "standing", "first_due_from": year_ago(scope.now), f"{which}_deadline": kept.value}
        url = scope.listed("actions:list", **asked | places)
        return Figure(label, counts.get(f"{which}_{kept.value}", 0), url, tone)

    return Share(label, figure(Kept.KEPT, _("kept")), figure(Kept.MISSED, _("missed"), "late"))


def strong_measures(scope, counts, **places):
    """Strong measures among those of which the strength is stated, of `tallies.due`: of the same actions as deadlines.

    Strong by the hierarchy of controls (ISO 45001, 8.1.2; RCA2): elimination, substitution, engineering control.
    """

    def figure(strength, label):
        asked = {"progress": "standing", "first_due_from": year_ago(scope.now), "strength": strength}
        return Figure(label, counts.get(strength, 0), scope.listed("actions:list", **asked | places))

    return Share(_("Strong measures"), figure("strong", _("strong")), figure("weak", _("weak")))


def recent_incidents(scope, counts):
    """Incidents that stand and happened in the last 30 days, of `tallies.incidents`; the fatal ones; their dead."""

    def figure(label, name, tone="", **more):
        asked = {"status": STANDING, "occurred_from": month_ago(scope.now)} | more
        return Figure(label, counts.get(name, 0), scope.listed("incidents:list", **asked), tone)

    fatal = figure(_("Fatal incidents of the last 30 days"), "recent_fatal", "late", hurt="deaths")
    return figure(_("Incidents of the last 30 days"), "recent"), fatal, counts.get("recent_dead", 0)


def did_not_hold(scope, counts, due):
    """Reopened: taken up again within a year, because it did not hold. More time given: of the actions as deadlines."""
    begin = year_ago(scope.now)
    reopened = scope.listed("actions:list", reopened_from=begin)
    given = scope.listed("actions:list", more_time=Moved.GIVEN.value, progress="standing", first_due_from=begin)
    return [
        Figure(_("Reopened"), counts["reopened"], reopened),
        Figure(_("More time given"), due.get("more_time", 0), given),
    ]


def waiting(scope, counts):
    """What waits for somebody, of `tallies.countable`.

    Waiting for verification: submitted. More time asked: nobody has decided yet. Causes without an action: they stand,
    their incidents stand, there is no action or only void ones, and no reason for none is approved. Without a person in
    office: owner or verifier has no duty at the site beyond today. Imported: nobody ever named owner, verifier or day.
    """

    def figure(label, name, tone="", **asked):
        return Figure(label, counts[name], scope.listed("actions:list", **asked), tone)

    return [
        figure(_("Waiting for verification"), "submitted", status=Action.Status.SUBMITTED.value),
        figure(_("More time asked, not yet decided"), "asked", more_time=Moved.ASKED.value),
        Figure(_("Causes without an action"), counts["causes"], scope.listed("overview:causes"), "late"),
        figure(_("Without a person in office"), "gone", "late", owner_gone=1),
        figure(_("Imported, without owner or deadline"), "incomplete", "late", without_owner=1),
    ]
