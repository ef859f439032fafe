"""China's administrative divisions down to the county, to choose a region from by typing."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "divisions-cn.txt"
STOPGAPS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}  # levels without a name of their own
MOST_FOUND = 20


@dataclass(frozen=True)
class Division:
    code: str
    name: str

    def __str__(self):
        return self.name

    @property
    def full_name(self):
        return " · ".join([*names_above(self.code, self.name), self.name])


@cache
def divisions():
    """{code: Division} of all of them, in the order of their codes."""
    with FILE.open(encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split(" ", 1) for line in lines if not line.startswith("#"))
        return {code: Division(code, name) for code, name in rows}


def facts(code):
    """What a region that is made of this division is."""
    law = {"country": "CN", "jurisdiction": "CN", "time_zone": "Asia/Shanghai"}
    return {"code": code, "name": divisions()[code].name} | law


def names_above(code, name):
    """The names of the divisions above this one, the widest first; none where `name` is not what China calls it."""
    if code not in divisions() or divisions()[code].name != name:
        return []
    above = [divisions()[code[:length]].name for length in (2, 4) if length < len(code)]
    return [other for other in above if other not in STOPGAPS and other != name]


def search(text):
    """The first divisions that `text` may mean: the beginning of a code, or words of the name and of those above."""
    words = text.replace("·", " ").split()
    if not words:
        return []
    if words[0].isdecimal():
        return [d for code, d in divisions().items() if code.startswith(words[0]) and is_named(d)][:MOST_FOUND]
    found = [d for d in divisions().values() if words[-1] in d.name and is_named(d)]
    found = [d for d in found if all(word in d.full_name for word in words)]
    return sorted(found, key=lambda d: (d.name != words[-1], not d.name.startswith(words[-1]), d.code))[:MOST_FOUND]


def is_named(division):
    return division.name not in STOPGAPS
