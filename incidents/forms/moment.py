"""A row of the timeline."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Moment
from ..timeline import in_order, told
from .facts import LONGEST_TEXT, day_input, time_input
from .part import Adds, Edits, PartForm, TakesOut


class MomentForm(PartForm):
    marks_required = True

    class Meta:
        model = Moment
        fields = ["what", "on", "at", "about", "phase", "source", "source_note", "certainty", "follows"]
        widgets = {
            "what": forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}),
            "on": day_input(),
            "at": time_input(),
            "phase": forms.RadioSelect,
            "certainty": forms.RadioSelect,
        }
        help_texts = {
            "what": gettext_lazy("One thing that happened, by whom or to what, without judging it."),
            "at": gettext_lazy("Local to the site. Empty: only the day is known."),
            "source_note": gettext_lazy("For example “camera 3, its clock is 2 minutes fast”."),
            "follows": gettext_lazy(
                "Another row after which this one happened. A row without a time stands behind it."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, choices in (("phase", Moment.Phase), ("certainty", Moment.Certainty)):
            self.fields[name].choices = choices.choices
        self.fields["source"].choices = [("", _("choose")), *Moment.Source.choices]
        others = self.incident.moments.filter(taken_out_at=None).exclude(pk=self.instance.pk)
        field = self.fields["follows"]
        field.queryset, field.empty_label = others, _("not said")
        rows = in_order(list(others))
        if not rows:
            del self.fields["follows"]
            return
        field.widget.choices = [("", field.empty_label), *((row.pk, row_label(row)) for row in rows)]


def row_label(moment):
    time = f"{moment.at:%H:%M}" if moment.at else "–"
    return f"{moment.on:%m-%d} {time} {told(moment)}"


class MomentAddForm(Adds, MomentForm):
    heading = gettext_lazy("Add a row to the timeline")
    button = gettext_lazy("Add the row")
    done = gettext_lazy("The row is added.")

    def __init__(self, *args, incident, **kwargs):
        kwargs["initial"] = {"on": incident.occurred_on} | kwargs.get("initial", {})
        super().__init__(*args, incident=incident, **kwargs)


class MomentEditForm(Edits, MomentForm):
    heading = gettext_lazy("Change a row of the timeline")
    button = gettext_lazy("Save the changes")
    done = gettext_lazy("The changes are saved.")


class MomentTakeOutForm(TakesOut):
    heading = button = gettext_lazy("Take the row out")
    done = gettext_lazy("The row is taken out.")
