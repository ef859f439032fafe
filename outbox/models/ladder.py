"""The policy of reminding and escalating, as rows that an administrator changes."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.lifecycle import Versioned

WHOLE_DAY = 24 * 60  # minutes


class Ladder(Versioned):
    """The steps that are climbed for one kind of thing of one priority.

    `kind` is the kind of notice, such as deadline, that the apps register with `outbox.subjects`.
    """

    class Priority(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        CRITICAL = "critical", _("Critical")

    subject_kind = models.CharField(max_length=20)
    kind = models.CharField(max_length=24)
    priority = models.CharField(_("priority"), max_length=12, choices=Priority)

    class Meta:
        ordering = ["subject_kind", "kind", "-priority"]
        constraints = [models.UniqueConstraint(fields=["subject_kind", "kind", "priority"], name="ladder_once")]

    def __str__(self):
        return f"{self.subject_kind} {self.kind} {self.priority}"

    def is_of(self, notice):
        """Whether `notice` climbs this kind of ladder, of whatever priority."""
        return (self.subject_kind, self.kind) == (notice.subject_kind, notice.kind)

    @transaction.atomic
    def climb_otherwise(self, steps, *, by, now, note):
        """Put unsaved `steps` in the place of those in force; open work climbs them from the next plan on."""
        before = [step.as_json() for step in self.steps.all()]
        self.change()
        self.steps.all().delete()
        for step in steps:
            step.ladder = self
        Step.objects.bulk_create(steps)
        self.changes.create(by=by, at=now, note=note, before=before, after=[step.as_json() for step in steps])


class Step(models.Model):
    """Who is told at which distance from the limit.

    `offset` counts minutes: −4320 is three days before, 0 the limit itself, 240 four hours after. A whole number of
    days means the local day, where the limit is one.
    """

    class Audience(models.TextChoices):
        """The official in charge is the sector's, or the territory's where there is none; the next in line is at every
        repetition one superior higher."""

        OWNER = "owner", _("Owner")
        VERIFIER = "verifier", _("Verifier")
        CHECKER = "checker", _("Whoever checks whether it holds")
        LINE_MANAGER = "line_manager", _("Line manager")
        SAFETY_MANAGER = "safety_manager", _("Safety manager of the site")
        SITE_OFFICIAL = "site_official", _("Official in charge of the site")
        SECTOR_OFFICIAL = "sector_official", _("Official of the sector")
        TERRITORY_OFFICIAL = "territory_official", _("Official of the territory")
        LEADER = "leader", _("Leader of the territory")
        NEXT_IN_LINE = "next_in_line", _("Next in line")

    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="steps")
    offset = models.IntegerField()
    audience = models.CharField(_("who is told"), max_length=20, choices=Audience)
    every = models.PositiveIntegerField(null=True)  # minutes after which it is said again, and again

    class Meta:
        ordering = ["offset", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["ladder", "offset", "audience"], name="step_once"),
            models.CheckConstraint(condition=Q(every=None) | Q(every__gte=5), name="step_repeats_at_leisure"),
        ]

    def __str__(self):
        return f"{self.offset:+d} {self.audience}"

    def as_json(self):
        return {"offset": self.offset, "audience": self.audience, "every": self.every}


class LadderChange(models.Model):
    """That somebody changed a ladder: its steps before and after. Append-only, by a trigger."""

    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(_("reason"))
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.ladder} {self.at:%Y-%m-%d}"
