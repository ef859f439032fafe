"""Who is told where the person themselves cannot be: nobody can write to them, they are absent, or out of office."""

from accounts.directory import Directory
from common.clock import local_day

from .models import Notice
from .subjects import orphaned, registered, untrue

Skipped = Notice.Skipped


def pass_on(notices, person, now):
    """Note each of `notices` down for somebody else, if need be; return those that stay with `person`.

    An absent person's deputy is told; of somebody whose duty there has ended, whoever has the post now; else the
    nearest superior who is there. Who can be written to and has none of these is written to all the same. Whoever
    stands in must be allowed to see the record.
    """
    orphans = orphaned(notices)
    if is_there(person, now) and not orphans:
        return notices
    directory, staying = Directory(sites=[]), []
    for notice in notices:
        reason = why_not(notice, person, orphans, now)
        told = reason and any(note_down(notice, other, now) for other in candidates(notice, reason, directory, now))
        if told or not person.is_reachable:
            Notice.skip([notice], reason if told else Skipped.NO_ADDRESS, now=now)
        else:
            staying.append(notice)
    return staying


def why_not(notice, person, orphans, now):
    """Why `person` cannot be told (a Notice.Skipped), or nothing."""
    if notice.pk in orphans:
        return Skipped.OUT_OF_OFFICE
    if not person.is_reachable:
        return Skipped.NO_ADDRESS
    return Skipped.ABSENT if is_absent(person, now) else ""


def candidates(notice, reason, directory, now):
    """Those who may stand in for the notice's person, the nearest first."""
    site, person = registered[notice.subject_kind].site_of(notice.subject_id), notice.person
    if site is None:
        return  # information to one person: nobody needs it in their stead
    nearest = []
    if reason == Skipped.OUT_OF_OFFICE:
        nearest = [directory.successor(person.pk, site)]
    elif is_absent(person, now):
        nearest = [person.absence_deputy] if person.absence_deputy else directory.deputies(person.pk, site)
    for other in [*nearest, *directory.superiors(person.pk, site)]:
        if other is not None and other.is_active and is_there(other, now):
            yield other


def is_there(person, now):
    """Whether this person can be told: one can write to them, and they are not absent today."""
    return person.is_reachable and not is_absent(person, now)


def is_absent(person, now):
    return person.is_absent(local_day(now, person.time_zone))


def note_down(notice, other, now):
    """Whether `other` is told instead, or was already."""
    draft = Notice(
        **{name: getattr(notice, name) for name in Notice.KEY if name != "person_id"},
        person=other,
        audience=notice.audience,
        instead_of_id=notice.meant_for_id,
        urgent=notice.urgent,
        not_before=now,
        created_at=now,
    )
    if untrue([draft]):
        return False
    own = Notice.objects.filter(**{name: getattr(draft, name) for name in Notice.KEY}, audience="", instead_of=None)
    if own.exists():  # of the same event they are told for another reason: say the one that asks for something
        return bool(own.waiting().update(instead_of=notice.meant_for_id))
    Notice.objects.bulk_create([draft], ignore_conflicts=True)
    return True
