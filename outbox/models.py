"""What is to be said to whom, once (Notice), and the mails in which it was said (Letter)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Ladder(models.Model):
    """The steps of reminding and escalating for one kind of subject and one priority: policy as data."""

    subject = models.CharField(max_length=20)
    priority = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "priority"], name="ladder_once")]

    def __str__(self):
        return f"{self.subject} {self.priority}"


class Step(models.Model):
    """`days` counts from the deadline: −3 is three days before it, 0 the day itself, 7 a week late."""

    class Audience(models.TextChoices):
        OWNER = "owner", _("Owner")
        VERIFIER = "verifier", _("Verifier")
        LINE_MANAGER = "line_manager", _("Line manager of the owner")
        SITE_OFFICIAL = "site_official", _("Official of the site")

    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="steps")
    days = models.SmallIntegerField()
    audience = models.CharField(max_length=16, choices=Audience)
    every = models.PositiveSmallIntegerField(
        null=True, help_text=_("From this step on it is said again after so many days.")
    )

    class Meta:
        ordering = ["days", "audience"]
        constraints = [models.UniqueConstraint(fields=["ladder", "days", "audience"], name="step_once")]

    def __str__(self):
        return f"{self.days:+d} {self.audience}"


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user)

    def about(self, subject_kind, subject_id):
        return self.filter(subject_kind=subject_kind, subject_id=subject_id)

    def waiting(self):
        return self.filter(letter=None, withdrawn_at=None, skipped_at=None)


class Notice(models.Model):
    """One thing to tell one person, once. It becomes part of a letter, is withdrawn, or is skipped with a reason.

    `step` is the day count of a ladder step, or the id of the event that set the notice off.
    """

    class Skipped(models.TextChoices):
        OVERTAKEN = "overtaken", _("A later step was reached before this one was said.")
        NO_ADDRESS = "no_address", _("This person has no mail address.")
        NOT_TRUE = "not_true", _("It was no longer so when the letter was to leave.")
        NO_ACCESS = "no_access", _("This person may no longer see it.")

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    round = models.PositiveSmallIntegerField()
    deadline = models.DateField(null=True)
    step = models.BigIntegerField()
    person = models.ForeignKey(User, models.PROTECT, related_name="notices")
    audience = models.CharField(max_length=16, blank=True)
    urgent = models.BooleanField(default=False)
    not_before = models.DateTimeField()
    created_at = models.DateTimeField()
    letter = models.ForeignKey("Letter", models.PROTECT, null=True, related_name="notices")
    withdrawn_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField(null=True)
    skipped_because = models.CharField(max_length=12, choices=Skipped, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["not_before", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "round", "deadline", "step", "person"],
                nulls_distinct=False,
                name="notice_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(letter=None, withdrawn_at=None, skipped_at=None),
                name="notice_waiting",
            )
        ]

    def __str__(self):
        return f"{self.subject_kind} {self.subject_id} {self.kind} {self.step:+d}"

    KEY = ("subject_kind", "subject_id", "kind", "round", "deadline", "step", "person_id")

    def audience_is(self, audience, person_id):
        """Whether a step for `audience` still goes to the right person; other audiences are not in question."""
        return self.audience != audience or self.person_id == person_id

    @property
    def key(self):
        return tuple(getattr(self, name) for name in self.KEY)


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
