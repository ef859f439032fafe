"""Whether it holds: weeks after it was verified somebody looks again, by what was agreed beforehand (成效核查)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.directory import Directory
from common.clock import local_day
from incidents.models import Incident
from outbox import notices

CRITICAL, GRAVE, OTHERWISE = 30, 60, 90  # days from the verification to the check
CHECKED_EARLY = timedelta(days=7)  # so long before its day the effect can be judged, and no earlier
FAIR_NOTICE = timedelta(days=14)  # for checks of what was verified long before there were any


class Checking:
    """The verbs of an Action about its effectiveness check, which closes it or takes it up again.

    `checker` looks on the local day `check_by`, or in the week before it, whether what `effect_criterion` says is so.
    Containment has none: it is closed by its verification.
    """

    @property
    def has_check(self):
        return self.kind != self.Kind.CONTAINMENT

    @property
    def days_to_check(self):
        """30 for critical actions, 60 where the incident was grave, 90 for the others."""
        if self.priority == self.Priority.CRITICAL:
            return CRITICAL
        incident = self.origin_incident
        return GRAVE if incident is not None and incident.is_grave else OTHERWISE

    def days_to_its_check(self, now):
        """Local days until the check is to be made: below zero it is late; None where none is to come."""
        if self.status != self.Status.VERIFIED or self.check_by is None:
            return None
        return (self.check_by - local_day(now, self.site.time_zone)).days

    @property
    def check_from(self):
        """The first local day on which its effect can be judged."""
        return self.check_by and self.check_by - CHECKED_EARLY

    def default_checker(self):
        """The verifier, or whoever is the official of the site where that person cannot be; None where nobody can."""
        for person in (self.verifier, Directory([self.site]).site_official(self.site)):
            if person is not None and not self.why_not_checker(person):
                return person
        return None

    def check_of(self, *, now, checker=None, effect_criterion=""):
        """The fields of the check that a verification at `now` makes."""
        checker = checker or self.default_checker()
        if checker is None:
            raise ValidationError({"checker": _("Name somebody who looks later whether it holds.")})
        self.refuse_as_checker(checker)
        return {
            "checker": checker,
            "check_by": local_day(now, self.site.time_zone) + timedelta(days=self.days_to_check),
            "effect_criterion": effect_criterion.strip() or self.effect_criterion or self.criterion,
        }

    def close(self, *, by, now, note="", files=()):
        """It holds: let it go (销号). Of all but containment this is a result of the check."""
        if self.has_check:
            self.refuse_to_judge_early(now)
            if not note.strip():
                raise ValidationError({"note": _("Say how one knows that it holds.")})
        with transaction.atomic():
            event = self._move("close", by=by, now=now, note=note, closed_at=now)
            self.show_at_check(files, by=by, now=now)
        return event

    def pass_check(self, *, by, now, note, checker):
        """Somebody else looks whether it holds; never a present or former owner."""
        if checker == self.checker:
            raise ValidationError({"checker": _("This person makes the check already.")})
        self.refuse_as_checker(checker)
        with transaction.atomic():
            former = self.checker
            changes = {"checker": [str(former or ""), str(checker)]}
            event = self._move("pass_check", by=by, now=now, note=note, changes=changes, checker=checker)
            notices.say("action", self, "checker_named", event, [checker, *([former] if former else [])])
        return event

    def take_up_its_case(self, event):
        """A case that was closed by what does not hold is open again."""
        if self.origin_incident is None:
            return
        incident = Incident.objects.locked(self.origin_incident.pk)
        if incident.status == Incident.Status.CLOSED:
            incident.take_up_again(by=event.by, now=event.at, note=f"{self.number} · {event.note}")

    def show_at_check(self, files, *, by, now):
        for file in files:
            self.evidence.create(round=self.round, side="check", uploaded_by=by, uploaded_at=now, **file)

    def can_be_closed(self, now):
        """Whether its check can say today that it holds."""
        return self.check_by is None or local_day(now, self.site.time_zone) >= self.check_from

    # what is refused; asked before anything is written, and by whoever wants to know beforehand

    def why_not_checker(self, person):
        if person.pk in self.owners_so_far():
            return _("This person has owned the action and cannot judge its effect.")
        if not person.has_duty_at(self.site):
            return _("%(person)s has no duty at %(site)s.") % {"person": person, "site": self.site.full_name}
        if person != self.verifier and not person.sees(self.site):
            return _("%(person)s may not see the actions of %(site)s.") % {
                "person": person,
                "site": self.site.full_name,
            }
        return ""

    def refuse_as_checker(self, person):
        if reason := self.why_not_checker(person):
            raise ValidationError({"checker": reason})

    def refuse_to_judge_early(self, now):
        if not self.can_be_closed(now):
            day = {"day": date_format(self.check_from, "DATE_FORMAT")}
            raise ValidationError(_("Whether it holds can be said from %(day)s on. That it does not, at once.") % day)
