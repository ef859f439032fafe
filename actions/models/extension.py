from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.scope import seen_with

from .action import Action


class Extension(models.Model):
    """More time, asked for by the owner and decided by somebody else (延期). `granted` is None while it is open."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="extensions")
    deadline = models.DateField(_("new deadline"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_late = models.BooleanField(default=False)
    granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    objects = seen_with("action")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["action"], condition=Q(granted=None), name="extension_one_open"),
            models.CheckConstraint(
                condition=Q(granted=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="extension_decided_by_somebody",
            ),
        ]

    def __str__(self):
        return str(self.deadline)

    def decide(self, granted, *, by, now, note):
        self.granted, self.decided_by, self.decided_at, self.answer = granted, by, now, note
        self.save(update_fields=["granted", "decided_by", "decided_at", "answer"])
