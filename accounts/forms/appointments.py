"""What an administrator is asked about an appointment."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day
from common.forms import OnceForm, VersionedForm

from ..models import Appointment, Role, Sector
from .people import LeavingForm, day, field_of
from .typed import TypedField, TypingForm


class AppointmentFacts(TypingForm):
    post = field_of(Appointment, "post", help_text=gettext_lazy("For example 安全科科长."))
    post_en = field_of(Appointment, "post_en", help_text=gettext_lazy("For example Head of safety."))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, widget=forms.RadioSelect)
    everywhere = field_of(Appointment, "everywhere")
    region = TypedField("regions", label=gettext_lazy("Region"), required=False)
    sector = forms.ModelChoiceField(
        Sector.objects.all(),
        label=gettext_lazy("Sector"),
        required=False,
        empty_label=gettext_lazy("all"),
        help_text=gettext_lazy("Only together with a region."),
    )
    organization = TypedField("organizations", label=gettext_lazy("Organization"), required=False)
    site = TypedField("sites", label=gettext_lazy("Site"), required=False)
    starts_on = day(gettext_lazy("First day"))
    ends_on = day(
        gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until somebody ends the appointment.")
    )
    reports_to = TypedField(
        "posts",
        label=gettext_lazy("Reports to"),
        required=False,
        help_text=gettext_lazy("Who is told when something is late. Type a part of the name or post and choose."),
    )
    deputy = TypedField("people", label=gettext_lazy("Deputy"), required=False)

    @property
    def today(self):
        return local_day(self.now, self.by.time_zone)


class AppointmentForm(AppointmentFacts, OnceForm):
    model, maker = Appointment, "appointed_by"

    def __init__(self, *args, person, **kwargs):
        self.person = person
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = self.today

    def make(self):
        return Appointment.appoint(person=self.person, by=self.by, now=self.now, today=self.today, **self.cleaned_data)


class AppointmentEditForm(AppointmentFacts, VersionedForm):
    def __init__(self, *args, appointment, **kwargs):
        known = {name: getattr(appointment, name) for name in AppointmentFacts.base_fields}
        super().__init__(*args, record=appointment, initial=known, **kwargs)

    def save(self):
        self.record.alter(by=self.by, now=self.now, today=self.today, **self.facts())
        return self.record


class EndForm(LeavingForm):
    ends_on = day(gettext_lazy("Last day in office"))
    field_order = ["ends_on", "note", "successor"]
    button = gettext_lazy("End the appointment")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = self.today

    @property
    def today(self):
        return local_day(self.now, self.by.time_zone)

    def leave(self):
        self.record.end(
            by=self.by,
            now=self.now,
            today=self.today,
            ends_on=self.cleaned_data["ends_on"],
            note=self.cleaned_data["note"],
        )

    @property
    def done(self):
        return _("The appointment of %(person)s ends.") % {"person": self.record.person}
