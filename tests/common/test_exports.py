from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from django.test import SimpleTestCase
from django.utils import timezone
from python_calamine import CalamineWorkbook

from common import exports


class Rows(list):
    """As much of a queryset as an export asks for."""

    def iterator(self, chunk_size):
        return iter(self)


COLUMNS = [("Value", lambda row: row)]


class ExportTestCase(SimpleTestCase):
    def csv(self, *values):
        response = exports.as_csv(Rows(values), COLUMNS, "Værdier")
        return b"".join(response.streaming_content).decode().removeprefix("\ufeffValue\r\n").splitlines()

    def xlsx(self, *values):
        response = exports.as_xlsx(Rows(values), COLUMNS, "Værdier")
        rows = CalamineWorkbook.from_filelike(BytesIO(response.getvalue())).get_sheet_by_index(0).to_python()
        return [row[0] for row in rows[1:]]

    def test_text_that_a_spreadsheet_would_run_is_made_inert(self):
        for text in ("=cmd|'/c calc'!A1", "+1", "-1", "@x", "\tx", "＝1", "＋1", "－1", "＠x"):
            with self.subTest(text):
                self.assertTrue(self.csv(text)[0].lstrip('"').startswith("'"))

    def test_numbers_keep_their_sign(self):
        self.assertEqual(self.csv(-3, Decimal("-1.50"), 0), ["-3", "-1.50", "0"])
        self.assertEqual(self.xlsx(-3, Decimal("-1.50"), 0), [-3, -1.5, 0])

    def test_what_is_not_known_is_an_empty_cell(self):
        self.assertEqual(self.csv("a", None, "b"), ["a", '""', "b"])

    def test_days_and_instants_are_those_of_the_reader(self):
        instant = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
        with timezone.override("Asia/Shanghai"):
            self.assertEqual(self.csv(date(2026, 9, 1), instant), ["2026-09-01", "2026-09-01 10:00"])
            self.assertEqual(self.xlsx(date(2026, 9, 1), instant), [date(2026, 9, 1), datetime(2026, 9, 1, 10, 0)])

    def test_a_formula_is_text_in_a_workbook(self):
        self.assertEqual(self.xlsx("=1+1", "http://example.org"), ["=1+1", "http://example.org"])

    def test_the_file_is_named_in_any_language(self):
        response = exports.as_csv(Rows(), COLUMNS, "整改措施")

        self.assertIn("filename*=utf-8''%E6%95%B4", response["Content-Disposition"])
