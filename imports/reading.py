"""A file as columns and rows of text. Knows encodings and CSV; knows nothing of what the columns mean."""

import csv
import re
from dataclasses import dataclass, field
from io import StringIO

from django.utils.translation import gettext as _

from common.exports import RUNS

from .problems import Problem, Refused, quoted

LARGEST_FILE = 64 * 1024 * 1024  # bytes
LARGEST_CELL = 32_767  # characters, as in a spreadsheet program
MOST_ROWS = 100_000
MOST_COLUMNS = 500
DELIMITERS = ",;\t|"
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
CHINESE = ("gb18030", "big5hkscs")
ENCODINGS = {"utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "big5", "big5hkscs", "cp950", "latin-1", "cp1252"}
OTHER_KINDS = {b"PK\x03\x04": "XLSX", b"\xd0\xcf\x11\xe0": "XLS", b"%PDF": "PDF"}
# Controls that no cell needs, and those that turn the direction of what follows them.
FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass
class Table:
    """`rows` are (number, cells); a column without a header is called by its place, `#1`."""

    columns: list
    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)


def load(path):
    """The bytes of a file, or Refused where it is too large: it is measured before it is read."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        message = _("The file “%(name)s” cannot be read: %(why)s.")
        raise Refused(Problem(message % {"name": path, "why": error.strerror})) from error
    return data


def read(data, *, expected=frozenset(), encoding=None):
    """The Table in the bytes of a CSV file.

    `expected` are the column names that the caller knows: by them, and only by them, a Chinese encoding without a
    mark is told from another. What is wrong with single rows stands in `problems`; a file wrong as a whole is Refused.
    """
    if len(data) > LARGEST_FILE:
        raise Refused(Problem(_("The file is larger than %(limit)d MB.") % {"limit": LARGEST_FILE // 1024 // 1024}))
    if not data.strip():
        raise Refused(Problem(_("The file is empty.")))
    for mark, kind in OTHER_KINDS.items():
        if data.startswith(mark):
            raise Refused(Problem(_("This is a file of the kind %(kind)s: save it as CSV (UTF-8).") % {"kind": kind}))
    return table_of(decoded(data, expected, encoding))


def decoded(data, expected, encoding):
    """The text, decoded strictly: where the encoding is not certain the file is refused, never guessed."""
    marked = next((name for mark, name in MARKS.items() if data.startswith(mark)), None)
    if encoding and encoding.lower() not in ENCODINGS:
        known = ", ".join(sorted(ENCODINGS))
        message = _("The encoding “%(name)s” is not known. Known are: %(known)s.")
        raise Refused(Problem(message % {"name": encoding, "known": known}))
    name = marked or encoding or "utf-8"
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        if marked is None and encoding is None:
            for candidate in CHINESE:
                text = decoded_as(candidate, data, expected)
                if text is not None:
                    return text
        row = len(list(records(data[: error.start].decode(name, errors="ignore"), strict=False))) or 1
        message = _("This is not text in %(encoding)s. Save the file as UTF-8, or name the encoding that it is in.")
        raise Refused(Problem(message % {"encoding": name.upper()}, row=row)) from error


def decoded_as(encoding, data, expected):
    """The text if it decodes and its header then holds a name, beyond ASCII, that is expected."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    header = {cell.strip() for cell in next(records(text, strict=False), [])}
    return text if any(not name.isascii() for name in header & set(expected)) else None


def records(text, strict=True):
    lines = StringIO(text, newline="")
    return csv.reader(lines, delimiter=delimiter_of(text), strict=strict)


def delimiter_of(text):
    """The separator that cuts the first record into most cells; a comma in doubt."""
    first = text[:LARGEST_CELL]

    def count(delimiter):
        try:
            return len(next(csv.reader(StringIO(first, newline=""), delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=count)


def table_of(text):
    reader, number = records(text), 0
    table = None
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue  # an empty line has a number, as in a spreadsheet program
            if table is None:
                table = Table(header(cells, number))
            elif len(table.rows) >= MOST_ROWS:
                raise Refused(Problem(_("The file has more than %(limit)d rows.") % {"limit": MOST_ROWS}))
            else:
                table.rows.append((number, cells))
                table.problems += [Problem(*found) for found in faults(table.columns, cells, number)]
                table.rows[-1] = (number, [without_escape(cell) for cell in cells[: len(table.columns)]])
    except csv.Error as error:
        message = _("A quotation mark is not closed or stands in the wrong place, or a cell is longer than 128 KiB.")
        raise Refused(Problem(message, row=number + 1)) from error
    if table is None or not table.rows:
        raise Refused(Problem(_("The file has no rows below its header.")))
    return table


def header(cells, number):
    if len(cells) > MOST_COLUMNS:
        raise Refused(Problem(_("The file has more than %(limit)d columns.") % {"limit": MOST_COLUMNS}, row=number))
    columns = [cell.strip() or f"#{place}" for place, cell in enumerate(cells, start=1)]
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


def faults(columns, cells, number):
    """(message, row, column) of what no mapping could make good."""
    if len(cells) < len(columns) or any(cell.strip() for cell in cells[len(columns) :]):
        message = _("%(found)d cells where the header has %(expected)d.")
        yield message % {"found": len(cells), "expected": len(columns)}, number
    for column, cell in zip(columns, cells, strict=False):
        if len(cell) > LARGEST_CELL:
            yield _("The text is longer than %(limit)d characters.") % {"limit": LARGEST_CELL}, number, column
        elif FORBIDDEN.search(cell):
            message = _("“%(value)s” holds a control character, which text does not need.")
            yield message % {"value": quoted(cell)}, number, column


def without_escape(cell):
    """Undo the apostrophe that `common.exports` sets before what a spreadsheet would run; no other."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RUNS) else cell
