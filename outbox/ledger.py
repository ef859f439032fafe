"""What was said about a record to whom, when, what failed and why, and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.directory import Directory
from accounts.models import User

from .clocks import Ladders, coming_of
from .models import Notice
from .subjects import registered


@dataclass(frozen=True)
class Entry:
    state: str  # sent, waiting, next, failed, dropped
    at: datetime
    person: User
    what: str
    detail: str = ""


def about(subject_kind, subject_id, clocks, now):
    """Entries about one record on which these `clocks` run, newest first; those to come stand on top."""
    notices = Notice.objects.about(subject_kind, subject_id).select_related("person", "instead_of", "letter")
    said = [entry_of(notice) for notice in notices]
    noted = {notice.key for notice in notices}
    coming = [
        Entry("next", notice.not_before, notice.person, what(notice))
        for notice in upcoming(clocks, now)
        if notice.key not in noted
    ]
    return sorted(coming, key=lambda entry: entry.at, reverse=True) + sorted(
        said, key=lambda entry: entry.at, reverse=True
    )


def upcoming(clocks, now):
    """What will be said next if nothing changes, as unsaved Notices."""
    clocks = list(clocks)
    if not clocks:
        return []
    ladders, directory = Ladders(), Directory([clock.site for clock in clocks])
    return [notice for clock in clocks for notice in coming_of(clock, ladders.of(clock), directory, now)]


def entry_of(notice):
    letter = notice.letter
    if notice.skipped_at:
        return Entry("dropped", notice.skipped_at, notice.person, what(notice), notice.get_skipped_because_display())
    if letter and letter.sent_at and not (notice.withdrawn_at and notice.withdrawn_at < letter.sent_at):
        return Entry("sent", letter.sent_at, notice.person, what(notice), letter.address)
    if notice.withdrawn_at:
        return Entry(
            "dropped", notice.withdrawn_at, notice.person, what(notice), _("It was settled before it was said.")
        )
    if letter and letter.failed_at:
        return Entry("failed", letter.failed_at, notice.person, what(notice), letter.error)
    if letter and letter.error:
        return Entry("waiting", letter.next_try, notice.person, what(notice), letter.error)
    return Entry("waiting", letter.next_try if letter else notice.not_before, notice.person, what(notice))


def what(notice):
    return registered[notice.subject_kind].name_of(notice)
