"""What every kind of file becomes: a header and rows of text, read one after the other, as often as wanted."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from common.exports import RUNS

from ..problems import Problem, Refused, quoted

LARGEST_FILE = 64 * 1024 * 1024  # bytes
LARGEST_CELL = 32_767  # characters, as in a spreadsheet program
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_TEXT = 200_000_000  # characters in all: a workbook may repeat a long one in every cell
HEADER_WITHIN = 30  # rows: titles, units and remarks stand above the header of an official form
# What the database cannot keep: it could not even be stored as the row stood.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# Controls that no cell needs, and those that turn the direction of what follows them.
FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Row(NamedTuple):
    """`number` is the one that a spreadsheet program shows; `faults` are (column place or None, message)."""

    number: int
    cells: list
    faults: tuple = ()


@dataclass
class Table:
    """`source()` starts to read from the top again. A column without a header is called by its place, `#1`."""

    columns: list
    title: str
    source: Callable[[], Iterator[Row]]
    below: int  # the number of the last row of the header
    exact: bool = False  # whether a row must have as many cells as the header; a workbook leaves out empty ones

    @property
    def rows(self):
        """The rows below the header that say anything, each as wide as the header."""
        for row in self.source():
            if row.number > self.below and any(cell.strip() for cell in row.cells):
                yield self.fitted(row)

    def fitted(self, row):
        width, cells = len(self.columns), row.cells
        faults = [fault for fault in row.faults if fault[0] is None or fault[0] < width]
        if (self.exact and len(cells) < width) or any(cell.strip() for cell in cells[width:]):
            message = _("%(found)d cells where the header has %(expected)d.")
            faults.append((None, message % {"found": len(cells), "expected": width}))
        cells = [without_escape(cell) for cell in cells[:width]] + [""] * (width - len(cells))
        for place, cell in enumerate(cells):
            if len(cell) > LARGEST_CELL:
                faults.append((place, _("The text is longer than %(limit)d characters.") % {"limit": LARGEST_CELL}))
            elif UNSTORABLE.search(cell):
                faults.append((place, holds_a_control(cell)))
        return Row(row.number, cells, tuple(faults))


def table_of(source, *, expected=frozenset(), header_rows=1, exact=False):
    """The Table in the rows of a file: the header is the row, near the top, that has most of the `expected` names."""
    top = []
    for row in source():
        if any(cell.strip() for cell in row.cells):
            top.append(row)
        if len(top) == HEADER_WITHIN + header_rows:
            break
    if not top:
        raise Refused(Problem(_("The file is empty.")))
    start = header_start(top, expected, header_rows)
    above, header = top[:start], top[start : start + header_rows]
    columns = names_of([row.cells for row in header], header[0].number)
    title = "\n".join(cell.strip() for row in above for cell in row.cells if cell.strip())
    return Table(columns, title, source, below=header[-1].number, exact=exact)


def refuse_size(table):
    """One look at the whole file before anything is made of it; a file that breaks off is refused here, too."""
    count = length = 0
    for count, row in enumerate(table.rows, start=1):
        length += sum(map(len, row.cells))
        if count > MOST_ROWS:
            raise Refused(too_many_rows())
        if length > MOST_TEXT:
            raise Refused(Problem(_("Unpacked, the file is larger than a table may be.")))
    if not count:
        raise Refused(Problem(_("The file has no rows below its header.")))


def header_start(top, expected, header_rows):
    def known(start):
        return len(set(joined([row.cells for row in top[start : start + header_rows]])) & expected)

    starts = range(max(1, min(len(top) - header_rows + 1, HEADER_WITHIN)))
    return max(starts, key=lambda start: (known(start), -start))


def joined(rows):
    """Names over two rows: `A · B` where B stands below a merged A, A where nothing stands below it."""
    width = max(map(len, rows), default=0)
    names = [""] * width
    for depth, row in enumerate(rows):
        cells = [one_line(cell) for cell in row] + [""] * (width - len(row))
        below = rows[depth + 1] if depth + 1 < len(rows) else []
        for place in range(1, width):
            merged = place < len(below) and below[place].strip() and not cells[place]
            if merged and place - 1 < len(below) and below[place - 1].strip():
                cells[place] = cells[place - 1]
        names = [" · ".join(filter(None, pair)) for pair in zip(names, cells, strict=True)]
    return names


def one_line(cell):
    return " ".join(cell.split())


def names_of(rows, number):
    names = joined(rows)
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Refused(Problem(_("The file has more than %(limit)d columns.") % {"limit": MOST_COLUMNS}, row=number))
    columns = [name or f"#{place}" for place, name in enumerate(names, start=1)]
    broken = [name for name in columns if FORBIDDEN.search(name)]
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    problems = [
        Problem(_("The column “%(name)s” has a control character in its name.") % {"name": quoted(name)}, row=number)
        for name in broken
    ] + [
        Problem(_("There is more than one column “%(name)s”.") % {"name": quoted(name)}, row=number) for name in doubled
    ]
    if problems:
        raise Refused(*problems)
    return columns


def without_escape(cell):
    """Undo the apostrophe that `common.exports` sets before what a spreadsheet would run; no other."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RUNS) else cell


def holds_a_control(cell):
    message = _("“%(value)s” holds a control character, which text does not need.")
    return message % {"value": quoted(cell)}


def too_many_rows():
    return Problem(_("The file has more than %(limit)d rows.") % {"limit": MOST_ROWS})


def comparable(text):
    """Full-width and half-width forms are the same to whoever typed them."""
    return unicodedata.normalize("NFKC", text).strip()
