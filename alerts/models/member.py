from django.db import models
from django.db.models import Q

from accounts.models import Site
from incidents.models import Incident

from .alert import Alert


class AlertMemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everywhere:
            return self.all()
        return self.filter(incident__site__in=Site.objects.filter(pk__in=user.seen_sites))

    def current(self):
        return self.filter(left_at=None)


class AlertMember(models.Model):
    """An incident that an alert is made of. `counted` is what it adds by the rule: 1, or its deaths."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="members")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    occurred_on = models.DateField()
    counted = models.PositiveIntegerField()
    deaths = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = AlertMemberQuerySet.as_manager()

    class Meta:
        ordering = ["occurred_on", "incident"]
        constraints = [models.UniqueConstraint(fields=["alert", "incident"], name="alert_member_once")]
        indexes = [models.Index(fields=["incident"], condition=Q(left_at=None), name="alert_member_of_incident")]

    def __str__(self):
        return f"{self.alert_id} {self.incident_id}"
