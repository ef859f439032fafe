"""From done to closed: showing the work, seeing it, letting it go, taking it up again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.calendars import Calendars
from common.calendars import end_of_day
from common.clock import local_day
from common.lifecycle import AlreadyMoved
from outbox import notices

DAYS_TO_VERIFY = 3  # working days


class Verifying:
    """The verbs of an Action between its owner and its verifier."""

    def submit(self, *, by, now, note, files=()):
        """The owner says that it is done and shows it (报请验收)."""
        day = local_day(now, self.site.time_zone)
        if not files and not self.evidence.filter(round=self.round, side="after").exists():
            raise ValidationError({"files": _("Show the finished work: add at least one photo or file.")})
        with transaction.atomic():
            event = self._move(
                "submit",
                by=by,
                now=now,
                note=note,
                submitted_at=now,
                submitted_late=self.due_at <= now,
                verify_by=Calendars().of(self.site).add(day, DAYS_TO_VERIFY),
            )
            for file in files:
                self.evidence.create(round=self.round, side="after", uploaded_by=by, uploaded_at=now, **file)
            notices.say("action", self, "to_verify", event, [self.verifier])
        return event

    def send_back(self, *, by, now, note):
        """It is not done yet: say what is missing (退回). Starts a new round under the same deadline."""
        with transaction.atomic():
            event = self._move(
                "send_back", by=by, now=now, note=note, round=F("round") + 1, verify_by=None, owner_told_at=now
            )
            notices.say("action", self, "sent_back", event, [self.owner])
        return event

    def verify(self, *, by, now, note="", checker=None, effect_criterion=""):
        """Somebody other than the owner has seen it done and working (验收).

        Containment is closed by this. Of the others `checker` looks weeks later whether `effect_criterion` is met.
        """
        check = {} if not self.has_check else self.check_of(now=now, checker=checker, effect_criterion=effect_criterion)
        with transaction.atomic():
            event = self._move(
                "verify", by=by, now=now, note=note, verified_by=by, verified_at=now, verify_by=None, **check
            )
            if not self.has_check:
                return self.close(by=by, now=now)
            notices.say("action", self, "checker_named", event, [self.checker])
        return event

    def reopen(self, *, by, now, note, deadline, files=()):
        """It did not hold, now or at its check: the same owner does it again by a new deadline (重新整改)."""
        self.refuse_bad_deadline(deadline, now)
        with transaction.atomic():
            event = self._move(
                "reopen",
                by=by,
                now=now,
                note=note,
                deadline=deadline,
                due_at=end_of_day(deadline, self.site.time_zone),
                round=F("round") + 1,
                **self.ANEW,
                owner_told_at=now,
            )
            self.show_at_check(files, by=by, now=now)
            self.take_up_its_case(event)
            notices.say("action", self, "reopened", event, [self.owner, self.verifier])
        return event

    @transaction.atomic
    def add_evidence(self, files, *, side, by, now):
        """Photos or files of the state before or after the work, as results of `common.attachments.accept`."""
        here = type(self).objects.select_for_update().get(pk=self.pk)
        if not here.may(by, "add_evidence"):
            raise PermissionDenied
        if here.status != self.Status.ASSIGNED:
            raise AlreadyMoved
        for file in files:
            here.evidence.create(round=here.round, side=side, uploaded_by=by, uploaded_at=now, **file)
        here.record("add_evidence", by=by, now=now, note=", ".join(file["name"] for file in files))
