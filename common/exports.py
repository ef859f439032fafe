"""Lists as files. Columns are (label, value of a row); cells that a spreadsheet would run are made inert."""

import csv
import re
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

RUNS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
NUMBERS = (int, float, Decimal)
BATCH = 2000
PIECE = 200  # rows that leave together: each piece is one write to the network
ROWS_OF_A_SHEET = 1_048_575  # below the header


def inert(value):
    """Text that Excel will not take for a formula; our own importer undoes the apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RUNS) else value


def naive(value):
    """An instant as the reader's local wall time: spreadsheets know no zones."""
    return timezone.localtime(value).replace(tzinfo=None) if isinstance(value, datetime) else value


def cells(row, columns):
    for _label, value in columns:
        cell = naive(value(row))
        yield "" if cell is None else cell


def as_text(cell):
    """A number is never a formula, whatever its sign; every other value is text to a spreadsheet."""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return str(cell) if isinstance(cell, NUMBERS) else inert(str(cell))


class Echo:
    def write(self, text):
        return text


def as_csv(rows, columns, title):
    def lines():
        writer = csv.writer(Echo())
        yield "\ufeff" + writer.writerow([str(label) for label, _value in columns])  # the mark tells Excel it is UTF-8
        written = (
            writer.writerow([as_text(cell) for cell in cells(row, columns)]) for row in rows.iterator(chunk_size=BATCH)
        )
        while piece := "".join(islice(written, PIECE)):
            yield piece

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.csv")
    return response


def as_xlsx(rows, columns, title):
    out = TemporaryFile()  # noqa: SIM115 – the response closes it; a sheet of everything does not fit into memory
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", str(title))[:31])
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, [str(label) for label, _value in columns], book.add_format({"bold": True}))
    minutes = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for line, row in enumerate(rows.iterator(chunk_size=BATCH), start=1):
        for column, cell in enumerate(cells(row, columns)):
            if isinstance(cell, datetime):
                sheet.write_datetime(line, column, cell, minutes)
            else:
                sheet.write(line, column, cell if isinstance(cell, (*NUMBERS, date)) else str(cell))
    book.close()
    out.seek(0)
    response = FileResponse(out, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx")
    return response


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}
