"""What was decided in a meeting: an event of an action, by whichever of its verbs."""

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy

from actions.models import ActionEvent
from common.lifecycle import AlreadyMoved

from .meeting import Meeting


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class Decision(models.Model):
    """Joins the event of an action to the meeting in which it was decided. Append-only, by a trigger."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    event = models.OneToOneField(ActionEvent, models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("decision")
        verbose_name_plural = gettext_lazy("decisions")
        ordering = ["pk"]

    def __str__(self):
        return str(self.event)


@transaction.atomic
def decide(meeting, verb, do, *, by):
    """Do by `do()`, which returns an action or nothing, what was decided in `meeting`; return the action.

    The last event of `verb` that `by` left is the decision. While it is done nobody voids the meeting.
    """
    here = Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=meeting.pk)
    if here.status == Meeting.Status.VOID:
        raise AlreadyMoved
    if not here.may(by, "decide"):
        raise PermissionDenied
    action = do()
    if action is not None:
        event = action.events.filter(by=by, verb=verb).order_by("-pk").first()
        Decision.objects.get_or_create(event=event, defaults={"meeting": here})
    return action
