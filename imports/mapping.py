"""A mapping: one TOML file that says what the columns of a register mean. docs/importing.md tells how to write one."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .problems import Problem, Refused, quoted

FOLDER = Path(__file__).parent / "mappings"
LARGEST_COUNT = 1_000_000
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
EXAMPLE = datetime(2026, 8, 27, 14, 30)  # noqa: DTZ001 - an example of a format, not an instant
SITE = {
    "organization": 120,
    "registration_code": 30,
    "name": 120,
    "address": 200,
    "region": 12,
    "sector": 50,
}
REQUIRED_OF_SITE = ("organization", "name", "region")
OPTIONS = {"column", "columns", "text", "lines", "value", "values", "otherwise", "formats", "shorten", "none", "unit"}
OPTIONS |= {"masks", "masked"}
SOURCES = {"column", "columns", "text", "lines", "value"}
KEYS = {"register", "source", "attribution", "licence", "language", "encoding", "key", "none", "ignore"}
KEYS |= {"facts", "site", "regions", "sectors"}


class BadCell(Exception):
    """A cell that does not fit its fact; the message says what is expected."""


@dataclass(frozen=True)
class Rule:
    """How one fact comes from the cells of a row."""

    column: str = ""
    columns: tuple = ()
    text: str = ""
    lines: tuple = ()
    value: str = ""
    values: dict = field(default_factory=dict)
    otherwise: str = ""
    formats: tuple = ()
    shorten: int = 0
    none: tuple = ()
    unit: int = 1
    masks: tuple = ()
    masked: str = ""

    @property
    def uses(self):
        """The columns that this fact is taken from, in order."""
        written = [self.text, self.masked, *self.lines]
        named = [name for text in written for name in PLACEHOLDER.findall(text)]
        return list(dict.fromkeys([*([self.column] if self.column else []), *self.columns, *named]))

    def of(self, cells):
        """The text of the fact in `cells` (column → text, "" where nothing is known)."""
        text = self.taken(cells)
        if text in self.none:
            text = ""
        if any(mask in text for mask in self.masks):
            text = filled(self.masked, cells)
        if self.values:
            text = self.translated(text)
        if self.shorten and len(text) > self.shorten:
            text = shortened(text, self.shorten)
        return text or self.otherwise

    def taken(self, cells):
        if self.column:
            return cells[self.column]
        if self.columns:
            return next((cells[name] for name in self.columns if cells[name]), "")
        if self.lines:
            return "\n".join(filled(line, cells) for line in self.lines if is_known(line, cells))
        return filled(self.text, cells) if self.text else self.value

    def translated(self, text):
        """By the table: an equal key first, then the longest beginning (`F*`)."""
        if text in self.values:
            return self.values[text]
        beginnings = [key for key in self.values if key.endswith("*") and text.startswith(key[:-1])]
        if not beginnings or not text:
            if not text:
                return ""
            known = ", ".join(f"“{key}”" for key in self.values)
            message = _("“%(value)s” is not in the table of values, which has: %(known)s.")
            raise BadCell(message % {"value": quoted(text), "known": known})
        return self.values[max(beginnings, key=len)]


@dataclass(frozen=True)
class Mapping:
    name: str
    register: str
    source: str
    attribution: str
    licence: str
    language: str
    encoding: str | None
    key: tuple
    none: frozenset
    ignore: frozenset
    facts: dict
    site: dict
    regions: list
    sectors: list

    @property
    def columns(self):
        """Every column that must be there."""
        rules = [*self.facts.values(), *self.site.values()]
        later = {"organization", "day"}  # `name` may speak of these, which are no columns
        named = [name for rule in rules for name in rule.uses if not (rule is self.facts.get("name") and name in later)]
        return list(dict.fromkeys([*self.key, *named]))

    def refuse_columns(self, columns):
        """Columns that the mapping does not know are named, not passed over; so are those it misses."""
        unknown = [name for name in columns if name not in self.columns and name not in self.ignore]
        missing = [name for name in self.columns if name not in columns]
        problems = [
            Problem(
                _("The column “%(name)s” is not in the mapping “%(mapping)s”.")
                % {"name": quoted(name), "mapping": self.name}
            )
            for name in unknown
        ] + [
            Problem(
                _("The column “%(name)s”, which the mapping “%(mapping)s” needs, is missing.")
                % {"name": name, "mapping": self.name}
            )
            for name in missing
        ]
        if problems:
            raise Refused(*problems)

    def cleaned(self, raw):
        """The cells as the rules read them: without padding, empty where the register says that it knows nothing."""
        cells = {name: cell.translate(ZERO_WIDTH).strip() for name, cell in raw.items()}
        return {name: "" if comparable(cell) in self.none else cell for name, cell in cells.items()}


# reading a mapping


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
    problems = [_("“%(key)s” means nothing here.") % {"key": key} for key in given if key not in KEYS]
    problems += [
        _("“%(key)s” is missing.") % {"key": key} for key in sorted(KEYS) if key not in given and key in NEEDED
    ]
    problems += [
        _("“%(key)s” means nothing here.") % {"key": f"site.{key}"} for key in given.get("site", {}) if key not in SITE
    ]
    problems += [
        _("“%(key)s” is missing.") % {"key": f"site.{key}"}
        for key in REQUIRED_OF_SITE
        if key not in given.get("site", {})
    ]
    if given.get("language", "en") not in dict(settings.LANGUAGES):
        problems.append(_("“language” is none of this installation's."))
    if problems:
        raise Refused(*[bad_mapping(name, problem) for problem in problems])
    none = frozenset(map(comparable, ["", *given.get("none", [])]))
    return Mapping(
        name=name,
        register=given["register"],
        source=given["source"],
        attribution=given["attribution"],
        licence=given["licence"],
        language=given.get("language", "en"),
        encoding=given.get("encoding"),
        key=tuple(given["key"]),
        none=none,
        ignore=frozenset(given.get("ignore", [])),
        facts={fact: rule_of(name, fact, rule) for fact, rule in given["facts"].items()},
        site={fact: rule_of(name, f"site.{fact}", rule) for fact, rule in given["site"].items()},
        regions=given.get("regions", []),
        sectors=given.get("sectors", []),
    )


NEEDED = {"register", "source", "attribution", "licence", "key", "facts", "site"}


def rule_of(mapping, fact, given):
    """A plain text is a constant; a table holds exactly one source and what is done with it."""
    given = given if isinstance(given, dict) else {"value": str(given)}
    unknown = set(given) - OPTIONS
    if unknown or len(set(given) & SOURCES) != 1:
        message = _("“%(fact)s” needs exactly one of %(sources)s, and of the rest only %(options)s.")
        names = {"fact": fact, "sources": ", ".join(sorted(SOURCES)), "options": ", ".join(sorted(OPTIONS - SOURCES))}
        raise Refused(bad_mapping(mapping, message % names))
    return Rule(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})


def bad_mapping(name, message):
    return Problem(_("Mapping “%(name)s”: %(message)s") % {"name": name, "message": message})


# cells


def comparable(text):
    """Full-width and half-width forms are the same to whoever typed them."""
    return unicodedata.normalize("NFKC", text).strip()


def filled(template, cells):
    return PLACEHOLDER.sub(lambda match: cells[match[1]], template).strip()


def is_known(line, cells):
    """A line of constant words stands always; one with columns only where all of them say something."""
    return all(cells[name] for name in PLACEHOLDER.findall(line))


def shortened(text, length):
    """The beginning, cut between words where there are any."""
    cut = Truncator(" ".join(text.split())).chars(length)
    head, space, _tail = cut.rpartition(" ")
    return f"{head.rstrip(' ,.;:')}…" if space and len(head) > length // 2 else cut


# facts


def value_of(text, model_field, rule):
    """`text` as a value of the model's field; BadCell where it is none. Empty is the field's own "not known"."""
    if not text:
        return None if model_field.null else ""
    if isinstance(model_field, models.DateField):
        return day_of(text, rule.formats or ("%Y-%m-%d",))
    if isinstance(model_field, models.TimeField):
        return moment_of(text, rule.formats or ("%H:%M",)).time()
    if isinstance(model_field, models.DecimalField):
        return decimal_of(text) * rule.unit
    if isinstance(model_field, models.IntegerField):
        return count_of(text)
    return text


def day_of(text, formats):
    return moment_of(text, formats).date()


def moment_of(text, formats):
    """Read by every format: where two of them disagree the cell could mean either day."""
    text = comparable(text)
    found = set()
    if not has_foreign_digits(text):
        for given in formats:
            try:
                found.add(datetime.strptime(text, given))  # noqa: DTZ007 - days and times are local to the site
            except ValueError:
                continue
    if len(found) > 1:
        raise BadCell(_("“%(value)s” can be read as two different days.") % {"value": quoted(text)})
    if not found:
        names = {"value": quoted(text), "example": EXAMPLE.strftime(formats[0])}
        raise BadCell(_("“%(value)s” is not written like %(example)s, or there is no such day.") % names)
    return found.pop()


def count_of(text):
    if not re.fullmatch(r"[0-9]{1,7}", comparable(text)) or int(comparable(text)) > LARGEST_COUNT:
        raise BadCell(_("“%(value)s” is not a whole number of 0 or more.") % {"value": quoted(text)})
    return int(comparable(text))


def decimal_of(text):
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", comparable(text)):
        raise BadCell(_("“%(value)s” is not a number such as 1250000 or 12.50.") % {"value": quoted(text)})
    return Decimal(comparable(text))


def has_foreign_digits(text):
    return any(c.isdigit() and not c.isascii() for c in text)
