"""When each level of the authorities received the report of an accident (Decree 493, art. 11)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..wording import LEVEL_OF_AUTHORITIES
from .incident import plain
from .legal_fact import LegalFact
from .obligation import levels_of
from .part import Part


class Receipt(LegalFact):
    """The instant from which a level has its hours to tell the next one."""

    class How(models.TextChoices):
        TELEPHONE = "telephone", gettext_lazy("by telephone")
        WRITTEN = "written", gettext_lazy("in writing")
        SYSTEM = "system", gettext_lazy("through another system")
        OTHER = "other", gettext_lazy("in another way")

    KIND = "receipt"

    level = models.CharField(gettext_lazy("level"), max_length=12)
    received_at = models.DateTimeField(gettext_lazy("received"))
    how = models.CharField(gettext_lazy("how it was reported"), max_length=12, choices=How, default=How.TELEPHONE)
    note = models.CharField(gettext_lazy("who told whom"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("receipt")
        verbose_name_plural = gettext_lazy("receipts")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "level"], condition=Q(taken_out_at=None), name="receipt_once_a_level"
            ),
        ]

    def __str__(self):
        return levels_of(self.incident).get(self.level, self.level)

    @property
    def told(self):
        return ""

    def record(self, verb, *, changes=None, **given):
        """The level in words, and when it was added the time."""
        changes = dict(changes or {})
        level = changes.pop("level", [None, self.level] if verb == "added" else [self.level, self.level])
        if verb == "added":
            changes["received_at"] = [None, plain(self.received_at)]
        return super().record(verb, changes={LEVEL_OF_AUTHORITIES: level, **changes}, **given)

    def refuse_bad_facts(self, now):
        zone = ZoneInfo(self.site.time_zone)
        happened = datetime.combine(self.incident.occurred_on, self.incident.occurred_time or time.min, zone)
        errors = {}
        if self.received_at > now:
            errors["received_at"] = _("The time lies in the future.")
        elif self.received_at < happened:
            when = {"when": date_format(happened, "DATETIME_FORMAT" if self.incident.occurred_time else "DATE_FORMAT")}
            errors["received_at"] = _("This is before the accident: it happened on %(when)s.") % when
        if self.level not in levels_of(self.incident):
            errors["level"] = _("Accidents at this place are not reported to this level.")
        elif self.others().filter(level=self.level).exists():
            errors["level"] = _("It is recorded already when this level received it: change that entry.")
        if errors:
            raise ValidationError(errors)
