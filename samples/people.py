"""The people of the sample and their appointments, read from `people.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from .places import DISTRICT

DOMAIN = "yunling.example"  # .example is reserved (RFC 2606): no letter to it can reach anybody


@dataclass(frozen=True)
class Person:
    """`duties` are places at which the post holds: one appointment each, `{}` for an administrator's."""

    name: tuple
    post: tuple
    role: str
    duties: tuple
    reports_to: str = ""
    deputy: str = ""
    phone: str = ""
    signs_in: bool = True
    has_address: bool = True
    absent: tuple = ()  # from which day until which
    left: str = ""  # the last day in office
    guide: bool = False  # one of those with whom to begin


def person(row):
    return Person(duties=tuple(duties(row)) or ({},), **row)


def duties(row):
    """Take out of `row` where the post holds."""
    if row.pop("everywhere", False):
        yield {"everywhere": True}
    if region := row.pop("region", ""):
        yield {"region": region}
    yield from ({"region": DISTRICT, "sector": code} for code in row.pop("sectors", ()))
    yield from ({"organization": key} for key in row.pop("organizations", ()))
    yield from ({"site": key} for key in row.pop("sites", ()))


PEOPLE = {
    login: person(row) for login, row in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}


def address(login):
    return f"{login}@{DOMAIN}"
