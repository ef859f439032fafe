"""The mails in which something was said."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user)

    def unsent(self):
        return self.filter(sent_at=None, dropped_at=None, failed_at=None)


class Letter(models.Model):
    """One mail to one person. Sent, dropped because nothing in it was true any more, or failed for good."""

    person = models.ForeignKey(User, models.PROTECT, related_name="letters")
    address = models.EmailField()
    language = models.CharField(max_length=8)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField()
    html = models.TextField()
    reply_to = models.EmailField(blank=True)
    is_information = models.BooleanField(default=False)  # and nothing in it has to be done
    message_id = models.CharField(max_length=120, unique=True)
    digest_on = models.DateField(null=True)
    composed_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-composed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest_on"], condition=Q(digest_on__isnull=False), name="letter_one_digest_a_day"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try"],
                condition=Q(sent_at=None, dropped_at=None, failed_at=None),
                name="letter_unsent",
            )
        ]

    def __str__(self):
        return self.subject
