"""Containment that runs out."""

from django import forms
from django.utils.translation import gettext_lazy

from ..models import Action
from .fields import day, text
from .move import MoveForm


class RenewForm(MoveForm):
    verb = "renew"
    expires_on = day(gettext_lazy("Containment holds until"))
    note = text(gettext_lazy("Why nothing lasting is there yet"))
    button = gettext_lazy("Renew the containment")
    done = gettext_lazy("The containment is renewed.")


class ReplaceForm(MoveForm):
    verb = "replace"
    replaced_by = forms.ModelChoiceField(
        label=gettext_lazy("Lasting action"),
        queryset=Action.objects.none(),
        help_text=gettext_lazy("Of the same incident, and verified. Until there is one, renew the containment."),
    )
    note = text(gettext_lazy("Remark"), required=False)
    button = gettext_lazy("Replace the containment")
    done = gettext_lazy("The lasting action has taken its place.")

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, action=action, **kwargs)
        self.fields["replaced_by"].queryset = action.replacements()
