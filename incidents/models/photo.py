"""Photos of the scene."""

from django.db import models

from accounts.scope import seen_with
from common.attachments import Attachment


class IncidentPhoto(Attachment):
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="photos")

    objects = seen_with("incident")

    class Meta:
        ordering = ["pk"]
