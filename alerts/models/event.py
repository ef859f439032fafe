"""What became of an alert, and what people answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.scope import seen_with
from incidents.models import Incident

from .alert import Alert


class AlertEvent(models.Model):
    """With how many incidents and deaths there were after it. Append-only, by a trigger."""

    class Verb(models.TextChoices):
        RAISED = "raised", pgettext_lazy("alert", "Raised")
        JOINED = "joined", gettext_lazy("Another incident joined")
        WORSE = "worse", gettext_lazy("More people had died than was known")
        RECOUNTED = "recounted", gettext_lazy("Fewer people had died than was said")
        LEFT = "left", gettext_lazy("An incident no longer counts")
        ANSWERED = "answered", gettext_lazy("Answered")
        ENDED = "ended", pgettext_lazy("alert", "Ended")

    class Because(models.TextChoices):
        """Why an incident no longer counts; why an alert ended says Alert.Ended."""

        VOID = "void", gettext_lazy("It was declared void.")
        MILDER = "milder", gettext_lazy("It was less grave than it first seemed.")
        PAST = "past", gettext_lazy("By now it lies too far back.")
        ELSEWHERE = "elsewhere", gettext_lazy("Its place, day or cause was corrected.")

    GROWING = (Verb.JOINED, Verb.WORSE)

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=10, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    because = models.CharField(max_length=10, blank=True)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    incidents = models.PositiveIntegerField(default=0)
    deaths = models.PositiveIntegerField(default=0)

    objects = seen_with("alert")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_verb_display()

    @property
    def reason(self):
        """Why, in a sentence."""
        reasons = Alert.Ended if self.verb == self.Verb.ENDED else self.Because
        return reasons(self.because).label if self.because else ""
