"""What happened when: the timeline of an investigation."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day

from .incident import EARLIEST
from .part import Part


class Moment(Part):
    """One row of the timeline: a day, with a time as far as it is known, local to the site."""

    class Phase(models.TextChoices):
        BEFORE = "before", gettext_lazy("Leading up to it")
        EVENT = "event", gettext_lazy("The incident itself")
        AFTER = "after", gettext_lazy("Rescue and response")

    class Source(models.TextChoices):
        RECORD = "record", gettext_lazy("Written record")
        STATEMENT = "statement", gettext_lazy("Statement")
        VIDEO = "video", gettext_lazy("Video recording")
        DEVICE = "device", gettext_lazy("Log of a device or system")
        CALLS = "calls", gettext_lazy("Telephone or radio record")
        SCENE = "scene", gettext_lazy("Examination of the scene")
        OTHER = "other", gettext_lazy("Another source")

    class Certainty(models.TextChoices):
        CERTAIN = "certain", gettext_lazy("Certain")
        LIKELY = "likely", gettext_lazy("Likely")
        DOUBTFUL = "doubtful", gettext_lazy("Doubtful")

    KIND = "moment"

    on = models.DateField(gettext_lazy("day"))
    at = models.TimeField(gettext_lazy("time"), null=True, blank=True)
    about = models.BooleanField(gettext_lazy("only about this time"), default=False)
    phase = models.CharField(gettext_lazy("phase"), max_length=8, choices=Phase, default=Phase.BEFORE)
    what = models.TextField(gettext_lazy("what happened"))
    source = models.CharField(gettext_lazy("source"), max_length=12, choices=Source)
    source_note = models.CharField(gettext_lazy("which one"), max_length=200, blank=True)
    certainty = models.CharField(gettext_lazy("how sure"), max_length=12, choices=Certainty, default=Certainty.LIKELY)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=gettext_lazy("happened after"),
    )

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("row of the timeline")
        verbose_name_plural = gettext_lazy("rows of the timeline")

    def __str__(self):
        return self.what

    @property
    def starts(self):
        """To sort by and compare: wall time at the site, the beginning of the day where no time is known."""
        return datetime.combine(self.on, self.at or time.min)

    def refuse_bad_facts(self, now):
        errors = {}
        today = local_day(now, self.site.time_zone)
        if self.on > today:
            errors["on"] = _("The day lies in the future.")
        elif self.on < EARLIEST:
            errors["on"] = _("The day lies before 1949.")
        above, seen = self.follows, {self.pk}
        while above is not None and "follows" not in errors:
            if above.incident_id != self.incident_id or above.pk in seen - {None}:
                errors["follows"] = _("Choose another row of the same timeline, one that does not come after this one.")
            seen.add(above.pk)
            above = above.follows
        if errors:
            raise ValidationError(errors)

    def attach(self, files, **given):
        """A row has no files of its own: exhibits point to it."""
