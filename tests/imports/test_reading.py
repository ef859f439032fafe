from unittest import mock

from django.test import SimpleTestCase

from imports import reading
from imports.problems import Refused

CHINESE = "编号,单位\r\n1,宏远建筑公司\r\n"
TAIWAN = "編號,單位\r\n1,宏遠建築公司\r\n"


class ReadingTestCase(SimpleTestCase):
    def refusal(self, data, **options):
        with self.assertRaises(Refused) as caught:
            reading.read(data, **options)
        return str(caught.exception.problems[0])

    def test_it_reads_utf_8_with_and_without_mark_and_utf_16(self):
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
            data = CHINESE.encode(encoding)
            mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")

            table = reading.read(mark + data)

            self.assertEqual((table.columns, table.rows), (["编号", "单位"], [(2, ["1", "宏远建筑公司"])]), encoding)

    def test_it_tells_gb18030_from_big5_by_the_columns_that_are_expected(self):
        self.assertEqual(reading.read(CHINESE.encode("gb18030"), expected={"编号"}).rows[0][1][1], "宏远建筑公司")
        self.assertEqual(reading.read(TAIWAN.encode("big5"), expected={"編號"}).rows[0][1][1], "宏遠建築公司")

    def test_it_refuses_an_encoding_that_nothing_proves(self):
        for data in (CHINESE.encode("gb18030"), TAIWAN.encode("big5"), "No,Name\n1,Café\n".encode("latin-1")):
            self.assertIn("not text in UTF-8", self.refusal(data, expected={"No"}))

    def test_it_takes_an_encoding_that_is_named(self):
        data = "No,Name\n1,宏远\n".encode("gb18030")

        self.assertEqual(reading.read(data, encoding="gb18030").rows, [(2, ["1", "宏远"])])
        self.assertIn("rot13", self.refusal(data, encoding="rot13"))

    def test_it_names_the_row_of_a_broken_byte(self):
        lines = [b"No,Name"] + [b"%d,x" % number for number in range(2, 5000)] + [b"5000,\xc3\x28"]

        self.assertTrue(self.refusal(b"\n".join(lines)).startswith("Row 5000: "))

    def test_it_refuses_utf_16_without_a_mark_instead_of_showing_zeros(self):
        with self.assertRaises(Refused):
            reading.read(CHINESE.encode("utf-16-le"))

    def test_it_says_when_there_is_nothing(self):
        for data in (b"", b"  \r\n", b"\xef\xbb\xbf"):
            self.assertRegex(self.refusal(data), "empty|no rows")
        self.assertIn("no rows below its header", self.refusal(b"No,Name\r\n,\r\n\r\n"))

    def test_it_counts_rows_as_a_spreadsheet_program_does(self):
        table = reading.read(b'No,Text\r\n1,"two\r\nlines"\r\n\r\n2,"three\n\nlines"\r\n3,x')

        self.assertEqual([number for number, _cells in table.rows], [2, 4, 5])

    def test_it_reads_other_delimiters_and_line_ends(self):
        for text in ("No;Name\n1;a,b\n", "No\tName\r1\ta,b\r", "No|Name\r\n1|a,b\n"):
            self.assertEqual(reading.read(text.encode()).rows, [(2, ["1", "a,b"])], text)

    def test_it_calls_a_column_without_header_by_its_place(self):
        self.assertEqual(reading.read(b",Name\n0,x\n").columns, ["#1", "Name"])

    def test_it_names_doubled_columns(self):
        self.assertIn("“Name”", self.refusal(b"No,Name,Name\n1,a,b\n"))

    def test_it_refuses_a_quotation_mark_that_is_not_closed(self):
        self.assertTrue(self.refusal(b'No,Name\n1,x\n2,"a\n3,b\n').startswith("Row 3: "))

    def test_it_bounds_bytes_rows_columns_and_cells(self):
        with mock.patch.object(reading, "LARGEST_FILE", 10):
            self.assertIn("larger than", self.refusal(b"No,Name\n1,x\n"))
        with mock.patch.object(reading, "MOST_ROWS", 2):
            self.assertIn("more than 2 rows", self.refusal(b"No\n1\n2\n3\n"))
        self.assertIn("more than 500 columns", self.refusal(b",".join([b"x"] * 501) + b"\n1\n"))
        self.assertIn("128 KiB", self.refusal(b"No,Name\n1," + b"x" * 200_000))
        self.assertIn("longer than 32767", str(reading.read(b"No,Name\n1," + b"x" * 40_000).problems[0]))

    def test_it_names_cells_with_control_characters(self):
        for character, shown in (("\0", "\\x00"), ("\x1b", "\\x1b"), ("\u202e", "\\u202e"), ("\x85", "\\x85")):
            problem = reading.read(f"No,Name\n1,a{character}b\n".encode()).problems[0]

            self.assertEqual(str(problem)[:38], f"Row 2, column “Name”: “a{shown}b” holds a control"[:38])

    def test_it_takes_letters_that_run_from_right_to_left(self):
        self.assertEqual(reading.read("No,Name\n1,שלום\n".encode()).problems, [])

    def test_it_refuses_rows_of_another_width(self):
        table = reading.read(b"No,Name\n1\n2,a,b\n3,a,\n")

        self.assertEqual([problem.row for problem in table.problems], [2, 3])

    def test_it_names_other_kinds_of_files(self):
        self.assertIn("XLSX", self.refusal(b"PK\x03\x04rest"))
        self.assertIn("XLS", self.refusal(b"\xd0\xcf\x11\xe0rest"))

    def test_it_undoes_the_apostrophe_of_our_own_exports_and_no_other(self):
        table = reading.read(b"A,B,C\n'-5,'=x,'tis\n")

        self.assertEqual(table.rows[0][1], ["-5", "=x", "'tis"])
