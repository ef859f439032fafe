"""Whether it holds."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.attachments import FilesField

from ..models import Action
from .fields import day, text
from .move import MoveForm


class CheckMoveForm(MoveForm):
    """A result of the effectiveness check, or, once the action is closed, that it does not hold after all."""

    files = FilesField(label=gettext_lazy("Photos or files"), required=False)

    @property
    def explanation(self):
        action = self.action
        if action.status != Action.Status.VERIFIED or not action.effect_criterion:
            return ""
        agreed = _("It holds when: %(criterion)s") % {"criterion": action.effect_criterion}
        if self.by == action.checker or action.checker is None:
            return agreed
        return "\n".join([agreed, _("You check it in place of %(person)s.") % {"person": action.checker}])


class CloseForm(CheckMoveForm):
    verb = "close"
    note = text(gettext_lazy("How one knows that it holds"))
    button = gettext_lazy("It holds: close")
    done = gettext_lazy("Closed: it holds.")


class ReopenForm(CheckMoveForm):
    verb = "reopen"
    note = text(gettext_lazy("Why it did not hold"))
    deadline = day(gettext_lazy("New deadline"))

    @property
    def button(self):
        if self.action.status == Action.Status.VERIFIED:
            return _("It does not hold: reopen for %(owner)s") % self.names
        return _("Reopen for %(owner)s") % self.names

    @property
    def done(self):
        return _("Reopened. %(owner)s is told.") % self.names
