"""What documents are made of: the same parts become a page and a Word file."""

import re
from dataclasses import dataclass, field, replace
from typing import ClassVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import qr

NUMERALS = "一二三四五六七八九十"
BLANK = "＿" * 6
MOST_HEADINGS = 3  # levels
SHORT = 12  # characters of a line


OPEN, CLOSE = "\ufdd0", "\ufdd1"  # around a gap; no text has them, they are no characters (Unicode, 23.7)


def gap(what):
    """A place where nothing is recorded, for a person to fill in; it can be seen on the page and on paper."""
    return OPEN + _("[to be filled in: %(what)s]") % {"what": what} + CLOSE


def given(value, what):
    """What is recorded, or a gap that says `what` is missing."""
    return gap(what) if value in (None, "") else str(value)


def pieces(text):
    """(text, whether it is a gap) one after the other."""
    for place, piece in enumerate(re.split(f"[{OPEN}{CLOSE}]", text)):
        if piece:
            yield piece, place % 2 == 1


def unmarked(text):
    """For places that show no gaps."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def lines_of(text):
    """Each line as its pieces."""
    return [list(pieces(line)) for line in text.splitlines() if line.strip()]


def is_chinese():
    return (get_language() or "").startswith("zh")


def numeral(level, *counts, in_chinese):
    """The number of a heading, as offices write it: 一、 （一） 1. in Chinese, else 1. 1.1 1.1.1. `counts` are those of
    its level and the levels above; 0 where one was left out."""
    if not in_chinese:
        return ".".join(str(count) for count in counts if count) + ("." if level == 1 else "") + " "
    count = counts[-1]
    return {1: f"{chinese(count)}、", 2: f"（{chinese(count)}）", 3: f"{count}. "}[level]


def chinese(count):
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(count, 10)
    if not tens:
        return NUMERALS[ones - 1]
    return (NUMERALS[tens - 1] if tens > 1 else "") + "十" + (NUMERALS[ones - 1] if ones else "")


@dataclass(frozen=True)
class Part:
    template: ClassVar[str] = ""

    @property
    def texts(self):
        """All that it says and that may be a gap."""
        return []


@dataclass(frozen=True)
class Heading(Part):
    """`counts` are set by the document: the how-many-eth it is, and those above it."""

    template = "documents/_heading.html"
    text: str
    level: int = 1
    counts: tuple = ()
    in_chinese: bool = False

    @property
    def number(self):
        return numeral(self.level, *self.counts, in_chinese=self.in_chinese)

    @property
    def depth(self):
        """Below how many headings it stands; one without number 1.1 above it may be 1.0.1."""
        return sum(count > 0 for count in self.counts)


@dataclass(frozen=True)
class Text(Part):
    """Paragraphs. `kind`: text, note (in small), lines (not indented), right."""

    template = "documents/_text.html"
    text: str
    kind: str = "text"

    @property
    def lines(self):
        return lines_of(self.text)

    @property
    def texts(self):
        return [self.text]


@dataclass(frozen=True)
class Field:
    """One place of a form. `is_long`: text below its label, across the whole row."""

    label: str
    value: str = ""
    is_long: bool = False

    @property
    def lines(self):
        return lines_of(self.value)


@dataclass(frozen=True)
class Form(Part):
    """A form with frames: each row holds from one to three fields."""

    template = "documents/_form.html"
    rows: list

    @property
    def texts(self):
        return [place.value for row in self.rows for place in row]


@dataclass(frozen=True)
class Table(Part):
    """`heads`: (label, width in per cent). `nothing` stands in it when there is no row."""

    template = "documents/_table.html"
    title: str
    heads: list
    rows: list
    nothing: str = ""
    is_to_write_in: bool = False  # its rows are high, for a pen

    @property
    def columns(self):
        """(label, width, whether its cells are so short that they stand in the middle)."""
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.heads)
        return [
            (label, width, all(len(line) <= SHORT for cell in column for line in cell.splitlines()))
            for (label, width), column in zip(self.heads, columns, strict=True)
        ]

    @property
    def labelled(self):
        """Each row as (label, lines, whether in the middle) of its cells."""
        columns = self.columns
        return [
            [(label, lines_of(cell), is_short) for (label, _width, is_short), cell in zip(columns, row, strict=True)]
            for row in self.rows
        ]

    @property
    def nothing_lines(self):
        return lines_of(self.nothing)

    @property
    def texts(self):
        return [cell for row in self.rows for cell in row] + ([] if self.rows else [self.nothing])


@dataclass(frozen=True)
class Signed(Part):
    """Who signs, side by side: (label, what stands behind it)."""

    template = "documents/_signed.html"
    places: list


@dataclass(frozen=True)
class Code(Part):
    """A picture that a telephone reads, with the words beside it."""

    template = "documents/_code.html"
    url: str
    text: str

    @property
    def svg(self):
        return qr.svg(self.url)


@dataclass(frozen=True)
class Pictures(Part):
    """Photos as IncidentPhoto, two side by side, each with its number, name and day below: (photo, words)."""

    template = "documents/_pictures.html"
    title: str
    photos: list


@dataclass(frozen=True)
class NewPage(Part):
    template = "documents/_new_page.html"


@dataclass(frozen=True)
class Document:
    """`letterhead` in red above a line, `marks` (left, right) below it; make it while its language is active."""

    name: str
    title: str
    parts: list
    letterhead: str = ""
    marks: tuple = ()
    subtitle: str = ""
    as_of: str = ""
    warning: str = ""  # in red above everything
    is_wide: bool = False
    is_cover: bool = False
    is_small: bool = False  # on one page: smaller letters
    language: str = field(default_factory=get_language)

    @property
    def is_chinese(self):
        return self.language.startswith("zh")

    @property
    def colon(self):
        """What stands between a label and its value."""
        return "：" if self.is_chinese else ": "

    @property
    def numbered(self):
        """The parts, their headings with numbers."""
        counts = [0] * MOST_HEADINGS
        parts = []
        for part in self.parts:
            if isinstance(part, Heading):
                counts[part.level - 1] += 1
                counts[part.level :] = [0] * (MOST_HEADINGS - part.level)
                parts.append(replace(part, counts=tuple(counts[: part.level]), in_chinese=self.is_chinese))
            else:
                parts.append(part)
        return parts

    @property
    def gaps(self):
        """How many places wait for a person."""
        return sum(text.count(OPEN) for part in self.parts for text in part.texts)
