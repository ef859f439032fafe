"""My work: what one person has to do, to decide and to know, the most urgent first."""

from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Appointment, Site
from actions.models import Action, ActionEvent, Extension
from actions.models.event import ANSWERS
from actions.models.rights import KEEPERS
from common.clock import local_day

NEWS = timedelta(days=14)
MOST_SHOWN = 10  # of what others left behind; the rest is a list


@dataclass(frozen=True)
class Row:
    """One line of my work: `days` until its day (below zero is late), and the link to the usual next step.

    `unanswered`: days for which its owner has not said why it is late, None while nobody asks.
    """

    action: Action
    what: str
    whom: str
    day: date | None
    days: int | None
    url: str
    button: str
    unanswered: int | None = None


def to_do(user, now):
    """The actions that this person owns and has not yet submitted."""
    seen = Action.objects.visible_to(user).for_list()
    mine = seen.filter(owner=user).outstanding().complete()
    asking = Exists(Extension.objects.filter(action=OuterRef("pk"), granted=None))
    return [
        Row(
            action=action,
            what=_("More time is asked for") if action.is_asking else "",
            whom=_("verified by %(person)s") % {"person": action.verifier},
            day=action.deadline,
            days=action.days_left(now),
            url=reverse("actions:move", args=[action.pk, "submit"]),
            button=_("Submit for verification"),
            unanswered=action.days_unanswered(now),
        )
        for action in mine.annotate(is_asking=asking).order_by("due_at", "pk")
    ] + running_out(seen.filter(owner=user), now)


def running_out(actions, now):
    """Containment among `actions` that runs out within a week, or has: nothing lasting has taken its place."""
    return [
        Row(
            action=action,
            what=_("Containment runs out: replace or renew it"),
            whom=_("verified by %(person)s") % {"person": action.verifier},
            day=action.expires_on,
            days=(action.expires_on - local_day(now, action.site.time_zone)).days,
            url=action.get_absolute_url(),
            button=_("Open"),
        )
        for action in actions.running_out(now).order_by("expires_on", "pk")
    ]


def to_decide(user, now):
    """What waits for this person: finished work and requests for time as verifier, effectiveness checks as checker."""
    asked = Exists(Extension.objects.filter(action=OuterRef("pk"), granted=None))
    waiting = (
        Q(status=Action.Status.SUBMITTED, verifier=user)
        | Q(asked, status=Action.Status.ASSIGNED, verifier=user)
        | Q(status=Action.Status.VERIFIED, checker=user)
    )
    seen = Action.objects.visible_to(user).for_list()
    rows = [decision(action, now) for action in seen.complete().filter(waiting).order_by("pk")]
    return sorted(rows + running_out(seen.filter(verifier=user), now), key=lambda row: row.day)


def decision(action, now):
    what, button, day = {
        Action.Status.ASSIGNED: (_("More time is asked for"), _("Decide"), action.deadline),
        Action.Status.SUBMITTED: (_("Finished work to verify"), _("Verify"), action.verify_by),
        Action.Status.VERIFIED: (_("Does it hold? Effectiveness check"), _("Check"), action.check_by),
    }[action.status]
    days = (day - local_day(now, action.site.time_zone)).days
    # The page of the action and not the bare form: who decides looks at the photos first.
    whom = _("done by %(person)s") % {"person": action.owner}
    return Row(action, what, whom, day, days, action.get_absolute_url(), button)


def to_know(user, now):
    """What others decided about the work of this person in the last two weeks, newest first."""
    answers = ActionEvent.objects.filter(
        action__in=Action.objects.visible_to(user), verb__in=ANSWERS, at__gt=now - NEWS, at__lte=now
    )
    reopened = Q(verb__in=["reopen", "recur"], action__verifier=user)
    return list(
        answers.filter(Q(owner=user, action__owner=F("owner")) | reopened)
        .exclude(by=user)
        .select_related("by", "action__site__organization")
        .order_by("-at", "-pk")
    )


def to_hand_over(user, now):
    """(rows, how many more) of what somebody who has left owes: at sites in one's care, or of one's people."""
    sites = Site.objects.where_role(user, KEEPERS)
    people = Appointment.objects.filter(reports_to__person=user).values("person")
    concerns = Q(site__in=sites) | Q(assigned_by=user) | Q(owner__in=people) | Q(verifier__in=people)
    concerns |= Q(checker__in=people)
    mine = Action.objects.visible_to(user).without_person().filter(concerns)
    count = mine.count()
    if not count:
        return [], 0
    first = list(mine.for_list().order_by("deadline", "pk")[:MOST_SHOWN])
    owner_gone = set(Action.objects.gone("owner").filter(pk__in=[a.pk for a in first]).values_list("pk", flat=True))
    return [successor_row(action, action.pk in owner_gone, user, now) for action in first], count - len(first)


def successor_row(action, owner_gone, user, now):
    to_be_checked = action.status == Action.Status.VERIFIED
    if owner_gone:
        person, verb = action.owner, "hand_over"
    else:
        person, verb = (action.checker, "pass_check") if to_be_checked else (action.verifier, "pass_verification")
    others = (
        _("to be checked by %(person)s, who has left or leaves today")
        if to_be_checked
        else _("to be verified by %(person)s, who has left or leaves today")
    )
    names, may = {"person": person}, action.may(user, verb)
    return Row(
        action=action,
        what=_("owned by %(person)s, who has left or leaves today") % names if owner_gone else "",
        whom="" if owner_gone else others % names,
        day=action.deadline,
        days=action.days_left(now),
        url=reverse("actions:move", args=[action.pk, verb]) if may else action.get_absolute_url(),
        button=_("Name a successor") if may else _("Open"),
    )


def late(rows):
    """How many of these lines are late."""
    return sum(days is not None and days < 0 for days in map(attrgetter("days"), rows))
