"""What apps above know about an event of an action, such as in which meeting it was decided.

`actions` never reaches up: an app above registers a function when Django starts, which answers for many events at once.
"""

from dataclasses import dataclass

registered = []


@dataclass(frozen=True)
class Remark:
    """`url` is empty for a reader who may not open what it speaks of."""

    text: str
    url: str = ""


def register(find):
    """`find(events, user)` returns {event's pk: Remark}."""
    registered.append(find)


def attach(events, user):
    """Give each of `events` its `remark`, or None."""
    events = list(events)
    known = {}
    for find in registered:
        known |= find(events, user)
    for event in events:
        event.remark = known.get(event.pk)
    return events
