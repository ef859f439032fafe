"""What somebody still owes, kind by kind. Upper apps register what only they know; see `OpenWork`."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from .models import Site

registered = {}


def register(work):
    registered[work.kind] = work


@dataclass(frozen=True)
class Item:
    """One thing that somebody owes. Its name is shown only to those who may see the record."""

    record: Any
    name: str
    site: Site | None = None

    @property
    def pk(self):
        return self.record.pk


class OpenWork:
    """What this registry asks of one kind of open work."""

    kind = ""  # stands in the names of form fields
    label = ""  # what it is, in a few words

    def owed_by(self, person):
        """The items of this person, those of one site together."""
        raise NotImplementedError

    def is_lost(self, item, staying, ending):
        """Whether the person loses `item` when `ending` (None: everything) ends and `staying` appointments remain."""
        return not any(appointment.covers(item.site) for appointment in staying)

    def seen_by(self, user, items):
        """The keys of those items that `user` may see."""
        raise NotImplementedError

    def hand_over(self, item, to, *, by, now, note):
        """Give `item` to another person, with its event and its letters. Raises ValidationError."""
        raise NotImplementedError

    def tell(self, successor, items, person, by):
        """Write to the successor of `person`, where `hand_over` does not do so for each item."""


@dataclass
class Group:
    """Items of one kind at one site: whoever takes them over needs a duty there."""

    work: OpenWork
    site: Site | None
    items: list

    @property
    def name(self):
        return f"{self.work.kind}-{self.site.pk if self.site else 0}"

    @property
    def label(self):
        return self.work.label

    def __len__(self):
        return len(self.items)


def owed_by(person):
    """Everything that this person owes, in groups."""
    return [group for work in registered.values() for group in grouped(work, work.owed_by(person))]


def grouped(work, items):
    for _key, group in groupby(items, key=lambda item: item.site and item.site.pk):
        group = list(group)
        yield Group(work, group[0].site, group)
