"""Making an imported action one like any other, or taking one back."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PersonField
from incidents.models import Incident

from .fields import day, text
from .move import MoveForm


class CompleteForm(MoveForm):
    verb = "complete"
    incident = forms.CharField(
        label=gettext_lazy("Number of the incident"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("For example I-2026-000123. Leave it empty where the register names no incident."),
    )
    owner = PersonField(label=gettext_lazy("Owner"))
    verifier = PersonField(label=gettext_lazy("Verifier"))
    deadline = day(gettext_lazy("Deadline"))
    button = gettext_lazy("Name owner, verifier and deadline")
    explanation = gettext_lazy(
        "This action was imported. From here on it is an action like any other: its owner is told."
    )

    def __init__(self, *args, action, **kwargs):
        known = {name: getattr(action, name) for name in ("owner", "verifier", "deadline")}
        super().__init__(*args, action=action, initial=known, **kwargs)
        if action.origin_incident is not None:
            del self.fields["incident"]

    def clean_incident(self):
        number = self.cleaned_data["incident"].strip().upper()
        if not number:
            return None
        incident = Incident.objects.visible_to(self.by).filter(number=number).first()
        if incident is None:
            raise forms.ValidationError(_("There is no incident with this number."))
        return incident

    @property
    def done(self):
        return _("%(owner)s owns this action now and is told.") % self.names


class VoidForm(MoveForm):
    verb = "void"
    is_dangerous = True
    note = text(gettext_lazy("Why it should not be there"))
    button = gettext_lazy("Declare void")
    explanation = gettext_lazy("The action stays readable with your reason, but nobody has to do it any more.")
    done = gettext_lazy("Declared void.")
