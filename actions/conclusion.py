"""What stands between a case and its end, as far as actions know it; and how each action kept its promise.

The words are those of the field: not in time (不及时), not carried out (不落实), not thorough (不彻底).
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.clock import local_day
from incidents.conclusion import Lack
from incidents.models import Finding

from .models import Action

Status = Action.Status


def causes_without_action(incident):
    """A cause is answered by an action that stands, or by an approved reason for none."""
    answered = Action.objects.standing().filter(finding=OuterRef("pk"))
    for finding in Finding.objects.filter(incident=incident).standing().not_waived().exclude(Exists(answered)):
        text = _("Neither an action nor an approved reason for none: %(cause)s") % {"cause": finding.statement[:80]}
        yield Lack(text, f"{incident.get_absolute_url()}#finding-{finding.pk}")


def measures_not_done(incident):
    """Item by item: each action is closed, or void with a reason; where there is none, somebody approved why not."""
    if not Action.objects.of_incident(incident).standing().exists() and not is_waived(incident):
        text = _("There is no action, and no approved reason for none.")
        yield Lack(text, f"{incident.get_absolute_url()}#causes")
    for action in Action.objects.of_incident(incident).not_replaced().filter(status=Status.CLOSED).order_by("number"):
        text = _("%(number)s %(title)s: containment until %(day)s, nothing lasting has taken its place") % {
            "number": action.number,
            "title": action.title,
            "day": date_format(action.expires_on, "DATE_FORMAT"),
        }
        yield Lack(text, action.get_absolute_url())
    for action in Action.objects.of_incident(incident).unclosed().order_by("number"):
        text = _("%(number)s %(title)s: %(state)s") % {
            "number": action.number,
            "title": action.title,
            "state": action.get_status_display(),
        }
        yield Lack(text, action.get_absolute_url())


def is_waived(incident):
    return Finding.objects.filter(incident=incident, waivers__status="approved").standing().exists()


@dataclass(frozen=True)
class Promise:
    """Of one action: None where it is not known yet.

    `in_time`: submitted, and not sent back since, on or before the first deadline; no more time was asked for after it.
    `carried_out`: shown with evidence and verified by somebody else; not while what was sent back is still missing.
    `thorough`: its effect was checked, and it was never taken up again.
    """

    in_time: bool | None
    carried_out: bool | None
    thorough: bool | None

    def __bool__(self):
        return any(kept is not None for kept in (self.in_time, self.carried_out, self.thorough))

    @property
    def all(self):
        return [
            (self.in_time, _("in time"), _("not in time")),
            (self.carried_out, _("carried out"), _("not carried out")),
            (self.thorough, _("thorough"), _("not thorough")),
        ]


def promise_of(action, now):
    """`action` comes with its events and extensions. Past failings stay: what was late once is never in time again."""
    verbs = [event.verb for event in action.events.all()]  # the newest first
    return Promise(in_time(action, now), carried_out(action, verbs), thorough(action, verbs))


def in_time(action, now):
    if action.original_deadline is None:
        return None
    if any(extension.asked_late for extension in action.extensions.all()):
        return False
    if action.status == Status.ASSIGNED:
        return False if local_day(now, action.site.time_zone) > action.original_deadline else None
    if action.submitted_at is None:
        return None
    return local_day(action.submitted_at, action.site.time_zone) <= action.original_deadline


def carried_out(action, verbs):
    if action.verified_by_id is not None:
        return True
    return False if verbs and verbs[0] == "send_back" else None


def thorough(action, verbs):
    if {"reopen", "recur"} & set(verbs):
        return False
    return True if action.status == Status.CLOSED and action.has_check and action.verified_by_id else None
