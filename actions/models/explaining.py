"""Why it is late: said by the owner, asked for a week after the deadline and again when the answer has aged."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Case, DateTimeField, DurationField, ExpressionWrapper, F, Q, TextChoices, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.clock import local_day

ASKED_AFTER = timedelta(days=6)  # from the midnight that ends the deadline: when the seventh day late begins
HOLDS = timedelta(days=14)  # then the answer is asked for again


class WhyLate(TextChoices):
    """What stands in the way of late work. It excuses nothing: the deadline stands."""

    MONEY = "money", pgettext_lazy("why late", "Money")
    PARTS = "parts", pgettext_lazy("why late", "Parts or material")
    CONTRACTOR = "contractor", pgettext_lazy("why late", "Contractor")
    DISPUTE = "dispute", pgettext_lazy("why late", "Dispute about what to do or who does it")
    DECISION = "decision", pgettext_lazy("why late", "Decision of somebody else")
    FORGOTTEN = "forgotten", pgettext_lazy("why late", "Forgotten")


UNANSWERED, NOT_ASKED = "unanswered", "not_asked"
# What late work can be sorted into: each is in exactly one of these.
ANSWERS = [
    *WhyLate.choices,
    (UNANSWERED, gettext_lazy("Asked, not answered")),
    (NOT_ASKED, gettext_lazy("Not asked yet")),
]


class ExplainedQuerySet:
    """Late actions by why they are late."""

    def sorted_by_why(self, now):
        """With `why`: one of ANSWERS for those that are late."""
        answered = Q(explained_at__gte=F("due_at"), explained_at__gt=now - HOLDS)
        asked = Q(due_at__lte=now - ASKED_AFTER)
        why = Case(When(answered, then=F("late_reason")), When(asked, then=Value(UNANSWERED)), default=Value(NOT_ASKED))
        return self.annotate(why=why)

    def late_because(self, why, now):
        return self.late(now).sorted_by_why(now).filter(why=why)

    def unanswered_longest(self, most, now):
        """Those whose owner was asked why and has not answered: the `most` who were asked first.

        Which ones is told by an index alone, before all that is shown of them is read.
        """
        answered = Q(explained_at__gte=F("due_at"))
        asked_at = Case(When(answered, then=later("explained_at", HOLDS)), default=later("due_at", ASKED_AFTER))
        first = self.late_because(UNANSWERED, now).order_by(asked_at, "pk").values("pk")[:most]
        return self.filter(pk__in=first).order_by(asked_at, "pk")


def later(name, period):
    return ExpressionWrapper(F(name) + Value(period, DurationField()), DateTimeField())


class Explaining:
    """The verb of an Action by which its owner says why it is late, and what that leaves open."""

    def explain(self, *, by, now, note, late_reason):
        """One of WhyLate and a sentence, until the deadline moves. Reminders go on."""
        if not self.is_late(now):
            raise ValidationError(_("It is not late, so there is nothing to explain."))
        changes = {"late_reason": [self.late_reason, late_reason]}
        said = {"late_reason": late_reason, "late_note": note.strip(), "explained_at": now}
        return self._move("explain", by=by, now=now, note=note, changes=changes, **said)

    @property
    def is_explained(self):
        """Whether it was said why the present deadline was not kept, however long ago."""
        return self.explained_at is not None and self.explained_at >= self.due_at

    def asked_why_at(self, now):
        """Since when its owner owes an answer; None while nothing is asked."""
        if not self.is_late(now):
            return None
        asked_at = self.explained_at + HOLDS if self.is_explained else self.due_at + ASKED_AFTER
        return asked_at if asked_at <= now else None

    def days_unanswered(self, now):
        """Local days since the owner was asked: 0 on the day itself, None while nothing is asked."""
        asked_at = self.asked_why_at(now)
        zone = self.site.time_zone
        return None if asked_at is None else (local_day(now, zone) - local_day(asked_at, zone)).days
