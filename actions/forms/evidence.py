"""Photos and files beside an action."""

from django import forms
from django.utils.translation import gettext_lazy

from common.attachments import FilesField
from common.forms import RuledForm

from ..models import Evidence


class EvidenceForm(RuledForm):
    side = forms.ChoiceField(
        label=gettext_lazy("What they show"),
        choices=[
            (Evidence.Side.BEFORE, gettext_lazy("Before the work")),
            (Evidence.Side.AFTER, gettext_lazy("After the work")),
        ],
        initial=Evidence.Side.BEFORE,
        widget=forms.RadioSelect,
    )
    files = FilesField(label=gettext_lazy("Photos or files"))

    def __init__(self, *args, action, **kwargs):
        self.action = action
        super().__init__(*args, **kwargs)

    def save(self):
        self.action.add_evidence(self.cleaned_data["files"], side=self.cleaned_data["side"], by=self.by, now=self.now)
        return self.action
