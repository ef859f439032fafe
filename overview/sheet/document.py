"""The sheet as a Word document, laid out as offices in China do: A4, headings in 黑体, text in 仿宋, small tables.

The fonts are named and not contained; where one is missing, Word and WPS take another of its kind.
"""

from io import BytesIO
from operator import attrgetter

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE, HEADING, BODY = ("SimSun", "宋体"), ("Arial", "黑体"), ("Times New Roman", "仿宋")
SMALL, SMALLER = 8, 7  # points: what stands in tables
MARGIN, PAGE = 14, 210 - 2 * 14  # millimetres; what is left between the margins
RED = RGBColor(0xB3, 0x26, 0x1E)
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def write(title, as_of, parts, to_sign):
    """The bytes of the document; `to_sign` says who signs at its end."""
    document = Document()
    set_page(document)
    document.core_properties.title, document.core_properties.author = title, ""
    say(document, title, TITLE, 18, bold=True, align=CENTER, after=2)
    say(document, as_of, BODY, 10.5, align=CENTER, after=4)
    for part in parts:
        say(document, part.title, HEADING, 11, bold=True, before=4, after=2, keep=True)
        for sentence in part.said:
            say(document, sentence, BODY, 9, after=2)
        for table in part.tables:
            draw(document, table)
    say(document, "　　".join(to_sign), BODY, 10, before=6)
    number_pages(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def set_page(document):
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(12), Mm(13)
    section.header_distance = section.footer_distance = Mm(6)
    style = document.styles["Normal"]
    letter(style, BODY, 10.5)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)


def letter(styled, font, size, bold=False):
    """`font` is (for Latin letters, for Chinese): Word asks for both."""
    latin, chinese = font
    styled.font.name, styled.font.size, styled.font.bold = latin, Pt(size), bold
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), chinese)


def say(place, text, font, size, *, bold=False, align=None, before=0, after=0, keep=False, tone=""):
    paragraph = place.add_paragraph()
    fill(paragraph, text, font, size, bold=bold, tone=tone)
    shape = paragraph.paragraph_format
    shape.alignment, shape.space_before, shape.space_after, shape.keep_with_next = align, Pt(before), Pt(after), keep
    return paragraph


def fill(paragraph, text, font, size, bold=False, tone=""):
    run = paragraph.add_run(legible(text))
    letter(run, font, size, bold=bold or bool(tone))
    if tone:
        run.font.color.rgb = RED


def legible(text):
    """XML holds no control characters."""
    return "".join(character for character in text if character >= " " or character in "\n\t")


def draw(document, table):
    grid = document.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for place, head in enumerate(table.heads):
        grid.columns[place].width = Mm(PAGE * head.width / 100)
        write_cell(grid.rows[0].cells[place], head.label, HEADING, SMALL, align=CENTER)
    repeat(grid.rows[0])
    for row in filter(attrgetter("on_paper"), table.rows):
        drawn = grid.add_row()
        whole(drawn)
        for place, head in enumerate(table.heads):
            drawn.cells[place].width = Mm(PAGE * head.width / 100)
        if table.name == "blank":
            drawn.height = Mm(6.5)
        for place, cell in enumerate(row.cells):
            align = CENTER if cell.is_number or cell.text == "–" else None
            write_cell(drawn.cells[place], cell.text or " ", BODY, SMALL, align=align, tone=cell.tone)
            if cell.below:
                fill(drawn.cells[place].add_paragraph(), cell.below, BODY, SMALLER)
    if not table.rows or table.more_on_paper:
        last = grid.add_row().cells
        text = _("… and %(count)s more.") % {"count": table.more_on_paper} if table.rows else table.nothing
        write_cell(last[0].merge(last[-1]), text, BODY, SMALL)
    say(document, "", BODY, 3).paragraph_format.line_spacing = Pt(4)


def write_cell(cell, text, font, size, align=None, tone=""):
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    fill(paragraph, text, font, size, tone=tone)


def repeat(row):
    """As the head of the table on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def whole(row):
    """Not torn apart by the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def number_pages(document):
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    letter(run, BODY, 9)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
