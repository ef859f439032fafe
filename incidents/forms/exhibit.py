"""Something that shows how it was."""

from django import forms
from django.utils.translation import gettext_lazy

from common.attachments import FilesField
from common.clock import local_day

from ..models import Exhibit, Finding
from ..timeline import told
from .facts import LONGEST_TEXT, day_input, time_input
from .part import Adds, Edits, PartForm, TakesOut

LONGEST_LABEL = 80


class FindingsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, finding):
        return f"{finding.statement[:LONGEST_LABEL]}…" if len(finding.statement) > LONGEST_LABEL else finding.statement


class MomentsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, moment):
        time = f"{moment.at:%H:%M} " if moment.at else ""
        return f"{moment.on:%m-%d} {time}{told(moment)}"


class ExhibitForm(PartForm):
    marks_required = True
    files = FilesField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("The digest (SHA-256) of each file as it was uploaded is kept beside it."),
    )

    class Meta:
        model = Exhibit
        fields = [
            "title",
            "kind",
            "description",
            "found_at",
            "secured_on",
            "secured_at",
            "secured_by",
            "kept_at",
            "findings",
            "moments",
        ]
        field_classes = {"findings": FindingsField, "moments": MomentsField}
        widgets = {
            "kind": forms.RadioSelect,
            "description": forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}),
            "secured_on": day_input(),
            "secured_at": time_input(),
        }
        help_texts = {
            "title": gettext_lazy("For example “scaffold board of the 9th floor, cracked”."),
            "found_at": gettext_lazy("The place where it was found, or the system that it comes from."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Exhibit.Kind.choices
        offered = {
            "findings": self.incident.findings.exclude(status=Finding.Status.WITHDRAWN),
            "moments": self.incident.moments.filter(taken_out_at=None).order_by("on", "at", "pk"),
        }
        for name, parts in offered.items():
            self.fields[name].queryset = parts
            if not parts:
                del self.fields[name]


class ExhibitAddForm(Adds, ExhibitForm):
    heading = gettext_lazy("Record an exhibit")
    button = gettext_lazy("Keep the exhibit")
    done = gettext_lazy("The exhibit is kept.")

    def __init__(self, *args, **kwargs):
        first = {"secured_on": local_day(kwargs["now"], kwargs["incident"].site.time_zone), "secured_by": kwargs["by"]}
        kwargs["initial"] = first | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class ExhibitEditForm(Edits, ExhibitForm):
    heading = gettext_lazy("Change the entry of an exhibit")
    button = gettext_lazy("Save the changes")
    done = gettext_lazy("The changes are saved.")


class ExhibitTakeOutForm(TakesOut):
    heading = button = gettext_lazy("Take the exhibit out")
    done = gettext_lazy("The exhibit is taken out.")
