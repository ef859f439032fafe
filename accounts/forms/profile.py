from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import User


def time_zones():
    """All zones of the world, grouped by their first word."""
    groups = {}
    for name in sorted(available_timezones()):
        area, _slash, city = name.partition("/")
        if city and area not in {"Etc", "SystemV", "US", "posix", "right"}:
            groups.setdefault(area, []).append((name, city.replace("_", " ")))
    return [*groups.items(), ("UTC", [("UTC", "UTC")])]


class ProfileForm(forms.ModelForm):
    """What a person may change about themselves; name, address and appointments are the administrator's."""

    class Meta:
        model = User
        fields = ["language", "time_zone", "sending_hour", "wants_information", "phone"]
        widgets = {
            "language": forms.RadioSelect,
            "time_zone": forms.Select,
            "sending_hour": forms.Select(choices=[(hour, f"{hour:02}:00") for hour in range(24)]),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups, zone = time_zones(), self.instance.time_zone
        if all(zone != name for _area, names in groups for name, _city in names):
            groups.insert(0, (zone, [(zone, zone)]))
        self.fields["time_zone"].widget.choices = groups
        self.fields["sending_hour"].help_text = _(
            "The hour at which the daily letter is sent. Urgent letters leave at once."
        )
