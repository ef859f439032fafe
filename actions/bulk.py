"""One change to many actions: looked at beforehand, then made by each action's own verb, with its own event.

What only somebody's eyes can say (that work is done, that it holds) is not among these: nobody verifies or closes many
at once.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.lifecycle import AlreadyMoved

from .models import Action, BulkMove

MOST = 500


class Change:
    """The same change to whatever action it is asked about: what it would do, why it cannot, and doing it."""

    name = verb = label = ""
    do_not_call_in_templates = True  # there it stands for itself: its name and label

    def __init__(self, *, by, now, **facts):
        self.by, self.now, self.facts = by, now, facts

    @property
    def sources(self):
        return Action.MOVES[self.verb].sources

    def differences(self, action):
        """(label, before, after) of what changes."""
        raise NotImplementedError

    def check(self, action):
        """Raise the ValidationError that `do` would."""

    def do(self, action):
        getattr(action, self.verb)(by=self.by, now=self.now, **self.facts)

    def why_not(self, action):
        """Why this action cannot be changed so, or nothing."""
        if not action.may(self.by, self.verb):
            return action.why_not(self.by, self.verb)
        if action.status not in self.sources:
            state = {"state": action.get_status_display()}
            return _("Its state is “%(state)s”.") % state
        try:
            self.check(action)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""


class HandOver(Change):
    name = verb = "hand_over"
    label = gettext_lazy("Hand over to another owner")

    def differences(self, action):
        return [(_("Owner"), action.owner, self.facts["owner"])]

    def check(self, action):
        action.refuse_as_owner(self.facts["owner"])


class NameVerifier(Change):
    name = verb = "pass_verification"
    label = gettext_lazy("Name another verifier")

    def differences(self, action):
        return [(_("Verifier"), action.verifier, self.facts["verifier"])]

    def check(self, action):
        if action.verifier == self.facts["verifier"]:
            raise ValidationError(_("This person verifies the action already."))
        action.refuse_as_verifier(self.facts["verifier"])


class Grant(Change):
    name = verb = "grant_extension"
    label = gettext_lazy("Give the time that is asked for")

    def differences(self, action):
        return [(_("Deadline"), action.deadline, action.open_extension.deadline)]

    def check(self, action):
        action.refuse_to_grant(self.now)


class Extend(Change):
    name = verb = "extend"
    label = gettext_lazy("Move the deadline")

    def differences(self, action):
        return [(_("Deadline"), action.deadline, self.facts["deadline"])]

    def check(self, action):
        action.refuse_to_extend(self.facts["deadline"], self.now)


class Complete(Change):
    """What is left empty stays as the register says it."""

    name = verb = "complete"
    label = gettext_lazy("Complete imported ones: owner, verifier, deadline")

    def facts_of(self, action):
        known = {name: self.facts[name] or getattr(action, name) for name in ("owner", "verifier", "deadline")}
        return known | {"incident": None if action.origin_incident else self.facts["incident"]}

    def differences(self, action):
        facts = self.facts_of(action)
        changed = [
            (_("Owner"), action.owner, facts["owner"]),
            (_("Verifier"), action.verifier, facts["verifier"]),
            (_("Deadline"), action.deadline, facts["deadline"]),
        ]
        if facts["incident"]:
            changed.append((_("Incident"), None, facts["incident"].number))
        return changed

    def check(self, action):
        facts = self.facts_of(action)
        missing = {
            "owner": _("The register names no owner: name one."),
            "verifier": _("The register names no verifier: name one."),
            "deadline": _("The register has no deadline: set one."),
        }
        errors = {name: text for name, text in missing.items() if not facts[name]}
        if errors:
            raise ValidationError(errors)
        action.refuse_to_complete(now=self.now, **facts)

    def do(self, action):
        action.complete(by=self.by, now=self.now, **self.facts_of(action))


CHANGES = {change.name: change for change in (HandOver, NameVerifier, Extend, Grant, Complete)}


@dataclass(frozen=True)
class Line:
    """One action of the preview."""

    action: Action
    why_not: str
    differences: list


def preview(change, actions):
    lines = [(action, change.why_not(action)) for action in actions]
    return [Line(action, why_not, [] if why_not else change.differences(action)) for action, why_not in lines]


def make(change, actions, versions, form_key):
    """Do it to those of `actions` that nobody changed since `versions`, all in one transaction; return the BulkMove.

    So everybody concerned finds it in one letter. In the order of their keys, so that two people who change the same
    actions wait for each other instead of for ever.
    """
    try:
        with transaction.atomic():
            kept = BulkMove.objects.create(verb=change.name, by=change.by, at=change.now, form_key=form_key)
            for action in sorted(actions, key=lambda action: action.pk):
                if why_not := left_alone(change, action, versions[action.pk]):
                    kept.left[action.pk] = why_not
                else:
                    kept.done.append(action.pk)
            kept.save(update_fields=["done", "left"])
            return kept
    except IntegrityError as error:
        if "form_key" not in str(error):
            raise
        sent_before = BulkMove.objects.filter(form_key=form_key, by=change.by).first()
        if sent_before is None:
            raise ValidationError(_("This form was used by somebody else. Open a new one.")) from None
        return sent_before


def left_alone(change, action, version):
    """Change one action, or say why not."""
    try:
        if action.version != version:
            raise AlreadyMoved
        if why_not := change.why_not(action):
            return why_not
        change.do(action)  # each verb writes in a transaction of its own, here a savepoint
    except AlreadyMoved:
        return _("Somebody changed it after you looked: it was left as it is.")
    return ""
