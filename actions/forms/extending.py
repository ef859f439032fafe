"""More time."""

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .fields import day, text
from .move import MoveForm


class AskExtensionForm(MoveForm):
    verb = "ask_extension"
    deadline = day(gettext_lazy("Until when"))
    note = text(gettext_lazy("Why more time is needed"))
    button = gettext_lazy("Ask for more time")

    @property
    def explanation(self):
        return _("%(verifier)s decides. Until then the present deadline stands.") % self.names

    @property
    def done(self):
        return _("%(verifier)s is told that you ask for more time.") % self.names


class DecisionForm(MoveForm):
    @cached_property
    def names(self):
        extension = self.action.open_extension
        if extension is None:
            return {"owner": self.action.owner, "day": "", "reason": ""}
        day = date_format(extension.deadline, "DATE_FORMAT")
        return {"owner": extension.asked_by, "day": day, "reason": extension.reason}

    @property
    def explanation(self):
        return _("%(owner)s asks for time until %(day)s: %(reason)s") % self.names


class GrantExtensionForm(DecisionForm):
    verb = "grant_extension"
    note = text(gettext_lazy("Remark"), required=False)

    @property
    def button(self):
        return _("Give time until %(day)s") % self.names

    @property
    def done(self):
        return _("The new deadline holds. %(owner)s is told.") % self.names


class RefuseExtensionForm(DecisionForm):
    verb = "refuse_extension"
    note = text(gettext_lazy("Why not"))
    button = gettext_lazy("Refuse more time")

    @property
    def done(self):
        return _("The deadline stands. %(owner)s is told.") % self.names


class ExtendForm(MoveForm):
    verb = "extend"
    deadline = day(gettext_lazy("New deadline"))
    note = text(gettext_lazy("Why more time is given"))
    button = gettext_lazy("Move the deadline")
    done = gettext_lazy("The new deadline holds and the first one is kept. The owner is told.")
