"""What an administrator is asked before letters stop, leave, or follow another policy."""

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.forms import RuledForm, VersionedForm

from .distances import in_largest_unit
from .models import WHOLE_DAY, Hold, Step

LONGEST_REASON = 1000
FASTEST = 5  # minutes between two repetitions


def reason(label):
    return forms.CharField(label=label, max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 2}))


class HoldForm(RuledForm):
    note = reason(_("Why they should stop"))

    def save(self):
        return Hold.place(by=self.by, now=self.now, note=self.cleaned_data["note"])


class ReleaseForm(RuledForm):
    note = reason(_("Why they may leave"))

    def save(self):
        """Whether it was this person who let them go."""
        hold = Hold.objects.standing().first()
        return hold is not None and hold.release(by=self.by, now=self.now, note=self.cleaned_data["note"])


class StepForm(forms.Form):
    """One step as people say it: so many days, hours or minutes before or after the limit."""

    UNITS = [(WHOLE_DAY, _("days")), (60, _("hours")), (1, _("minutes"))]

    count = forms.IntegerField(label=pgettext_lazy("days, hours or minutes", "How many"), min_value=0, max_value=3650)
    unit = forms.TypedChoiceField(label=_("Unit"), choices=UNITS, coerce=int)
    side = forms.TypedChoiceField(label=_("When"), choices=[(-1, _("before")), (1, _("after"))], coerce=int)
    audience = forms.ChoiceField(label=_("Who is told"), choices=Step.Audience)
    every_count = forms.IntegerField(label=_("Again every"), min_value=1, max_value=365, required=False)
    every_unit = forms.TypedChoiceField(label=_("Unit"), choices=UNITS, coerce=int, required=False)

    def __init__(self, *args, **kwargs):
        """Rows of a table: the head of a column is no label to a screen reader."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "input", "aria-label": field.label}

    def has_changed(self):
        """A new row is one as soon as a number stands in it: its choices always say something."""
        if not self.empty_permitted:
            return super().has_changed()
        return bool(self["count"].data or self["every_count"].data)

    def clean(self):
        given = super().clean()
        if self.errors or not given:
            return given
        given["offset"] = given["side"] * given["count"] * given["unit"]
        given["every"] = given["every_count"] and given["every_count"] * (given["every_unit"] or WHOLE_DAY)
        if given["every"] and given["offset"] < 0:
            self.add_error("every_count", gettext("Only what lies at the limit or after it is said again and again."))
        if given["every"] and given["every"] < FASTEST:
            self.add_error("every_count", gettext("At most every five minutes."))
        return given

    @classmethod
    def initial_of(cls, step):
        count, unit = in_largest_unit(abs(step.offset)) if step.offset else (0, WHOLE_DAY)
        every_count, every_unit = in_largest_unit(step.every) if step.every else (None, WHOLE_DAY)
        return {
            "count": count,
            "unit": unit,
            "side": -1 if step.offset < 0 else 1,
            "audience": step.audience,
            "every_count": every_count,
            "every_unit": every_unit,
        }


class BaseStepFormSet(forms.BaseFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].widget.attrs["aria-label"] = gettext("Take this step out")

    def clean(self):
        if any(self.errors):
            return
        seen = set()
        for form in self.kept:
            key = form.cleaned_data["offset"], form.cleaned_data["audience"]
            if key in seen:
                form.add_error("audience", gettext("The same people are told at the same distance twice."))
            seen.add(key)
        if not seen:
            raise forms.ValidationError(gettext("A ladder without a step reminds nobody."))

    @property
    def kept(self):
        """The rows that are filled in and not to be taken out."""
        return [form for form in self.forms if form.cleaned_data and not self._should_delete_form(form)]

    @property
    def steps(self):
        """Unsaved Steps, in the order of the ladder."""
        names = ("offset", "audience", "every")
        steps = [Step(**{name: form.cleaned_data[name] for name in names}) for form in self.kept]
        return sorted(steps, key=lambda step: (step.offset, step.audience))


StepFormSet = forms.formset_factory(StepForm, BaseStepFormSet, extra=2, can_delete=True, max_num=40, absolute_max=60)


class LadderForm(VersionedForm):
    note = reason(_("Why it changes"))

    def __init__(self, *args, steps, **kwargs):
        self.steps = steps
        super().__init__(*args, **kwargs)

    def renewed(self):
        """The same form about the ladder as it is now, with what was typed."""
        data = self.data.copy()
        data["version"] = self.record.version
        return type(self)(data, record=self.record, steps=self.steps, by=self.by, now=self.now)

    def save(self):
        self.record.climb_otherwise(self.steps, by=self.by, now=self.now, note=self.cleaned_data["note"])
        return self.record
