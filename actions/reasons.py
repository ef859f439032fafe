"""Why somebody gets a letter about an action, and what is expected of them: one or two sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day
from outbox.models import Step

Audience = Step.Audience

STATES = {"owner_gone", "verifier_gone", "checker_gone"}  # kinds whose step is the key of the person gone
# Kinds of notices that climb a ladder, and as what somebody is in charge of the limit; the others name an event.
LADDERS = {
    "deadline": Audience.OWNER,
    "verification": Audience.VERIFIER,
    "extension": Audience.VERIFIER,
    "effect": Audience.CHECKER,
    "expiry": Audience.OWNER,
}
ABOUT_VERIFIER = {"verification", "to_verify", "extension", "extension_asked", "verifier_gone"}  # who has to decide
ABOUT_CHECKER = {"effect", "checker_named", "checker_gone"}

FOR_OTHERS = {
    Audience.OWNER: gettext_lazy("You get this because %(person)s has not yet decided about your action."),
    Audience.VERIFIER: gettext_lazy("You get this because you will verify this action."),
    Audience.CHECKER: gettext_lazy("You get this because you will check whether this action holds."),
    Audience.LINE_MANAGER: gettext_lazy(
        "You get this because you are the line manager of %(person)s: please see that it gets done."
    ),
    Audience.SAFETY_MANAGER: gettext_lazy(
        "You get this because you are the safety manager of this site: please see that it gets done."
    ),
    Audience.SITE_OFFICIAL: gettext_lazy(
        "You get this because you are the official in charge of this site: please see that it gets done."
    ),
    Audience.SECTOR_OFFICIAL: gettext_lazy(
        "You get this because you are the official in charge of this sector: please see that it gets done."
    ),
    Audience.TERRITORY_OFFICIAL: gettext_lazy(
        "You get this because you are the official in charge of this territory: please see that it gets done."
    ),
    Audience.LEADER: gettext_lazy("You get this because you lead this territory: please see that it gets done."),
    Audience.NEXT_IN_LINE: gettext_lazy(
        "You get this because you are a superior of %(person)s, and those below you were told before: "
        "please see that it gets done."
    ),
}


def why(notice, action, owner, verifier, directory, now):
    """`owner` and `verifier` in words, with their posts."""
    late_one = in_charge(notice, action)
    if notice.instead_of_id:
        return instead(notice.instead_of, now)
    if notice.kind == "expiry":
        return for_containment(notice, action)
    if notice.audience in FOR_OTHERS and notice.audience != LADDERS.get(notice.kind):
        return FOR_OTHERS[notice.audience] % {"person": late_one}
    if notice.kind in STATES:
        return gone(notice, action, owner, verifier, directory)
    if notice.kind in ABOUT_CHECKER:
        return for_checker(notice, action)
    if notice.person_id == action.owner_id:
        return for_owner(notice, action, now)
    if notice.person_id == action.verifier_id:
        return for_verifier(notice, action)
    if notice.kind == "verifier_named":
        return _("You get this because you verified this action until now.")
    return _("You get this because you owned this action until now.")


def in_charge(notice, action):
    """Who has to do or to decide what the notice is about."""
    if notice.kind in ABOUT_CHECKER:
        return action.checker
    return action.verifier if notice.kind in ABOUT_VERIFIER else action.owner


def for_containment(notice, action):
    todo = _("Replace it by a lasting action, or renew it with a reason.")
    if notice.person_id == action.owner_id:
        because = _("You get this because you own this containment.")
        todo = _("See that a lasting action takes its place; %(verifier)s alone renews it, with a reason.")
        todo %= {"verifier": action.verifier}
    elif notice.person_id == action.verifier_id:
        because = _("You get this because you verify this containment.")
    else:
        because = _("You get this because you look after %(person)s or this site.") % {"person": action.owner}
    return _("%(because)s %(todo)s") % {"because": because, "todo": todo}


def for_checker(notice, action):
    if notice.meant_for_id != action.checker_id:
        return _("You get this because you were to check until now whether this action holds.")
    because = _("You get this because you check whether this action holds.")
    todo = _("Please look on the spot by what was agreed: %(criterion)s") % {"criterion": action.effect_criterion}
    return _("%(because)s %(todo)s") % {"because": because, "todo": todo}


def for_owner(notice, action, now):
    because = _("You get this because you own this action; %(assigner)s assigned it to you.")
    because %= {"assigner": action.assigned_by}
    if action.status != action.Status.ASSIGNED or notice.kind in ("extension_asked", "extension"):
        return because
    if action.open_extension is not None:
        todo = _("You have asked for more time; until that is decided, the deadline stands.")
    elif action.is_late(now):
        todo = _("Please finish it and submit it for verification, or ask for more time.")
    else:
        todo = _("When it is done, submit it for verification; if it cannot be done in time, ask for more time soon.")
    return _("%(because)s %(todo)s") % {"because": because, "todo": todo}


def for_verifier(notice, action):
    because = _("You get this because you verify this action.")
    if notice.kind in ("extension", "extension_asked"):
        todo = _("Please give or refuse more time; until then the deadline stands.")
    elif action.status == action.Status.SUBMITTED:
        todo = _("Please look at it on the spot, then verify it or send it back.")
    else:
        return because
    return _("%(because)s %(todo)s") % {"because": because, "todo": todo}


def gone(notice, action, owner, verifier, directory):
    """Somebody has to take over; whoever has the post now is named where that is known."""
    names = {"owner": owner, "verifier": verifier}
    if notice.kind == "owner_gone":
        person = action.owner_id
        text = _("You get this because %(owner)s has left or leaves today: another owner has to be named.")
    elif notice.kind == "checker_gone":
        person, names = action.checker_id, names | {"checker": action.checker}
        text = _("You get this because %(checker)s has left or leaves today: another checker has to be named.")
    else:
        person = action.verifier_id
        text = _("You get this because %(verifier)s has left or leaves today: another verifier has to be named.")
    because = text % names
    successor = directory.successor(person, action.site)
    if successor is None:
        return because
    todo = _("%(person)s follows in this post.") % {"person": successor}
    return _("%(because)s %(todo)s") % {"because": because, "todo": todo}


def instead(person, now):
    names = {"person": person}
    if not person.is_reachable and person.email:
        return _("You get this because mail to %(person)s is refused: please tell them.") % names
    if not person.is_reachable:
        return _("You get this because %(person)s has no mail address: please tell them.") % names
    if person.is_absent(local_day(now, person.time_zone)):
        return _("You get this because %(person)s is absent: please see to it in the meantime.") % names
    return _("You get this because %(person)s has left this post: please see to it until somebody takes over.") % names
