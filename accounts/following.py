"""What points to a place follows it when it is merged into another.

`accounts` never reaches up: an app above registers its records here when Django starts. A test walks the foreign
keys to places, so that none is forgotten; a trigger leads what is written meanwhile to the place that stands.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Follower:
    """`move(source, target, by=, now=)` takes the records over, each with its event. `settle(site, by=, now=)` puts
    right what hangs on the law and the clock of a site, where it can: grades, ends of days."""

    model: type
    field: str
    move: Callable
    settle: Callable | None = None

    def is_about(self, place):
        return isinstance(place, self.model._meta.get_field(self.field).related_model)


registered = []


def register(model, field, move, settle=None):
    registered.append(Follower(model, field, move, settle))


def move(source, target, *, by, now):
    for follower in followers_of(source):
        follower.move(source, target, by=by, now=now)


def settle(site, *, by, now):
    for follower in followers_of(site):
        if follower.settle is not None:
            follower.settle(site, by=by, now=now)


def counts(place):
    """(label, how many) of the records that would move."""
    return [
        (follower.model._meta.verbose_name_plural, number)
        for follower in followers_of(place)
        if (number := follower.model._base_manager.filter(**{follower.field: place}).count())
    ]


def followers_of(place):
    return [follower for follower in registered if follower.is_about(place)]
