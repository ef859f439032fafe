"""Who is told where the person themselves cannot be: nobody can write to them, or they are absent."""

from accounts.directory import Directory
from common.clock import local_day

from .models import Notice
from .subjects import registered, untrue


def pass_on(notices, person, now):
    """Note each of `notices` down for somebody else, if need be; return those that stay with `person`.

    An absent person's deputy is told, else the nearest superior who is there; who is absent and has neither is written
    to all the same. Whoever stands in must be allowed to see the record.
    """
    if not notices or is_there(person, now):
        return notices
    absent = is_absent(person, now)
    directory, staying = Directory(sites=[]), []
    for notice in notices:
        told = any(note_down(notice, other, now) for other in candidates(notice, person, absent, directory, now))
        if absent and person.is_reachable and not told:
            staying.append(notice)
        else:
            reason = Notice.Skipped.ABSENT if person.is_reachable else Notice.Skipped.NO_ADDRESS
            Notice.skip([notice], reason, now=now)
    return staying


def candidates(notice, person, absent, directory, now):
    """Those who may stand in for `person`, the nearest first."""
    site = registered[notice.subject_kind].site_of(notice.subject_id)
    if site is None:
        return  # information to one person: nobody needs it in their stead
    deputies = [person.absence_deputy] if absent and person.absence_deputy else directory.deputies(person.pk, site)
    for other in [*(deputies if absent else ()), *directory.superiors(person.pk, site)]:
        if other.is_active and is_there(other, now):
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
        instead_of_id=notice.instead_of_id or notice.person_id,
        urgent=notice.urgent,
        not_before=now,
        created_at=now,
    )
    if untrue([draft]):
        return False
    Notice.objects.bulk_create([draft], ignore_conflicts=True)
    return True
