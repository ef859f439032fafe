"""Rule packs: what law, standards and practice say, as data with the days on which it holds.

Each file in `data/<jurisdiction>/` is one instrument. Each of its rules answers one *kind* of question (which grade,
how many minutes) and names its clause, the days between which it is in force, how sure the project is of it, and its
values. A rule of a `profile` is a local one: stricter or more precise than the country's, chosen by the code of the
region. Nothing here reads a clock or the database: the jurisdiction and the local day of the accident choose.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

DATA = Path(__file__).parent / "data"
BASES = {
    "text": gettext_lazy("the text was read"),
    "excerpt": gettext_lazy("excerpts or restatements were read"),
    "memory": gettext_lazy("from memory, to be checked"),
    "analogy": gettext_lazy("the text was read; how it is applied rests on an analogy"),
    "practice": gettext_lazy("practice, without a text that binds"),
    "policy": gettext_lazy("settled by this project"),
}


class NoRule(LookupError):
    """The packs say nothing about this kind of question for that place and day."""

    def __init__(self, kind, jurisdiction, day):
        self.kind, self.jurisdiction, self.day = kind, jurisdiction, day

    def __str__(self):
        known = {"kind": self.kind, "jurisdiction": self.jurisdiction or "–", "day": self.day or "–"}
        return _("No rule “%(kind)s” is known for %(jurisdiction)s on %(day)s.") % known


class BadPack(ValueError):
    """A data file that does not say what a rule needs; the message names file and rule."""


@dataclass(frozen=True)
class Text:
    zh: str = ""
    en: str = ""

    def __str__(self):
        return self.zh if (get_language() or "").startswith("zh") else self.en

    def __bool__(self):
        return bool(self.zh or self.en)


@dataclass(frozen=True)
class Rule:
    """One rule; `until` is the last day on which it holds, or None; `values` are as the file gives them."""

    kind: str
    pack: "Pack" = field(repr=False)
    clause: Text
    says: Text
    basis: str
    since: date
    until: date | None
    open: Text
    where: str
    profile: str
    regions: tuple
    values: dict = field(repr=False, hash=False)

    def __getitem__(self, name):
        return self.values[name]

    def holds_on(self, day):
        return self.since <= day and (self.until is None or day <= self.until)

    def days_for(self, accident_kind):
        """The days of a rule that gives fire and road traffic others than the rest."""
        return self["days_of"].get(accident_kind, self["days"])

    @property
    def basis_in_words(self):
        return BASES[self.basis]


@dataclass(frozen=True)
class Pack:
    code: str
    version: str
    jurisdiction: str
    title: Text
    source: Text
    file: str
    rules: list = field(default_factory=list, hash=False, compare=False)

    def __str__(self):
        return f"{self.code} {self.version}"


# asking


def rule(kind, *, jurisdiction="CN", day=None, profile=""):
    """The rule of this kind in force on the local `day`, or NoRule. Without a day: the newest one."""
    fitting = [
        rule
        for pack in packs()
        for rule in pack.rules
        if (rule.kind, pack.jurisdiction, rule.profile) == (kind, jurisdiction, profile)
        and (day is None or rule.holds_on(day))
    ]
    if not fitting:
        raise NoRule(kind, jurisdiction, day)
    return max(fitting, key=lambda rule: rule.since)


def rule_or_none(kind, **where):
    try:
        return rule(kind, **where)
    except NoRule:
        return None


def rules(kind):
    """Every rule of this kind, of whichever day and place, newest first."""
    found = [rule for pack in packs() for rule in pack.rules if rule.kind == kind]
    return sorted(found, key=lambda rule: rule.since, reverse=True)


def profiles(jurisdiction="CN"):
    """{name of a local profile: the beginnings of the codes of its regions}."""
    local = [rule for pack in packs() if pack.jurisdiction == jurisdiction for rule in pack.rules if rule.profile]
    return {rule.profile: rule.regions for rule in local}


def profile_of(region_code, jurisdiction="CN"):
    """The local profile for a region, by the longest beginning of its code; "" where the country's rules hold alone."""
    fitting = [
        (len(beginning), name)
        for name, regions in profiles(jurisdiction).items()
        for beginning in regions
        if region_code.startswith(beginning)
    ]
    return max(fitting)[1] if fitting else ""


@cache
def jurisdictions():
    return tomllib.loads((DATA / "jurisdictions.toml").read_text(encoding="utf-8"))


# reading


@cache
def packs():
    """Every pack, read once. BadPack where a file is broken: a law that is half read must stop the start."""
    found = [read(path) for path in sorted(DATA.glob("*/*.toml"))]
    refuse_overlaps(found)
    return found


def read(path):
    name = f"{path.parent.name}/{path.name}"
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPack(f"{name}: {error}") from error
    try:
        pack = Pack(
            code=facts["code"],
            version=facts["version"],
            jurisdiction=path.parent.name.upper(),
            title=Text(**facts["title"]),
            source=Text(**facts["source"]),
            file=name,
        )
    except (KeyError, TypeError) as error:
        raise BadPack(f"{name}: the pack lacks {error}") from error
    pack.rules.extend(read_rule(pack, number, given) for number, given in enumerate(facts.get("rules", []), 1))
    return pack


def read_rule(pack, number, given):
    try:
        found = Rule(
            kind=given["kind"],
            pack=pack,
            clause=Text(**given["clause"]),
            says=Text(**given["says"]),
            basis=given["basis"],
            since=given["in_force_from"],
            until=given.get("in_force_until"),
            open=Text(**given.get("open", {})),
            where=given.get("where", ""),
            profile=given.get("profile", ""),
            regions=tuple(given.get("regions", ())),
            values=given.get("values", {}),
        )
    except (KeyError, TypeError) as error:
        raise BadPack(f"{pack.file}, rule {number}: it lacks {error}") from error
    if found.basis not in BASES:
        raise BadPack(f"{pack.file}, rule {number}: the basis is one of {', '.join(BASES)}")
    if type(found.since) is not date or found.until is not None and type(found.until) is not date:
        raise BadPack(f"{pack.file}, rule {number}: a day in force is written 2026-07-01")
    if found.until and found.until < found.since:
        raise BadPack(f"{pack.file}, rule {number}: it ends before it begins")
    return found


def refuse_overlaps(found):
    """On each day one rule answers each question."""
    ordered = {}
    for pack in found:
        for rule in pack.rules:
            ordered.setdefault((pack.jurisdiction, rule.kind, rule.profile), []).append(rule)
    for same in ordered.values():
        same.sort(key=lambda rule: rule.since)
        for older, newer in zip(same, same[1:], strict=False):
            if older.until is None or older.until >= newer.since:
                raise BadPack(
                    f"{older.pack.file} and {newer.pack.file}: two rules “{older.kind}” hold on {newer.since}"
                )
