"""What another policy would say at the next plan, before anybody keeps it."""

from dataclasses import dataclass
from itertools import islice

from .clocks import Ladders
from .planning import due
from .subjects import registered

MOST_COUNTED = 1000
MOST_SHOWN = 30


@dataclass(frozen=True)
class Trial:
    """`rows` are (number of the record, unsaved Notice); `more` says that not all were counted."""

    rows: list
    count: int
    people: int
    more: bool


def trial(ladder, steps, now):
    """What would be said anew if `ladder` had these unsaved `steps`."""
    notices = (n for n in due(now, Ladders(instead={ladder: steps})) if ladder.is_of(n))
    found = list(islice(notices, MOST_COUNTED + 1))
    counted, shown = found[:MOST_COUNTED], found[:MOST_SHOWN]
    numbers = registered[ladder.subject_kind].numbers({notice.subject_id for notice in shown})
    return Trial(
        rows=[(numbers[notice.subject_id], notice) for notice in shown],
        count=len(counted),
        people=len({notice.person_id for notice in counted}),
        more=len(found) > len(counted),
    )
