"""When people work otherwise than the official calendar of their country says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .places import Organization


class DayDecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The days of a country are public; those of an organization are seen with it."""
        return self.filter(Q(organization=None) | Q(organization__in=Organization.objects.visible_to(user)))


class DayDecision(models.Model):
    """That on one day people work, or do not, whatever the official calendar says (放假、调休).

    It holds in a country or, if it names one, in an organization. The newest decision about a day counts;
    `works` is None when the day is again as it officially is. Append-only, by a trigger.
    """

    country = models.CharField(_("country"), max_length=2, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    day = models.DateField(_("day"))
    works = models.BooleanField(_("people work"), null=True)
    note = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DayDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about a day")
        verbose_name_plural = _("decisions about days")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["day"], name="day_decision_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False, country="") | Q(organization=None) & ~Q(country=""),
                name="day_decision_holds_somewhere",
            )
        ]

    def __str__(self):
        return f"{self.day} {self.organization or self.country}"


def move_to(source, target, *, by, now):
    """A double was merged: what was decided there about a day holds at `target`, unless `target` has decided itself.

    Decisions are append-only, so each is taken over as a new one, which says who merged and when.
    """
    newest = DayDecision.objects.filter(organization=source).order_by("day", "-pk").distinct("day")
    own = set(DayDecision.objects.filter(organization=target).values_list("day", flat=True))
    DayDecision.objects.bulk_create(
        DayDecision(organization=target, day=d.day, works=d.works, note=d.note, by=by, at=now)
        for d in newest
        if d.works is not None and d.day not in own
    )
