"""What is known of the running of reminders: that it lives, and that somebody has stopped it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FRESH = timedelta(seconds=20)  # well below the minute after which it is done again


class Pulse(models.Model):
    """When one of the three functions last did its work to the end. Written by whoever woke it."""

    class Name(models.TextChoices):
        PLAN = "plan", _("Planned")
        COMPOSE = "compose", _("Composed")
        DELIVER = "deliver", pgettext_lazy("letters", "Sent")

    name = models.CharField(max_length=12, choices=Name, unique=True)
    at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def is_fresh(cls, name, *, now):
        """Whether this was done so shortly ago that doing it again would say nothing new."""
        return cls.objects.filter(name=name, at__gt=now - FRESH).exists()

    @classmethod
    def beat(cls, name, count, *, now):
        cls.objects.update_or_create(name=name, defaults={"at": now, "count": count})


class HoldQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(released_at=None)


class Hold(models.Model):
    """Letters stand still from here until somebody lets them go (暂停发送). Planning goes on.

    `because` says whether a person stopped them, or the guard against a flood, which needs a person to look.
    """

    class Because(models.TextChoices):
        PERSON = "person", _("Stopped by a person")
        FLOOD = "flood", _("Far more letters than usual were about to leave")

    because = models.CharField(max_length=8, choices=Because)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(_("reason"), blank=True)
    letters = models.PositiveIntegerField(default=0)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    release_note = models.TextField(_("reason"), blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(released_at=None), name="hold_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(because="flood") | Q(by__isnull=False) & ~Q(note=""), name="hold_by_somebody_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(released_by__isnull=False) & ~Q(release_note=""),
                name="hold_released_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.because} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def place(cls, *, by, now, note):
        """Stop all letters; one who comes second finds them stopped."""
        return cls.objects.get_or_create(
            released_at=None, defaults={"because": cls.Because.PERSON, "by": by, "at": now, "note": note}
        )

    def release(self, *, by, now, note):
        """Let the letters go; whether it was this person who did."""
        standing = type(self).objects.standing().filter(pk=self.pk)
        return bool(standing.update(released_by=by, released_at=now, release_note=note))
