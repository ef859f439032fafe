"""What the law demands of somebody by when, as a row: computed from the facts, kept when they change."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.clock import local_day

from ..rules import packs
from .incident import Incident

INSTANT = timedelta.resolution


class ObligationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(incident__in=Incident.objects.visible_to(user))

    def standing(self):
        """Those that today's facts demand, met or not."""
        return self.filter(superseded_at=None)

    def unmet(self):
        return self.standing().filter(met_at=None)

    def for_list(self):
        return self.select_related("incident__site__organization", "incident__site__region")


class Obligation(models.Model):
    """One demand on one incident. A clock that moves is a new row; the old one keeps what replaced it and why.

    `by` and `to` are unit, team, public, or codes of levels; `due_at` is the first instant at which it is late. Only
    `incidents.models.clocked` writes these rows.
    """

    class Kind(models.TextChoices):
        UNIT_REPORT = "unit_report", gettext_lazy("Report of the unit")
        LEVEL_REPORT = "level_report", gettext_lazy("Report to the next level")
        SUPPLEMENT = "supplement", gettext_lazy("Supplementary report of casualties")
        INVESTIGATION_REPORT = "investigation_report", gettext_lazy("Report of the investigation")
        REPLY = "reply", gettext_lazy("Reply to the report of the investigation")
        ASSESSMENT = "assessment", gettext_lazy("Assessment of what was done")

    IN_HOURS = frozenset({Kind.UNIT_REPORT, Kind.LEVEL_REPORT})

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="obligations")
    kind = models.CharField(max_length=24, choices=Kind)
    by = models.CharField(max_length=12)
    to = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    not_before = models.DateField(null=True)
    clause_zh = models.CharField(max_length=120)
    clause_en = models.CharField(max_length=120)
    pack = models.CharField(max_length=60)  # its code and version
    made_at = models.DateTimeField()
    arose_from = models.ForeignKey("incidents.IncidentEvent", models.PROTECT, null=True, related_name="+")
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey("incidents.Report", models.PROTECT, null=True, related_name="met")
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey("incidents.IncidentEvent", models.PROTECT, null=True, related_name="+")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("legal deadline")
        verbose_name_plural = gettext_lazy("legal deadlines")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(superseded_at=None, met_at=None), name="obligation_running"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "kind", "by", "to"], condition=Q(superseded_at=None), name="obligation_once"
            ),
            models.CheckConstraint(
                condition=Q(met_by=None) | Q(met_at__isnull=False), name="obligation_met_by_is_met_at"
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return f"{self.incident.get_absolute_url()}#obligation-{self.pk}"

    @property
    def site(self):
        return self.incident.site

    @property
    def clause(self):
        return self.clause_zh if (get_language() or "").startswith("zh") else self.clause_en

    @property
    def runs_in_hours(self):
        return self.kind in self.IN_HOURS

    @property
    def last_day(self):
        """The last local day on which it is in time."""
        return local_day(self.due_at - INSTANT, self.site.time_zone)

    @property
    def met_on(self):
        return local_day(self.met_at, self.site.time_zone) if self.met_at else None

    @property
    def by_in_words(self):
        return party(self.by, self.incident)

    @property
    def to_in_words(self):
        return party(self.to, self.incident)

    @property
    def is_early(self):
        """Whether it was met before the law lets it be, as an assessment is before the effect can be seen."""
        return bool(self.not_before and self.met_on and self.met_on < self.not_before)

    def is_late(self, now):
        """Whether it was met late (迟报), or is not met and its time is over."""
        return (self.met_at or now) >= self.due_at

    def days_left(self, now):
        return (self.last_day - local_day(now, self.site.time_zone)).days


def party(code, incident):
    """Who `code` is: the unit, the team, or a level of the authorities, in the language in force."""
    names = {"unit": _("the unit"), "team": _("the investigation team"), "public": _("the public")}
    return names.get(code) or levels_of(incident).get(code, code)


def levels_of(incident):
    """{code: name} of the levels through which an accident is reported there, lowest first; empty without rules."""
    where = {"jurisdiction": incident.site.region.jurisdiction, "day": incident.occurred_on}
    rule = packs.rule_or_none("reporting_levels", **where)
    chain = rule["chains"][incident.reporting_chain] if rule else []
    return {code: str(packs.Text(rule["levels"][code]["zh"], rule["levels"][code]["en"])) for code in chain}
