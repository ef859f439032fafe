"""What came in: one batch for each file that changed something, and the rows it did that with, as they stood."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        rows = ImportRow.objects.visible_to(user)
        return self.filter(Q(by=user) | Q(pk__in=rows.values("batch")))


class ImportBatch(models.Model):
    """One file taken in. A file that changes nothing leaves no batch."""

    register = models.CharField(_("register"), max_length=20)
    mapping = models.CharField(_("mapping"), max_length=80)
    source = models.CharField(_("source"), max_length=80)
    attribution = models.TextField(_("to be named as the source"))
    licence = models.CharField(_("licence"), max_length=200)
    file_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    counts = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.pk} {self.file_name}"


class ImportRowQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(incident__in=Incident.objects.visible_to(user))


class ImportRow(models.Model):
    """A row as it stood in the file. The same row in a later file is not stored again."""

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        UPDATED = "updated", _("Updated")
        UNCHANGED = "same", _("Unchanged")
        KEPT = "kept", _("Kept as a person left it")
        UNDONE = "undone", _("Undone")

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    key = models.CharField(max_length=80)
    raw = models.JSONField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "key"], name="import_row_once")]

    def __str__(self):
        return f"{self.batch_id}:{self.number}"
