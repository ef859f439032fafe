from unittest import mock

from django.test import SimpleTestCase

from imports import reading
from imports.problems import Problem, Refused
from imports.reading import tables

CHINESE = "编号,单位\r\n1,宏远建筑公司\r\n"
TAIWAN = "編號,單位\r\n1,宏遠建築公司\r\n"


def cells(table):
    return [(row.number, row.cells) for row in table.rows]


def faults(data):
    return [str(Problem(message, row.number)) for row in reading.read(data).rows for _place, message in row.faults]


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

            self.assertEqual(table.columns, ["编号", "单位"], encoding)
            self.assertEqual(cells(table), [(2, ["1", "宏远建筑公司"])], encoding)

    def test_it_tells_gb18030_from_big5_by_the_columns_that_are_expected(self):
        self.assertEqual(cells(reading.read(CHINESE.encode("gb18030"), expected={"编号"}))[0][1][1], "宏远建筑公司")
        self.assertEqual(cells(reading.read(TAIWAN.encode("big5"), expected={"編號"}))[0][1][1], "宏遠建築公司")

    def test_it_refuses_an_encoding_that_nothing_proves(self):
        for data in (CHINESE.encode("gb18030"), TAIWAN.encode("big5"), "No,Name\n1,Café\n".encode("latin-1")):
            self.assertIn("not text in UTF-8", self.refusal(data, expected={"No"}))

    def test_it_takes_an_encoding_that_is_named(self):
        data = "No,Name\n1,宏远\n".encode("gb18030")

        self.assertEqual(cells(reading.read(data, encoding="gb18030")), [(2, ["1", "宏远"])])
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

        self.assertEqual([row.number for row in table.rows], [2, 4, 5])

    def test_it_reads_other_delimiters_and_line_ends(self):
        for text in ("No;Name\n1;a,b\n", "No\tName\r1\ta,b\r", "No|Name\r\n1|a,b\n"):
            self.assertEqual(cells(reading.read(text.encode())), [(2, ["1", "a,b"])], text)

    def test_it_calls_a_column_without_header_by_its_place(self):
        self.assertEqual(reading.read(b",Name\n0,x\n").columns, ["#1", "Name"])

    def test_it_names_doubled_columns(self):
        self.assertIn("“Name”", self.refusal(b"No,Name,Name\n1,a,b\n"))

    def test_it_refuses_a_quotation_mark_that_is_not_closed(self):
        self.assertTrue(self.refusal(b'No,Name\n1,x\n2,"a\n3,b\n').startswith("Row 3: "))

    def test_it_bounds_bytes_rows_columns_and_cells(self):
        with mock.patch.object(reading, "LARGEST_FILE", 10):
            self.assertIn("larger than", self.refusal(b"No,Name\n1,x\n"))
        with mock.patch.object(tables, "MOST_ROWS", 2):
            self.assertIn("more than 2 rows", self.refusal(b"No\n1\n2\n3\n"))
        self.assertIn("more than 500 columns", self.refusal(b",".join([b"x"] * 501) + b"\n1\n"))
        self.assertIn("128 KiB", self.refusal(b"No,Name\n1," + b"x" * 200_000))
        self.assertIn("longer than 32767", faults(b"No,Name\n1," + b"x" * 40_000)[0])

    def test_it_names_cells_that_no_database_keeps(self):
        self.assertIn("“a\\x00b” holds a control character", faults(b"No,Name\n1,a\0b\n")[0])
        self.assertIn("“a\\ud800b” holds a control character", faults(b'[{"No": "1", "Name": "a\\ud800b"}]')[0])

    def test_it_takes_letters_that_run_from_right_to_left(self):
        self.assertEqual(faults("No,Name\n1,שלום\n".encode()), [])

    def test_it_refuses_rows_of_another_width(self):
        table = reading.read(b"No,Name\n1\n2,a,b\n3,a,\n")

        self.assertEqual([row.number for row in table.rows if row.faults], [2, 3])

    def test_it_finds_the_header_below_a_title(self):
        text = "2026年整改台账,,\n单位：某区,,填报日期：9月1日\n\n序号,单位,责任人\n1,甲,乙\n"
        for encoding in ("utf-8", "gb18030"):
            table = reading.read(text.encode(encoding), expected=frozenset({"序号", "单位", "责任人"}))

            self.assertEqual((table.columns, cells(table)), (["序号", "单位", "责任人"], [(5, ["1", "甲", "乙"])]))
            self.assertTrue(table.title.startswith("2026年整改台账\n单位：某区"))

    def test_it_joins_a_header_of_two_rows(self):
        text = "序号,单位,整改情况,,备注\n,,是否完成,完成时间,\n1,甲,是,9月1日,x\n"

        table = reading.read(text.encode(), expected=frozenset({"整改情况 · 完成时间", "序号"}), header_rows=2)

        self.assertEqual(table.columns, ["序号", "单位", "整改情况 · 是否完成", "整改情况 · 完成时间", "备注"])
        self.assertEqual(cells(table), [(3, ["1", "甲", "是", "9月1日", "x"])])

    def test_it_names_other_kinds_of_files(self):
        for data, said in (
            (b"PK\x03\x04rest", "damaged"),
            (b"\xd0\xcf\x11\xe0rest", "old kind XLS"),
            (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
            (b"%PDF-1.4", "PDF"),
            (b"<html><table><tr><td>No</td></tr></table></html>", "web page"),
            (b"\xef\xbb\xbf\r\n<?xml version='1.0'?><Workbook/>", "web page or an XML file"),
            (b"\x1f\x8b\x08\x00", "packed"),
        ):
            self.assertIn(said, self.refusal(data))

    def test_it_undoes_the_apostrophe_of_our_own_exports_and_no_other(self):
        table = reading.read(b"A,B,C\n'-5,'=x,'tis\n")

        self.assertEqual(cells(table)[0][1], ["-5", "=x", "'tis"])
