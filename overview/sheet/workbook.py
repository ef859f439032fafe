"""The sheet as an Excel book: a leaf for each table, with numbers and days as such, ready to be printed on A4."""

import unicodedata
from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "SimSun"  # 宋体: what every office in China has
WIDTH = 95  # characters of a portrait A4 page
FORBIDDEN = str.maketrans(dict.fromkeys(r"[]:*?/\'", " "))
LONGEST_NAME = 31
MOST_UPRIGHT = 6  # columns
LINE = 14  # points


def write(title, as_of, parts, to_sign):
    """The bytes of the book; nobody signs it."""
    out = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, settings)
    book.set_properties({"title": title, "comments": as_of})
    formats = formats_of(book)
    for part in parts:
        if part.on_paper:
            continue
        for table in part.tables:
            leaf(book, formats, title, as_of, part, table)
    book.close()
    return out.getvalue()


def formats_of(book):
    base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    box = base | {"border": 1, "text_wrap": True}
    return {
        "title": book.add_format(base | {"font_size": 16, "bold": True, "align": "center"}),
        "as_of": book.add_format(base | {"align": "right"}),
        "part": book.add_format(base | {"font_size": 12, "bold": True}),
        "said": book.add_format(base | {"text_wrap": True, "valign": "top"}),
        "head": book.add_format(box | {"bold": True, "align": "center", "bg_color": "#EEEEEE"}),
        "cell": book.add_format(box),
        "number": book.add_format(box | {"align": "center"}),
        "day": book.add_format(box | {"align": "center", "num_format": "yyyy-mm-dd"}),
    }


def leaf(book, formats, title, as_of, part, table):
    sheet = book.add_worksheet(table.title.translate(FORBIDDEN)[:LONGEST_NAME])
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    columns = list(spread(table))
    if len(columns) > MOST_UPRIGHT:
        sheet.set_landscape()
    for place, (_label, width) in enumerate(columns):
        sheet.set_column(place, place, max(6, width * WIDTH / 100))
    last = len(columns) - 1
    sheet.merge_range(0, 0, 0, last, title, formats["title"])
    sheet.set_row(0, 28)
    sheet.merge_range(1, 0, 1, last, as_of, formats["as_of"])
    sheet.merge_range(2, 0, 2, last, part.title, formats["part"])
    line = 3
    for sentence in part.said:
        sheet.merge_range(line, 0, line, last, sentence, formats["said"])
        sheet.set_row(line, LINE * lines(sentence, 100))
        line += 1
    sheet.write_row(line, 0, [str(label) for label, _width in columns], formats["head"])
    sheet.repeat_rows(line)
    sheet.freeze_panes(line + 1, 0)
    for row in table.rows:
        line += 1
        written = list(values(row, table))
        for place, value in enumerate(written):
            put(sheet, line, place, value, formats)
        sheet.set_row(
            line, LINE * max(lines(value, width) for value, (_l, width) in zip(written, columns, strict=True))
        )
    if not table.rows:
        sheet.merge_range(line + 1, 0, line + 1, last, table.nothing, formats["cell"])
    elif table.more:
        more = _("… and %(count)d more that are not shown.") % {"count": table.more}
        sheet.merge_range(line + 1, 0, line + 1, last, more, formats["cell"])


def spread(table):
    """(label, width) of each column."""
    for head in table.heads:
        yield head.label, head.width
        if head.below:
            yield head.below, head.width * 0.6


def lines(value, width):
    """How many lines a cell takes: a Chinese character is as wide as two others. Not every program finds it out."""
    if not isinstance(value, str):
        return 1
    room = max(6, width * WIDTH / 100) - 1
    wide = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in value)
    return max(1, -(-wide // int(room)))


def values(row, table):
    """What stands small below a cell on paper has a column of its own here, so that one can sort by it."""
    for head, cell in zip(table.heads, row.cells, strict=True):
        yield cell.value
        if head.below:
            yield cell.below


def put(sheet, line, place, value, formats):
    if isinstance(value, date):
        sheet.write_datetime(line, place, value, formats["day"])
    elif isinstance(value, int):
        sheet.write_number(line, place, value, formats["number"])
    else:
        sheet.write_string(line, place, str(value), formats["cell"])
