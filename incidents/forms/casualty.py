"""Who was hurt, what became of them, and a look at what is private."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day
from common.forms import OnceForm, RuledForm, VersionedForm

from ..models import Casualty
from ..models.casualty import PRIVATE
from .facts import LONGEST_TEXT, day_input

WHO = ["person", "identity_number", "employer", "job", "medical"]


def reason(label, **options):
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}), **options)


class PersonForm(forms.ModelForm):
    """Browsers are asked not to remember who was hurt."""

    class Meta:
        model = Casualty
        fields = WHO
        widgets = {
            "harm_since": day_input(),
            "medical": forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}),
        }
        help_texts = {
            "harm_since": gettext_lazy("The day at the site on which it became so, not the day it was told."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in PRIVATE:
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = "off"


class CasualtyAddForm(OnceForm, PersonForm):
    model, maker = Casualty, "added_by"

    class Meta(PersonForm.Meta):
        fields = ["harm", "harm_since", *WHO]
        widgets = PersonForm.Meta.widgets | {"harm": forms.RadioSelect}

    def __init__(self, *args, incident, **kwargs):
        super().__init__(*args, **kwargs)
        self.incident = incident
        self.fields["harm"].choices = [choice for choice in Casualty.Harm.choices if choice[0] in Casualty.TOTALS]
        self.fields["harm_since"].initial = incident.occurred_on
        self.fields["person"].help_text = _("May stay empty. It is hidden and shown on request only.")

    def make(self):
        return Casualty.add(self.incident, by=self.by, now=self.now, **self.cleaned_data)


class CasualtyVerbForm(VersionedForm):
    """One verb about a person: what it asks, what its button says, and what is said when it is done."""

    is_dangerous = False
    explanation = ""


class ChangeForm(CasualtyVerbForm):
    button = gettext_lazy("Record what became of this person")
    done = gettext_lazy("Recorded.")
    harm = forms.ChoiceField(label=gettext_lazy("What became of this person"), widget=forms.RadioSelect)
    harm_since = forms.DateField(
        label=gettext_lazy("since"), widget=day_input(), help_text=PersonForm.Meta.help_texts["harm_since"]
    )
    note = reason(gettext_lazy("How we know"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["harm"].choices = [choice for choice in Casualty.Harm.choices if choice[0] != self.record.harm]
        self.fields["harm_since"].initial = local_day(self.now, self.record.site.time_zone)

    def save(self):
        self.record.change_harm(by=self.by, now=self.now, **self.facts())
        return self.record


class WhoForm(CasualtyVerbForm, PersonForm):
    """Starts empty where something private is on file: nobody has to see it in order to change it."""

    button = gettext_lazy("Save the changes")
    done = gettext_lazy("The changes are saved.")

    def __init__(self, *args, record, **kwargs):
        kwargs["initial"] = dict.fromkeys(PRIVATE, "") | kwargs.get("initial", {})
        super().__init__(*args, instance=record, record=record, **kwargs)
        for name in PRIVATE:
            if getattr(record, name):
                self.fields[name].help_text = _("On file and hidden. Leave it empty to keep it.")

    def save(self):
        Casualty.objects.get(pk=self.record.pk, version=self.record.version).edit(
            by=self.by, now=self.now, **self.facts()
        )
        return self.record


class StrikeForm(CasualtyVerbForm):
    button = gettext_lazy("Strike this record")
    done = gettext_lazy("Struck.")
    is_dangerous = True
    explanation = gettext_lazy("The record stays readable with your reason, but it counts no more.")
    one_fewer = forms.BooleanField(
        label=gettext_lazy("Count one person fewer: nobody else stands behind the number"), required=False, initial=True
    )
    note = reason(gettext_lazy("Reason"))

    def save(self):
        self.record.strike(by=self.by, now=self.now, **self.facts())
        return self.record


class RevealForm(RuledForm):
    button = gettext_lazy("Show it to me")
    is_dangerous = False
    explanation = gettext_lazy(
        "Name, identity number and medical details are hidden. Your name and your reason are kept, and whoever keeps "
        "this record sees them."
    )
    reason = reason(gettext_lazy("Reason"))

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record

    def save(self):
        self.record.reveal(by=self.by, now=self.now, **self.cleaned_data)
        return self.record


class MissingForm(VersionedForm):
    note = reason(
        gettext_lazy("Reason"), help_text=gettext_lazy("For example the end of the search, with the document.")
    )

    def save(self):
        self.record.count_missing_as_dead(by=self.by, now=self.now, **self.facts())
        return self.record


CASUALTY_FORMS = {"change": ChangeForm, "edit": WhoForm, "strike": StrikeForm, "reveal": RevealForm}
