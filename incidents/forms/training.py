"""Who was told what the accident teaches."""

from django import forms
from django.utils.translation import gettext_lazy

from common.attachments import FilesField
from common.clock import local_day

from ..models import Training
from .facts import LONGEST_TEXT, day_input
from .part import Adds, Edits, PartForm, TakesOut


class TrainingForm(PartForm):
    marks_required = True
    files = FilesField(
        label=gettext_lazy("List that people signed, photos"),
        required=False,
        help_text=gettext_lazy("Without the signed list the gate stays shut."),
    )

    class Meta:
        model = Training
        fields = ["held_on", "content", "invited", "absent", "result"]
        widgets = {
            "held_on": day_input(),
            **{
                name: forms.Textarea({"rows": rows, "maxlength": LONGEST_TEXT})
                for name, rows in (("content", 3), ("invited", 6), ("absent", 3), ("result", 2))
            },
        }
        help_texts = {
            "invited": gettext_lazy("One name on each line."),
            "absent": gettext_lazy("One name on each line. Whoever missed it has to come to another training."),
        }


class TrainingAddForm(Adds, TrainingForm):
    heading = gettext_lazy("Record a training")
    button = gettext_lazy("Keep the training")
    done = gettext_lazy("The training is kept.")

    def __init__(self, *args, **kwargs):
        today = local_day(kwargs["now"], kwargs["incident"].site.time_zone)
        kwargs["initial"] = {"held_on": today} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class TrainingEditForm(Edits, TrainingForm):
    heading = gettext_lazy("Change the entry of a training")
    button = gettext_lazy("Save the changes")
    done = gettext_lazy("The changes are saved.")


class TrainingTakeOutForm(TakesOut):
    heading = button = gettext_lazy("Take the training out")
    done = gettext_lazy("The training is taken out.")
