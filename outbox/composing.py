"""Letters: what is due for a person is bound into one mail, in that person's language."""

from itertools import groupby
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.clock import local_day

from .models import Letter, Notice
from .subjects import registered

LATE, DUE, DECIDE, KNOW = GROUPS = ("late", "due", "decide", "know")


def compose(now):
    """Bind what is due to new letters, at most one digest a person and local day; return how many letters."""
    people = Notice.objects.waiting().filter(not_before__lte=now).values_list("person", flat=True).distinct()
    return sum(compose_for(person, now) for person in sorted(people))


@transaction.atomic
def compose_for(person_id, now):
    """One letter to one person, or none. Urgent notices go at once; the others wait for the digest of the day."""
    person = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=person_id).first()
    if person is None:
        return 0  # another process composes for this person right now
    waiting = list(person.notices.waiting().filter(not_before__lte=now).select_for_update())
    waiting = skip_overtaken(waiting, now)
    if not person.email:
        skip(waiting, Notice.Skipped.NO_ADDRESS, now)
        return 0
    waiting = skip_untrue(waiting, now)
    digest_on = None
    if any(not notice.urgent for notice in waiting):
        today = local_day(now, person.time_zone)
        digest_on = None if person.letters.filter(digest_on=today).exists() else today
    bound = waiting if digest_on else [notice for notice in waiting if notice.urgent]
    if not bound:
        return 0
    letter = Letter(person=person, composed_at=now, next_try=now, digest_on=digest_on)
    letter.message_id = f"<{uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}>"
    write(letter, bound, now)
    letter.save(force_insert=True)
    Notice.objects.filter(pk__in=[notice.pk for notice in bound]).update(letter=letter)
    return 1


def skip_overtaken(notices, now):
    """Of several steps of one ladder that wait for the same person only the highest is said."""
    highest = {}
    for notice in notices:
        ladder = (notice.subject_kind, notice.subject_id, notice.kind)
        other = highest.get(ladder)
        if other is None or notice.step > other.step:
            highest[ladder] = notice
    kept = {notice.pk for notice in highest.values()}
    skip([notice for notice in notices if notice.pk not in kept], Notice.Skipped.OVERTAKEN, now)
    return [notice for notice in notices if notice.pk in kept]


def skip_untrue(notices, now):
    reasons = untrue(notices)
    for reason, group in groupby(sorted(notices, key=lambda n: reasons.get(n.pk, "")), lambda n: reasons.get(n.pk, "")):
        if reason:
            skip(group, reason, now)
    return [notice for notice in notices if notice.pk not in reasons]


def untrue(notices):
    """{notice pk: Notice.Skipped value} of those that may not be said any more."""
    reasons = {}
    for kind, group in by_subject(notices):
        reasons |= registered[kind].untrue(group)
    return reasons


def skip(notices, reason, now):
    pks = [notice.pk for notice in notices]
    if pks:
        Notice.objects.filter(pk__in=pks).update(skipped_at=now, skipped_because=reason)


def by_subject(notices):
    for kind, group in groupby(sorted(notices, key=lambda n: n.subject_kind), lambda n: n.subject_kind):
        yield kind, list(group)


def write(letter, notices, now):
    """Fill subject, text, html, language, address and Reply-To of `letter` from its notices."""
    person = letter.person
    letter.address, letter.language = person.email, person.language
    with translation.override(person.language), timezone.override(person.time_zone):
        lines = []
        for kind, group in by_subject(notices):
            lines += registered[kind].lines(group, now).values()
        lines.sort(key=lambda line: (GROUPS.index(line.group), line.days_left is None, line.days_left))
        groups = [(group, heading(group), list(of)) for group, of in groupby(lines, key=lambda line: line.group)]
        context = {"person": person, "groups": groups, "base_url": settings.BASE_URL, "language": person.language}
        letter.subject = " ".join(subject(lines).split())  # no line break may end a header
        letter.text = render_to_string("outbox/letters/letter.txt", context | {"subject": letter.subject})
        letter.html = render_to_string("outbox/letters/letter.html", context | {"subject": letter.subject})
        letter.reply_to = next((line.reply_to for line in lines if line.reply_to and line.reply_to != person.email), "")


def heading(group):
    return {
        LATE: _("Late"),
        DUE: _("To do"),
        DECIDE: _("Waiting for your decision"),
        KNOW: _("For your information"),
    }[group]


def subject(lines):
    """One thing by its name; several by their number and the worst."""
    if len(lines) == 1:
        return (_("%(heading)s: %(what)s") % {"heading": lines[0].heading, "what": lines[0].what})[:240]
    counts = {group: sum(line.group == group for line in lines) for group in GROUPS}
    late = counts[LATE]
    decide = counts[DECIDE]
    parts = [
        (late, ngettext("%(count)d late", "%(count)d late", late)),
        (counts[DUE], ngettext("%(count)d to do", "%(count)d to do", counts[DUE])),
        (decide, ngettext("%(count)d to decide", "%(count)d to decide", decide)),
        (counts[KNOW], ngettext("%(count)d to know", "%(count)d to know", counts[KNOW])),
    ]
    text = _(", ").join(part % {"count": count} for count, part in parts if count)
    oldest = -min((line.days_left for line in lines if line.days_left is not None), default=0)
    if oldest > 0:
        worst = ngettext("oldest %(count)d day", "oldest %(count)d days", oldest) % {"count": oldest}
        return _("%(what)s — %(worst)s") % {"what": text, "worst": worst}
    return text
