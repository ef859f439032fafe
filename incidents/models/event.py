"""What people did to the record of an incident."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from accounts.scope import seen_with

from ..wording import in_words, label_of


class IncidentEvent(models.Model):
    """What somebody did to the record of an incident or of one of its findings. Append-only, by a trigger."""

    class Verb(models.TextChoices):
        LOGGED = "logged", gettext_lazy("Logged")
        IMPORTED = "imported", gettext_lazy("Imported")
        EDITED = "edited", gettext_lazy("Edited")
        ADDED_PHOTOS = "added_photos", gettext_lazy("Photos added")
        MOVED = "moved", gettext_lazy("Its site was merged into another")
        VOID = "void", gettext_lazy("Declared void")
        FINDING_ADDED = "finding_added", gettext_lazy("Finding added")
        FINDING_EDITED = "finding_edited", gettext_lazy("Finding edited")
        FINDING_CONFIRMED = "confirm", gettext_lazy("Finding confirmed")
        FINDING_WITHDRAWN = "withdraw", gettext_lazy("Finding withdrawn")

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="events")
    finding = models.ForeignKey("incidents.Finding", models.PROTECT, null=True, related_name="events")
    verb = models.CharField(max_length=16, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict)

    objects = seen_with("incident")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], include=["incident", "verb"], name="incident_event_at")]

    def __str__(self):
        return self.get_verb_display()

    @property
    def is_move(self):
        return self.verb not in (self.Verb.EDITED, self.Verb.FINDING_EDITED, self.Verb.ADDED_PHOTOS)

    def changed(self):
        """(label, before, after) of each fact that an edit changed, in words."""
        model = type(self.finding or self.incident)
        zone = self.incident.site.time_zone
        return [
            (label_of(model, name), in_words(model, name, old, zone), in_words(model, name, new, zone))
            for name, (old, new) in self.changes.items()
        ]
