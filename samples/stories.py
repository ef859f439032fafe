"""Reads the stories in `cases/*.toml`: what is not said there is as it usually is.

A case is logged within the hour by whoever keeps its record, a cause is found by that person and confirmed by the
official of the sector, an action is given to the one who works at the site, and somebody else looks at it.
"""

import tomllib
from pathlib import Path

from .parts import (
    NOTHING,
    Answer,
    Blamed,
    Case,
    Cause,
    Deed,
    Ending,
    Excuse,
    Hurt,
    Inquiry,
    Instant,
    Lesson,
    Proof,
    Reporting,
    Said,
    Score,
    Seat,
    Task,
)
from .teams import team_of

FOLDER = Path(__file__).parent / "cases"
LEVELS = ("direct", "contributing", "root")
UNHURT = {"deaths": 0, "serious_injuries": 0, "acute_poisonings": 0, "minor_injuries": 0, "missing": 0}
DAYS_LOST = {"deaths": 6000, "serious_injuries": 130, "acute_poisonings": 5, "minor_injuries": 18}  # for each person
SUPERIOR = "lin"  # confirms what the official of the sector has found
FOUND = 3  # days after the incident
CONFIRMED, ASSIGNED = 3, 2  # days after the cause was found
CLOCKS = ("08:40", "09:15", "09:50", "10:20", "11:05", "11:30", "14:10", "14:45", "15:35", "16:50", "17:25")

# By GB 6441-1986, by GB 6441-2025.
CATEGORIES = {
    "struck": ("GB86-01", "WSA10001"),
    "vehicle": ("GB86-02", "WSA10002"),
    "road": ("GB86-02", "WSA10003"),
    "machinery": ("GB86-03", "WSA10004"),
    "lifting": ("GB86-04", "WSA10005"),
    "electric": ("GB86-05", "WSA10006"),
    "drowning": ("GB86-06", "WSA10007"),
    "burn": ("GB86-07", "WSA10008"),
    "fire": ("GB86-08", "WSA10009"),
    "fall": ("GB86-09", "WSA10010"),
    "slip": ("GB86-20", "WSA10011"),
    "collapse": ("GB86-10", "WSA10012"),
    "blasting": ("GB86-13", "WSA10019"),
    "vessel": ("GB86-17", "WSA10014"),
    "gas": ("GB86-18", "WSA10016"),
    "dust": ("GB86-18", "WSA10018"),
    "molten": ("GB86-18", "WSA10022"),
    "poisoning": ("GB86-19", "WSA10023"),
    "asphyxiation": ("GB86-19", "WSA10024"),
    "landslide": ("GB86-10", "WSA10025"),
    "leak": ("GB86-20", "WSA10026"),
    "other": ("GB86-20", "WSA10099"),
}


def read_cases():
    return [
        case(row) for path in sorted(FOLDER.glob("*.toml")) for row in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


def case(row):
    row, team = dict(row), team_of(row["site"])
    row.setdefault("by", team.manager)
    keeper = row.setdefault("keeper", team.manager)
    row.setdefault("known", later(row["time"], 10))
    row.setdefault("logged", later(row["time"], 40))
    counts = with_days(UNHURT | row.pop("hurt", {}))
    causes = causes_in(row, keeper, team)
    containment = [task({"kind": "containment"} | given, 0, keeper, team) for given in row.pop("containment", [])]
    people = [Hurt(**given) for given in row.pop("person", [])]
    answers = [Answer(**given) for given in row.pop("answer", [])]
    reporting = Reporting(**row.pop("reporting", {}))
    endings = {
        name: [kind(**given) for given in row.pop(key, [])]
        for name, key, kind in (
            ("blamed", "responsible", Blamed),
            ("lessons", "training", Lesson),
            ("endings", "ending", Ending),
        )
    }
    inquiries = [inquiry(row.pop("investigation"), keeper)] if "investigation" in row else []
    return Case(
        **row,
        counts=counts,
        people=people,
        answers=answers,
        inquiries=inquiries,
        unit=team.manager,
        reporting=reporting,
        causes=causes,
        containment=containment,
        **endings,
    )


def inquiry(row, keeper):
    kinds = {"team": Seat, "moment": Instant, "statement": Said, "exhibit": Proof, "rating": Score}
    team, *others = ([kind(**given) for given in row.get(name, [])] for name, kind in kinds.items())
    return Inquiry(row.get("by", keeper), team, *others)


def with_days(counts):
    """Every injury of the stories kept somebody from work."""
    away = sum(counts[name] for name in DAYS_LOST if name != "deaths")
    lost = sum(counts[name] * days for name, days in DAYS_LOST.items())
    return {"away": away, "restricted": 0, "treated": 0, "days_lost": lost} | counts


def causes_in(row, keeper, team):
    return [cause(level, given, keeper, team) for level in LEVELS for given in row.pop(level, [])]


def cause(level, row, keeper, team):
    row = dict(row)
    author = row.setdefault("author", keeper)
    row.setdefault("confirmed_by", SUPERIOR if author == team.official else team.official)
    if row["confirmed_by"] == "nobody":
        row["confirmed_by"] = ""
    found = row.setdefault("day", FOUND)
    row.setdefault("confirmed", found + CONFIRMED)
    whys = causes_in(row, keeper, team)
    tasks = [task(given, found + ASSIGNED, keeper, team) for given in row.pop("action", [])]
    excuses = [Excuse(**{"by": author, "day": found + ASSIGNED} | given) for given in row.pop("no_action", [])]
    return Cause(level, **row, whys=whys, tasks=tasks, excuses=excuses)


def task(row, day, keeper, team):
    """`picture` is a subject shown before the work and, when it is submitted, after it."""
    row = dict(row)
    owner = row.setdefault("owner", team.hand)
    row.setdefault("verifier", team.official if owner == team.manager else team.manager)
    row.setdefault("by", keeper)
    row.setdefault("day", day)
    picture = row.pop("picture", "")
    if picture:
        row.setdefault("before", f"{picture}_before")
    deeds = [deed(picture or "form", *given) for given in row.pop("story", [])]
    return Task(**row, deeds=deeds)


def deed(picture, day, verb, *words):
    """Day, verb, Chinese, English, and what is unusual about it; all but the first two may be missing."""
    more = words[-1] if words and isinstance(words[-1], dict) else {}
    note = tuple(word for word in words if isinstance(word, str)) or NOTHING
    usual = {"at": CLOCKS[sum(map(len, note)) % len(CLOCKS)]}  # people do not all write at the same time of the day
    if verb == "submit":
        usual["show"] = f"{picture}_after"
    return Deed(day, verb, note, **usual | more)


def later(clock, minutes):
    """`09:40` and 10 are `09:50`; never past midnight."""
    hour, minute = map(int, clock.split(":"))
    minutes = min(hour * 60 + minute + minutes, 24 * 60 - 1)
    return f"{minutes // 60:02}:{minutes % 60:02}"
