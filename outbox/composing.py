"""Letters: what is due for a person is bound into one mail, in that person's language."""

import logging
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import groupby
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import DateField, Exists, ExpressionWrapper, F, Func, IntegerField, OuterRef, Q, Value
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Appointment, User

from . import guards, standing_in, unsubscribing
from .models import Letter, Notice
from .subjects import by_subject, registered, untrue

log = logging.getLogger(__name__)

WRITTEN = {"address", "language", "subject", "text", "html", "reply_to", "is_information"}
LATE, DUE, DECIDE, KNOW = GROUPS = ("late", "due", "decide", "know")


def compose(now):
    """Bind what is due to new letters, at most one digest a person and local day; return how many letters.

    What cannot be said to somebody is said to another instead, so the question is put again until nobody is new.
    """
    letters, seen = 0, set()
    while people := set(waiting_for_a_letter(now)) - seen:
        if guards.stand_still(len(people), now):
            break
        letters += sum(compose_safely(person, now) for person in in_order(people, now))
        seen |= people
    return letters


def waiting_for_a_letter(now):
    """Keys of the people to whom something may be said by `now`: a digest leaves once a day, from their hour on."""
    had_today = Letter.objects.filter(
        person=OuterRef("person"), digest_on=local(now, OuterRef("person__time_zone"), "(%s)::date", DateField())
    )
    hour = local(now, F("person__time_zone"), "extract(hour FROM %s)", IntegerField())
    digest = Q(person__sending_hour__lte=hour) & ~Exists(had_today)
    due = Notice.objects.waiting().filter(not_before__lte=now).filter(Q(urgent=True) | digest)
    return due.values_list("person", flat=True).distinct()


def local(now, zone, template, field):
    """A part of `now` in the time zone of each row."""
    template = template.replace("%s", "%(expressions)s")
    return ExpressionWrapper(Func(Value(now), zone, template=template, arg_joiner=" AT TIME ZONE "), field)


def in_order(people, now):
    """First those in whose stead others are told, so that these read it in the same letter as the rest."""
    moved = Exists(Appointment.objects.ended().filter(person=OuterRef("pk")))
    told = User.objects.filter(pk__in=people).annotate(moved=moved | Q(is_active=False)).order_by("pk")
    return [
        person.pk for person in sorted(told, key=lambda person: standing_in.is_there(person, now) and not person.moved)
    ]


def compose_safely(person_id, now):
    """Whatever one person's letter does must not hold up the others."""
    try:
        return compose_for(person_id, now)
    except Exception:
        log.exception("No letter could be composed for person %s", person_id)
        return 0


@transaction.atomic
def compose_for(person_id, now):
    """One letter to one person, or none. Urgent notices go at once; the others wait for the digest of the day."""
    person = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=person_id).first()
    if person is None:
        return 0  # another process composes for this person right now
    due = person.notices.waiting().filter(not_before__lte=now).select_related("instead_of")
    waiting = list(due.select_for_update(of=["self"]))
    waiting = skip_untrue(skip_overtaken(waiting, now), person, now)
    single = [notice for notice in waiting if notice.urgent and not guards.has_had_enough(person, now)]
    digest_on = day_of_digest(person, now) if len(single) < len(waiting) else None
    bound = waiting if digest_on else single
    if not bound:
        return 0
    letter = Letter(person=person, composed_at=now, next_try=now, digest_on=digest_on)
    letter.message_id = f"<{uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}>"
    write(letter, bound, now)
    letter.save(force_insert=True)
    Notice.objects.filter(pk__in=[notice.pk for notice in bound]).update(letter=letter)
    return 1


def day_of_digest(person, now):
    """The local day whose digest may leave now; None before the hour of it, and when it has left."""
    here = now.astimezone(ZoneInfo(person.time_zone))
    if here.hour < person.sending_hour or person.letters.filter(digest_on=here.date()).exists():
        return None
    return here.date()


def skip_overtaken(notices, now):
    """Of several steps of one ladder that wait for the same person only the highest is said."""
    highest = {}
    for notice in notices:
        ladder = (notice.subject_kind, notice.subject_id, notice.kind)
        other = highest.get(ladder)
        if other is None or height(notice) > height(other):
            highest[ladder] = notice
    kept = {notice.pk for notice in highest.values()}
    Notice.skip([notice for notice in notices if notice.pk not in kept], Notice.Skipped.OVERTAKEN, now=now)
    return [notice for notice in notices if notice.pk in kept]


def height(notice):
    """The last limit counts, and of its steps the highest."""
    return notice.deadline or date.min, notice.step


