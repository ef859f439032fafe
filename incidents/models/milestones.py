"""What moves the days of an investigation: appraisals, more time, the report, the reply to it, the assessment."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..rules import packs
from .incident import Incident
from .legal_fact import LegalFact
from .part import Part


def one_for_each(name):
    return models.UniqueConstraint(fields=["incident"], condition=Q(taken_out_at=None), name=name)


def document(label, **options):
    return models.CharField(label, max_length=120, **options)


class Appraisal(LegalFact):
    """A technical appraisal: its time does not count (Decree 493, art. 27), once it is known when it ended."""

    KIND = "appraisal"

    about = document(gettext_lazy("what is appraised"))
    document = document(gettext_lazy("document"))
    first_day = models.DateField(gettext_lazy("entrusted on"))
    last_day = models.DateField(gettext_lazy("result on"), null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("technical appraisal")
        verbose_name_plural = gettext_lazy("technical appraisals")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="appraisal_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return self.about

    def refuse_bad_facts(self, now):
        self.refuse_bad_day("first_day", now)
        self.refuse_bad_day("last_day", now, earliest=self.first_day, because=_("It ends before it begins."))


class Prolongation(LegalFact):
    """More time for the report of the investigation, approved by the investigating government (art. 29)."""

    KIND = "prolongation"

    days = models.PositiveSmallIntegerField(gettext_lazy("more days"), validators=[MinValueValidator(1)])
    authority = document(gettext_lazy("approved by"))
    document = document(gettext_lazy("number of the document"))
    approved_on = models.DateField(gettext_lazy("approved on"))

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("extension of the investigation")
        verbose_name_plural = gettext_lazy("extensions of the investigation")

    def __str__(self):
        return self.document

    def refuse_bad_facts(self, now):
        where = {"jurisdiction": self.site.region.jurisdiction, "day": self.incident.occurred_on}
        rule = packs.rule_or_none("investigation", **where)
        if rule:
            before = sum(self.others().values_list("days", flat=True))
            longest = rule["longest_extension"]
            if before + self.days > longest:
                text = _("Extensions are at most %(days)d days together; %(before)d are approved already.")
                raise ValidationError({"days": text % {"days": longest, "before": before}})
        self.refuse_bad_day("approved_on", now)


class Submission(LegalFact):
    """The day on which the investigating government received the report of the investigation."""

    KIND = "submission"

    submitted_on = models.DateField(gettext_lazy("submitted on"))
    authority = document(gettext_lazy("to which government"))
    document = document(gettext_lazy("number of the document"), blank=True)

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("submission of the report")
        verbose_name_plural = gettext_lazy("submissions of the report")
        constraints = [one_for_each("submission_one")]

    def __str__(self):
        return self.document or date_format(self.submitted_on, "DATE_FORMAT")

    def refuse_bad_facts(self, now):
        self.refuse_second("submitted_on")
        self.refuse_bad_day("submitted_on", now)
        reply = self.incident.replies.filter(taken_out_at=None).first()
        if reply and reply.replied_on < self.submitted_on:
            day = {"day": date_format(reply.replied_on, "DATE_FORMAT")}
            raise ValidationError({"submitted_on": _("The reply to it is of %(day)s, before this.") % day})

    def take_out(self, **given):
        if self.incident.replies.filter(taken_out_at=None).exists():
            raise ValidationError(_("There is a reply to it: take that out first."))
        super().take_out(**given)


class Reply(LegalFact):
    """The reply (批复) of the investigating government to the report (art. 32)."""

    KIND = "reply"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="replies")
    replied_on = models.DateField(gettext_lazy("day of the reply"))
    number = document(gettext_lazy("number of the document"))
    authority = document(gettext_lazy("government that replied"))

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("reply to the report")
        verbose_name_plural = gettext_lazy("replies to the report")
        constraints = [one_for_each("reply_one")]

    def __str__(self):
        return self.number

    def refuse_bad_facts(self, now):
        self.refuse_second("replied_on")
        report = self.incident.submissions.filter(taken_out_at=None).first()
        if report is None:
            raise ValidationError({"replied_on": _("Record first when the report of the investigation was submitted.")})
        day = {"day": date_format(report.submitted_on, "DATE_FORMAT")}
        because = _("This is before the report: it was submitted on %(day)s.") % day
        self.refuse_bad_day("replied_on", now, earliest=report.submitted_on, because=because)
        assessment = self.incident.assessments.filter(taken_out_at=None).first()
        if assessment and assessment.assessed_on < self.replied_on:
            day = {"day": date_format(assessment.assessed_on, "DATE_FORMAT")}
            raise ValidationError({"replied_on": _("The assessment is of %(day)s, before this.") % day})

    def take_out(self, **given):
        if self.incident.assessments.filter(taken_out_at=None).exists():
            raise ValidationError(_("There is an assessment after it: take that out first."))
        super().take_out(**given)


class Assessment(LegalFact):
    """The assessment, measure by measure, of what the report asked for (Work Safety Law 2021, art. 86)."""

    KIND = "assessment"

    assessed_on = models.DateField(gettext_lazy("assessed on"))
    body = document(gettext_lazy("assessed by"))
    result = models.TextField(gettext_lazy("result"))
    published = models.CharField(gettext_lazy("published where"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("assessment of what was done")
        verbose_name_plural = gettext_lazy("assessments of what was done")
        constraints = [one_for_each("assessment_one")]

    def __str__(self):
        return self.body

    def refuse_bad_facts(self, now):
        self.refuse_second("assessed_on")
        reply = self.incident.replies.filter(taken_out_at=None).first()
        if reply is None:
            raise ValidationError({"assessed_on": _("Record the reply to the report of the investigation first.")})
        day = {"day": date_format(reply.replied_on, "DATE_FORMAT")}
        because = _("This is before the reply: it is of %(day)s.") % day
        self.refuse_bad_day("assessed_on", now, earliest=reply.replied_on, because=because)
