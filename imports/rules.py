"""A rule: how one fact comes from the cells of a row."""

import re
from dataclasses import dataclass, field

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .problems import quoted
from .values import BadCell

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Rule:
    """One source, and what is done with its text, in this order."""

    column: str = ""
    columns: tuple = ()
    text: str = ""
    lines: tuple = ()
    value: str = ""
    like: str = ""
    unlike: str = ""
    none: tuple = ()
    masks: tuple = ()
    masked: str = ""
    takes: str = ""
    finds: str = ""
    less: str = ""
    expects: str = ""
    values: dict = field(default_factory=dict)
    shorten: int = 0
    otherwise: str = ""
    formats: tuple = ()
    unit: int = 1
    several: str = ""
    leave: tuple = ()

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
        text = self.picked(text)
        if self.values:
            text = self.translated(text)
        if self.shorten and len(text) > self.shorten:
            text = shortened(text, self.shorten)
        return text or self.otherwise

    def taken(self, cells):
        named = [self.column] if self.column else self.columns
        if named:
            return next((cells[name] for name in named if cells[name] and self.fits(cells[name])), "")
        if self.lines:
            return "\n".join(filled(line, cells) for line in self.lines if is_known(line, cells))
        return filled(self.text, cells) if self.text else self.value

    def fits(self, text):
        if self.like and not re.search(self.like, text):
            return False
        return not (self.unlike and re.search(self.unlike, text))

    def picked(self, text):
        """The part that matters: `takes` describes the whole cell, `finds` something that may stand in it."""
        if not text or not (self.takes or self.finds):
            return text
        found = re.fullmatch(self.takes, text, re.DOTALL) if self.takes else re.search(self.finds, text)
        if found is None:
            if self.finds:
                return ""
            expected = self.expects or self.takes
            raise BadCell(
                _("“%(value)s” is not written as it has to be: %(expected)s")
                % {
                    "value": quoted(text),
                    "expected": expected,
                }
            )
        part = next((group for group in found.groups() if group is not None), "") if found.re.groups else found[0]
        less = re.search(self.less, text) if self.less else None
        return self.without(part, less[1], text) if less else part

    def without(self, whole, part, text):
        if not (whole.isdigit() and part.isdigit()) or int(part) > int(whole):
            raise BadCell(_("“%(value)s”: the part is larger than the whole.") % {"value": quoted(text)})
        return str(int(whole) - int(part))

    def translated(self, text):
        """By the table: an equal key first, then the longest beginning (`F*`)."""
        if text in self.values:
            return self.values[text]
        beginnings = [key for key in self.values if key.endswith("*") and text.startswith(key[:-1])]
        if not text:
            return ""
        if not beginnings:
            known = ", ".join(f"“{key}”" for key in self.values)
            message = _("“%(value)s” is not in the table of values, which has: %(known)s.")
            raise BadCell(message % {"value": quoted(text), "known": known})
        return self.values[max(beginnings, key=len)]


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
