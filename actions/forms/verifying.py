"""Between owner and verifier."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.forms import PersonField
from common.attachments import FilesField

from ..models import Action, Evidence
from .fields import text
from .move import MoveForm


class SubmitForm(MoveForm):
    verb = "submit"
    note = text(gettext_lazy("What was done"))
    files = FilesField(label=gettext_lazy("Photos or files of the finished work"))
    button = gettext_lazy("Submit for verification")

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, action=action, **kwargs)
        shown = (file.side == Evidence.Side.AFTER and file.round == action.round for file in action.evidence.all())
        self.fields["files"].required = not any(shown)
        self.fields["files"].error_messages["required"] = _("Show the finished work: add at least one photo or file.")

    @property
    def explanation(self):
        return _("%(verifier)s looks at it on the spot and verifies it or sends it back.") % self.names

    @property
    def done(self):
        return _("Submitted for verification. %(verifier)s is told.") % self.names


class VerifierMoveForm(MoveForm):
    """A move of the verifier that a safety manager or official of the place may make instead, by name."""

    @property
    def explanation(self):
        return _("You take over the verification from %(verifier)s.") % self.names if self.takes_over else ""


class SendBackForm(VerifierMoveForm):
    verb = "send_back"
    note = text(gettext_lazy("What is still missing"))

    @property
    def button(self):
        return _("Send back to %(owner)s") % self.names

    @property
    def done(self):
        return _("Sent back. %(owner)s is told what is missing.") % self.names


class VerifyForm(VerifierMoveForm):
    verb = "verify"
    note = text(gettext_lazy("What you saw on the spot"), required=False)
    checker = PersonField(
        label=gettext_lazy("Who checks later whether it holds"),
        required=False,
        help_text=gettext_lazy("Anybody who looks after this site, but for those who owned the work."),
    )
    effect_criterion = text(gettext_lazy("It holds when"), required=False)
    button = gettext_lazy("Verify")

    def __init__(self, *args, action, **kwargs):
        initial = {
            "checker": action.default_checker if action.has_check else None,
            "effect_criterion": action.effect_criterion or action.criterion,
        }
        super().__init__(*args, action=action, initial=initial, **kwargs)
        if not action.has_check:
            del self.fields["checker"], self.fields["effect_criterion"]

    @property
    def explanation(self):
        if not self.action.has_check:
            return super().explanation
        days = self.action.days_to_check
        later = ngettext(
            "In %(days)d day somebody other than the owner checks whether it holds; only then it is closed.",
            "In %(days)d days somebody other than the owner checks whether it holds; only then it is closed.",
            days,
        ) % {"days": days}
        return " ".join(filter(None, [super().explanation, later]))

    @property
    def done(self):
        if self.action.status == Action.Status.CLOSED:
            return _("Verified and closed.")
        return _("Verified. %(checker)s checks by %(day)s whether it holds.") % {
            "checker": self.action.checker,
            "day": date_format(self.action.check_by, "DATE_FORMAT"),
        }
