"""The words in which people are told about an action: lines of letters, entries of its ledger."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.clock import local_day
from outbox.composing import DECIDE, DUE, KNOW, LATE
from outbox.distances import in_words
from outbox.models import WHOLE_DAY, Step
from outbox.subjects import Line

from . import reasons
from .reasons import ABOUT_VERIFIER, LADDERS, STATES

Audience = Step.Audience


def name_of(notice):
    """What kind of notice it is, in a few words."""
    if notice.kind not in LADDERS:
        return {
            "assigned": _("Told of the new action"),
            "handed_over": _("Told of the hand-over"),
            "verifier_named": _("Told that the verification was handed over"),
            "owner_gone": _("Told that the owner has no duty here any more"),
            "verifier_gone": _("Told that the verifier has no duty here any more"),
            "sent_back": _("Told that it was sent back"),
            "reopened": _("Told that it was reopened"),
            "to_verify": _("Asked to verify"),
            "extension_asked": _("Asked for more time"),
            "extension_granted": _("Told that more time is given"),
            "extension_refused": _("Told that no more time is given"),
            "reminded": _("Reminded by name"),
        }[notice.kind]
    names = {"step": in_words(notice.step)}
    if notice.instead_of_id:
        names["person"] = notice.instead_of
        return _("Told instead of %(person)s: %(step)s") % names
    if notice.audience == LADDERS[notice.kind]:
        return _("Reminded: %(step)s") % names
    names["audience"] = Audience(notice.audience).label
    return _("%(audience)s told: %(step)s") % names


def line(notice, action, event, directory, now):
    """The words of one notice, in the language in force."""
    owner, verifier = (person_with_post(person, action, directory) for person in (action.owner, action.verifier))
    waiting = notice.kind in ("verification", "to_verify")
    waiting |= notice.kind in ("verifier_named", "reminded") and action.status == action.Status.SUBMITTED
    day = action.verify_by if waiting else notice.deadline if notice.kind == "extension" else action.deadline
    left = (day - local_day(now, action.site.time_zone)).days
    group, heading = {
        "assigned": (DUE, _("New for you")),
        "handed_over": (DUE, _("Handed over to you")),
        "verifier_named": (KNOW, _("You verify this from now on")),
        "owner_gone": (DECIDE, _("Without an owner in office")),
        "verifier_gone": (DECIDE, _("Without a verifier in office")),
        "sent_back": (DUE, _("Sent back to you")),
        "reopened": (DUE, _("Reopened")),
        "to_verify": (DECIDE, _("Please verify")),
        "verification": (DECIDE, _("Waiting for your verification")),
        "extension_asked": (DECIDE, wish(action)),
        "extension": (DECIDE, wish(action)),
        "extension_granted": (KNOW, _("More time is given")),
        "extension_refused": (DUE, _("No more time is given")),
        "reminded": (DECIDE if waiting else DUE, _("%(person)s reminds you") % {"person": event and event.by}),
        "deadline": (DUE, _("Due soon")),
    }[notice.kind]
    if notice.kind == "deadline":
        heading = _("Due today") if left == 0 else heading
        if left < 0:
            group, heading = LATE, lateness(left)
    if notice.kind == "reminded" and left < 0 and not waiting:
        group = LATE
    url = reverse("actions:detail", args=[action.pk])
    if notice.kind == "handed_over" and notice.meant_for_id != action.owner_id:
        group, heading = KNOW, _("Handed over to %(person)s") % {"person": owner}
        url = reverse("actions:list")  # who handed it over may no longer see it
    if notice.kind == "verifier_named":
        if notice.meant_for_id != action.verifier_id:
            heading = _("Now verified by %(person)s") % {"person": verifier}
            url = reverse("actions:list")
        elif action.status == action.Status.SUBMITTED:
            group, heading = DECIDE, _("Please verify")
    if notice.kind in STATES:
        verb = "hand_over" if notice.kind == "owner_gone" else "pass_verification"
        if action.may(notice.person, verb):
            url = reverse("actions:move", args=[action.pk, verb])
    if notice.kind == "reopened" and notice.meant_for_id == action.verifier_id:
        group = KNOW
    if notice.kind in LADDERS and notice.audience != LADDERS[notice.kind]:  # it is somebody else's to do
        group = LATE if left < 0 else KNOW
        heading = lateness(left) if left < 0 else heading
    note = event.note if event else ""
    if notice.kind == "deadline" and left < 0:
        note = hindrance(action, now)
        if notice.person_id == action.owner_id and action.asked_why_at(now):
            url, note = reverse("actions:move", args=[action.pk, "explain"]), question(action, now)
    return Line(
        group=group,
        heading=heading,
        what=_("%(number)s %(title)s") % {"number": action.number, "title": action.title},
        where=action.site.full_name,
        who=who(notice, action, owner, verifier),
        when=when(waiting, day),
        url=url,
        button=_("Say why it is late") if url.endswith("/explain/") else button(notice, group, waiting),
        why=reasons.why(notice, action, owner, verifier, directory, now),
        note=note,
        days_left=left,
        deadline=notice.deadline,
        reply_to=reply_to(notice, action, event, directory),
    )


def who(notice, action, owner, verifier):
    """Whose it is, for everybody but themselves; and who has not yet decided, where that is what it is about."""
    people = []
    if notice.person_id != action.owner_id:
        people.append(_("Owner: %(person)s") % {"person": owner})
    if notice.kind in ABOUT_VERIFIER and notice.person_id != action.verifier_id:
        people.append(_("Verifier: %(person)s") % {"person": verifier})
    return _(", ").join(people)


def wish(action):
    """What there is to decide about: more time, until which day."""
    extension = action.open_extension
    if extension is None:
        return _("More time is asked for")
    return _("More time is asked for, until %(day)s") % {"day": date_format(extension.deadline, "DATE_FORMAT")}


def hindrance(action, now):
    """For those who are told that it is late: why, or that its owner does not say."""
    said = ""
    if action.is_explained:
        names = {"reason": action.get_late_reason_display(), "note": action.late_note}
        said = _("Why it is late: %(reason)s. %(note)s") % names
    days = action.days_unanswered(now)
    if not days:
        return said
    silence = ngettext(
        "%(owner)s was asked %(count)d day ago why, and has not answered.",
        "%(owner)s was asked %(count)d days ago why, and has not answered.",
        days,
    ) % {"owner": action.owner, "count": days}
    return "\n".join(filter(None, [said, silence]))


def question(action, now):
    """For its owner, from a week after the deadline on."""
    asked = _("Please say what stands in the way, so that somebody can clear it: %(reasons)s.") % {
        "reasons": _(", ").join(str(label) for label in action.WhyLate.labels)
    }
    days = action.days_unanswered(now)
    if not days:
        return asked
    return (
        asked
        + "\n"
        + ngettext("You were asked %(count)d day ago.", "You were asked %(count)d days ago.", days) % {"count": days}
    )


def button(notice, group, waiting):
    if notice.kind in STATES:
        return _("Open")
    if group == DECIDE:
        return _("Verify") if waiting else _("Decide")
    return _("Open")


def lateness(left):
    return in_words(-left * WHOLE_DAY)


def when(waiting, day):
    day = date_format(day, "DATE_FORMAT")
    return _("To be verified by %(day)s") % {"day": day} if waiting else _("Deadline %(day)s") % {"day": day}


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
