"""What the sample is told with. Every text is a pair: Chinese, English; `--language` decides which one is stored.

A day is a number counted from today (−3 is three days ago, 4 in four days), or `After(n)`: n days after the incident.
"""

from dataclasses import dataclass, field

NOTHING = ("", "")


@dataclass(frozen=True)
class After:
    days: int


@dataclass(frozen=True)
class August:
    """A day of the last August that is over."""

    day: int


@dataclass(frozen=True, eq=False)
class Deed:
    """One move of an action: its verb, its day, who made it and what they wrote."""

    verb: str
    day: int | After
    note: tuple = NOTHING
    by: str = ""
    at: str = "10:20"
    deadline: int | After | None = None
    owner: str = ""
    show: str = ""


@dataclass(frozen=True, eq=False)
class Task:
    """An action: who removes the cause, by when, who looks at it, and what happened to it (`deeds`)."""

    title: tuple
    done_when: tuple
    owner: str
    verifier: str
    day: int | After
    deadline: int | After
    by: str = ""
    method: tuple = NOTHING
    kind: str = "corrective"
    strength: str = ""
    priority: str = "ordinary"
    at: str = "15:30"
    before: str = ""
    deeds: list = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Cause:
    """A finding with the causes that explain it and the actions that remove it."""

    level: str
    statement: tuple
    factor: str
    evidence: tuple = NOTHING
    author: str = ""
    day: int | After = After(3)
    confirmed_by: str = ""
    confirmed: int | After = After(5)
    whys: list = field(default_factory=list)
    tasks: list = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Case:
    """An incident: its facts, its causes, and the containment that did not wait for them."""

    site: str
    day: int | August
    time: str
    known: str
    logged: str
    by: str
    keeper: str
    categories: tuple  # by GB 6441-1986, by GB 6441-2025
    place: tuple
    description: tuple
    measures: tuple = NOTHING
    other: tuple = NOTHING
    kind: str = "accident"
    counts: dict = field(default_factory=dict)
    loss: str = ""
    potential: str = ""
    photo: str = ""
    causes: list = field(default_factory=list)
    containment: list = field(default_factory=list)
    void: tuple = ()  # day, reason
