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
    checker: str = ""
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
class Excuse:
    """Why nothing is done about a cause; approved by another two days later, where somebody is named."""

    reason: tuple
    by: str
    day: int
    approved_by: str = ""


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
    key: str = ""  # by which exhibits speak of it
    whys: list = field(default_factory=list)
    tasks: list = field(default_factory=list)
    excuses: list = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Seat:
    """Somebody on the team that investigates: `person`, or somebody else by `name`."""

    role: str = "member"
    person: str = ""
    name: tuple = NOTHING
    body: tuple = NOTHING
    conflict: str = "none"
    conflict_note: tuple = NOTHING


@dataclass(frozen=True, eq=False)
class Instant:
    """A row of the timeline, so many days after the incident; `after` and `key` name rows."""

    what: tuple
    source: str
    at: str = ""
    day: int = 0
    about: bool = False
    phase: str = "before"
    source_note: tuple = NOTHING
    certainty: str = "certain"
    key: str = ""
    after: str = ""


@dataclass(frozen=True, eq=False)
class Said:
    """A statement; signed on paper on the day it was taken, unless it is still to be signed."""

    name: tuple
    position: tuple
    standing: str
    said: tuple
    taken_by: tuple
    place: tuple
    day: int = 1
    at: str = "10:00"
    person: str = ""
    is_signed: bool = True
    corrects: int = 0


@dataclass(frozen=True, eq=False)
class Proof:
    """An exhibit; `moments` and `causes` are keys of what it supports."""

    kind: str
    title: tuple
    found_at: tuple
    secured_by: tuple
    day: int = 0
    at: str = ""
    description: tuple = NOTHING
    kept_at: tuple = NOTHING
    photo: str = ""
    moments: tuple = ()
    causes: tuple = ()


@dataclass(frozen=True, eq=False)
class Score:
    """A rating by the matrix that an installation begins with; steps count from 1."""

    kind: str
    consequence: int
    likelihood: int
    reason: tuple


@dataclass(frozen=True, eq=False)
class Inquiry:
    """What the investigation of a case is made of, written down by `by` in the first days."""

    by: str
    team: list = field(default_factory=list)
    moments: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    exhibits: list = field(default_factory=list)
    ratings: list = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Blamed:
    """Somebody held responsible, written down so many days after the incident; without a person: nobody is, and why."""

    day: int
    person: tuple = NOTHING
    post: tuple = NOTHING
    liability: tuple = NOTHING
    proposed: tuple = NOTHING
    decision_number: tuple = NOTHING
    authority: tuple = NOTHING
    decided: int | None = None
    reason: tuple = NOTHING
    by: str = ""


@dataclass(frozen=True, eq=False)
class Lesson:
    """A training; names are separated by commas."""

    day: int
    content: tuple
    invited: tuple
    absent: tuple = NOTHING
    result: tuple = NOTHING
    is_signed: bool = True
    by: str = ""


@dataclass(frozen=True, eq=False)
class Ending:
    """That somebody closed the case, or closed it although gates were shut."""

    day: int
    verb: str
    by: str
    note: tuple = NOTHING


@dataclass(frozen=True, eq=False)
class Hurt:
    """One of the people behind the counts."""

    name: tuple
    harm: str
    employer: tuple
    job: tuple


@dataclass(frozen=True, eq=False)
class Answer:
    """What somebody answered to the cluster that the incident is a part of."""

    day: int | str
    at: str
    by: str
    text: tuple


@dataclass(frozen=True, eq=False)
class Reporting:
    """How it was reported, as clock times of that day, and when the investigation ended, as days after; 0 is not yet.

    Empty: as `reporting` says. `appraisals` are (about, document, first day, last day), `follow_ups` (day, time, text).
    """

    filed: str = ""
    county: str = ""  # told by telephone
    city: str = ""
    by_telephone: tuple = NOTHING
    follow_ups: list = field(default_factory=list)
    appraisals: list = field(default_factory=list)
    submitted: int = 45
    replied: int = 55
    assessed: int = 380


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
    unit: str = ""  # who files the report of the unit
    reporting: Reporting = field(default_factory=Reporting)
    loss: int | None = None
    potential: str = ""
    photo: str = ""
    people: list = field(default_factory=list)
    inquiries: list = field(default_factory=list)
    causes: list = field(default_factory=list)
    containment: list = field(default_factory=list)
    blamed: list = field(default_factory=list)
    lessons: list = field(default_factory=list)
    endings: list = field(default_factory=list)
    void: tuple = ()  # day, reason
    answers: list = field(default_factory=list)
