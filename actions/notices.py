"""What is said about an action, to whom, when, and for how long it is true."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from accounts.directory import Directory
from accounts.models import Site
from outbox.models import Notice, Step
from outbox.subjects import Subject, Unsaid

from . import gone, letters, recurrence
from .clocks import ActionClocks
from .models import Action, ActionEvent, Extension
from .reasons import LADDERS, STATES

SOON = timedelta(hours=1)  # until then the next run of the planner may say it
LONGEST_SILENCE = timedelta(days=8)  # who learned of it later than a step waits for the next, a week at most

Audience = Step.Audience


class ActionNotices(Subject):
    ladders = {
        "deadline": gettext_lazy("Deadline of an action"),
        "verification": gettext_lazy("Work that waits for its verifier"),
        "extension": gettext_lazy("Request for more time"),
        "effect": gettext_lazy("Effectiveness check"),
        "expiry": gettext_lazy("Containment that runs out"),
    }

    # which clocks run

    def prepare(self, now):
        recurrence.look(now)

    def clocks(self, until):
        asking = Exists(Extension.objects.filter(action=OuterRef("pk"), granted=None))
        running = Q(status=Action.Status.ASSIGNED) & (Q(deadline__lte=until) | asking)
        running |= Q(status=Action.Status.SUBMITTED, verify_by__lte=until)
        running |= Q(status=Action.Status.VERIFIED, check_by__lte=until)
        running |= Q(expires_on__lte=until, replaced_by=None) & ~Q(status=Action.Status.VOID)
        clocks = ActionClocks()
        ticking = Action.objects.complete().filter(running).prefetch_related("extensions")
        people = ticking.select_related("owner", "verifier", "checker", "site__organization", "site__region")
        for action in people.order_by("pk").iterator(chunk_size=2000):
            yield from clocks.of(action)

    def unsaid(self, now):
        said = Notice.objects.filter(
            subject_kind="action",
            subject_id=OuterRef("pk"),
            kind="deadline",
            round=OuterRef("round"),
            deadline=OuterRef("deadline"),
        )
        slipped = Action.objects.complete().late(now).filter(owner_told_at__lt=now - LONGEST_SILENCE)
        found = slipped.filter(due_at__lt=now - SOON).exclude(Exists(said)).order_by("due_at", "pk").first()
        return found and Unsaid(found.number, found.due_at)

    def numbers(self, subject_ids):
        return dict(Action.objects.filter(pk__in=subject_ids).values_list("pk", "number"))

    def due(self, ladders, directory, now):
        yield from super().due(ladders, directory, now)
        yield from gone.alarms(directory, now)

    # what may still be said

    def untrue(self, notices):
        """What is no longer so is untrue for everybody; that is asked first."""
        found = Action.objects.select_related("site__region")
        if any(notice.kind == "extension" for notice in notices):
            found = found.prefetch_related("extensions")
        actions = found.in_bulk({notice.subject_id for notice in notices})
        people = {notice.person_id: notice.person for notice in notices}  # whose rights are read once
        reasons = {}
        for notice in notices:
            action = actions.get(notice.subject_id)
            person = people[notice.person_id]
            if action is not None and not is_true(notice, action):
                reasons[notice.pk] = Notice.Skipped.NOT_TRUE
            elif action is None or not person.is_active or not may_know(notice, person, action):
                reasons[notice.pk] = Notice.Skipped.NO_ACCESS
        return reasons

    def orphaned(self, notices):
        actions = Action.objects.select_related("site__region").in_bulk({notice.subject_id for notice in notices})
        return {
            notice.pk
            for notice in notices
            if (action := actions.get(notice.subject_id))
            and notice.person_id in (action.owner_id, action.verifier_id, action.checker_id)
            and not notice.person.has_duty_at(action.site)
        }

    def site_of(self, subject_id):
        return Site.objects.select_related("region", "organization").get(actions=subject_id)

    # the words

    def name_of(self, notice):
        return letters.name_of(notice)

    def lines(self, notices, now):
        ours = Action.objects.for_list().select_related("assigned_by").prefetch_related("extensions")
        actions = ours.in_bulk({notice.subject_id for notice in notices})
        told = [n for n in notices if n.kind not in LADDERS.keys() | STATES]
        events = ActionEvent.objects.select_related("by").in_bulk({n.step for n in told})
        event_of = {n.pk: events.get(n.step) for n in told}
        directory = Directory([action.site for action in actions.values()])
        for n in notices:
            yield letters.line(n, actions[n.subject_id], event_of.get(n.pk), directory, now)


FAREWELLS = {
    "handed_over",
    "verifier_named",
    "checker_named",
}  # said also to whoever was relieved and may see it no more

WAITING_FOR = {
    "deadline": {Action.Status.ASSIGNED},
    "extension": {Action.Status.ASSIGNED},
    "assigned": {Action.Status.ASSIGNED},
    "handed_over": set(Action.NEEDING["owner"]),
    "verifier_named": set(Action.NEEDING["verifier"]),
    "checker_named": set(Action.NEEDING["checker"]),
    "effect": set(Action.NEEDING["checker"]),
    "owner_gone": set(Action.NEEDING["owner"]),
    "verifier_gone": set(Action.NEEDING["verifier"]),
    "expiry": {Action.Status.ASSIGNED, Action.Status.SUBMITTED, Action.Status.CLOSED},
    "recurred": {Action.Status.ASSIGNED},
    "checker_gone": set(Action.NEEDING["checker"]),
    "sent_back": {Action.Status.ASSIGNED},
    "reopened": {Action.Status.ASSIGNED},
    "extension_asked": {Action.Status.ASSIGNED},
    "extension_granted": {Action.Status.ASSIGNED},
    "extension_refused": {Action.Status.ASSIGNED},
    "to_verify": {Action.Status.SUBMITTED},
    "verification": {Action.Status.SUBMITTED},
    "reminded": {Action.Status.ASSIGNED, Action.Status.SUBMITTED},
}


def may_know(notice, person, action):
    return notice.kind in FAREWELLS or action.is_visible_to(person)


def is_true(notice, action):
    """Whether what the notice says still holds: same round, same state, same deadline, same person in charge."""
    if notice.round != action.round or action.status not in WAITING_FOR[notice.kind] or not action.completed:
        return False
    if notice.kind in STATES:
        return gone.is_true(notice, action)
    if notice.kind == "reminded":
        return notice.meant_for_id == action.turn.pk
    if notice.kind == "deadline":
        return notice.deadline == action.deadline and notice.audience_is(Audience.OWNER, action.owner_id)
    if notice.kind == "verification":
        return notice.deadline == action.verify_by and notice.audience_is(Audience.VERIFIER, action.verifier_id)
    if notice.kind == "expiry":
        people = {Audience.OWNER: action.owner_id, Audience.VERIFIER: action.verifier_id}
        told = all(notice.audience_is(audience, person) for audience, person in people.items())
        return notice.deadline == action.expires_on and action.is_holding and told
    if notice.kind == "effect":
        return notice.deadline == action.check_by and notice.audience_is(Audience.CHECKER, action.checker_id)
    if notice.kind == "extension":
        return action.open_extension is not None and notice.audience_is(Audience.VERIFIER, action.verifier_id)
    return True
