"""What is said about work that is late."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models.explaining import WhyLate
from .fields import text
from .move import MoveForm


class ExplainForm(MoveForm):
    verb = "explain"
    late_reason = forms.ChoiceField(
        label=gettext_lazy("What stands in the way"),
        choices=WhyLate.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what stands in the way.")},
    )
    note = text(
        gettext_lazy("In a sentence"),
        help_text=gettext_lazy("What is missing, from whom, and since when: whoever can clear it away reads this."),
    )
    button = gettext_lazy("Say why it is late")
    explanation = gettext_lazy(
        "Leaders see what stands in the way, not only who is late. The deadline stands, and reminders go on."
    )
    done = gettext_lazy("Said. It is shown wherever the action is late.")


class RemindForm(MoveForm):
    verb = "remind"
    note = text(gettext_lazy("What is expected"))

    @property
    def button(self):
        return _("Remind %(person)s") % {"person": self.action.turn}

    @property
    def explanation(self):
        words = _("%(person)s gets a letter at once, with your words. The deadline stays.")
        return words % {"person": self.action.turn}

    @property
    def done(self):
        return _("%(person)s is reminded.") % {"person": self.action.turn}
