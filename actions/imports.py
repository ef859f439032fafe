"""How a row of a register becomes an action. What the columns mean is said by a mapping, in the imports app.

A row with an owner, a verifier and a deadline becomes an action like any other; one that lacks them waits, without
owner, until a person completes it. Nobody is told of an import: the next run of the reminders says where the clock of
an action stands, once.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.calendars import Calendars
from accounts.rights import holds
from common.calendars import end_of_day, start_of_day
from common.clock import local_day
from incidents.models import Incident
from outbox import notices
from outbox.models import Notice

from .models import Action, ActionEvent
from .models.rights import KEEPERS
from .models.verifying import DAYS_TO_VERIFY

BATCH = 1000
LINK = "action"
ADMINISTRATORS_ONLY = False
SITE_REQUIRED = ("organization", "name")
DAY = "deadline"
Status = Action.Status
# What a register says in a column of its own and an action keeps as an instant, as its incident or as its first event.
OTHER_FIELDS = {
    "incident": models.CharField(gettext_lazy("incident"), max_length=20, blank=True),
    "assigned_on": models.DateField(gettext_lazy("assigned"), null=True),
    "submitted_on": models.DateField(gettext_lazy("submitted"), null=True),
    "closed_on": models.DateField(gettext_lazy("closed"), null=True),
    "remark": models.TextField(gettext_lazy("remark"), blank=True),
}
OWN_FIELDS = ("title", "criterion", "method", "kind", "strength", "priority", "status", "owner", "verifier", "deadline")
FACTS = (*OWN_FIELDS, *OTHER_FIELDS)
REQUIRED = ("title",)
EARLIEST = date(1949, 10, 1)  # a day like 0026-08-27 is a slip of the hand
LONG_BEFORE = timedelta(days=30)  # where the register does not say when its owner was told of a deadline


def field(fact):
    return OTHER_FIELDS.get(fact) or Action._meta.get_field(fact)


def may_be_given(by, site):
    return holds(by, KEEPERS, site)


# what cannot be true


def prepare(entries, *, by, now):
    numbers = {entry.facts["incident"] for entry in entries if entry.facts.get("incident")}
    incidents = {incident.number: incident for incident in Incident.objects.standing().filter(number__in=numbers)}
    for entry in entries:
        prepare_one(entry, incidents, by, now)


def prepare_one(entry, incidents, by, now):
    facts = entry.facts
    if number := facts.get("incident"):
        found = incidents.get(number)
        if found is None or found.site_id != entry.site.pk:
            entry.refuse("incident", _("There is no incident with this number at this site."))
        else:
            facts["incident"] = found
    refuse_choices(entry)
    refuse_days(entry, local_day(now, entry.site.time_zone))
    if facts.get("owner") and facts.get("owner") == facts.get("verifier"):
        refuse_self_verification(entry)
    if is_complete(facts) and by is None and not entry.problems:
        entry.blame(
            "owner", _("Name who gives this work: with --by, the mail address of the person who answers for it.")
        )


def refuse_choices(entry):
    given = [name for name in OWN_FIELDS if entry.facts.get(name) and Action._meta.get_field(name).choices]
    for name in given:
        try:
            Action._meta.get_field(name).clean(entry.facts[name], None)
        except ValidationError as error:
            entry.refuse(name, " ".join(error.messages))


def refuse_days(entry, today):
    """The days of one action follow each other, and what is over was over by today."""
    facts = entry.facts
    for name in ("assigned_on", "submitted_on", "closed_on", "deadline"):
        day = facts.get(name)
        if day and day < EARLIEST:
            entry.refuse(name, _("The day lies before 1949."))
        elif day and day > today and name != "deadline":
            entry.refuse(name, _("The day lies in the future."))
    for earlier, later, message in (
        ("assigned_on", "deadline", _("The deadline lies before the day on which the work was given.")),
        ("assigned_on", "closed_on", _("It was closed before it was given.")),
        ("submitted_on", "closed_on", _("It was closed before it was submitted.")),
    ):
        if facts.get(earlier) and facts.get(later) and facts[later] < facts[earlier]:
            entry.refuse(later, message)
    if facts.get("status") == Status.CLOSED and not facts.get("closed_on"):
        refuse_unknown_closing(entry)
    if facts.get("closed_on") and facts.get("status") not in (Status.CLOSED, Status.VOID):
        entry.refuse("closed_on", _("It has a day of closing and is not closed."))


def refuse_unknown_closing(entry):
    message = _("It is closed, and the register does not say since when.")
    rule = entry.rules.get("closed_on")
    if rule and "unknown" in rule.leave:
        entry.leave_empty("closed_on", message)
    else:
        entry.blame("closed_on", message)


def refuse_self_verification(entry):
    message = _("The work is verified by somebody other than its owner.")
    rule = entry.rules.get("verifier")
    if rule and "owner" in rule.leave:
        entry.leave_empty("verifier", message)
    else:
        entry.refuse("verifier", message)


def is_complete(facts):
    return bool(facts.get("owner") and facts.get("verifier") and facts.get("deadline"))


# what is there


def load(keys, lock=False):
    """{pk: action} of these; with `lock`, nobody else writes them until the import is done.

    `moved` says whether a person did anything with it.
    """
    moved = ActionEvent.objects.filter(action=OuterRef("pk")).exclude(verb="import")
    actions = Action.objects.filter(pk__in=keys).annotate(moved=Exists(moved)).order_by("pk")
    actions = actions.select_related("site__region", "site__organization")
    return {action.pk: action for action in (actions.select_for_update(of=["self"]) if lock else actions)}


def is_ours(action, since):
    return not action.moved


def differences(action, facts, site, now):
    new = fields_of(facts, site, now, action)
    return {name: [getattr(action, name), value] for name, value in new.items() if getattr(action, name) != value}


def fields_of(facts, site, now, action=None):
    """The fields of an action that a row decides. What the register does not say stays as the import found it."""
    fields = {name: facts[name] for name in OWN_FIELDS if name in facts}
    fields |= {
        "site": site,
        "status": facts.get("status") or Status.ASSIGNED,
        "criterion": facts.get("criterion") or _("Done as the register says."),
        "completed": is_complete(facts),
        "due_at": facts.get("deadline") and end_of_day(facts["deadline"], site.time_zone),
        "closed_at": start_at(facts.get("closed_on"), site),
    }
    if action is None or action.original_deadline is None:
        fields["original_deadline"] = facts.get("deadline")
    if "incident" in facts:
        fields["incident"] = facts["incident"] or None
    return fields | submission(fields, facts, site, now, action)


def submission(fields, facts, site, now, action):
    """When it was submitted and until when it is verified. Without a day in the register it is today."""
    at = start_at(facts.get("submitted_on"), site)
    if fields["status"] != Status.SUBMITTED:
        late = bool(at and fields["due_at"] and at >= fields["due_at"])
        return {"submitted_at": at, "submitted_late": late, "verify_by": None}
    at = at or (action and action.submitted_at) or now
    return {
        "submitted_at": at,
        "submitted_late": bool(fields["due_at"] and at >= fields["due_at"]),
        "verify_by": Calendars().of(site).add(local_day(at, site.time_zone), DAYS_TO_VERIFY),
    }


def arrange_check(action, now):
    """What a register calls verified is looked at once more before it is closed here, by its verifier."""
    if action.status == Status.VERIFIED and action.completed and action.has_check and action.check_by is None:
        action.checker = action.verifier
        action.check_by = local_day(now, action.site.time_zone) + timedelta(days=action.days_to_check)
        action.effect_criterion = action.criterion


def start_at(day, site):
    return day and start_of_day(day, site.time_zone)


def told_at(action, facts, site, now):
    """When the owner learned of it: the day that the register gives, else long enough ago for all steps."""
    if facts.get("assigned_on"):
        return start_at(facts["assigned_on"], site)
    return min(now, action.due_at - LONG_BEFORE) if action.due_at else now


# what is written


def create(entries, *, source, by, now, numbers):
    """New actions of (key, facts, site, note), in that order."""
    numbers = iter(numbers(Action.SERIES, len(entries)))
    actions = []
    for key, facts, site, _note in entries:
        action = Action(number=next(numbers), source=source, source_key=key, **fields_of(facts, site, now))
        action.assigned_at = start_at(facts.get("assigned_on"), site) or now
        action.owner_told_at = told_at(action, facts, site, now)
        action.assigned_by = by if action.completed else None
        arrange_check(action, now)
        actions.append(action)
    Action.objects.bulk_create(actions, BATCH)
    record(
        [(a, facts, note, {}) for a, (_key, facts, _site, note) in zip(actions, entries, strict=True)], by=by, now=now
    )
    return actions


def update(entries, *, by, now):
    """Write (action, facts, site, note) over what an earlier import wrote, and keep what was there."""
    events, fields = [], {"version", "assigned_by", "owner_told_at", "checker", "check_by", "effect_criterion"}
    for action, facts, site, note in entries:
        changed = differences(action, facts, site, now)
        for name, (_was, is_now) in changed.items():
            setattr(action, name, is_now)
        action.assigned_by = action.assigned_by or (by if action.completed else None)
        action.owner_told_at = told_at(action, facts, site, now)
        arrange_check(action, now)
        action.version += 1
        fields |= set(changed)
        shown = {name: [plain(was), plain(is_now)] for name, (was, is_now) in changed.items() if name in SHOWN}
        events.append((action, facts, note, shown))
        notices.withdraw("action", action, now=now)
    if events:
        Action.objects.bulk_update([action for action, *_ in events], fields, BATCH)
        record(events, by=by, now=now)


SHOWN = (*OWN_FIELDS, "site", "incident")


def plain(value):
    return None if value is None else str(value)


def record(entries, *, by, now):
    """One event each; a closed or void action says in it what the register says of it."""
    events = [
        ActionEvent(
            action=action,
            verb=ActionEvent.Verb.IMPORT,
            by=by,
            at=now,
            note="\n".join(filter(None, [facts.get("remark"), note])),
            changes=changes,
            status=action.status,
            owner=action.owner,
            verifier=action.verifier,
            deadline=action.deadline,
            round=action.round,
        )
        for action, facts, note, changes in entries
    ]
    ActionEvent.objects.bulk_create(events, BATCH)


# taking it out again


def built_on(actions, since):
    """Those of `actions` that somebody has since worked on, or of which somebody was told."""
    worked_on = Exists(ActionEvent.objects.filter(action=OuterRef("pk")).exclude(verb="import"))
    told = Exists(Notice.objects.filter(subject_kind="action", subject_id=OuterRef("pk"), letter__isnull=False))
    return list(actions.filter(worked_on | told).order_by("number").values_list("number", flat=True))


@transaction.atomic
def erase(actions):
    """Take out actions on which nothing was built, with what says that they were imported."""
    Notice.objects.filter(subject_kind="action", subject_id__in=actions.values("pk"), letter=None).delete()
    ActionEvent.objects.filter(action__in=actions).delete()
    actions.delete()
