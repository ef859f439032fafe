"""The words in which people are told about an action: lines of letters, entries of its ledger."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.clock import local_day
from outbox.composing import DECIDE, DUE, KNOW, LATE
from outbox.models import Step
from outbox.notices import INSTEAD
from outbox.subjects import Line

LADDERS = {"deadline", "verification"}  # kinds of notices whose step counts days; the others name an event

Audience = Step.Audience


def name_of(notice):
    """What kind of notice it was or will be, in a few words."""
    if notice.kind not in LADDERS:
        return {
            "assigned": _("Told of the new action"),
            "handed_over": _("Told of the hand-over"),
            "sent_back": _("Told that it was sent back"),
            "reopened": _("Told that it was reopened"),
            "to_verify": _("Asked to verify"),
            "extension_asked": _("Asked for more time"),
            "extension_granted": _("Told that more time is given"),
            "extension_refused": _("Told that no more time is given"),
        }[notice.kind]
    if notice.audience == INSTEAD and notice.kind in LADDERS:
        return _("Told because the person has no address: %(step)s") % {"step": step_name(notice.step)}
    if notice.audience == Audience.LINE_MANAGER:
        return _("Told as line manager: %(step)s") % {"step": step_name(notice.step)}
    if notice.audience == Audience.SITE_OFFICIAL:
        return _("Told as official of the site: %(step)s") % {"step": step_name(notice.step)}
    return _("Reminded: %(step)s") % {"step": step_name(notice.step)}


def line(notice, action, event, directory, now):
    """The words of one notice, in the language in force."""
    owner, verifier = person_with_post(action.owner, action, directory), action.verifier
    waiting = notice.kind in ("verification", "to_verify")
    day = action.verify_by if waiting else action.deadline
    left = (day - local_day(now, action.site.time_zone)).days
    manager = notice.audience in (Audience.LINE_MANAGER, Audience.SITE_OFFICIAL, INSTEAD)
    group, heading = {
        "assigned": (DUE, _("New for you")),
        "handed_over": (DUE, _("Handed over to you")),
        "sent_back": (DUE, _("Sent back to you")),
        "reopened": (DUE, _("Reopened")),
        "to_verify": (DECIDE, _("Please verify")),
        "verification": (DECIDE, _("Waiting for your verification")),
        "extension_asked": (DECIDE, _("More time is asked for")),
        "extension_granted": (KNOW, _("More time is given")),
        "extension_refused": (DUE, _("No more time is given")),
        "deadline": (DUE, _("Due soon")),
    }[notice.kind]
    if notice.kind == "deadline":
        heading = _("Due today") if left == 0 else heading
        if left < 0:
            group, heading = LATE, lateness(left)
    url = reverse("actions:detail", args=[action.pk])
    if notice.kind == "handed_over" and notice.person_id != action.owner_id:
        group, heading = KNOW, _("Handed over to %(person)s") % {"person": owner}
        url = reverse("actions:list")  # who handed it over may no longer see it
    if notice.kind == "reopened" and notice.person_id == action.verifier_id:
        group = KNOW
    if manager:
        group = LATE if left < 0 else KNOW
        heading = lateness(left) if left < 0 else heading
    return Line(
        group=group,
        heading=heading,
        what=_("%(number)s %(title)s") % {"number": action.number, "title": action.title},
        where=action.site.full_name,
        when=when(waiting, day),
        url=url,
        button=_("Verify") if group == DECIDE and waiting else _("Decide") if group == DECIDE else _("Open"),
        why=why(notice, action, owner, verifier),
        note=event.note if event else "",
        days_left=left,
        deadline=notice.deadline,
        reply_to=reply_to(notice, action, event, directory),
    )


def step_name(days):
    """A step of a ladder in words: `days` before (negative) or after the deadline."""
    if days == 0:
        return _("on the day")
    if days < 0:
        return ngettext("%(count)d day before", "%(count)d days before", -days) % {"count": -days}
    return lateness(-days)


def lateness(left):
    return ngettext("%(count)d day late", "%(count)d days late", -left) % {"count": -left}


def when(waiting, day):
    day = date_format(day, "DATE_FORMAT")
    return _("To be verified by %(day)s") % {"day": day} if waiting else _("Deadline %(day)s") % {"day": day}


def why(notice, action, owner, verifier):
    """Why this person got it, in one sentence."""
    facts = {"owner": owner, "verifier": verifier, "assigner": action.assigned_by}
    late_one = verifier if notice.kind in ("verification", "to_verify") else owner
    if notice.audience == INSTEAD:
        return _("You get this because %(person)s has no mail address: please tell them.") % {"person": late_one}
    if notice.audience == Audience.LINE_MANAGER:
        return _("You get this because you are the line manager of %(person)s.") % {"person": late_one}
    if notice.audience == Audience.SITE_OFFICIAL:
        return _("You get this because you are the official in charge of this site and it is late by a week or more.")
    if notice.person_id == action.owner_id:
        return _("You get this because you own this action; %(assigner)s assigned it to you.") % facts
    if notice.person_id == action.verifier_id:
        return _("You get this because you verify this action of %(owner)s.") % facts
    return _("You get this because you owned this action until now.")


def person_with_post(person, action, directory):
    appointment = directory.post_of(person.pk, action.site)
    if appointment is None:
        return str(person)
    return _("%(person)s (%(post)s)") % {"person": person, "post": appointment}


def reply_to(notice, action, event, directory):
    """Who can answer: whoever did what the letter is about, else who assigned the work, else the site's official."""
    if notice.kind == "deadline" and notice.audience != Audience.OWNER:
        return action.owner.email or ""
    asker = event.by if event else action.assigned_by
    if asker is not None and asker.email:
        return asker.email
    official = directory.site_official(action.site)
    return (official and official.email) or ""
