"""More time: asked for by the owner, decided by somebody else."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.calendars import end_of_day
from outbox import notices


class Extending:
    """The verbs of an Action about its deadline. The first deadline is kept for ever."""

    def ask_extension(self, *, by, now, note, deadline):
        """The owner asks for more time; the deadline stands until somebody grants it."""
        if self.deadline and deadline <= self.deadline:
            raise ValidationError({"deadline": _("Ask for a day after the present deadline.")})
        self.refuse_bad_deadline(deadline, now)
        with transaction.atomic():
            event = self._move("ask_extension", by=by, now=now, note=note)
            self.extensions.create(
                asked_by=by, asked_at=now, reason=note, deadline=deadline, asked_late=self.due_at <= now
            )
            notices.say("action", self, "extension_asked", event, [self.verifier])
        return event

    def extend(self, *, by, now, note, deadline):
        """Somebody who may decide gives more time without being asked, with the reason."""
        self.refuse_to_extend(deadline, now)
        with transaction.atomic():
            was_late = self.due_at <= now
            event = self._move(
                "extend",
                by=by,
                now=now,
                note=note,
                deadline=deadline,
                due_at=end_of_day(deadline, self.site.time_zone),
                owner_told_at=now,
            )
            extension = self.extensions.create(
                asked_by=by, asked_at=now, reason=note, deadline=deadline, asked_late=was_late
            )
            extension.decide(True, by=by, now=now, note="")
            notices.say("action", self, "extension_granted", event, [self.owner])
        return event

    def grant_extension(self, *, by, now, note=""):
        """The new deadline holds; the first one is kept for ever."""
        with transaction.atomic():
            extension = self.open_extension
            self.refuse_to_grant(now)
            event = self._move(
                "grant_extension",
                by=by,
                now=now,
                note=note,
                deadline=extension.deadline,
                due_at=end_of_day(extension.deadline, self.site.time_zone),
                owner_told_at=now,
            )
            extension.decide(True, by=by, now=now, note=note)
            notices.say("action", self, "extension_granted", event, [self.owner])
        return event

    def refuse_extension(self, *, by, now, note):
        with transaction.atomic():
            extension = self.open_extension
            if extension is None:
                raise ValidationError(_("Nobody is asking for more time."))
            event = self._move("refuse_extension", by=by, now=now, note=note)
            extension.decide(False, by=by, now=now, note=note)
            notices.say("action", self, "extension_refused", event, [self.owner])
        return event

    # what is refused; asked before anything is written, and by whoever wants to know beforehand

    def refuse_to_extend(self, deadline, now):
        if self.deadline and deadline <= self.deadline:
            raise ValidationError({"deadline": _("Choose a day after the present deadline.")})
        self.refuse_bad_deadline(deadline, now)

    def refuse_to_grant(self, now):
        if self.open_extension is None:
            raise ValidationError(_("Nobody is asking for more time."))
        self.refuse_bad_deadline(self.open_extension.deadline, now)
