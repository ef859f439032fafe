"""A mapping: one TOML file that says what the columns of a register mean. docs/imports.md tells how to write one."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .leaving import LeaveOut, made_from_list
from .problems import Problem, Refused, quoted
from .reading import comparable
from .rules import Rule

FOLDER = Path(__file__).parent / "mappings"
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
YEAR = re.compile(r"(?<![0-9])(19[0-9]{2}|20[0-9]{2})(?![0-9])")
SITE = {
    "organization": 120,
    "registration_code": 30,
    "name": 120,
    "address": 200,
    "region": 12,
    "sector": 50,
}
SOURCES = {"column", "columns", "text", "lines", "value"}
OPTIONS = SOURCES | {"like", "unlike", "none", "masks", "masked", "takes", "finds", "less", "expects", "values"}
OPTIONS |= {"shorten", "otherwise", "formats", "unit", "several", "leave"}
NEEDED = {"register", "source", "attribution", "licence", "key", "facts"}
KEYS = NEEDED | {"language", "encoding", "sheet", "header_rows", "year", "none", "ignore", "optional", "fill_down"}
KEYS |= {"called", "replace", "leave_out", "site", "regions", "sectors"}


@dataclass(frozen=True)
class Mapping:
    name: str
    register: str
    source: str
    attribution: str
    licence: str
    language: str
    encoding: str | None
    sheet: str | None
    header_rows: int
    year: str
    key: tuple
    none: frozenset
    ignore: frozenset
    optional: frozenset
    fill_down: tuple
    called: dict
    replace: dict
    leave_out: tuple[LeaveOut, ...]
    facts: dict
    site: dict
    regions: list
    sectors: list

    @property
    def columns(self):
        """Every column that is used."""
        rules = [*self.facts.values(), *self.site.values()]
        named = [name for rule in rules for name in rule.uses if name not in WORDS]
        left_out = [name for rule in self.leave_out for name in rule.when]
        return list(dict.fromkeys([*self.key, *named, *left_out]))

    @property
    def expected(self):
        """Every name that a column which is used may have in a file."""
        return frozenset([*self.columns, *(name for names in self.called.values() for name in names)])

    def named(self, columns):
        """The columns of a file under the names that the rules use: a register may call one differently."""
        other = {given: name for name, names in self.called.items() for given in names}
        return [name if name in self.columns else other.get(name, name) for name in columns]

    def refuse_columns(self, columns):
        """Columns that the mapping does not know are named, not passed over; so are those it misses."""
        unknown = [name for name in columns if name not in self.columns and name not in self.ignore]
        missing = [name for name in self.columns if name not in columns and name not in self.optional]
        doubled = sorted({name for name in columns if columns.count(name) > 1})
        messages = {
            _("The column “%(name)s” is not in the mapping “%(mapping)s”."): unknown,
            _("The column “%(name)s”, which the mapping “%(mapping)s” needs, is missing."): missing,
            _("There is more than one column “%(name)s”."): doubled,
        }
        problems = [
            Problem(message % {"name": quoted(name), "mapping": self.name})
            for message, names in messages.items()
            for name in names
        ]
        if problems:
            raise Refused(*problems)

    def cleaned(self, raw):
        """The cells as the rules read them: without padding, empty where the register says that it knows nothing."""
        cells = dict.fromkeys(self.optional, "")
        for name, cell in raw.items():
            for wrong, right in self.replace.items():
                cell = cell.replace(wrong, right)
            cell = cell.translate(ZERO_WIDTH).strip()
            cells[name] = "" if comparable(cell) in self.none else cell
        return cells

    def year_in(self, title):
        """The year of days that are written without one: the mapping's, or the only one above the header."""
        if self.year != "title":
            return self.year or None
        years = set(YEAR.findall(comparable(title)))
        return years.pop() if len(years) == 1 else None


WORDS = ("organization", "site", "day")  # what a text may speak of besides columns


def load(name):
    """The mapping of that name in `imports/mappings/`, or in the TOML file of that path."""
    path = Path(name) if "/" in name or name.endswith(".toml") else FOLDER / f"{name}.toml"
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(sorted(found.stem for found in FOLDER.glob("*.toml")))
        message = _("There is no mapping “%(name)s”. There are: %(known)s.")
        raise Refused(Problem(message % {"name": name, "known": known})) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = _("The mapping “%(name)s” cannot be read: %(why)s")
        raise Refused(Problem(message % {"name": name, "why": error})) from error
    return made_from(path.stem, given)


def made_from(name, given):
    refuse_keys(name, given)
    return Mapping(
        name=name,
        register=given["register"],
        source=given["source"],
        attribution=given["attribution"],
        licence=given["licence"],
        language=given.get("language", "en"),
        encoding=given.get("encoding"),
        sheet=given.get("sheet"),
        header_rows=given.get("header_rows", 1),
        year=str(given.get("year", "")),
        key=tuple(given["key"]),
        none=frozenset(map(comparable, ["", *given.get("none", [])])),
        ignore=frozenset(given.get("ignore", [])),
        optional=frozenset(given.get("optional", [])),
        fill_down=tuple(given.get("fill_down", [])),
        called=given.get("called", {}),
        replace=given.get("replace", {}),
        leave_out=made_from_list(name, given.get("leave_out", [])),
        facts={fact: rule_of(name, fact, rule) for fact, rule in given["facts"].items()},
        site={fact: rule_of(name, f"site.{fact}", rule) for fact, rule in given.get("site", {}).items()},
        regions=given.get("regions", []),
        sectors=given.get("sectors", []),
    )


def refuse_keys(name, given):
    meaningless = [key for key in given if key not in KEYS]
    meaningless += [f"site.{key}" for key in given.get("site", {}) if key not in SITE]
    problems = [_("“%(key)s” means nothing here.") % {"key": key} for key in meaningless]
    problems += [_("“%(key)s” is missing.") % {"key": key} for key in sorted(NEEDED) if key not in given]
    if given.get("language", "en") not in dict(settings.LANGUAGES):
        problems.append(_("“language” is none of this installation's."))
    if given.get("header_rows", 1) not in (1, 2):
        problems.append(_("“header_rows” is 1 or 2."))
    if problems:
        raise Refused(*[bad_mapping(name, problem) for problem in problems])


def rule_of(mapping, fact, given):
    """A plain text is a constant; a table holds exactly one source and what is done with it."""
    given = given if isinstance(given, dict) else {"value": str(given)}
    unknown = set(given) - OPTIONS
    if unknown or len(set(given) & SOURCES) != 1:
        message = _("“%(fact)s” needs exactly one of %(sources)s, and of the rest only %(options)s.")
        names = {"fact": fact, "sources": ", ".join(sorted(SOURCES)), "options": ", ".join(sorted(OPTIONS - SOURCES))}
        raise Refused(bad_mapping(mapping, message % names))
    for option in ("like", "unlike", "takes", "finds", "less"):
        try:
            re.compile(given.get(option, ""))
        except re.error as error:
            message = _("“%(fact)s”: “%(option)s” is no regular expression: %(why)s.")
            raise Refused(bad_mapping(mapping, message % {"fact": fact, "option": option, "why": error})) from error
    return Rule(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})


def bad_mapping(name, message):
    return Problem(_("Mapping “%(name)s”: %(message)s") % {"name": name, "message": message})
