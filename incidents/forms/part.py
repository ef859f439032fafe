"""What the forms about parts of an investigation share."""

from django import forms
from django.utils.translation import gettext_lazy

from common.forms import OnceForm, RuledForm, VersionedForm

from .facts import LONGEST_TEXT


class PartForm(RuledForm, forms.ModelForm):
    def __init__(self, *args, incident, **kwargs):
        super().__init__(*args, **kwargs)
        self.incident = self.instance.incident = incident


class Adds(OnceForm):
    maker = "added_by"

    @property
    def model(self):
        return self._meta.model

    def make(self):
        return self.model.add(self.incident, by=self.by, now=self.now, **self.cleaned_data)


class Edits(VersionedForm):
    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, record=instance, incident=instance.incident, **kwargs)

    def save(self):
        self.record.edit(by=self.by, now=self.now, **self.facts())
        return self.record


class TakesOut(VersionedForm):
    is_dangerous = True
    explanation = gettext_lazy(
        "It stays in the record with your reason, but it is no part of the investigation any more."
    )
    note = forms.CharField(label=gettext_lazy("Reason"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, record=instance, **kwargs)

    def save(self):
        self.record.take_out(by=self.by, now=self.now, **self.facts())
        return self.record
