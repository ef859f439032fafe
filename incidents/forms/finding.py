"""A cause."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.attachments import FilesField
from common.forms import OnceForm, RuledForm, VersionedForm

from ..models import Finding
from ..rules import codes
from .facts import LONGEST_TEXT


class FindingForm(RuledForm, forms.ModelForm):
    files = FilesField(label=gettext_lazy("Photos or files that show it"), required=False)

    class Meta:
        model = Finding
        fields = ["statement", "level", "parent", "factor", "evidence"]
        widgets = {
            "level": forms.RadioSelect,
            "statement": forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}),
            "evidence": forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}),
        }
        help_texts = {
            "statement": gettext_lazy("One cause in one sentence, for example “The scaffold had no lifeline”."),
            "evidence": gettext_lazy("What was seen, measured, said or written, and by whom."),
            "parent": gettext_lazy("The cause whose “why” this one answers."),
        }

    factor = forms.ChoiceField(
        label=gettext_lazy("Factor"),
        required=False,
        help_text=gettext_lazy("By GB 6441 and GB 6442. It makes causes of many accidents comparable."),
    )

    def __init__(self, *args, incident, **kwargs):
        super().__init__(*args, **kwargs)
        self.incident = incident
        self.fields["level"].choices = Finding.Level.choices
        self.fields["factor"].choices = [
            ("", _("none")),
            (_("Direct causes: conditions and acts"), list(codes.factors_of("direct").items())),
            (_("Contributing and root causes"), list(codes.factors_of("root").items())),
        ]
        self.fields["parent"].queryset = incident.findings.filter(
            ~Q(status=Finding.Status.WITHDRAWN), ~Q(pk=self.instance.pk)
        )
        self.fields["parent"].empty_label = _("none: it stands at the top")
        if not self.fields["parent"].queryset:
            del self.fields["parent"]


class FindingAddForm(OnceForm, FindingForm):
    model, maker = Finding, "author"

    def make(self):
        return Finding.add(self.incident, by=self.by, now=self.now, **self.cleaned_data)


class FindingEditForm(VersionedForm, FindingForm):
    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, record=instance, incident=instance.incident, **kwargs)

    def save(self):
        self.record.edit(by=self.by, now=self.now, **self.facts())
        return self.record
