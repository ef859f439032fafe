"""CSV in its dialects and encodings, read as a stream: no line and no record grows beyond what a row may hold."""

import codecs
import csv
from io import BytesIO, TextIOWrapper

from django.utils.translation import gettext as _

from ..problems import Problem, Refused
from .tables import LARGEST_CELL, Row, one_line, table_of

DELIMITERS = ",;\t|"
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
CHINESE = ("gb18030", "big5hkscs")
ENCODINGS = {"utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "big5", "big5hkscs", "cp950", "latin-1", "cp1252"}
LONGEST_RECORD = 4 * 1024 * 1024  # characters
BLOCK = 1024 * 1024
BEGINNING = 64 * 1024


def read(data, *, encoding, expected, **header):
    encoding = encoding_of(data, expected, encoding)
    delimiter = delimiter_of(beginning_of(data, encoding), expected)
    return table_of(lambda: records(data, encoding, delimiter), expected=expected, exact=True, **header)


# encodings


def encoding_of(data, expected, named):
    """The encoding in which every byte is text. Where it is not certain the file is refused, never guessed."""
    if named and named.lower() not in ENCODINGS:
        message = _("The encoding “%(name)s” is not known. Known are: %(known)s.")
        raise Refused(Problem(message % {"name": named, "known": ", ".join(sorted(ENCODINGS))}))
    marked = next((name for mark, name in MARKS.items() if data.startswith(mark)), None)
    encoding = marked or named or "utf-8"
    broken_at = first_broken_byte(data, encoding)
    if broken_at is None:
        return encoding
    if marked is None and named is None:
        for candidate in CHINESE:
            if first_broken_byte(data, candidate) is None and holds_a_name(data, candidate, expected):
                return candidate
    message = _("This is not text in %(encoding)s. Save the file as UTF-8, or name the encoding that it is in.")
    raise Refused(Problem(message % {"encoding": encoding.upper()}, row=row_at(data, broken_at, encoding)))


def first_broken_byte(data, encoding):
    decoder, view = codecs.getincrementaldecoder(encoding)(), memoryview(data)
    for start in range(0, len(data) + 1, BLOCK):
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(view[start : start + BLOCK], final=start + BLOCK > len(data))
        except UnicodeDecodeError as error:
            return start - kept + error.start
    return None


def row_at(data, place, encoding):
    try:
        return sum(1 for _row in records(data[:place], encoding, ",", strict=False, errors="ignore")) or 1
    except Refused:
        return 1


def beginning_of(data, encoding):
    return data[:BEGINNING].decode(encoding, errors="ignore")


def holds_a_name(data, encoding, expected):
    """Whether a name beyond ASCII that is expected stands among the first rows, where the header is."""
    beginning = beginning_of(data, encoding)
    cells = beginning
    for separator in [*DELIMITERS, '"', "\r"]:
        cells = cells.replace(separator, "\n")
    found = {one_line(cell) for cell in cells.split("\n")}
    return any(not name.isascii() for name in found & set(expected))


def delimiter_of(beginning, expected):
    """The separator that cuts the first rows into most names that are expected, else into most cells."""

    def score(delimiter):
        try:
            rows = [row for _count, row in zip(range(30), csv.reader(lines_of(beginning), delimiter=delimiter))]  # noqa: B905
        except csv.Error:
            rows = []
        names = max((len({one_line(cell) for cell in row} & expected) for row in rows), default=0)
        return names, len(rows[0]) if rows else 0

    return max(DELIMITERS, key=score)


def lines_of(text):
    return text[:LARGEST_CELL].splitlines(keepends=True)


# records


def records(data, encoding, delimiter, strict=True, errors="strict"):
    """Numbered rows of cells. A cell of several lines is one row, an empty line has a number of its own."""
    text = TextIOWrapper(BytesIO(data), encoding=encoding, errors=errors, newline="")
    lines = Lines(text)
    reader, number = csv.reader(lines, delimiter=delimiter, strict=strict), 0
    try:
        for number, cells in enumerate(reader, start=1):
            lines.taken = 0
            yield Row(number, cells)
    except csv.Error as error:
        message = _("A quotation mark is not closed or stands in the wrong place, or a cell is longer than 128 KiB.")
        raise Refused(Problem(message, row=number + 1)) from error
    except TooLong as error:
        message = _("The row is longer than any row of a table: is a quotation mark not closed?")
        raise Refused(Problem(message, row=number + 1)) from error


class TooLong(Exception):
    pass


class Lines:
    """The lines of a text, none and no record longer than a row may be."""

    def __init__(self, text):
        self.text, self.taken = text, 0

    def __iter__(self):
        return self

    def __next__(self):
        line = self.text.readline(LONGEST_RECORD - self.taken + 1)
        self.taken += len(line)
        if self.taken > LONGEST_RECORD:
            raise TooLong
        if not line:
            raise StopIteration
        return line
