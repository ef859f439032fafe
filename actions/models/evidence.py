from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scope import seen_with
from common.attachments import Attachment

from .action import Action


class Evidence(Attachment):
    """A photo or file that shows the place before or after the work, or weeks later (佐证)."""

    class Side(models.TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")
        CHECK = "check", _("At the effectiveness check")

    action = models.ForeignKey(Action, models.PROTECT, related_name="evidence")
    side = models.CharField(max_length=8, choices=Side)
    round = models.PositiveSmallIntegerField()

    objects = seen_with("action")

    class Meta:
        ordering = ["pk"]
