import struct
import subprocess
import sys
from datetime import date, datetime
from time import monotonic
from unittest import mock, skipUnless
from zipfile import ZipInfo

from django.conf import settings
from django.test import SimpleTestCase
from python_calamine import CalamineWorkbook

from imports import reading
from imports.problems import Problem, Refused
from imports.reading import tables

from .base import WHOLE
from .workbooks import KINDS, MAIN, cell, raw_workbook, workbook, zipped

HEADER = f'<row r="1">{cell("A1", "No")}{cell("B1", "Name")}</row>'
ROW = f'<row r="2">{cell("A2", "1")}{cell("B2", "x")}</row>'


def cells(data, **options):
    return [(row.number, row.cells) for row in reading.read(data, **options).rows]


def faults(data):
    table = reading.read(data)
    return [
        str(Problem(message, row.number, table.columns[place])) for row in table.rows for place, message in row.faults
    ]


class WorkbookTestCase(SimpleTestCase):
    def refusal(self, data, **options):
        with self.assertRaises(Refused) as caught:
            reading.read(data, **options)
        return str(caught.exception.problems[0])

    def test_it_reads_days_numbers_and_truth_as_people_see_them(self):
        data = workbook(
            S=[
                ["Day", "Time", "Count", "Loss", "Phone", "Yes", "Text"],
                [date(2026, 8, 27), datetime(2026, 8, 27, 14, 30), 3, 12.5, 13800000000, True, " 8·27 "],
            ]
        )

        self.assertEqual(
            cells(data), [(2, ["2026-08-27", "2026-08-27 14:30", "3", "12.5", "13800000000", "TRUE", " 8·27 "])]
        )

    def test_a_number_is_a_day_only_where_the_cell_is_typed_as_one(self):
        self.assertEqual(cells(workbook(S=[["Day"], [46261]])), [(2, ["46261"])])

    def test_it_reads_rich_texts_without_what_is_read_aloud(self):
        texts = (
            "<si><r><t>王</t></r><r><rPr/><t>强</t></r><rPh sb='0' eb='1'><t>WANG</t></rPh></si>"
            "<si><t>one_x000D_\ntwo</t></si>"
        )
        row = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>'

        self.assertEqual(cells(raw_workbook(HEADER + row, texts)), [(2, ["王强", "one\ntwo"])])

    def test_it_counts_rows_and_places_as_they_are_numbered(self):
        far = f'<row r="7">{cell("B7", "x")}</row><row>{"<c/>"}{cell("", "y").replace(chr(32) + "r=" + chr(34) * 2, "")}</row>'

        self.assertEqual(cells(raw_workbook(HEADER + far)), [(7, ["", "x"]), (8, ["", "y"])])

    def test_it_counts_days_from_1904_where_the_workbook_does(self):
        styles = '<styleSheet xmlns="{0}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
        outline = f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><workbookPr date1904="1"/>'
        outline += '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
        row = HEADER + '<row r="2"><c r="A2" s="1"><v>1</v></c></row>'

        self.assertEqual(cells(raw_workbook(row, **{"xl/styles.xml": styles})), [(2, ["1900-01-01", ""])])
        later = raw_workbook(row, **{"xl/styles.xml": styles, "xl/workbook.xml": outline})
        self.assertEqual(cells(later), [(2, ["1904-01-02", ""])])

    def test_it_says_that_a_formula_or_an_error_or_a_rounded_number_is_no_value(self):
        row = (
            '<row r="2"><c r="A2"><f>SUM(B1:B9)</f><v>5</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
            '<row r="3"><c r="A3"><v>110101199003078515</v></c><c r="B3"><v>NaN</v></c></row>'
        )

        found = faults(raw_workbook(HEADER + row))

        self.assertIn("Row 2, column “No”: Here stands a formula", found[0])
        self.assertIn("Row 2, column “Name”: Here stands an error, #N/A", found[1])
        self.assertIn("Row 3, column “No”: The spreadsheet has rounded", found[2])
        self.assertIn("Row 3, column “Name”: The spreadsheet has rounded", found[3])

    def test_it_chooses_the_sheet_that_has_the_columns_and_never_a_hidden_one(self):
        data = workbook(Notes=[["About"], ["x"]], Items=[["No", "Name"], [1, "a"]], More=[["Else"], ["y"]])
        expected = frozenset({"No", "Name"})

        self.assertEqual(cells(data, expected=expected), [(2, ["1", "a"])])
        self.assertEqual(cells(data, sheet="more"), [(2, ["y"])])
        self.assertIn("There are: “Notes”, “Items”, “More”", self.refusal(data, sheet="Elsewhere"))
        twice = workbook(June=[["No", "Name"], [1, "a"]], July=[["No", "Name"], [2, "b"]])
        self.assertIn("“June”, “July”", self.refusal(twice, expected=expected))
        hidden = workbook(hidden=["July"], June=[["No", "Name"], [1, "a"]], July=[["No", "Name"], [2, "b"]])
        self.assertEqual(cells(hidden, expected=expected), [(2, ["1", "a"])])

    @skipUnless(WHOLE.is_dir(), "The whole registers are not here: ../shared/data is missing.")
    def test_it_reads_what_another_reader_reads(self):
        path = WHOLE / "en-taic-safety-recommendations-rail-marine.xlsx"
        other = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]

        ours = cells(path.read_bytes(), expected=frozenset({"Number", "Recipient"}))

        plain = [
            [str(c).replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n") for c in row] for row in other
        ]
        self.assertEqual([row for _number, row in ours], plain)

    def test_it_refuses_what_is_no_plain_workbook(self):
        plain = HEADER + ROW
        dtd = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        whole = f'<worksheet xmlns="x"><sheetData>{plain}</sheetData></worksheet>'
        inner = zipped({"a": "b"})
        link = ZipInfo("xl/link")
        link.external_attr = 0xA1FF << 16
        for case, data, said in (
            ("DTD", raw_workbook(dtd + whole), "entities of its own"),
            (
                "external entity",
                raw_workbook('<!DOCTYPE x SYSTEM "file:///etc/passwd">' + whole),
                "entities of its own",
            ),
            ("macro", raw_workbook(plain, **{"xl/vbaProject.bin": b"x"}), "macros"),
            ("macro kind", raw_workbook(plain, **{"[Content_Types].xml": "application/macroEnabled"}), "macros"),
            ("external link", raw_workbook(plain, **{"xl/externalLinks/externalLink1.xml": "<x/>"}), "other files"),
            ("nested zip", raw_workbook(plain, **{"xl/media/image1.png": inner}), "other files inside"),
            ("way out", raw_workbook(plain, **{"../../x": "y"}), "lead out of it"),
            ("absolute", raw_workbook(plain, **{"/etc/x": "y"}), "lead out of it"),
            ("symlink", zipped({"[Content_Types].xml": "", link: "/etc/passwd"}), "lead out of it"),
            ("text", zipped({"[Content_Types].xml": "", "word/document.xml": "<x/>"}), "text document"),
            ("ODS", zipped({"content.xml": "<x/>"}), "ODS"),
            ("a packed CSV", zipped({"register.csv": "No,Name\n1,x\n"}), "packed file"),
            ("broken XML", raw_workbook("<row><c></row>"), "damaged"),
            (
                "no sheet",
                raw_workbook(plain, **{"xl/workbook.xml": '<workbook xmlns="x"><sheets/></workbook>'}),
                "no sheet",
            ),
            (
                "text that is not there",
                raw_workbook(HEADER + '<row r="2"><c r="A2" t="s"><v>9</v></c></row>'),
                "damaged",
            ),
            ("cut off", raw_workbook(plain)[:-40], "damaged"),
            ("half", raw_workbook(plain)[:300], "damaged"),
            ("no rows", raw_workbook(HEADER), "no rows below"),
            ("nothing", raw_workbook(""), "no rows below"),
        ):
            with self.subTest(case):
                self.assertIn(said, self.refusal(data))

    def test_it_refuses_a_zip_that_lies_about_its_sizes(self):
        data = bytearray(raw_workbook(HEADER + ROW * 500))
        place = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02"))
        struct.pack_into("<I", data, place - 46 + 24, 100)

        self.assertIn("damaged", self.refusal(bytes(data)))

    def test_it_refuses_a_zip_of_very_many_parts(self):
        data = zipped({str(number): "" for number in range(5001)})

        self.assertIn("more parts", self.refusal(data))

    def test_it_bounds_columns_that_say_something_and_passes_over_those_that_do_not(self):
        far = f'<row r="2">{cell("A2", "1")}<c r="XFD2" s="3"/></row>'
        self.assertEqual(cells(raw_workbook(HEADER + far)), [(2, ["1", ""])])
        self.assertIn("500 columns", self.refusal(raw_workbook(HEADER + f'<row r="2">{cell("XFD2", "1")}</row>')))

    def test_a_cell_at_the_far_corner_costs_nothing(self):
        data = raw_workbook(
            f'<worksheet xmlns="x"><dimension ref="A1:XFD1048576"/><sheetData>{HEADER}'
            f'<row r="1048576">{cell("A1048576", "1")}</row></sheetData></worksheet>'
        )

        self.assertEqual(cells(data), [(1048576, ["1", ""])])

    def test_it_says_that_a_text_is_too_long_for_a_cell(self):
        data = raw_workbook(HEADER + f'<row r="2">{cell("A2", "x" * 40_000)}</row>')

        self.assertIn("longer than 32767", faults(data)[0])

    def test_it_refuses_too_many_rows(self):
        with mock.patch.object(tables, "MOST_ROWS", 2):
            self.assertIn("more than 2 rows", self.refusal(workbook(S=[["No"], [1], [2], [3]])))


BOUNDED = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (512 * 1024 * 1024,) * 2)
from django.conf import settings
settings.configure(USE_I18N=False)
from imports import reading
from imports.problems import Refused
data = open(sys.argv[1], "rb").read()
try:
    print(sum(1 for row in reading.read(data).rows), "rows")
