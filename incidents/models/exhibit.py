"""What shows how it was: objects, documents and recordings that were secured."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scope import seen_with
from common.attachments import Attachment
from common.clock import local_day

from .finding import Finding
from .moment import Moment
from .part import Numbered, Part


class Exhibit(Numbered, Part):
    """A thing or a file that shows something: where it was, who secured it when, where it is kept, what it supports."""

    class Kind(models.TextChoices):
        OBJECT = "object", gettext_lazy("Object")
        DOCUMENT = "document", gettext_lazy("Document")
        PHOTO = "photo", gettext_lazy("Photo or drawing")
        RECORDING = "recording", gettext_lazy("Video or sound")
        DATA = "data", gettext_lazy("Data of a device or system")
        SAMPLE = "sample", gettext_lazy("Sample or test result")

    KIND = "exhibit"
    LINKS = ("findings", "moments")

    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind)
    title = models.CharField(gettext_lazy("what it is"), max_length=200)
    description = models.TextField(gettext_lazy("what it shows"), blank=True)
    found_at = models.CharField(gettext_lazy("where it was"), max_length=200)
    secured_on = models.DateField(gettext_lazy("secured on"))
    secured_at = models.TimeField(gettext_lazy("at what time"), null=True, blank=True)
    secured_by = models.CharField(gettext_lazy("secured by"), max_length=120)
    kept_at = models.CharField(gettext_lazy("where it is kept"), max_length=200, blank=True)
    findings = models.ManyToManyField(
        Finding, blank=True, related_name="exhibits", verbose_name=gettext_lazy("causes that it supports")
    )
    moments = models.ManyToManyField(
        Moment, blank=True, related_name="exhibits", verbose_name=gettext_lazy("rows of the timeline that it supports")
    )

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("exhibit")
        verbose_name_plural = gettext_lazy("exhibits")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="exhibit_number_once")]

    def __str__(self):
        return self.title

    @property
    def label(self):
        return _("Exhibit %(number)d") % {"number": self.number}

    @property
    def told(self):
        return f"#{self.number} {self.title}"

    def refuse_bad_facts(self, now):
        errors = {}
        if self.secured_on > local_day(now, self.site.time_zone):
            errors["secured_on"] = _("This day lies in the future.")
        elif self.secured_on < self.incident.occurred_on:
            errors["secured_on"] = _("This is before the incident happened.")
        if errors:
            raise ValidationError(errors)

    def link(self, links):
        for name, parts in links.items():
            if any(part.incident_id != self.incident_id for part in parts):
                raise ValidationError({name: _("Choose only what belongs to the same incident.")})
        super().link(links)


class ExhibitFile(Attachment):
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="files")

    objects = seen_with("exhibit")

    class Meta:
        ordering = ["pk"]
