"""What came in: one batch for each file that changed something, and the rows it did that with, as they stood."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Exposure, Site
from actions.models import Action
from incidents.models import Incident

LINKS = (
    "incident",
    "action",
    "site",
    "appointment",
    "exposure",
)  # one field for each kind of record that a row can become


def no_link(but=None):
    return {f"{link}__isnull": link != but for link in LINKS}


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
        """Rows whose record one sees; those that became none are seen by whoever took the file in."""
        seen = Q(batch__by=user, outcome=ImportRow.Outcome.LEFT_OUT)
        for link in LINKS:
            model = self.model._meta.get_field(link).related_model
            seen |= Q(**{f"{link}__in": model.objects.visible_to(user)})
        return self.filter(seen)

    def of_source(self, register, source):
        return self.filter(batch__register=register, batch__source=source)

    def last_of(self, keys, *, link):
        """{key: the last row stored under it that still has its record}, with `record_id`."""
        rows = self.filter(key__in=keys, **{f"{link}__isnull": False}).annotate(
            record_id=F(link), stored_at=F("batch__at")
        )
        return {row.key: row for row in rows.order_by("pk").only("key", "raw")}

    def left_out_before(self, keys):
        if not keys:
            return []
        rows = self.filter(key__in=keys, outcome=ImportRow.Outcome.LEFT_OUT)
        return [list(row) for row in rows.values_list("key", "raw", "because")]


class ImportRow(models.Model):
    """A row as it stood in the file. The same row in a later file is not stored again."""

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        UPDATED = "updated", _("Updated")
        UNCHANGED = "same", _("Unchanged")
        KEPT = "kept", _("Kept as a person left it")
        LEFT_OUT = "left_out", _("Left out, for a reason that the mapping names")
        UNDONE = "undone", _("Undone")

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    key = models.CharField(max_length=80)
    raw = models.JSONField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    because = models.CharField(_("reason"), max_length=200, blank=True)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    exposure = models.ForeignKey(Exposure, models.PROTECT, null=True, related_name="+")

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["batch", "number"]
        indexes = [models.Index(fields=["key"], name="import_row_key")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "key"], condition=~Q(outcome="left_out"), name="import_row_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["left_out", "undone"], **no_link())
                | Q(reduce(or_, (Q(**no_link(but=link)) for link in LINKS)), ~Q(outcome__in=["left_out", "undone"])),
                name="import_row_became_one_record",
            ),
        ]

    def __str__(self):
        return f"{self.batch_id}:{self.number}"


def move_to(source, target, *, by, now):
    """A site was merged: its rows of registers are rows of the site that stands, so that a later file finds that one.

    What the merge added counts as done by a person: such a file writes nothing over it, and its import is not undone.
    """
    ImportRow.objects.filter(site=source).update(site=target)
