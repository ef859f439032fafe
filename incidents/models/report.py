"""What was reported to the authorities, when and by whom: versions that never change (Decree 493, art. 12 and 13)."""

from functools import cached_property

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scope import seen_with

from ..wording import LEVEL_OF_AUTHORITIES
from .incident import Incident
from .obligation import levels_of
from .snapshot import restored, snapshot


class Report(models.Model):
    """One report of an incident to one level, with the facts as they were filed. Append-only, by a trigger.

    `number` counts within the incident. A report that was wrong stays; another one `corrects` it.
    """

    class Kind(models.TextChoices):
        FIRST = "first", gettext_lazy("First report")
        FOLLOW_UP = "follow_up", gettext_lazy("Follow-up report")
        SUPPLEMENTARY = "supplementary", gettext_lazy("Supplementary report")
        FINAL = "final", gettext_lazy("Final report")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField(gettext_lazy("number"))
    kind = models.CharField(gettext_lazy("kind of report"), max_length=14, choices=Kind)
    level = models.CharField(gettext_lazy("to which level"), max_length=12)
    note = models.TextField(gettext_lazy("what is new"), blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    objects = seen_with("incident")

    class Meta:
        verbose_name = gettext_lazy("report")
        verbose_name_plural = gettext_lazy("reports")
        ordering = ["incident", "number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(kind="first", corrects=None), name="report_first_once"
            ),
            models.CheckConstraint(condition=~Q(corrects=F("id")), name="report_corrects_another"),
        ]

    def __str__(self):
        return _("%(kind)s, no. %(number)d") % {"kind": self.get_kind_display(), "number": self.number}

    def get_absolute_url(self):
        return reverse("incidents:report", args=[self.pk])

    @property
    def level_in_words(self):
        return levels_of(self.incident).get(self.level, self.level)

    @cached_property
    def as_filed(self):
        """The incident with its site as it was when this was filed; unsaved, and never to be saved."""
        return restored(self.facts)

    @property
    def lacking(self):
        """Labels of what a full report needs and this one did not have."""
        return self.as_filed.missing_facts(has_photos=self.facts["photos"])

    def tells(self, incident, names):
        """Whether these facts of the incident stand here as they stand there."""
        told = self.facts["incident"]
        return all(told[name] == getattr(incident, name) for name in names)

    @classmethod
    @transaction.atomic
    def file(cls, incident, *, by, now, kind, level, note="", corrects=None, form_key=None):
        """File the facts as they are now. `corrects` is an earlier report of the same kind that was wrong."""
        incident = Incident.objects.locked(incident.pk)
        if not incident.may(by, "file_report"):
            raise PermissionDenied
        if form_key and (sent := cls.objects.filter(form_key=form_key, filed_by=by).first()):
            return sent
        if not incident.completed:
            raise ValidationError(_("Complete the imported report first."))
        earlier = list(incident.reports.order_by("number"))
        refuse(incident, earlier, kind, level, corrects)
        report = cls.objects.create(
            incident=incident,
            number=len(earlier) + 1,
            kind=kind,
            level=level,
            note=note,
            corrects=corrects,
            facts=snapshot(incident),
            filed_by=by,
            filed_at=now,
            form_key=form_key,
        )
        told = {"by": by, "now": now, "note": " · ".join(filter(None, [str(report.number), note]))}
        event = incident.record("report_filed", changes={LEVEL_OF_AUTHORITIES: [None, level]}, **told)
        incident.remake_obligations(event, now)
        report.refresh_from_db(fields=["facts"])  # as they are read again from here on
        return report


def refuse(incident, earlier, kind, level, corrects):
    errors = {}
    if corrects is not None and (corrects not in earlier or corrects.kind != kind):
        errors["kind"] = _("A correction is of the same kind as the report that it corrects.")
    elif not earlier and kind != Report.Kind.FIRST:
        errors["kind"] = _("Nothing was reported yet: this is the first report.")
    elif earlier and kind == Report.Kind.FIRST and corrects is None:
        errors["kind"] = _("The first report is filed already. Choose another kind, or correct that one.")
    if level not in levels_of(incident):
        errors["level"] = _("Accidents at this place are not reported to this level.")
    if errors:
        raise ValidationError(errors)
