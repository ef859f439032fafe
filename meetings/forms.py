"""What is asked about a meeting; the rules themselves are the model's and come back as errors at the field."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.forms import PersonField
from accounts.models import Role
from accounts.posts import Acquaintances
from common.forms import OnceForm, RuledForm, VersionedForm

from .models import Meeting

LONGEST_TEXT = 10_000


def text(name, rows, **options):
    label = Meeting._meta.get_field(name).verbose_name
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, required=False, widget=forms.Textarea({"rows": rows}), **options
    )


class MeetingForm(RuledForm):
    held_at = forms.DateTimeField(
        label=pgettext_lazy("of a meeting", "Held"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )
    led_by = PersonField(label=gettext_lazy("Led by"))
    attendees = text("attendees", 2)
    minutes = text(
        "minutes", 8, help_text=gettext_lazy("What somebody has to do by a day is decided as an action, on the sheet.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["led_by"].offer(Acquaintances(self.by, self.now))


class HoldForm(OnceForm, MeetingForm):
    model, maker = Meeting, "recorded_by"

    def __init__(self, *args, places, since, **kwargs):
        self.places, self.since = places, since
        leads = any(appointment.role == Role.LEADER for appointment in kwargs["by"].current_appointments)
        initial = {"held_at": kwargs["now"], "led_by": kwargs["by"] if leads else None}
        super().__init__(*args, initial=initial, **kwargs)

    def make(self):
        return Meeting.hold(by=self.by, now=self.now, places=self.places, since=self.since, **self.cleaned_data)


class EditForm(MeetingForm, VersionedForm):
    def __init__(self, *args, meeting, **kwargs):
        initial = {name: getattr(meeting, name) for name in Meeting.FACTS}
        super().__init__(*args, record=meeting, initial=initial, **kwargs)

    def save(self):
        self.record.edit(by=self.by, now=self.now, **self.facts())
        return self.record


class VoidForm(VersionedForm):
    note = forms.CharField(
        label=gettext_lazy("Why it should not be there"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3})
    )

    def save(self):
        self.record.void(by=self.by, now=self.now, note=self.cleaned_data["note"])
        return self.record
