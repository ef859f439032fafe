"""What people did to an action."""

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from accounts.scope import seen_with

from .action import Action

ANSWERS = (
    "send_back",
    "reopen",
    "recur",
    "grant_extension",
    "refuse_extension",
)  # what others decide about somebody's work


class ActionEvent(models.Model):
    """What somebody did, with the state after it, so that any past day can be rebuilt. Append-only, by a trigger."""

    class Verb(models.TextChoices):
        ASSIGN = "assign", gettext_lazy("Assigned")
        IMPORT = "import", gettext_lazy("Imported")
        COMPLETE = "complete", gettext_lazy("Owner and deadline named")
        EDIT = "edit", gettext_lazy("Edited")
        ADD_EVIDENCE = "add_evidence", gettext_lazy("Photos or files added")
        SUBMIT = "submit", gettext_lazy("Submitted for verification")
        SEND_BACK = "send_back", gettext_lazy("Sent back")
        VERIFY = "verify", pgettext_lazy("what somebody did", "Verified")
        CLOSE = "close", pgettext_lazy("what somebody did", "Closed")
        REOPEN = "reopen", gettext_lazy("Reopened")
        RECUR = "recur", gettext_lazy("It happened again: reopened")
        RENEW = "renew", gettext_lazy("Containment renewed")
        REPLACE = "replace", gettext_lazy("Containment replaced by a lasting action")
        HAND_OVER = "hand_over", gettext_lazy("Handed over")
        PASS_VERIFICATION = "pass_verification", gettext_lazy("Verification handed over")
        PASS_CHECK = "pass_check", gettext_lazy("Effectiveness check handed over")
        ASK_EXTENSION = "ask_extension", gettext_lazy("More time asked")
        GRANT_EXTENSION = "grant_extension", gettext_lazy("More time given")
        EXTEND = "extend", gettext_lazy("Deadline moved")
        REFUSE_EXTENSION = "refuse_extension", gettext_lazy("More time refused")
        EXPLAIN = "explain", gettext_lazy("Said why it is late")
        REMIND = "remind", gettext_lazy("Reminded by name")
        MOVED = "moved", gettext_lazy("Its site was merged into another")
        VOID = "void", gettext_lazy("Declared void")

    action = models.ForeignKey(Action, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20, choices=Verb)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=Action.Status)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verifier = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checker = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    deadline = models.DateField(null=True)
    round = models.PositiveSmallIntegerField()

    objects = seen_with("action")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(verb__in=ANSWERS), name="action_answered"),
            models.Index(fields=["at"], include=["action", "verb"], name="action_event_at"),  # what happened since
        ]

    def __str__(self):
        return self.get_verb_display()

    @property
    def is_move(self):
        return self.verb in Action.MOVES or self.verb in (self.Verb.ASSIGN, self.Verb.RECUR)

    def changed(self):
        """(label, before, after) of each field that an edit changed."""
        for name, (before, after) in self.changes.items():
            field = Action._meta.get_field(name)
            yield field.verbose_name, in_words(field, before), in_words(field, after)


def in_words(field, kept):
    """What an event keeps of a field, as text, as people read it."""
    if kept and isinstance(field, models.DateField):
        return date_format(field.to_python(kept), "DATE_FORMAT")
    return dict(field.flatchoices).get(kept, kept)
