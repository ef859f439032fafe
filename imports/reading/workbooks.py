"""XLSX, read as a stream of rows with bounded memory, whatever the file claims about itself.

Ready-made readers build the whole sheet first: a few kilobytes that repeat one long text a million times, or one cell
at the far corner, are gigabytes to them. Here a text is kept once and a row is let go before the next is read.
"""

import posixpath
import re
from collections import deque
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ..problems import Problem, Refused, quoted
from .archives import Archive, broken
from .tables import LARGEST_CELL, MOST_COLUMNS, MOST_ROWS, Row, comparable, table_of, too_many_rows

MOST_TEXTS = 3_000_000
ROW_TAGS = re.compile(rb"<(?:\w{1,20}:)?row[\s/>]")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Numbers of built-in formats that show a day or a time, those of Chinese and Japanese Excel among them.
DAY_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
DAY_LETTERS = re.compile(r"[ymdhs年月日时]", re.IGNORECASE)
FIRST_DAY, FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - local to the site
LAST_SERIAL = 2_958_465  # 9999-12-31
EXACT = 10**15  # beyond it a spreadsheet has rounded the number


def read(data, *, expected, sheet, header_rows):
    book = Workbook(Archive(data))
    if sheet:
        chosen = book.named(sheet)
        return table_of(lambda: book.rows(chosen), expected=expected, header_rows=header_rows)
    tables = [
        (name, table_of(lambda path=path: book.rows(path), expected=expected, header_rows=header_rows))
        for name, path in book.sheets
        if book.has_rows(path)
    ]
    return the_one(tables, expected)


def the_one(tables, expected):
    """The only sheet, or the only one that has the columns which are expected."""
    if not tables:
        raise Refused(Problem(_("The file has no rows below its header.")))
    fitting = [(name, table) for name, table in tables if expected <= set(table.columns)] or tables
    if len(fitting) > 1:
        most = max(len(expected & set(table.columns)) for _name, table in fitting)
        fitting = [(name, table) for name, table in fitting if len(expected & set(table.columns)) == most]
    if len(fitting) > 1:
        names = ", ".join(f"“{quoted(name)}”" for name, _table in fitting)
        raise Refused(Problem(_("Several sheets may be meant: %(names)s. Name one.") % {"names": names}))
    return fitting[0][1]


