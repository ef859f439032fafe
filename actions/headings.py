"""Under which heading a letter speaks of an action, and in which of its groups."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox.composing import DECIDE, DUE, KNOW, LATE
from outbox.distances import in_words
from outbox.models import WHOLE_DAY

from .reasons import LADDERS


def group_and_heading(notice, action, event, left, owner, verifier):
    """`left`: the days until the limit that the notice is about; `owner` and `verifier` in words."""
    if notice.kind == "expiry":
        return running_out(left)
    if notice.kind in LADDERS and notice.audience != LADDERS[notice.kind]:
        return for_others(notice, action, left)
    if notice.kind == "deadline":
        return (LATE, lateness(left)) if left < 0 else (DUE, due(left))
    if notice.kind in ("verification", "to_verify"):
        return DECIDE, awaited(left)
    if notice.kind == "extension":
        return DECIDE, undecided(action, left)
    if notice.kind == "effect":
        return DECIDE, to_be_checked(left)
    if notice.kind == "checker_named":
        return KNOW, _("You check whether it holds") if notice.meant_for_id == action.checker_id else _(
            "Now checked by %(person)s"
        ) % {"person": action.checker}
    if notice.kind == "handed_over" and notice.meant_for_id != action.owner_id:
        return KNOW, _("Handed over to %(person)s") % {"person": owner}
    if notice.kind == "verifier_named" and notice.meant_for_id != action.verifier_id:
        return KNOW, _("Now verified by %(person)s") % {"person": verifier}
    if notice.kind == "verifier_named" and action.status == action.Status.SUBMITTED:
        return DECIDE, awaited(left)
    if notice.kind == "recurred":
        return (KNOW if notice.meant_for_id == action.verifier_id else DUE), _("It happened again: reopened")
    if notice.kind == "reopened" and notice.meant_for_id == action.verifier_id:
        return KNOW, _("Reopened")
    if notice.kind == "reminded":
        return reminded(action, event, left)
    return {
        "assigned": (DUE, _("New action")),
        "handed_over": (DUE, _("Handed over") if notice.instead_of_id else _("Handed over to you")),
        "verifier_named": (KNOW, _("You verify this from now on")),
        "owner_gone": (DECIDE, _("Without an owner in office")),
        "checker_gone": (DECIDE, _("Without a checker in office")),
        "verifier_gone": (DECIDE, _("Without a verifier in office")),
        "sent_back": (DUE, _("Sent back")),
        "reopened": (DUE, _("Reopened")),
        "extension_asked": (DECIDE, wish(action)),
        "extension_granted": (KNOW, _("More time is given")),
        "extension_refused": (DUE, _("No more time is given")),
    }[notice.kind]


def reminded(action, event, left):
    """By name, by somebody: the one whose turn it is."""
    heading = _("%(person)s reminds you") % {"person": event and event.by}
    if action.status == action.Status.SUBMITTED:
        return DECIDE, heading
    return (LATE, f"{heading} · {lateness(left)}") if left < 0 else (DUE, heading)


def for_others(notice, action, left):
    """It is somebody else's to do; whether they do the work, verify it or decide about more time is said."""
    if left >= 0:
        waiting = {
            "verification": _("Waiting for verification"),
            "extension": wish(action),
            "effect": _("Waiting for its effectiveness check"),
        }
        return KNOW, waiting.get(notice.kind) or due(left)
    late = {
        "deadline": "%(late)s",
        "verification": _("%(late)s, not verified"),
        "effect": _("%(late)s, not checked whether it holds"),
        "extension": _("%(late)s, no decision about more time"),
    }[notice.kind]
    return LATE, late % {"late": lateness(left)}


def wish(action):
    """What there is to decide about: more time, until which day."""
    extension = action.open_extension
    if extension is None:
        return _("More time is asked for")
    return _("More time is asked for, until %(day)s") % {"day": date_format(extension.deadline, "DATE_FORMAT")}


def undecided(action, left):
    if left >= 0:
        return wish(action)
    return _("%(heading)s, decision %(late)s") % {"heading": wish(action), "late": lateness(left)}


def awaited(left):
    waiting = _("Please verify")
    if left >= 0:
        return waiting
    return _("%(heading)s, %(late)s") % {"heading": waiting, "late": lateness(left)}


def to_be_checked(left):
    asked = _("Please check whether it holds")
    if left >= 0:
        return asked
    return _("%(heading)s, %(late)s") % {"heading": asked, "late": lateness(left)}


def running_out(left):
    if left < 0:
        return LATE, _("Containment ran out, %(late)s") % {"late": lateness(left)}
    if left < 1:
        return DUE, _("Containment runs out today")
    words = ngettext("Containment runs out in %(count)d day", "Containment runs out in %(count)d days", left)
    return DUE, words % {"count": left}


def lateness(left):
    return in_words(-left * WHOLE_DAY)


def due(left):
    if left < 2:
        return _("Due tomorrow") if left else _("Due today")
    return ngettext("Due in %(count)d day", "Due in %(count)d days", left) % {"count": left}
