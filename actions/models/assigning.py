"""Who does what by when: giving work, completing an import, changing the wording, handing over."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.calendars import end_of_day
from common.clock import local_day
from common.numbers import next_number
from incidents.models import Finding
from outbox import notices

FURTHEST_DEADLINE = 10  # years ahead: beyond that somebody mistyped


class Assigning:
    """The verbs of an Action by which it gets, changes and loses its people and its deadline."""

    @classmethod
    @transaction.atomic
    def assign(cls, *, by, now, finding=None, incident=None, **facts):
        """Give somebody by name something to do by a day, for a cause or, as containment, for an incident."""
        origin = finding or incident
        if not origin.may(by, "add_action"):
            raise PermissionDenied
        if finding is not None and finding.status == Finding.Status.WITHDRAWN:
            raise ValidationError(_("This cause was withdrawn: nothing needs to be done about it."))
        (finding.incident if finding else incident).hold_open("add_action")
        action = cls(
            finding=finding,
            incident=None if finding else incident,
            site=origin.site,
            assigned_by=by,
            assigned_at=now,
            owner_told_at=now,
            **facts,
        )
        action.refuse_bad_facts(owner=action.owner, verifier=action.verifier, deadline=action.deadline, now=now)
        action.expires_on = action.expiry_of(action.kind, action.deadline, action.expires_on)
        action.refuse_bad_expiry(action.expires_on, now)
        action.original_deadline = action.deadline
        action.due_at = end_of_day(action.deadline, action.site.time_zone)
        action.number = next_number(cls.SERIES, local_day(now, settings.TIME_ZONE).year)
        action.save(force_insert=True)
        event = action.record("assign", by=by, now=now)
        notices.say("action", action, "assigned", event, [action.owner])
        return action

    def complete(self, *, by, now, owner, verifier, deadline, incident=None):
        """Give an imported record what the register lacked; from here on it is an action like any other."""
        self.refuse_to_complete(owner=owner, verifier=verifier, deadline=deadline, incident=incident, now=now)
        with transaction.atomic():
            event = self._move(
                "complete",
                by=by,
                now=now,
                owner=owner,
                verifier=verifier,
                deadline=deadline,
                original_deadline=self.original_deadline or deadline,
                due_at=end_of_day(deadline, self.site.time_zone),
                assigned_by=by,
                assigned_at=now,
                owner_told_at=now,
                completed=True,
                **({"incident": incident} if incident and self.origin_incident is None else {}),
            )
            notices.say("action", self, "assigned", event, [owner])
        return event

    @transaction.atomic
    def edit(self, *, by, now, **facts):
        """Change the wording, the kind or the verifier; owner and deadline move only by their own verbs."""
        if not self.may(by, "edit"):
            raise PermissionDenied
        before = type(self).objects.get(pk=self.pk)
        changed = {name: value for name, value in facts.items() if getattr(before, name) != value}
        if not changed:
            return
        if "kind" in changed:
            changed["expires_on"] = self.expiry_of(changed["kind"], self.deadline, self.expires_on)
        if "verifier" in changed:
            self.refuse_as_verifier(changed["verifier"])
        self.change(sources=self.EDITABLE, **changed)
        told = {name: (getattr(before, name), value) for name, value in changed.items()}
        shown = {name: ["" if fact is None else str(fact) for fact in facts] for name, facts in told.items()}
        event = self.record("edit", by=by, now=now, changes=shown)
        if "verifier" in changed and self.status == self.Status.SUBMITTED:
            notices.withdraw("action", self, now=now)
            notices.say("action", self, "to_verify", event, [self.verifier])

    def hand_over(self, *, by, now, note, owner):
        """Give the work to another owner; an open request for more time lapses. Submitted work stays submitted."""
        self.refuse_as_owner(owner)
        with transaction.atomic():
            former = self.owner
            unsaid = notices.is_waiting("action", self, "to_verify")
            event = self._move("hand_over", by=by, now=now, note=note, owner=owner, owner_told_at=now)
            self.extensions.filter(granted=None).update(granted=False, decided_at=now, decided_by=by, answer=note)
            notices.say("action", self, "handed_over", event, [owner, former])
            if unsaid:
                notices.say("action", self, "to_verify", event, [self.verifier])
        return event

    def pass_verification(self, *, by, now, note, verifier):
        """Somebody else verifies, and decides about more time, from now on; never a present or former owner."""
        if verifier == self.verifier:
            raise ValidationError({"verifier": _("This person verifies the action already.")})
        self.refuse_as_verifier(verifier)
        with transaction.atomic():
            former = self.verifier
            changes = {"verifier": [str(former), str(verifier)]}
            event = self._move("pass_verification", by=by, now=now, note=note, changes=changes, verifier=verifier)
            notices.say("action", self, "verifier_named", event, [verifier, former])
        return event

    def void(self, *, by, now, note):
        return self._move("void", by=by, now=now, note=note)

    # what is refused; asked before anything is written, and by whoever wants to know beforehand

    def refuse_as_owner(self, owner):
        if owner == self.verifier:
            raise ValidationError({"owner": _("The work is verified by somebody other than its owner.")})
        self.refuse_without_duty(owner=owner)
        if owner == self.owner:
            raise ValidationError({"owner": _("This person owns the action already.")})

    def refuse_as_verifier(self, verifier):
        if verifier == self.owner:
            raise ValidationError({"verifier": _("The work is verified by somebody other than its owner.")})
        self.refuse_without_duty(verifier=verifier)
        if verifier.pk in self.owners_so_far():
            raise ValidationError({"verifier": _("This person has owned the action and cannot verify it.")})

    def refuse_to_complete(self, *, owner, verifier, deadline, incident, now):
        self.refuse_bad_facts(owner=owner, verifier=verifier, deadline=deadline, now=now)
        if incident is not None and incident.site_id != self.site_id:
            raise ValidationError({"incident": _("This incident happened at another site.")})

    def refuse_without_duty(self, **people):
        """Work is given to people who have a duty at the site."""
        errors = {
            part: _("%(person)s has no duty at %(site)s.") % {"person": person, "site": self.site.full_name}
            for part, person in people.items()
            if not person.has_duty_at(self.site)
        }
        if errors:
            raise ValidationError(errors)

    def refuse_bad_people(self, *, owner, verifier):
        if owner == verifier:
            raise ValidationError({"verifier": _("The work is verified by somebody other than its owner.")})
        self.refuse_without_duty(owner=owner, verifier=verifier)

    def refuse_bad_deadline(self, deadline, now):
        today = local_day(now, self.site.time_zone)
        if deadline < today:
            raise ValidationError({"deadline": _("The deadline lies before today.")})
        if deadline.year > today.year + FURTHEST_DEADLINE:
            raise ValidationError({"deadline": _("The deadline lies more than ten years ahead.")})

    def refuse_bad_facts(self, *, owner, verifier, deadline, now):
        """Both at once, so that whoever filled in a form is told everything that is wrong."""
        errors = {}
        for rule in (
            lambda: self.refuse_bad_people(owner=owner, verifier=verifier),
            lambda: self.refuse_bad_deadline(deadline, now),
        ):
            try:
                rule()
            except ValidationError as error:
                errors |= error.error_dict
        if errors:
            raise ValidationError(errors)