class Workbook:
    def __init__(self, archive):
        self.archive = archive
        self.refuse_other_kinds()
        main = self.main_part()
        outline = self.scanned(main, Outline())
        targets = self.targets(main)
        self.sheets = [
            (name, targets[relation])
            for name, relation, hidden in outline.sheets
            if not hidden and relation in targets and "/worksheets/" in f"/{targets[relation]}"
        ]
        self.first_day = FIRST_DAY_1904 if outline.from_1904 else FIRST_DAY
        folder = posixpath.dirname(main)
        self.texts = self.scanned(f"{folder}/sharedStrings.xml", Texts(), optional=True).texts
        self.days = self.scanned(f"{folder}/styles.xml", Styles(), optional=True).days()
        if not self.sheets:
            raise Refused(Problem(_("The file has no sheet that is shown.")))

    def refuse_other_kinds(self):
        parts = self.archive.parts
        kinds = {
            "word/document.xml": _("This is a text document: save its table as XLSX."),
            "ppt/presentation.xml": _("This is a presentation: save its table as XLSX."),
            "content.xml": _("This is a file of the kind %(kind)s: save it as XLSX.") % {"kind": "ODS"},
            "xl/workbook.bin": _("This is a file of the kind %(kind)s: save it as XLSX.") % {"kind": "XLSB"},
        }
        for part, said in kinds.items():
            if part in parts:
                raise Refused(Problem(said))
        if "[Content_Types].xml" not in parts:
            raise Refused(Problem(_("This is a packed file: unpack it and take in what it holds.")))
        if any(name.lower().endswith("vbaproject.bin") for name in parts):
            raise Refused(Problem(_("This workbook holds macros: save it as XLSX, without them.")))
        if any("/externalLinks/" in name for name in parts):
            message = _("This workbook takes values from other files: save a copy of the table with values only.")
            raise Refused(Problem(message))

    def main_part(self):
        path = self.targets("", "officeDocument")
        if "macroEnabled" in b"".join(self.archive.blocks("[Content_Types].xml")).decode(errors="ignore"):
            raise Refused(Problem(_("This workbook holds macros: save it as XLSX, without them.")))
        if len(path) != 1 or next(iter(path.values())) not in self.archive.parts:
            raise broken()
        return next(iter(path.values()))

    def targets(self, part, kind=""):
        """Relation → part, of those that stay inside the file and are there."""
        folder, name = posixpath.split(part)
        relations = self.scanned(posixpath.join(folder, "_rels", f"{name}.rels"), Relations(), optional=True)
        found = {}
        for relation, target, what in relations.inside:
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if path in self.archive.parts and what.endswith(f"/{kind}" if kind else ""):
                found[relation] = path
        return found

    def scanned(self, part, handler, optional=False):
        if part not in self.archive.parts:
            if optional:
                return handler
            raise broken()
        for _piece in self.archive.scan(part, handler):
            pass
        return handler

    def named(self, sheet):
        for name, path in self.sheets:
            if comparable(name).casefold() == comparable(sheet).casefold():
                return path
        names = ", ".join(f"“{quoted(name)}”" for name, _path in self.sheets)
        message = _("There is no sheet “%(name)s”. There are: %(names)s.")
        raise Refused(Problem(message % {"name": quoted(sheet), "names": names}))

    def has_rows(self, path):
        most = MOST_ROWS * 4  # also empty rows that only have a format
        if self.archive.count(path, ROW_TAGS, most) > most:
            raise Refused(too_many_rows())
        return any(any(row.cells) for row in self.rows(path))

    def rows(self, path):
        sheet = Sheet(self.texts, self.days, self.first_day)
        for _piece in self.archive.scan(path, sheet):
            while sheet.done:
                yield sheet.done.popleft()


# parts of a workbook


class Part:
    """Handler of a part of which only some elements matter."""

    def start(self, name, given):
        pass

    def end(self, name):
        pass

    def text(self, text):
        pass


class Relations(Part):
    def __init__(self):
        self.inside = []

    def start(self, name, given):
        if name == "Relationship" and given.get("TargetMode") != "External":
            self.inside.append((given.get("Id"), given.get("Target", ""), given.get("Type", "")))


class Outline(Part):
    """The sheets of a workbook: (name, relation, whether it is hidden)."""

    def __init__(self):
        self.sheets, self.from_1904 = [], False

    def start(self, name, given):
        if name == "workbookPr":
            self.from_1904 = given.get("date1904") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in given.items() if key.endswith(" id")), None)
            self.sheets.append((given.get("name", ""), relation, given.get("state", "visible") != "visible"))


class Styles(Part):
    """Which cell styles show a number as a day or a time."""

    def __init__(self):
        self.codes, self.styles, self.inside = {}, [], False

    def start(self, name, given):
        if name == "numFmt":
            self.codes[given.get("numFmtId")] = given.get("formatCode", "")
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            self.styles.append(given.get("numFmtId", "0"))

    def end(self, name):
        if name == "cellXfs":
            self.inside = False

    def days(self):
        return {str(place) for place, number in enumerate(self.styles) if self.shows_a_day(number)}

    def shows_a_day(self, number):
        if number in self.codes:
            return bool(DAY_LETTERS.search(NOT_SHOWN.sub("", self.codes[number].partition(";")[0])))
        return number.isdigit() and int(number) in DAY_FORMATS


class Texts(Part):
    """The shared texts. What stands only to show how a character is read aloud (`rPh`) is no part of them."""

    def __init__(self):
        self.texts, self.pieces, self.taking, self.aloud = [], [], False, False

    def start(self, name, given):
        if name == "si":
            self.pieces = []
        elif name == "rPh":
            self.aloud = True
        elif name == "t":
            self.taking = not self.aloud

    def text(self, text):
        if self.taking:
            self.pieces.append(text)

    def end(self, name):
        if name == "t":
            self.taking = False
        elif name == "rPh":
            self.aloud = False
        elif name == "si":
            if len(self.texts) >= MOST_TEXTS:
                raise Refused(Problem(_("Unpacked, the file is larger than a table may be.")))
            self.texts.append(unescaped("".join(self.pieces)))


