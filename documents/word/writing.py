"""A document as a Word file. What each style looks like, the margins and the page number stand in zh-hans.docx and
en.docx beside this module; an office puts copies of them that it changed in Word or WPS into DATA_DIR/word.
"""

import re
from io import BytesIO
from pathlib import Path

import docx
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt

from .. import parts, qr

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATES = Path(__file__).parent
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # marks that turn the text after them round
COLUMNS = 48  # of the grid below a form: one, two or three fields share it
LABEL = {1: 9, 2: 9, 3: 8}  # columns of the label in a row of so many fields
LABEL_OF_COVER = {1: 11, 2: 9, 3: 8}  # its letters are larger
HIGH = Mm(12)  # of a row in which somebody signs or writes
SQUARE = Mm(26)
HIGHEST = Mm(85)  # of a photo that stands upright
STYLES = {"text": "Body Text", "note": "As Of", "lines": "Lines", "right": "Right"}
SMALL = {"Body Text": "Small Text", "Heading 1": "Small Heading", "Lines": "Form Text"}
CENTER = WD_ALIGN_PARAGRAPH.CENTER


def template(language):
    """The styles for a language: the office's own, or ours where there is none that can be read."""
    own = settings.DATA_DIR / "word" / f"{language}.docx"
    try:
        return docx.Document(str(own))
    except Exception:  # there is none, or it is broken in one of many ways: documents/checks.py says so at the start
        return docx.Document(str(TEMPLATES / own.name))


def write(document):
    """The bytes of a parts.Document."""
    with override(document.language):
        return Writer(document).bytes()


def legible(text):
    """Without what XML cannot hold and without marks that would turn the rest of the line round."""
    return TURNING.sub("", NOT_XML.sub("", text))


