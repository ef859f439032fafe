"""What lies close together in time: the one computation behind clusters and repetitions."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Occurrence:
    """An incident on a local day. `counted` is what it adds by the rule."""

    day: date
    incident: int  # its key
    counted: int = 1
    deaths: int = 0


def runs(occurrences, *, least, days):
    """Lists of Occurrences, each as long as it goes on: every one lies in a stretch of `days` days, the first and the
    last among them, that adds up to `least` or more, and each stretch shares one with the next.

    So two within a week and a third within a week of the second are one run of three.
    """
    ordered = sorted(occurrences)
    found, end, total = [], 0, 0  # of the stretch that begins at `start`: where it ends, and what it adds up to
    for start, first in enumerate(ordered):
        while end < len(ordered) and (ordered[end].day - first.day).days < days:
            total += ordered[end].counted
            end += 1
        if total >= least:
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        total -= first.counted
    return [ordered[start:end] for start, end in found]


def latest(occurrences, *, least, days):
    """The last `days` days up to the last one, if they add up: what repeats itself now, not how often it ever did."""
    ordered = sorted(occurrences)
    recent = [one for one in ordered if (ordered[-1].day - one.day).days < days]
    return [recent] if sum(one.counted for one in recent) >= least else []
