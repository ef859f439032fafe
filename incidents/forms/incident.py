"""The full report."""

from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rights import holds
from common.forms import VersionedForm

from ..models import Incident
from ..models.incident import HURT, KEEPERS
from ..models.queryset import AFTERWARDS
from .facts import LONGEST_TEXT, FactsForm
from .loss import LossField


class SiteTimeField(forms.DateTimeField):
    """An instant, typed and shown as wall time of the site."""

    zone = "UTC"

    def prepare_value(self, value):
        with timezone.override(ZoneInfo(self.zone)):
            return super().prepare_value(value)

    def to_python(self, value):
        with timezone.override(ZoneInfo(self.zone)):
            return super().to_python(value)


class IncidentForm(VersionedForm, FactsForm):
    """Everything a report must hold (Decree 493, art. 12). The site stays: actions and rights hang on it."""

    class Meta(FactsForm.Meta):
        fields = [
            *("kind", "regime", "category", "accident_kind", "name", "description"),
            *("occurred_on", "occurred_time", "place", "known_at"),
            *(*HURT, "at_risk", "victims", "potential_severity"),
            *(*AFTERWARDS, "days_lost"),
            *("direct_loss", "direct_loss_estimated", "immediate_measures", "other_information"),
        ]
        field_classes = {"known_at": SiteTimeField, "direct_loss": LossField}
        widgets = FactsForm.Meta.widgets | {
            "known_at": forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
            "direct_loss": forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "maxlength": 20}),
            "immediate_measures": forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}),
            "other_information": forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}),
        }

    correction = forms.CharField(
        label=gettext_lazy("Why a number was wrong"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
    )
    unit_profile = forms.CharField(
        label=gettext_lazy("Profile of the unit"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("What it does, how many people work there, who is in charge. Holds for all its sites."),
    )

    def __init__(self, *args, instance, **kwargs):
        self.site = instance.site
        kwargs["initial"] = {"unit_profile": self.site.organization.profile} | kwargs.get("initial", {})
        super().__init__(*args, instance=instance, record=instance, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Leave it empty to use the proposed name.")
        self.fields["known_at"].zone = self.site.time_zone
        self.fields["direct_loss"].help_text = _("In yuan, or as 约300万元. Empty: not known yet.")
        self.fields["treated"].help_text = _("Neither away nor on other work.")
        self.fields["days_lost"].help_text = _("Of all together. GB 6441 counts 6,000 for each death.")
        if self.site.region.jurisdiction != "CN":
            self.fields["direct_loss"].help_text = _("In the currency of the place. Empty: not known yet.")
            del self.fields["regime"]
        self.fields["potential_severity"].choices = [("", _("not known yet")), *Incident.Severity.choices]
        self.fields["accident_kind"].choices = [("", _("by the category")), *Incident.AccidentKind.choices]
        if instance.window_until is None:
            del self.fields["accident_kind"]
        if instance.window_until is None or not instance.window_is_over(self.now) or not instance.completed:
            del self.fields["correction"]
        else:
            day = date_format(instance.window_until, "DATE_FORMAT")
            self.fields["correction"].help_text = _(
                "Until %(day)s a change of the casualties changed the grade. Now only what was wrong then is put right."
            ) % {"day": day}
        if instance.victims is None:
            del self.fields["victims"]
        if not holds(self.by, KEEPERS, self.site):
            del self.fields["unit_profile"]
        self.offer_categories(instance.occurred_on)

    def clean(self):
        facts = super().clean()
        loss = self.fields["direct_loss"]
        if facts.get("direct_loss") and loss.calls_it_an_estimate(self["direct_loss"].data):
            facts["direct_loss_estimated"] = True
        return facts

    def save(self):
        self.record.edit(by=self.by, now=self.now, **self.facts())
        return self.record
