"""Actions as they stood at an instant in the past, and what happened between two, from what people did to them.

What nobody has touched since stands as its row says; of the rest the last event before says it, and where there is no
such event there was no action yet. So the sheet of today costs what today's rows cost, and that of a past day as much
more as has happened since. Places are those of today, and so is what somebody may see of all this.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.utils.functional import cached_property

from accounts.models import Appointment, PersonEvent
from common.calendars import end_of_day
from common.clock import LocalDay, local_day
from common.counting import count_all

from .models import Action, ActionEvent, Extension
from .models.queryset import reaching
from .models.timeliness import instant as as_instant

Status = Action.Status
UNFINISHED = (Status.ASSIGNED, Status.SUBMITTED, Status.VERIFIED)
REWORDED = ("title", "criterion", "method", "kind", "strength", "priority")  # by edits, which keep both wordings
COMPLETE = ("owner", "verifier", "deadline")  # without these an imported one waits to be completed
# What is told about a stretch of time, what a meeting asks about first.
TOLD = (
    "recur",
    "reopen",
    "send_back",
    "void",
    "extend",
    "grant_extension",
    "hand_over",
    "pass_verification",
    "pass_check",
    "renew",
    "replace",
    "assign",
    "complete",
    "submit",
    "verify",
    "close",
)


class Past:
    """The unfinished ones among `actions`, a query, as they stood at `instant`.

    A question is answered by two queries: for what is untouched since, and for the last events of the rest.
    """

    def __init__(self, actions, instant):
        self.actions, self.instant = actions.order_by(), instant
        self.later = ActionEvent.objects.filter(action=OuterRef("pk"), at__gt=instant)
        self.day = local_day(instant, settings.TIME_ZONE)

    @property
    def untouched(self):
        return self.actions.filter(~Exists(self.later))

    @cached_property
    def touched(self):
        """The last events before of what was touched since; by their keys, which are read once."""
        touched = self.actions.filter(Exists(self.later)).values("pk")
        events = ActionEvent.objects.filter(action__in=touched, at__lte=self.instant)
        # The last by its key: whoever changes an action waits for whoever changes it before, whatever their clocks say.
        last = events.order_by("action_id", "-pk").distinct("action_id").values_list("pk", "status")
        return ActionEvent.objects.filter(pk__in=[pk for pk, status in last if status in UNFINISHED]).order_by()

    # questions

    def outstanding(self):
        return self.untouched.outstanding(), self.touched.filter(status=Status.ASSIGNED)

    def late(self):
        untouched, touched = self.untouched.late(self.instant), self.touched.filter(status=Status.ASSIGNED)
        return untouched, touched.filter(deadline__lt=LocalDay("action__site__time_zone", as_instant(self.instant)))

    def to_verify(self):
        """What waits for its verifier, with `since`: when it was submitted."""
        submitted = ActionEvent.objects.filter(action=OuterRef("action"), verb="submit", at__lte=self.instant)
        since = Subquery(submitted.order_by("-pk").values("at")[:1])
        return (
            self.untouched.filter(status=Status.SUBMITTED).annotate(since=F("submitted_at")),
            self.touched.filter(status=Status.SUBMITTED).annotate(since=since),
        )

    def asking(self):
        """For what more time was asked and nobody had decided, with `since`: when it was asked."""
        asked = undecided(self.instant)
        untouched, touched = self.outstanding()
        return (
            untouched.filter(pk__in=asked.values("action")).annotate(since=asked_at(asked, "pk")),
            touched.filter(action__in=asked.values("action")).annotate(since=asked_at(asked, "action")),
        )

    def without_person(self):
        """Those whose owner or verifier had no duty there beyond that day, as the appointments are recorded now."""
        return tuple(
            rows.filter(pk__in=keys) for rows, keys in zip((self.untouched, self.touched), self.gone, strict=True)
        )

    @cached_property
    def gone(self):
        """The keys of both halves of those, read once: whoever sorts by deadline need not walk all deadlines."""
        complete = self.untouched.complete(), self.touched.filter(**{f"{name}__isnull": False for name in COMPLETE})
        duties, answers = Appointment.objects.lasting(self.day).filter(self.in_service), []
        for rows, site in zip(complete, ("site", "action__site"), strict=True):
            owners, *others = (
                rows.filter(
                    ~Exists(duties.filter(reaching(site), person=OuterRef(part))),
                    status__in=states,
                    **{f"{part}__isnull": False},
                ).values_list("pk", flat=True)
                for part, states in Action.NEEDING.items()
            )
            answers.append(list(owners.union(*others)))
        return answers

    @cached_property
    def in_service(self):
        """The condition on an appointment that its person had an active account then."""
        since = PersonEvent.objects.filter(verb__in=["deactivated", "reactivated"], at__gt=self.instant)
        first = dict(since.order_by("person_id", "pk").distinct("person_id").values_list("person", "verb"))
        then = [person for person, verb in first.items() if verb == "deactivated"]
        return Q(person__in=then) | Q(person__is_active=True) & ~Q(person__in=first)

    # answers

    def count(self, **questions):
        """{name: how many} of each question, in one query."""
        counts = count_all(*chain.from_iterable(questions.values()))
        return {name: sum(counts[2 * place : 2 * place + 2]) for place, name in enumerate(questions)}

    def first(self, question, most=None, order="deadline"):
        """Up to `most` of them as they stood: copies to be read, with people and places, the smallest `order` first."""
        untouched, touched = question
        rows = list(untouched.for_list().order_by(F(order).asc(nulls_last=True), "pk")[:most])
        events = touched.select_related(
            "action__site__organization", "action__site__region", "owner", "verifier", "checker"
        )
        rows += [put_back(event) for event in events.order_by(F(order).asc(nulls_last=True), "action_id")[:most]]
        return sorted(rows, key=lambda row: (getattr(row, order) is None, getattr(row, order), row.pk))[:most]

    def wishes(self, rows):
        """{action's pk: the Extension that was asked for}, of those `rows` for which more time was asked."""
        asked = undecided(self.instant).filter(action__in=[row.pk for row in rows]).select_related("asked_by")
        return {extension.action_id: extension for extension in asked}

    def say_why_late(self, rows):
        """Give `rows` what their owners had said by then of why they are late."""
        keys = [row.pk for row in rows]
        events = ActionEvent.objects.filter(action__in=keys, verb="explain", at__lte=self.instant)
        last = {e.action_id: e for e in events.order_by("action_id", "-pk").distinct("action_id")}
        for row in rows:
            said = last.get(row.pk)
            row.late_reason = said.changes["late_reason"][1] if said else ""
            row.late_note = said.note if said else ""
            row.explained_at = said and said.at

    def reword(self, rows):
        """Give `rows` the wording that they had: of each fact the first later edit tells it."""
        copies = defaultdict(list)
        for row in rows:
            copies[row.pk].append(row)
        known = set()
        edits = ActionEvent.objects.filter(action__in=list(copies), verb="edit", at__gt=self.instant).order_by("pk")
        for action, changes in edits.values_list("action", "changes"):
            for name in set(changes).intersection(REWORDED) - {name for key, name in known if key == action}:
                known.add((action, name))
                for copy in copies[action]:
                    setattr(copy, name, changes[name][0])


def undecided(instant):
    open_then = Q(granted=None) | Q(decided_at__gt=instant)
    return Extension.objects.filter(open_then, asked_at__lte=instant).order_by()


def asked_at(extensions, key):
    return Subquery(extensions.filter(action=OuterRef(key)).values("asked_at")[:1])


def put_back(event):
    """The action of `event` as it was after it: not to be saved."""
    action = event.action
    for name in ("status", "owner", "verifier", "checker", "deadline", "round"):
        setattr(action, name, getattr(event, name))
    action.due_at = event.deadline and end_of_day(event.deadline, action.site.time_zone)
    action.since = getattr(event, "since", None)
    return action


@dataclass(frozen=True)
class Story:
    """What happened to one action in a stretch of time, in its order; the action as it stood at the end."""

    action: Action
    events: list


class Moves:
    """What was done to `actions` after the instant `since` and until the instant `until`."""

    def __init__(self, actions, since, until):
        during = {"action__in": actions.order_by().values("pk"), "at__gt": since, "at__lte": until}
        self.all = ActionEvent.objects.filter(**during).order_by()
        self.events = self.all.filter(verb__in=TOLD)

    @cached_property
    def counts(self):
        """{verb: how many actions}, and under None how many there are in all."""
        by_verb = self.events.values_list("verb").annotate(Count("action", distinct=True))
        return {None: self.events.aggregate(count=Count("action", distinct=True))["count"]} | dict(by_verb)

    def stories(self, most=None):
        """Up to `most` Stories: those with the gravest events first, then the latest."""
        gravity = Case(*(When(verb=verb, then=Value(-place)) for place, verb in enumerate(TOLD)))
        chosen = self.events.values("action").annotate(gravity=Max(gravity), last=Max("pk"))
        order = [row["action"] for row in chosen.order_by("-gravity", "-last")[:most]]
        done = defaultdict(list)
        people = ("by", "owner", "verifier", "checker", "action__site__organization", "action__site__region")
        for event in self.all.filter(action__in=order).order_by("pk").select_related(*people):
            done[event.action_id].append(event)
        return [Story(put_back(done[key][-1]), [e for e in done[key] if e.verb in TOLD]) for key in order]


def removed_at(instant):
    """The condition on a cause that somebody was removing it then: an action for it was given and not void."""
    voided_later = Exists(ActionEvent.objects.filter(action=OuterRef("pk"), verb="void", at__gt=instant))
    given = Action.objects.filter(~Q(status=Status.VOID) | voided_later, assigned_at__lte=instant)
    return Exists(given.filter(finding=OuterRef("pk")))