except Refused as refused:
    print(refused.problems[0])
"""


class BombTestCase(SimpleTestCase):
    """Files that are small and want to be large: read by a process that may hold 512 MiB, and no longer than seconds."""

    def said(self, data):
        path = settings.DATA_DIR / "bomb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.addCleanup(path.unlink)
        began = monotonic()
        run = subprocess.run(
            [sys.executable, "-c", BOUNDED, path], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60
        )
        self.assertEqual(run.stderr, "")
        return run.stdout, monotonic() - began

    def test_a_zip_bomb(self):
        data = zipped({"[Content_Types].xml": "", "xl/workbook.xml": b"\0" * 600_000_000})
        self.assertLess(len(data), 700_000)

        self.assertIn("larger than a table may be", self.said(data)[0])

    def test_a_million_and_a_half_rows(self):
        rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(2, 1_500_000))

        said, seconds = self.said(raw_workbook(HEADER + rows))

        self.assertIn("more than 200000 rows", said)
        self.assertLess(seconds, 20)  # on a busy machine; alone it takes about two

    def test_a_long_text_that_every_cell_repeats(self):
        texts = f"<si><t>{'x' * 32_000}</t></si>"
        rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 100_002))

        self.assertIn("larger than a table may be", self.said(raw_workbook(HEADER + rows, texts))[0])

    def test_rows_of_csv_without_end(self):
        self.assertIn("more than 200000 rows", self.said(b"No\n" + b"1\n" * 1_000_001)[0])

    def test_one_line_of_sixty_million_cells(self):
        self.assertIn("longer than any row", self.said(b"No,Name\n" + b"," * 60_000_000)[0])

    def test_a_file_of_commas_in_which_a_quotation_never_ends(self):
        self.assertIn("Row 2", self.said(b'No,Name\n1,"' + b"x\n" * 20_000_000)[0])

    def test_json_nested_without_end(self):
        self.assertIn("nested too deep", self.said(b"[" + b'{"a":' * 1_000_000)[0])

    def test_json_of_one_endless_object(self):
        data = b"[{" + b",".join(b'"%d":1' % number for number in range(2_000_000)) + b"}]"

        self.assertIn("not JSON", self.said(data)[0])
