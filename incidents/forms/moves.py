"""Photos, and the moves of an incident and of its causes."""

from django import forms
from django.utils.translation import gettext_lazy

from common.attachments import FilesField
from common.forms import RuledForm, VersionedForm

from .facts import LONGEST_TEXT


class PhotosForm(RuledForm):
    photos = FilesField(label=gettext_lazy("Photos"), images_only=True)

    def __init__(self, *args, incident, **kwargs):
        self.incident = incident
        super().__init__(*args, **kwargs)

    def save(self):
        self.incident.add_photos(self.cleaned_data["photos"], by=self.by, now=self.now)
        return self.incident


class MoveForm(VersionedForm):
    """One move: what it asks, what its button says, and what is said when it is done."""

    verb = ""
    is_dangerous = False
    explanation = ""
    note = forms.CharField(label=gettext_lazy("Reason"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}))

    def save(self):
        return getattr(self.record, self.verb)(by=self.by, now=self.now, **self.facts())


class VoidForm(MoveForm):
    verb = "void"
    is_dangerous = True
    button = gettext_lazy("Declare void")
    explanation = gettext_lazy("The record stays readable with your reason, but it counts no more.")
    done = gettext_lazy("Declared void.")


def remark():
    return forms.CharField(
        label=gettext_lazy("Remark"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4})
    )


class CloseForm(MoveForm):
    verb = "close"
    note = remark()
    button = gettext_lazy("Close the case")
    explanation = gettext_lazy("Nobody changes facts, causes or actions from then on, before somebody reopens it.")
    done = gettext_lazy("The case is closed.")


class OverrideForm(MoveForm):
    verb = "override"
    is_dangerous = True
    button = gettext_lazy("Close it although gates are shut")
    explanation = gettext_lazy("Your name, your reason and what was missing are shown with this case for ever.")
    done = gettext_lazy("The case is closed although gates were shut.")


class ReopenForm(MoveForm):
    verb = "reopen"
    button = gettext_lazy("Reopen the case")
    explanation = gettext_lazy("Facts, causes and actions can be changed again.")
    done = gettext_lazy("The case is open again.")


class ConfirmForm(MoveForm):
    verb = "confirm"
    note = remark()
    button = gettext_lazy("Confirm this cause")
    explanation = gettext_lazy("You hold it to be proved, in addition to its author.")
    done = gettext_lazy("The cause is confirmed.")


class WithdrawForm(MoveForm):
    verb = "withdraw"
    is_dangerous = True
    button = gettext_lazy("Withdraw this cause")
    explanation = gettext_lazy("It turned out not to be a cause. It stays readable with your reason.")
    done = gettext_lazy("The cause is withdrawn.")


MOVE_FORMS = {form.verb: form for form in (CloseForm, OverrideForm, ReopenForm, VoidForm, ConfirmForm, WithdrawForm)}
