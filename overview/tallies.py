"""What the database counts for an overview, all of it in one question, so that no number contradicts another.

Three tables are answered by enterprise: each row names it by key, name and English name, or the site where all are of
one enterprise; whoever wants the whole adds the rows up. The rest are mere counts.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Max, Q, Sum

from actions.models import Action
from actions.models.timeliness import Age, Kept, Moved, days_late
from common.calendars import start_of_day
from common.clock import local_day
from common.counting import ask_all

from .causes import without_action

YEAR, MONTH = timedelta(days=365), timedelta(days=30)
ENTERPRISE = ("site__organization", "site__organization__name", "site__organization__name_en")
SITE = ("site", "site__name", "site__name_en")


@dataclass(frozen=True)
class Tallies:
    """Rows of `late`, `due` and `incidents` as the functions of these names say; `counts` by the names of `counted`."""

    late: list
    due: list
    incidents: list
    counts: dict

    @classmethod
    def of(cls, scope):
        sets = countable(scope)
        tables, counts = ask_all([late(scope), due(scope), incidents(scope)], sets.values())
        return cls(*tables, counts=dict(zip(sets, counts, strict=True)))


def named_by(scope):
    return SITE if scope.is_one_enterprise else ENTERPRISE


def year_ago(now):
    """The day from which shares are counted, in the installation's time zone."""
    return local_day(now, settings.TIME_ZONE) - YEAR


def month_ago(now):
    return local_day(now, settings.TIME_ZONE) - MONTH


def late(scope):
    """`count` of late actions by `priority`, `age` and `why`, and `oldest`, for how many days the oldest is late."""
    rows = scope.actions.late(scope.now).sorted_by_why(scope.now).order_by()
    rows = rows.values(*named_by(scope), "priority", "why", age=Age.of(scope.now))
    return rows.annotate(count=Count("pk"), oldest=Max(days_late(scope.now)))


def due(scope):
    """Of the actions that stand and whose first deadline lies within a year: deadlines, more time, strength."""
    rows = (
        scope.actions.standing().filter(original_deadline__gte=year_ago(scope.now)).order_by().values(*named_by(scope))
    )
    return rows.annotate(**{name: counted(condition) for name, condition in judged(scope.now).items()})


def judged(now):
    """{name: condition} of what is counted of actions that were due."""
    return {
        "first_kept": Kept.KEPT.condition("original_deadline", now),
        "first_missed": Kept.MISSED.condition("original_deadline", now),
        "agreed_kept": Kept.KEPT.condition("deadline", now),
        "agreed_missed": Kept.MISSED.condition("deadline", now),
        "strong": Q(strength__in=Action.STRONG),
        "weak": Q(strength__in=Action.WEAK),
        "more_time": Q(Action.objects.extended(Moved.GIVEN)),
    }


def incidents(scope):
    """Of the incidents that stand, of the last year and the last month: `fatal` ones and the `dead`."""
    recent, fatal = Q(occurred_on__gte=month_ago(scope.now)), Q(deaths__gt=0)
    rows = scope.incidents.standing().filter(occurred_on__gte=year_ago(scope.now)).order_by().values(*named_by(scope))
    return rows.annotate(
        recent=counted(recent),
        recent_fatal=counted(recent & fatal),
        recent_dead=Sum("deaths", filter=recent, default=0),
        fatal=counted(fatal),
        dead=Sum("deaths", default=0),
    )


def countable(scope):
    """{name: records} of what is only counted; what each is, `figures.waiting` says."""
    actions = scope.actions
    return {
        "submitted": actions.filter(status=Action.Status.SUBMITTED),
        "asked": actions.with_more_time(Moved.ASKED),
        "causes": without_action(scope.findings),
        "gone": actions.without_person(),
        "incomplete": actions.incomplete(),
        "reopened": actions.reopened(start_of_day(year_ago(scope.now), settings.TIME_ZONE)),
    }


def counted(condition):
    return Count("pk", filter=condition)


def total(rows):
    """The sums of what was counted, whatever the place."""
    counts = [name for row in rows[:1] for name in row if name not in ENTERPRISE + SITE]
    return {name: sum(row[name] for row in rows) for name in counts}
