"""What the sample is told with. Every text is a pair: Chinese, English; `--language` decides which one is stored.

Days are as `days.resolve` reads them.
"""

from dataclasses import dataclass, field

NOTHING = ("", "")


@dataclass(frozen=True, eq=False)
class Deed:
    """One move of an action: its verb, its day, who made it and what they wrote."""

    day: int | str
    verb: str
    note: tuple = NOTHING
    by: str = ""
    at: str = ""
    deadline: int | str | None = None
    owner: str = ""
    verifier: str = ""
    because: str = ""  # why it is late
    show: str = ""


@dataclass(frozen=True, eq=False)
class Task:
    """An action: who removes the cause, by when, who looks at it, and what happened to it (`deeds`)."""

    title: tuple
    done_when: tuple
    owner: str
    verifier: str
    by: str
    day: int | str
    deadline: int | str
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
    text: tuple
    factor: str
    author: str
    day: int
    confirmed: int
    confirmed_by: str = ""
    evidence: tuple = NOTHING
    whys: list = field(default_factory=list)
    tasks: list = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Hurt:
    """One of the people behind the counts."""

    name: tuple
    harm: str
    employer: tuple
    job: tuple


@dataclass(frozen=True, eq=False)
class Case:
    """An incident: its facts, its causes, and the containment that did not wait for them."""

    site: str
    day: str
    time: str
    known: str
    logged: str
    by: str
    keeper: str
    category: str
    place: tuple
    text: tuple
    measures: tuple = NOTHING
    other: tuple = NOTHING
    kind: str = "accident"
    counts: dict = field(default_factory=dict)
    loss: int | None = None
    potential: str = ""
    photo: str = ""
    people: list = field(default_factory=list)
    causes: list = field(default_factory=list)
    containment: list = field(default_factory=list)
    void: tuple = ()  # day, reason
