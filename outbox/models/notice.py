"""What is to be said to whom, once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user)

    def about(self, subject_kind, subject_id):
        return self.filter(subject_kind=subject_kind, subject_id=subject_id)

    def waiting(self):
        return self.filter(letter=None, withdrawn_at=None, skipped_at=None)


class Notice(models.Model):
    """One thing to tell one person, once. It becomes part of a letter, is withdrawn, or is skipped with a reason.

    `step` is the offset of a ladder's step, or the id of the event that set the notice off. `instead_of` is whom it was
    for, where somebody else is told in that person's stead.
    """

    class Skipped(models.TextChoices):
        OVERTAKEN = "overtaken", _("A later step was reached before this one was said.")
        NO_ADDRESS = "no_address", _("Nobody can write to this person: there is no mail address, or it was refused.")
        ABSENT = "absent", _("This person was absent: somebody else was told.")
        OUT_OF_OFFICE = "gone", _("This person had no duty there any more: somebody else was told.")
        UNSUBSCRIBED = "unsubscribed", _("This person does not want letters for information.")
        NOT_TRUE = "not_true", _("It was no longer so when the letter was to leave.")
        NO_ACCESS = "no_access", _("This person may no longer see it.")

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    round = models.PositiveSmallIntegerField()
    deadline = models.DateField(null=True)
    step = models.BigIntegerField()
    person = models.ForeignKey(User, models.PROTECT, related_name="notices")
    audience = models.CharField(max_length=20, blank=True)
    instead_of = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
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

    @property
    def meant_for_id(self):
        """Whose it is: the person's, or that of whom they stand in for."""
        return self.instead_of_id or self.person_id

    def audience_is(self, audience, person_id):
        """Whether a step for `audience` still goes to the right person; other audiences are not in question."""
        return self.audience != audience or self.meant_for_id == person_id

    @property
    def key(self):
        return tuple(getattr(self, name) for name in self.KEY)

    @classmethod
    def skip(cls, notices, reason, *, now):
        """They are not said, and `reason` (a Notice.Skipped) says why."""
        pks = [notice.pk for notice in notices]
        if pks:
            cls.objects.filter(pk__in=pks).update(skipped_at=now, skipped_because=reason)
