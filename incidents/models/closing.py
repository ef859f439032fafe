"""Closing a case and taking it up again (结案): behind the four no-let-gos."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import conclusion

TOO_LATE = gettext_lazy(
    "The case was closed or declared void meanwhile. Nothing was saved; what you typed is still here."
)


class Closing:
    """The verbs of an Incident by which its case ends.

    Once it is closed nobody changes its facts, causes, actions or what was found out, before somebody reopens it.
    """

    @property
    def is_over(self):
        """Whether nobody changes its facts: it is closed, or void."""
        return self.status in (self.Status.CLOSED, self.Status.VOID)

    def close(self, *, by, now, note=""):
        """All gates are open: asked in the transaction that closes, while nobody else can change the case."""
        with transaction.atomic():
            gates = self.gates_under_lock()
            if shut := [gate for gate in gates if not gate.is_open]:
                raise ValidationError(
                    [_("%(gate)s: %(missing)s") % {"gate": g.label, "missing": g.lacks[0].text} for g in shut]
                )
            return self._move("close", by=by, now=now, note=note)

    def override(self, *, by, now, note):
        """A leader closes it although gates are shut. Which they were, and the reason, is shown for ever."""
        with transaction.atomic():
            shut = [gate.name for gate in self.gates_under_lock() if not gate.is_open]
            if not shut:
                raise ValidationError(_("All gates are open: it can be closed as usual."))
            return self._move("override", by=by, now=now, note=note, changes={"gates": [None, " ".join(shut)]})

    def reopen(self, *, by, now, note):
        return self._move("reopen", by=by, now=now, note=note)

    def take_up_again(self, *, by, now, note):
        """Something that it was closed by does not hold: by whoever found that out, or by itself (`by` None)."""
        self.change(sources=(self.Status.CLOSED,), status=self.Status.REPORTED)
        return self.record("reopen", by=by, now=now, note=note)

    def hold_open(self, right="investigate"):
        """Nobody closes it before this transaction ends. Raise ValidationError where it was closed since it was read,
        and what the verb `right` allows is settled by that: a form says so, with what was typed."""
        locked = type(self).objects.select_for_update(no_key=True)
        status = locked.values_list("status", flat=True).get(pk=self.pk)
        if status != self.status and status != self.Status.REPORTED and right in self.SETTLED:
            raise ValidationError(TOO_LATE)

    def gates_under_lock(self):
        if not self.completed:
            raise ValidationError(_("Complete the imported report first."))
        return conclusion.gates_of(type(self).objects.locked(self.pk))
