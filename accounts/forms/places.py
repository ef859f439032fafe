from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.forms import OnceForm, RuledForm, VersionedForm

from .. import credit_codes, divisions
from ..models import Alias, Organization, Region, Site
from .profile import time_zones
from .searching import HELP_REGION, OrganizationField, RegionField

LONGEST_PROFILE = 4000


class DegreesField(forms.DecimalField):
    """Whatever a map program gives, rounded to the metre."""

    widget = forms.TextInput

    def __init__(self, *, furthest, wrong, **options):
        given = {"min_value": -furthest, "max_value": furthest, "required": False}
        super().__init__(**given, error_messages={"min_value": wrong, "max_value": wrong}, **options)

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off", "maxlength": 20}

    def clean(self, value):
        degrees = super().clean(value)
        return degrees if degrees is None else round(degrees, 6)


class OrganizationFacts(forms.ModelForm):
    class Meta:
        model = Organization
        fields = ["name", "name_en", "kind", "registration_code", "country", "week", "profile"]
        widgets = {
            "profile": forms.Textarea({"rows": 4, "maxlength": LONGEST_PROFILE}),
            "registration_code": forms.TextInput({"autocomplete": "off", "maxlength": 30}),
        }

    def clean_registration_code(self):
        return credit_codes.plain(self.cleaned_data["registration_code"])

    def clean_country(self):
        country = self.cleaned_data["country"].upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise forms.ValidationError(_("Write the two letters of the country, for example JP."))
        return country


class OrganizationForm(OnceForm, OrganizationFacts):
    model, maker = Organization, "added_by"

    def make(self):
        return Organization.add(by=self.by, now=self.now, **self.cleaned_data)


class OrganizationEditForm(VersionedForm, OrganizationFacts):
    def save(self):
        self.record.edit(by=self.by, now=self.now, **self.facts())
        return self.record


class SiteKept(forms.ModelForm):
    """What whoever keeps a site by duty may correct."""

    class Meta:
        model = Site
        fields = [*Site.KEPT_BY_DUTY]

    latitude = DegreesField(
        label=_("Latitude"),
        furthest=90,
        help_text=_("In degrees, for example 29.5532. South is negative."),
        wrong=_("A latitude lies between −90 and 90. It may be the longitude."),
    )
    longitude = DegreesField(
        label=_("Longitude"),
        furthest=180,
        help_text=_("In degrees, for example 106.5689. West is negative."),
        wrong=_("A longitude lies between −180 and 180."),
    )

    def _get_validation_exclusions(self):
        """The pair is the model's rule, which says at which of the two something is wrong."""
        return super()._get_validation_exclusions() | {"latitude", "longitude"}


class SiteFacts(SiteKept):
    class Meta(SiteKept.Meta):
        fields = ["name", "name_en", "sector", *Site.KEPT_BY_DUTY, "time_zone"]
        widgets = {"time_zone": forms.Select}

    region = RegionField(label=_("Region"), help_text=HELP_REGION)
    field_order = ["organization", "name", "name_en", "region", "sector"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sector"].empty_label = _("not named")
        self.fields["time_zone"].widget.choices = [("", _("as in the region")), *time_zones()]

    def kept(self):
        """The facts, with the region as a row, which is made the first time it is chosen."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        facts["region"] = Region.objects.row_of(facts["region"])
        facts["time_zone"] = facts["time_zone"] or facts["region"].time_zone
        return facts


class SiteForm(OnceForm, SiteFacts):
    model, maker = Site, "added_by"
    organization = OrganizationField(
        label=_("Organization"), help_text=_("Type a part of the name or the credit code and choose.")
    )

    def make(self):
        return Site.add(by=self.by, now=self.now, **self.kept())


class SiteEditForm(VersionedForm, SiteFacts):
    def __init__(self, *args, instance, **kwargs):
        kwargs["initial"] = {"region": instance.region} | kwargs.get("initial", {})
        super().__init__(*args, instance=instance, record=instance, **kwargs)

    @transaction.atomic
    def save(self):
        self.record.edit(by=self.by, now=self.now, **self.kept())
        return self.record


class SiteKeptForm(VersionedForm, SiteKept):
    def save(self):
        self.record.edit(by=self.by, now=self.now, **self.facts())
        return self.record


class AliasForm(RuledForm):
    name = forms.CharField(label=_("Another name"), max_length=Alias._meta.get_field("name").max_length)

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place

    def save(self):
        self.place.add_alias(self.cleaned_data["name"], by=self.by, now=self.now)
        return self.place


class MergeForm(VersionedForm):
    """Confirms what the preview said; it carries the versions of both."""

    into = forms.IntegerField(widget=forms.HiddenInput)
    into_version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Why they are one"), required=False, widget=forms.Textarea({"rows": 2, "maxlength": 500})
    )

    def __init__(self, *args, target, **kwargs):
        self.target = target
        kwargs["initial"] = {"into": target.pk, "into_version": target.version}
        super().__init__(*args, **kwargs)

    @property
    def is_stale(self):
        return super().is_stale or self.data.get("into_version") != str(self.target.version)

    def save(self):
        self.record.merge_into(self.target, by=self.by, now=self.now, note=self.cleaned_data["note"])
        return self.target


class RegionForm(RuledForm, forms.ModelForm):
    """A region by hand: outside China, or a town or a zone that the national list does not have."""

    class Meta:
        model = Region
        fields = ["code", "name", "name_en", "country", "time_zone", "jurisdiction"]
        widgets = {"time_zone": forms.Select}

    jurisdiction = forms.ChoiceField(
        label=_("Jurisdiction"),
        required=False,
        choices=[("", _("none: incidents are not graded")), ("CN", _("CN: China"))],
        help_text=_("Whose law grades what happens there."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.choices = time_zones()
        self.fields["country"].required = True
        self.fields["country"].help_text = _("Two letters, for example JP.")
        self.fields["code"].help_text = _(
            "Capitals, digits, point and hyphen. It begins with the code of the region above."
        )

    def clean_country(self):
        return OrganizationFacts.clean_country(self)

    def clean_code(self):
        code = self.cleaned_data["code"].upper()
        if code in divisions.divisions():
            raise forms.ValidationError(
                _("This is %(name)s in China's national list: it is chosen by typing and need not be made.")
                % {"name": divisions.divisions()[code].full_name}
            )
        return code

    def save(self):
        return forms.ModelForm.save(self)