class Sheet(Part):
    """One sheet: rows that are complete wait in `done`."""

    def __init__(self, texts, days, first_day):
        self.texts, self.days, self.first_day = texts, days, first_day
        self.done, self.number, self.cells, self.faults = deque(), 0, [], []
        self.place, self.kind, self.style, self.formula = -1, "", None, False
        self.pieces, self.taking, self.aloud = [], False, False

    def start(self, name, given):
        if name == "c":
            self.start_cell(given)
        elif name in ("v", "t"):
            self.taking = not self.aloud
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.aloud = True
        elif name == "row":
            number = given.get("r", "")
            self.number = max(int(number) if number.isdigit() and len(number) < 8 else 0, self.number + 1)
            self.cells, self.faults, self.place = [], [], -1

    def start_cell(self, given):
        found = REFERENCE.fullmatch(given.get("r", ""))
        self.place = column_of(found[1]) if found else self.place + 1
        self.kind, self.style = given.get("t", "n"), given.get("s")
        self.pieces, self.formula = [], False

    def text(self, text):
        if self.taking:
            self.pieces.append(text)

    def end(self, name):
        if name in ("v", "t"):
            self.taking = False
        elif name == "rPh":
            self.aloud = False
        elif name == "c":
            self.end_cell()
        elif name == "row":
            self.done.append(Row(self.number, self.cells, tuple(self.faults)))

    def end_cell(self):
        written = "".join(self.pieces)
        if self.formula:
            self.faults.append((self.place, _("Here stands a formula: keep its value only (copy, paste as values).")))
        if not written:
            return
        if self.place >= MOST_COLUMNS:
            message = _("The file has more than %(limit)d columns.")
            raise Refused(Problem(message % {"limit": MOST_COLUMNS}, row=self.number))
        cell = self.cell_of(written)
        if cell:
            self.cells += [""] * (self.place + 1 - len(self.cells))
            self.cells[self.place] = cell

    def cell_of(self, written):
        if self.kind == "s":
            if not written.isdigit() or len(written) > 9 or int(written) >= len(self.texts):
                raise broken()
            return self.texts[int(written)]
        if self.kind in ("str", "inlineStr"):
            return unescaped(written)
        if self.kind == "b":
            return "TRUE" if written == "1" else "FALSE"
        if self.kind == "d":
            return written.replace("T", " ")
        if self.kind == "e":
            self.faults.append((self.place, _("Here stands an error, %(value)s.") % {"value": quoted(written)}))
            return written
        return self.number_of(written)

    def number_of(self, written):
        try:
            number = float(written)
        except ValueError:
            raise broken() from None
        if self.style in self.days and 0 <= number <= LAST_SERIAL:
            return moment_of(number, self.first_day)
        if not abs(number) < EXACT:  # so written, it holds for what is no number, too
            message = _("The spreadsheet has rounded this long number: write it as text.")
            self.faults.append((self.place, message))
        elif number == int(number):
            return str(int(number))
        return f"{number:.15g}" if abs(number) >= 1e-4 else written


def column_of(letters):
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def unescaped(text):
    """The text as people see it: `_x000D_` is a character, a line ends in one way."""
    if len(text) > LARGEST_CELL:
        return text[: LARGEST_CELL + 1]  # too long in any row: kept so long that it is said
    if "_x" in text:
        text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def moment_of(serial, first_day):
    """A day and, where there is one, a time, as a day is written everywhere. Excel counts a 29 February 1900."""
    if serial < 1:
        return f"{first_day + timedelta(minutes=round(serial * 1440)):%H:%M}"
    shift = 1 if first_day == FIRST_DAY and serial < 60 else 0
    moment = first_day + timedelta(days=shift, seconds=round(serial * 86400))
    return f"{moment:%Y-%m-%d %H:%M}" if moment.hour or moment.minute else f"{moment:%Y-%m-%d}"
