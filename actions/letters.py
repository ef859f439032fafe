"""The words in which people are told about an action: lines of letters, entries of its ledger."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.clock import local_day
from outbox.composing import DECIDE
from outbox.distances import in_words
from outbox.models import Step
from outbox.subjects import Line

from . import reasons
from .headings import group_and_heading
from .reasons import ABOUT_CHECKER, ABOUT_VERIFIER, LADDERS, STATES

Audience = Step.Audience


def name_of(notice):
    """What kind of notice it is, in a few words."""
    if notice.kind not in LADDERS:
        return {
            "assigned": _("Told of the new action"),
            "handed_over": _("Told of the hand-over"),
            "verifier_named": _("Told that the verification was handed over"),
            "recurred": _("Told that it happened again"),
            "checker_named": _("Asked to check whether it holds"),
            "owner_gone": _("Told that the owner has no duty here any more"),
            "verifier_gone": _("Told that the verifier has no duty here any more"),
            "checker_gone": _("Told that the checker has no duty here any more"),
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
    limit, day = limit_of(notice, action)
    left = (day - local_day(now, action.site.time_zone)).days
    group, heading = group_and_heading(notice, action, event, left, owner, verifier)
    if notice.instead_of_id:
        heading = _("In place of %(person)s: %(heading)s") % {"person": notice.instead_of, "heading": heading}
    verb, asked = asked_for(notice, action, now)
    return Line(
        about=("action", action.pk),
        group=group,
        heading=heading,
        what=_("%(number)s %(title)s") % {"number": action.number, "title": action.title},
        where=action.site.full_name,
        who=who(notice, action, owner, verifier),
        when=limit % {"day": date_format(day, "DATE_FORMAT")},
        url=url_of(notice, action, verb),
        button=asked or button(notice, group),
        why=reasons.why(notice, action, owner, verifier, directory, now),
        note=note(notice, action, event, left, verb, now),
        days_left=left,
        deadline=notice.deadline,
        reply_to=reply_to(notice, action, event, directory),
    )


def limit_of(notice, action):
    """(what the day means, the day) by which something has to be done about it."""
    if notice.kind == "expiry":
        return _("Holds until %(day)s"), notice.deadline
    if notice.kind in ABOUT_CHECKER and action.check_by is not None:
        return _("To be checked by %(day)s"), action.check_by
    if notice.kind == "extension":
        return _("To be decided by %(day)s"), notice.deadline
    if notice.kind in ("verification", "to_verify", "verifier_named", "reminded") and action.verify_by is not None:
        return _("To be verified by %(day)s"), action.verify_by
    return _("Deadline %(day)s"), action.deadline


def asked_for(notice, action, now):
    """(verb, its button) where the letter leads to one move straight away, else two empty texts."""
    if notice.kind == "deadline" and notice.person_id == action.owner_id and action.asked_why_at(now):
        return "explain", _("Say why it is late")
    verb = {"owner_gone": "hand_over", "verifier_gone": "pass_verification", "checker_gone": "pass_check"}.get(
        notice.kind
    )
    return (verb, _("Name a successor")) if verb and action.may(notice.person, verb) else ("", "")


def url_of(notice, action, verb):
    if verb:
        return reverse("actions:move", args=[action.pk, verb])
    if not action.is_visible_to(notice.person):  # who was relieved may see it no more
        return reverse("actions:list")
    return action.get_absolute_url()


def note(notice, action, event, left, verb, now):
    """What somebody wrote about it, or why it is late."""
    if verb == "explain":
        return question(action, now)
    if notice.kind == "deadline":
        return hindrance(action, now) if left < 0 else ""
    if notice.kind == "recurred":
        return action.recurrences.select_related("incident").latest("found_at").reason
    if event is None or not event.note:
        return ""
    return _("%(person)s: %(note)s") % {"person": event.by, "note": event.note} if event.by else event.note


def who(notice, action, owner, verifier):
    """Whose it is, for everybody but themselves; and who has not yet decided, where that is what it is about."""
    people = []
    if notice.person_id != action.owner_id:
        people.append(_("Owner: %(person)s") % {"person": owner})
    if notice.kind in ABOUT_CHECKER and notice.person_id != action.checker_id:
        people.append(_("Checks whether it holds: %(person)s") % {"person": action.checker})
    if notice.kind in ABOUT_VERIFIER and notice.person_id != action.verifier_id:
        people.append(_("Verifier: %(person)s") % {"person": verifier})
    return _(", ").join(people)


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


def button(notice, group):
    if group == DECIDE and notice.kind in ABOUT_CHECKER - STATES:
        return _("Check whether it holds")
    if group == DECIDE and notice.kind not in STATES:
        return _("Decide") if notice.kind in ("extension", "extension_asked") else _("Verify")
    return _("Open")


def person_with_post(person, action, directory):
    appointment = directory.post_of(person.pk, action.site)
    if appointment is None:
        return str(person)
    return _("%(person)s (%(post)s)") % {"person": person, "post": appointment}


def reply_to(notice, action, event, directory):
    """Who can answer: whoever did what the letter is about, else who assigned the work, else the site's official."""
    if notice.kind == "deadline" and notice.audience != Audience.OWNER and action.owner.is_reachable:
        return action.owner.email
    asker = event.by if event else action.assigned_by
    if asker is not None and asker.email:
        return asker.email
    official = directory.site_official(action.site)
    return (official and official.email) or ""
