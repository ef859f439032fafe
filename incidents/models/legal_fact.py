"""A fact on which clocks of the law depend: entered, changed and taken out like a part of the investigation."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.clock import local_day

from .incident import Incident
from .part import Part


class LegalFact(Part):
    """Whoever keeps the record by duty or leads the team enters it; the clocks are made anew at once."""

    RIGHT = "keep_clocks"
    ONE = False  # whether there is one at most

    class Meta(Part.Meta):
        abstract = True

    def record(self, verb, *, by, now, **given):
        event = super().record(verb, by=by, now=now, **given)
        Incident.objects.locked(self.incident_id).remake_obligations(event, now)
        return event

    def others(self):
        return type(self).objects.filter(incident=self.incident, taken_out_at=None).exclude(pk=self.pk)

    def refuse_bad_day(self, name, now, *, earliest=None, because=""):
        """Raise ValidationError where the day lies in the future or before `earliest`, the accident if not said."""
        day = getattr(self, name)
        if day is None:
            return
        if day > local_day(now, self.site.time_zone):
            raise ValidationError({name: _("The day lies in the future.")})
        if day < (earliest or self.incident.occurred_on):
            raise ValidationError({name: because or _("This is before the accident.")})

    def refuse_second(self, name):
        if self.others().exists():
            raise ValidationError({name: _("There is an entry already: change that one.")})

    def attach(self, files, **given):
        """It has no files."""
