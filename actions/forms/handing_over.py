"""Somebody else takes over."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.directory import Directory
from accounts.forms import PersonField

from .fields import text
from .move import MoveForm


class ReplacingForm(MoveForm):
    """Somebody else takes over; whoever has the post of a person gone now is proposed."""

    part = ""

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, action=action, initial={self.part: self.successor}, **kwargs)

    def successor(self):
        gone = self.action.people_gone.get(self.part)
        return gone and Directory([self.action.site]).successor(gone.pk, self.action.site)


class HandOverForm(ReplacingForm):
    verb, part = "hand_over", "owner"
    owner = PersonField(label=gettext_lazy("New owner"))
    note = text(gettext_lazy("Why"))
    button = gettext_lazy("Hand over")

    @property
    def explanation(self):
        return _("The deadline stays. %(owner)s and the new owner are told.") % self.names

    @property
    def done(self):
        return _("Handed over to %(owner)s, who is told.") % {"owner": self.action.owner}


class PassVerificationForm(ReplacingForm):
    verb, part = "pass_verification", "verifier"
    verifier = PersonField(label=gettext_lazy("New verifier"))
    note = text(gettext_lazy("Why"))
    button = gettext_lazy("Hand over the verification")

    @property
    def explanation(self):
        return _("%(verifier)s and the new verifier are told.") % self.names

    @property
    def done(self):
        return _("%(verifier)s verifies this action from now on and is told.") % {"verifier": self.action.verifier}


class PassCheckForm(ReplacingForm):
    verb, part = "pass_check", "checker"
    checker = PersonField(label=gettext_lazy("Who checks whether it holds"))
    note = text(gettext_lazy("Why"))
    button = gettext_lazy("Hand over the effectiveness check")

    @property
    def done(self):
        return _("%(checker)s checks whether it holds and is told.") % {"checker": self.action.checker}
