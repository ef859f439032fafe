"""Who is in and who has left: the verbs of a person that an administrator uses."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.locks import take_turns

from .events import differences

LONGEST_ABSENCE = 2  # years ahead: beyond that somebody mistyped


class Membership:
    """The verbs of a User about the account itself. Appointments have verbs of their own."""

    @classmethod
    def add(cls, *, by, now, **facts):
        """Make a person, who cannot sign in until they accept an invitation."""
        refuse_all_but_administrators(by)
        person = cls(added_by=by, **facts)
        person.set_unusable_password()
        person.refuse_bad_facts(email=person.email, signs_in=person.signs_in)
        with one_address_each():
            person.save(force_insert=True)
            person.record("added", by=by, now=now)
        return person

    def edit(self, *, by, now, **facts):
        """Change name, address or whatever else an administrator keeps about a person."""
        refuse_all_but_administrators(by)
        new, changes = differences(type(self).objects.get(pk=self.pk), facts)
        if not new:
            return
        self.refuse_bad_facts(email=facts.get("email", self.email), signs_in=facts.get("signs_in", self.signs_in))
        with one_address_each():
            take_turns("appointments")
            if new.get("signs_in") is False:
                self.refuse_last_administrator()
            self.change(**new)
            if "email" in new or new.get("signs_in") is False:
                self.revoke_invitations(by=by, now=now)  # it went to somebody else's address
            self.record("edited", by=by, now=now, changes=changes)

    @transaction.atomic
    def deactivate(self, *, by, now, note):
        """The person has left: no signing in, no letters, no work. What they did stays readable under their name."""
        refuse_all_but_administrators(by)
        refuse_without_reason(note)
        if by == self:
            raise ValidationError(_("Another administrator has to do this: you would shut yourself out."))
        take_turns("appointments")
        self.refuse_last_administrator()
        self.change(is_active=False)
        self.revoke_invitations(by=by, now=now)
        self.record("deactivated", by=by, now=now, note=note)

    @transaction.atomic
    def reactivate(self, *, by, now, note):
        """The person is back; appointments that have not ended hold again."""
        refuse_all_but_administrators(by)
        refuse_without_reason(note)
        self.change(is_active=True)
        self.record("reactivated", by=by, now=now, note=note)

    @transaction.atomic
    def be_absent(self, *, by, now, first, last, deputy=None, today):
        """Note down that this person is away from `first` to `last`, and who is asked meanwhile."""
        self.refuse_others(by)
        self.refuse_bad_absence(first, last, deputy, today)
        facts = {"absent_from": first, "absent_until": last, "absence_deputy": deputy}
        new, changes = differences(self, facts)
        if new:
            self.change(**new)
            self.record("absent", by=by, now=now, changes=changes)

    @transaction.atomic
    def be_back(self, *, by, now):
        self.refuse_others(by)
        facts = {"absent_from": None, "absent_until": None, "absence_deputy": None}
        _new, changes = differences(self, facts)
        self.change(**facts)
        self.record("present", by=by, now=now, changes=changes)

    def record(self, verb, *, by, now, note="", changes=None, appointment=None):
        return self.events.create(
            verb=verb, by=by, at=now, note=note.strip(), changes=changes or {}, appointment=appointment
        )

    # the rules

    def refuse_others(self, by):
        if by != self:
            refuse_all_but_administrators(by)

    def refuse_bad_facts(self, *, email, signs_in):
        if email:
            try:
                validate_email(email)
            except ValidationError as error:
                raise ValidationError({"email": error.messages}) from None
        elif signs_in:
            raise ValidationError(
                {
                    "email": _(
                        "People sign in with their mail address. Give one, or say that this person does not sign in."
                    )
                }
            )
        if email and type(self).objects.filter(email__iexact=email).exclude(pk=self.pk).exists():
            raise ValidationError({"email": _("Somebody with this mail address is here already.")})

    def refuse_bad_absence(self, first, last, deputy, today):
        errors = {}
        if last < first:
            errors["last"] = _("The last day lies before the first.")
        elif last < today:
            errors["last"] = _("This absence is over already.")
        elif last.year > today.year + LONGEST_ABSENCE:
            errors["last"] = _("The last day lies more than two years ahead.")
        if deputy == self:
            errors["deputy"] = _("Nobody is their own deputy.")
        elif deputy is not None and not deputy.is_active:
            errors["deputy"] = _("%(person)s has left.") % {"person": deputy}
        if errors:
            raise ValidationError(errors)

    def refuse_last_administrator(self):
        own = self.appointments.current().filter(role="administrator")
        own.model.objects.refuse_without_administrator(own)

    def revoke_invitations(self, *, by, now):
        if self.invitations.open().update(revoked_at=now):
            self.record("revoked", by=by, now=now)


@contextmanager
def one_address_each():
    """A transaction that says kindly what the constraint refuses where two are faster than the check."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "user_email_once" not in str(error):
            raise
        raise ValidationError({"email": _("Somebody with this mail address is here already.")}) from None


def refuse_all_but_administrators(by):
    if not by.is_administrator:
        raise PermissionDenied


def refuse_without_reason(note):
    if not note.strip():
        raise ValidationError({"note": _("Give the reason.")})
