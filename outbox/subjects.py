"""What upper apps register so that people can be told about their records; see `Subject`."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from .clocks import due_of


@dataclass(frozen=True)
class Line:
    """What a letter says about one notice, in the language in force when it was made."""

    group: str  # one of GROUPS
    heading: str
    what: str
    where: str
    when: str
    url: str
    button: str
    why: str
    about: tuple = ()  # (kind, id) of the record, of which a letter has one entry
    who: str = ""
    note: str = ""
    title: str = ""  # the subject of a letter in which all lines have the same
    days_left: int | None = None
    deadline: date | None = None
    reply_to: str = ""
    is_information: bool = False  # nothing to do: one may unsubscribe from it

    @property
    def facts(self):
        return [fact for fact in (self.where, self.who, self.when) if fact]


@dataclass(frozen=True)
class Unsaid:
    """A record that slipped through: by its number alone, since whoever runs the machine may not read it."""

    number: str
    due_at: datetime


class Subject:
    """What the outbox asks of a kind of record that people are told about.

    `ladders` names the kinds of notices that climb a ladder: {kind: label}. All other kinds name an event.
    """

    ladders = {}

    def prepare(self, now):
        """Write what has to be written before it is asked what is due, computed from state like everything here."""

    def clocks(self, until):
        """Yield the Clock of every limit that lies on the day `until` or before, computed from state, by subject_id."""
        raise NotImplementedError

    def due(self, ladders, directory, now):
        """Yield the unsaved Notices that are due by `now`, whether they are noted down already or not."""
        for clock in self.clocks(now.date() + ladders.look_ahead):
            yield from due_of(clock, ladders.of(clock), directory, now)

    def unsaid(self, now):
        """The Unsaid of the record that is late for longest and of which nobody was told, or None."""
        raise NotImplementedError

    def numbers(self, subject_ids):
        """{subject id: its number}, for those who may know that it exists and nothing else."""
        raise NotImplementedError

    def untrue(self, notices):
        """{notice pk: a Notice.Skipped value} of those that may not be said any more. Locks nothing."""
        raise NotImplementedError

    def orphaned(self, notices):
        """The pks of those about what their person still has to do, and has no duty any more where it is to be done."""
        return set()

    def site_of(self, subject_id):
        """The site of a record, with its region: it says who is whose superior there. None where nobody stands in."""
        raise NotImplementedError

    def lines(self, notices, now):
        """Lines of a letter about these notices, in the language in force."""
        raise NotImplementedError

    def name_of(self, notice):
        """What kind of notice it is, in a few words, in the language in force."""
        raise NotImplementedError


registered = {}


def register(kind, subject):
    registered[kind] = subject


def by_subject(notices):
    for kind, group in groupby(sorted(notices, key=lambda n: n.subject_kind), lambda n: n.subject_kind):
        yield kind, list(group)


def untrue(notices):
    """{notice pk: Notice.Skipped value} of those that may not be said any more."""
    reasons = {}
    for kind, group in by_subject(notices):
        reasons |= registered[kind].untrue(group)
    return reasons


def orphaned(notices):
    """The pks of notices to people who are in charge and out of office."""
    return set().union(*(registered[kind].orphaned(group) for kind, group in by_subject(notices)))
