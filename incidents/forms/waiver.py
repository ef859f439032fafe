"""Why nothing is done about a cause, and what somebody else says to it."""

from django import forms
from django.utils.translation import gettext_lazy

from common.forms import OnceForm

from ..models import Waiver
from .facts import LONGEST_TEXT
from .moves import MoveForm, remark


class WaiverForm(OnceForm):
    model, maker = Waiver, "proposed_by"
    reason = forms.CharField(
        label=gettext_lazy("Why is nothing done about this cause?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4, "maxlength": LONGEST_TEXT}),
        help_text=gettext_lazy("For example that another action removes it, or that nobody at the site can change it."),
    )

    def __init__(self, *args, finding, **kwargs):
        self.finding = finding
        super().__init__(*args, **kwargs)

    def make(self):
        return Waiver.propose(self.finding, by=self.by, now=self.now, **self.cleaned_data)


class ApproveForm(MoveForm):
    verb = "approve"
    note = remark()
    button = gettext_lazy("Approve the reason")
    explanation = gettext_lazy("The cause then counts as answered, without an action, until it changes.")
    done = gettext_lazy("The reason is approved.")


class RefuseForm(MoveForm):
    verb = "refuse"
    button = gettext_lazy("Refuse the reason")
    explanation = gettext_lazy("The cause goes on waiting for an action.")
    done = gettext_lazy("The reason is refused.")


class TakeBackForm(MoveForm):
    verb = "take_back"
    is_dangerous = True
    button = gettext_lazy("Take the reason back")
    explanation = gettext_lazy("The cause waits for an action again. The reason stays readable among the events.")
    done = gettext_lazy("The reason is taken back.")


WAIVER_FORMS = {form.verb: form for form in (ApproveForm, RefuseForm, TakeBackForm)}
