"""That the same happened again, although something had been done about it (复发)."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scope import seen_with
from common.calendars import end_of_day
from common.clock import local_day
from incidents.models import Incident
from outbox import notices

WITHIN = 180  # days from the closing of an action to the next incident of the kind
TERM, CRITICAL_TERM = timedelta(days=30), timedelta(days=14)


class Recurring:
    """What happens to an Action by itself when the same kind of incident comes back at its site."""

    def recur(self, incident, because, *, now):
        """Flag it and take it up again, once for each incident; nobody's verb, but a consequence of what was logged.

        `because`: a Recurrence.Because. Returns the Recurrence, or None where it was flagged already.
        """
        with transaction.atomic():
            found, made = self.recurrences.get_or_create(
                incident=incident, defaults={"because": because, "found_at": now}
            )
            if not made:
                return None
            critical = self.priority == self.Priority.CRITICAL
            deadline = local_day(now, self.site.time_zone) + (CRITICAL_TERM if critical else TERM)
            self.change(
                sources=(self.Status.CLOSED,),
                status=self.Status.ASSIGNED,
                deadline=deadline,
                due_at=end_of_day(deadline, self.site.time_zone),
                round=F("round") + 1,
                **self.ANEW,
                owner_told_at=now,
            )
            event = self.record("recur", by=None, now=now, note=incident.number)
            self.after_move(event)
            self.take_up_its_case(event)
            notices.say("action", self, "recurred", event, [self.owner, self.verifier])
        return found


class Recurrence(models.Model):
    """One incident after which an action was taken up again. It stays when the incident is declared void later."""

    class Because(models.TextChoices):
        CATEGORY = "category", gettext_lazy("the same category")
        CAUSE = "cause", gettext_lazy("the same direct cause")

    action = models.ForeignKey("actions.Action", models.PROTECT, related_name="recurrences")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="recurrences")
    because = models.CharField(max_length=10, choices=Because)
    found_at = models.DateTimeField()

    objects = seen_with("action")

    class Meta:
        verbose_name = gettext_lazy("recurrence")
        verbose_name_plural = gettext_lazy("recurrences")
        ordering = ["found_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["action", "incident"], name="recurrence_once")]

    def __str__(self):
        return f"{self.action} · {self.incident}"

    @property
    def reason(self):
        """In words, without a name of anybody; the event keeps the number alone, the same in every language."""
        facts = {"number": self.incident.number, "because": self.get_because_display(), "days": WITHIN}
        return _("%(number)s happened at the same site within %(days)d days of its closing: %(because)s.") % facts