class Writer:
    def __init__(self, document):
        self.document = document
        self.word = template(document.language)
        self.section, self.breaks = self.word.sections[0], False
        self.clear()
        self.turn()
        self.name_it()
        self.head()
        for part in document.numbered:
            getattr(self, type(part).__name__.lower())(part)

    def bytes(self):
        out = BytesIO()
        self.word.save(out)
        return out.getvalue()

    # the sheet

    def clear(self):
        """The examples in the template go; its margins, header and footer stay."""
        body = self.word.element.body
        for element in [element for element in body if element.tag != qn("w:sectPr")]:
            body.remove(element)

    def turn(self):
        section = self.section
        if self.document.is_wide:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width
            section.top_margin = section.bottom_margin = Mm(22)
            section.left_margin = section.right_margin = Mm(20)
            section.footer_distance = Mm(12)
        elif self.document.is_small:
            section.top_margin, section.bottom_margin = Mm(18), Mm(17)
            section.left_margin = section.right_margin = Mm(22)
            section.footer_distance = Mm(8)

    @property
    def width(self):
        return self.section.page_width - self.section.left_margin - self.section.right_margin

    def name_it(self):
        facts = self.word.core_properties
        facts.title, facts.author, facts.comments = legible(self.document.title)[:255], "", ""

    def head(self):
        document = self.document
        if document.warning:
            self.say(document.warning, "Warning")
        if document.letterhead:
            self.say(document.letterhead, "Letterhead")
        if document.marks:
            self.ends(document.marks)
        if document.is_cover:
            self.say(document.title, "Cover Title")
        elif document.title != document.letterhead:
            self.say(document.title, "Title")
        if document.subtitle:
            self.say(document.subtitle, "Subtitle")
        if document.as_of:
            self.say(document.as_of, "As Of")

    def ends(self, marks):
        """Two words on one line, at its left and right end."""
        paragraph = self.say("\t".join(marks), "Marks")
        paragraph.paragraph_format.tab_stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT)

    # words

    def style(self, name):
        """The style of the template, or plain text where the office took it out."""
        name = SMALL.get(name, name) if self.document.is_small else name
        return next((style for style in self.word.styles if style.name == name), None)

    def say(self, text, style):
        return self.add(parts.pieces(text), style)

    def add(self, pieces, style):
        paragraph = self.word.add_paragraph(style=self.style(style))
        if self.breaks:
            paragraph.paragraph_format.page_break_before, self.breaks = True, False
        self.fill(paragraph, pieces)
        return paragraph

    def fill(self, paragraph, pieces):
        for text, is_gap in pieces:
            paragraph.add_run(legible(text), style=self.style("Gap") if is_gap else None)

    def write_cell(self, cell, lines, style, align=None):
        """Each line is a paragraph; a cell has one to begin with."""
        for place, pieces in enumerate(lines or [[]]):
            paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            paragraph.style = self.style(style)
            if align is not None:
                paragraph.alignment = align
            self.fill(paragraph, pieces)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER

    # parts

    def heading(self, part):
        self.say(part.number + part.text, f"Heading {part.level}")

    def text(self, part):
        for pieces in part.lines:
            self.add(pieces, STYLES[part.kind])

    def form(self, part):
        """Labels and values in frames, on a grid of columns of which the fields of a row take their share."""
        grid = self.word.add_table(rows=0, cols=COLUMNS, style="Table Grid")
        self.lay_out(grid, [100 / COLUMNS] * COLUMNS)
        is_cover = self.document.is_cover
        label, value = ("Cover Label", "Cover Text") if is_cover else ("Form Label", "Form Text")
        widths = LABEL_OF_COVER if is_cover else LABEL
        for fields in part.rows:
            cells = grid.add_row().cells
            share = COLUMNS // len(fields)
            for place, field in enumerate(fields):
                first, last = place * share, (place + 1) * share - 1
                if field.is_long:
                    self.write_long(cells[first].merge(cells[last]), field)
                    continue
                edge = first + widths[len(fields)]
                self.write_cell(cells[first].merge(cells[edge - 1]), parts.lines_of(field.label), label)
                align = None if len(fields) == 1 else CENTER
                self.write_cell(cells[edge].merge(cells[last]), field.lines, value, align)
            if not any(field.is_long for field in fields):
                whole(grid.rows[-1])
        self.after_table()

    def write_long(self, cell, field):
        self.write_cell(cell, [*parts.lines_of(field.label), *field.lines], "Form Long Text")
        cell.paragraphs[0].style = self.style("Form Heading")

    def table(self, part):
        self.say(part.title, "Table Title")
        grid = self.word.add_table(rows=1, cols=len(part.heads), style="Table Grid")
        self.lay_out(grid, [width for _label, width in part.heads])
        for cell, (head, _width) in zip(grid.rows[0].cells, part.heads, strict=True):
            self.write_cell(cell, parts.lines_of(head), "Table Head")
        repeat(grid.rows[0])
        for fields in part.labelled:
            row = grid.add_row()
            whole(row)
            if part.is_to_write_in:
                row.height = HIGH
            for cell, (_label, lines, is_short) in zip(row.cells, fields, strict=True):
                self.write_cell(cell, lines, "Table Text", CENTER if is_short else None)
        if part.is_to_write_in:
            self.keep_together(grid)
        if not part.rows:
            cells = grid.add_row().cells
            self.write_cell(cells[0].merge(cells[-1]), part.nothing_lines, "Table Text", CENTER)
        self.after_table()

    def lay_out(self, grid, widths):
        """`widths` in per cent of the line."""
        grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Emu(int(self.width * width / 100))

    def keep_together(self, grid):
        for row in list(grid.rows)[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True

    def after_table(self):
        """Word joins two tables that touch."""
        shape = self.word.add_paragraph(style="Normal").paragraph_format
        shape.line_spacing, shape.space_after = Pt(6), Pt(0)

    def signed(self, part):
        self.say("　　".join(f"{label}{self.document.colon}{text}" for label, text in part.places), "Lines")

    def code(self, part):
        grid = self.word.add_table(rows=1, cols=2)
        self.lay_out(grid, [22, 78])
        picture, words = grid.rows[0].cells
        paragraph = picture.paragraphs[0]
        paragraph.style = self.style("Caption Of Code")
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.add_run().add_picture(BytesIO(qr.png(part.url)), width=SQUARE)
        self.describe(paragraph, part.text)
        self.write_cell(words, [*parts.lines_of(part.text), [(part.url, False)]], "Caption Of Code")
        self.after_table()

    def pictures(self, part):
        self.say(part.title, "Table Title")
        grid = self.word.add_table(rows=0, cols=2)
        self.lay_out(grid, [50, 50])
        for place, (photo, words) in enumerate(part.photos):
            if place % 2 == 0:
                row = grid.add_row()
                whole(row)
            self.picture(row.cells[place % 2], photo, words)
        self.after_table()

    def picture(self, cell, photo, words):
        """As large as its half of the line allows; what cannot be read is left to its words."""
        paragraph = cell.paragraphs[0]
        paragraph.style, paragraph.alignment = self.style("Table Text"), CENTER
        paragraph.paragraph_format.line_spacing = 1.0
        sides = {"height": HIGHEST} if (photo.height or 0) > (photo.width or 0) else {"width": self.width // 2 - Mm(6)}
        try:
            with photo.file.storage.open(photo.file.name) as stored:
                paragraph.add_run().add_picture(stored, **sides)
        except (FileNotFoundError, UnrecognizedImageError, ValueError):
            words = _("%(photo)s (cannot be shown)") % {"photo": words}
        else:
            self.describe(paragraph, words)
        self.fill(cell.add_paragraph(style=self.style("Table Text")), [(words, False)])
        cell.paragraphs[-1].alignment = CENTER

    def describe(self, paragraph, text):
        """What the picture is, for whoever hears the document."""
        for properties in paragraph._p.iter(qn("wp:docPr")):
            properties.set("descr", legible(text))

    def newpage(self, _part):
        """What comes next begins a page; a break of its own would leave an empty line, or an empty page."""
        self.breaks = True


def repeat(row):
    """As the head of the table on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def whole(row):
    """Not torn apart by the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
