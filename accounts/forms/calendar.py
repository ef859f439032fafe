from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import RuledForm

from ..models import DayDecision


class DayForm(RuledForm):
    """Whether people work on one day of a calendar, and why."""

    CHOICES = [("works", _("People work")), ("off", _("Day off")), ("official", _("As it officially is"))]

    works = forms.ChoiceField(label=_("On this day"), choices=CHOICES, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Reason, for example the notice"), max_length=200)

    def __init__(self, *args, place, day, **kwargs):
        self.place, self.day = place, day
        super().__init__(*args, **kwargs)

    def save(self):
        works = {"works": True, "off": False, "official": None}[self.cleaned_data["works"]]
        note = self.cleaned_data["note"]
        return DayDecision.objects.create(day=self.day, works=works, note=note, by=self.by, at=self.now, **self.place)
