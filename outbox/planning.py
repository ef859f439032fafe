"""Which notices are due: computed from the state of the records, never “since the last run”."""

import logging
from itertools import islice

from django.db import transaction

from accounts.directory import Directory

from .clocks import Ladders
from .models import Notice
from .subjects import registered

log = logging.getLogger(__name__)

BATCH = 1000


def plan(now):
    """Insert every notice that is due by `now` and not yet there; return how many were missing.

    Run late, twice, or from several processes at once it leaves the same rows. Rows are inserted in the order of
    their key: two processes inserting in different orders deadlock. Never more than a batch of them is in memory.
    """
    prepare(now)
    ladders, directory, planned, failed = Ladders(), Directory(), 0, []
    for kind, subject in registered.items():
        try:
            planned += insert(due_of(subject, ladders, directory, now))
        except Exception:  # what fails of one kind must not keep people from being told of the others
            log.exception("Notices of kind %s could not be planned", kind)
            failed.append(kind)
    if failed:
        raise PartlyPlanned(", ".join(failed))
    return planned


class PartlyPlanned(Exception):
    """Of these kinds not all notices were noted down; the others were."""


def insert(notices):
    count = 0
    for drafts in batches(notices):
        Notice.objects.bulk_create(drafts, ignore_conflicts=True)
        count += len(drafts)
    return count


def prepare(now):
    """Let each kind of record bring its own rows up to date; what fails there must not keep anybody from being told."""
    for kind, subject in registered.items():
        try:
            with transaction.atomic():
                subject.prepare(now)
        except Exception:
            log.exception("Rows of kind %s could not be brought up to date", kind)


def due(now, ladders=None):
    """The notices that are due and not yet noted down, unsaved; by other `ladders` than those in force, to try them."""
    ladders, directory = ladders or Ladders(), Directory()
    for subject in registered.values():
        yield from due_of(subject, ladders, directory, now)


def due_of(subject, ladders, directory, now):
    for chunk in batches(subject.due(ladders, directory, now)):
        drafts = {notice.key: notice for notice in chunk}
        known = noted_down(list(drafts.values()))
        yield from (drafts[key] for key in sorted(drafts, key=in_order) if key not in known)


def in_order(key):
    """As the clocks come, by record, and then by whatever else makes two keys differ."""
    kind, record, *rest = key
    return kind, record, *map(str, rest)


def batches(rows):
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def noted_down(drafts):
    """The keys of those drafts that are there already."""
    if not drafts:
        return set()
    ids = {notice.subject_id for notice in drafts}
    return set(Notice.objects.filter(subject_kind=drafts[0].subject_kind, subject_id__in=ids).values_list(*Notice.KEY))
