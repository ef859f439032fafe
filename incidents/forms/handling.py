"""Who is held responsible, and what was done about it."""

from django import forms
from django.utils.translation import gettext_lazy

from ..models import Handling
from .facts import LONGEST_TEXT, day_input
from .part import Adds, Edits, PartForm, TakesOut


class HandlingForm(PartForm):
    marks_required = True

    class Meta:
        model = Handling
        fields = [
            "nobody",
            "reason",
            "person",
            "post",
            "liability",
            "proposed",
            "decision_number",
            "authority",
            "decided_on",
            "referred_to",
        ]
        widgets = {
            name: forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}) for name in ("reason", "liability", "proposed")
        } | {"decided_on": day_input()}
        help_texts = {
            "nobody": gettext_lazy("For example after a natural event: then only the reason below is asked."),
            "person": gettext_lazy("Only the team, safety managers and officials read the name."),
            "proposed": gettext_lazy("As the investigation report proposes it."),
            "authority": gettext_lazy("The body that decided, for example the district government."),
            "referred_to": gettext_lazy("For example the public security bureau, with the number of its receipt."),
        }


class HandlingAddForm(Adds, HandlingForm):
    heading = gettext_lazy("Add a person held responsible")
    button = gettext_lazy("Keep the entry")
    done = gettext_lazy("The entry is kept.")


class HandlingEditForm(Edits, HandlingForm):
    heading = gettext_lazy("Change the entry of a person held responsible")
    button = gettext_lazy("Save the changes")
    done = gettext_lazy("The changes are saved.")


class HandlingTakeOutForm(TakesOut):
    heading = button = gettext_lazy("Take the entry out")
    done = gettext_lazy("The entry is taken out.")