def skip_untrue(notices, person, now):
    """What is no longer so is said to nobody; what `person` may not be told, perhaps to somebody else."""
    reasons = untrue(notices)
    no_access = {pk: reason for pk, reason in reasons.items() if reason == Notice.Skipped.NO_ACCESS}
    notices = skip(notices, {pk: reason for pk, reason in reasons.items() if pk not in no_access}, now)
    return skip(standing_in.pass_on(notices, person, now), no_access, now)


def skip(notices, reasons, now):
    """Skip those of which `reasons` says why, and return the others."""
    for reason in set(reasons.values()):
        Notice.skip([notice for notice in notices if reasons.get(notice.pk) == reason], reason, now=now)
    return [notice for notice in notices if notice.pk not in reasons]


def write(letter, notices, now):
    """Fill the WRITTEN fields of `letter` from its notices, and return their names."""
    person = letter.person
    letter.address, letter.language = person.email, person.language
    with translation.override(person.language), timezone.override(person.time_zone):
        lines = []
        for kind, group in by_subject(notices):
            lines += registered[kind].lines(group, now)
        lines = said_once(sorted(one_of_each(lines), key=urgency))
        letter.is_information = all(line.is_information for line in lines)
        groups = [(group, heading(group), list(of)) for group, of in groupby(lines, key=lambda line: line.group)]
        context = {"person": person, "groups": groups, "base_url": settings.BASE_URL, "language": person.language}
        context["unsubscribe"] = unsubscribing.url_of(person) if letter.is_information else ""
        letter.subject = " ".join(subject(lines).split())  # no line break may end a header
        letter.text = render_to_string("outbox/letters/letter.txt", context | {"subject": letter.subject})
        letter.html = render_to_string("outbox/letters/letter.html", context | {"subject": letter.subject})
        letter.reply_to = next((line.reply_to for line in lines if line.reply_to and line.reply_to != person.email), "")
    return WRITTEN


def urgency(line):
    return GROUPS.index(line.group), line.days_left is None, line.days_left


def one_of_each(lines):
    """One entry about one record: what its reader has to decide stands for all that is said about it at once."""
    about = {}
    for line in sorted(lines, key=lambda line: (line.group != DECIDE, urgency(line))):
        key = line.about or id(line)
        about[key] = both(about[key], line) if key in about else line
    return about.values()


def both(line, other):
    heading = line.heading
    if other.heading != heading:
        heading = f"{heading} · {other.heading}"
    note = "\n".join(dict.fromkeys(filter(None, (line.note, other.note))))
    why = "\n".join(dict.fromkeys((line.why, other.why))) if line.group == other.group else line.why
    left = [days for days in (line.days_left, other.days_left) if days is not None]
    return replace(line, heading=heading, note=note, why=why, days_left=min(left, default=None))


def said_once(lines):
    """A reason holds until another one is given: it is not said again under every line."""
    before = [None, *(line.why for line in lines)]
    return [replace(line, why="") if line.why == last else line for line, last in zip(lines, before, strict=False)]


def heading(group):
    return {
        LATE: _("Late"),
        DUE: _("To do"),
        DECIDE: _("Waiting for your decision"),
        KNOW: _("For your information"),
    }[group]


def subject(lines):
    """One thing by its name; several by the title that all of them have, or by their number and the worst."""
    if lines[0].title and len({line.title for line in lines}) == 1:
        return lines[0].title[:240]
    if len(lines) == 1:
        return named(lines[0])[:240]
    things = {line.title or id(line): line.group for line in lines}  # what has one title is one thing
    counts = Counter(things.values())
    late = counts[LATE]
    decide = counts[DECIDE]
    parts = [
        (late, ngettext("%(count)d late", "%(count)d late", late)),
        (counts[DUE], ngettext("%(count)d to do", "%(count)d to do", counts[DUE])),
        (decide, ngettext("%(count)d to decide", "%(count)d to decide", decide)),
        (counts[KNOW], ngettext("%(count)d to know", "%(count)d to know", counts[KNOW])),
    ]
    text = _(", ").join(part % {"count": count} for count, part in parts if count)
    return (_("%(what)s — %(worst)s") % {"what": text, "worst": worst_of(lines)})[:240]


def named(line):
    return _("%(heading)s: %(what)s") % {"heading": line.heading, "what": line.what}


def worst_of(lines):
    """How late the oldest is; where nothing is late, when the first is due; where nothing is due, the first by name."""
    left = [line.days_left for line in lines if line.days_left is not None]
    if not left:
        titles = [line.title for line in lines if line.title and line.group == lines[0].group]
        return titles[0] if titles else named(lines[0])
    soonest = min(left)
    if soonest < 0:
        return ngettext("oldest %(count)d day", "oldest %(count)d days", -soonest) % {"count": -soonest}
    if soonest < 2:
        return _("the first tomorrow") if soonest else _("the first today")
    return ngettext("the first in %(count)d day", "the first in %(count)d days", soonest) % {"count": soonest}
