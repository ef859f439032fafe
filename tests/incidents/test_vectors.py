"""The tables of cases, their reading, and the command that anybody can give a table of their own."""

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase

from incidents.rules import GROUPS, evaluate, vectors

HEADER = "id,group,deaths,extra_input,expected_key,expected_value,basis\n"


class OwnTablesTestCase(SimpleTestCase):
    def test_every_case_holds(self):
        tables = {path.name: vectors.read(path) for path in vectors.OWN.glob("*.csv")}

        self.assertEqual(set(tables), {"china.csv", "china-boundaries.csv"})
        for table in tables.values():
            self.assertEqual([str(problem) for problem in table.problems], [])
            self.assertEqual([f"{case}: {case.got}" for case in table.failing], [])
        self.assertEqual(len(tables["china.csv"].cases), 139)
        self.assertEqual(len(tables["china.csv"].asked), 128)
        self.assertGreater(len(tables["china-boundaries.csv"].asked), 350)

    def test_only_what_a_later_app_brings_is_skipped(self):
        skipped = vectors.read(vectors.OWN / "china.csv").skipped

        self.assertEqual(
            skipped, {("gate", "can_close"): 7, ("gate", "notice_can_close"): 1, ("hazard", "due_state"): 3}
        )

    def test_every_group_has_cases_and_says_what_it_answers(self):
        asked = {case.group for path in vectors.OWN.glob("*.csv") for case in vectors.read(path).asked}

        self.assertEqual(asked, set(GROUPS))
        for group, answer in GROUPS.items():
            with self.subTest(group):
                self.assertTrue(answer.__doc__)


class TableTestCase(SimpleTestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name, "cases.csv")

    def read(self, text, encoding="utf-8"):
        self.path.write_bytes(text.encode(encoding))
        return vectors.read(self.path)

    def run_command(self):
        out, err = StringIO(), StringIO()
        code = 0
        try:
            call_command("rules_check", str(self.path), stdout=out, stderr=err)
        except CommandError as error:
            code = error.returncode
        return code, out.getvalue(), err.getvalue()

    def test_it_ends_well_when_all_hold(self):
        self.read(HEADER + "1,grade,3,,grade,较大,art. 3\n")

        code, out, err = self.run_command()

        self.assertEqual((code, err), (0, ""))
        self.assertIn("1 of 1 hold, 0 skipped", out)

    def test_it_names_what_does_not_hold_with_what_was_got_and_the_basis(self):
        self.read(HEADER + "1,grade,3,,grade,较大,\nX7,grade,2,,grade,较大,Decree 493 Art.3\n")

        code, out, err = self.run_command()

        self.assertEqual(code, 1)
        self.assertIn("X7 (row 3), grade grade: expected 较大, got 一般", err)
        self.assertIn("Decree 493 Art.3", err)
        self.assertIn("1 of 2 hold", out)

    def test_it_says_which_rows_are_skipped_and_counts_them(self):
        self.read(HEADER + "1,gate,,{},can_close,true,\n2,grade,1,,grade,一般,\n")

        code, out, _err = self.run_command()

        self.assertEqual(code, 0)
        self.assertIn("gate can_close: 1 skipped", out)
        self.assertIn("1 of 1 hold, 1 skipped", out)

    def test_an_unknown_group_or_key_does_not_hold(self):
        table = self.read(HEADER + "1,weather,,,rain,true,\n2,grade,1,,colour,none,\n")

        self.assertIn("unknown_group", table.failing[0].got)
        self.assertIn("no such key; grade has grade", table.failing[1].got)

    def test_rows_that_are_no_cases_are_named_by_their_number(self):
        rows = [
            "1,grade,3,{,grade,较大,",
            "2,,3,,grade,较大,",
            "3,grade,3,,,较大,",
            "4,grade,3,[],grade,较大,",
            "",
            "5,grade,3,,grade,较大,a,b,c",
            '6,grade,,"{""days_since_accident"": NaN}",grade,none,',
            "7,grade,3,,grade,较大,",
            "7,grade,3,,grade,较大,",
        ]
        table = self.read(HEADER + "\n".join(rows))

        self.assertEqual([problem.row for problem in table.problems], [2, 3, 4, 5, 7, 8, 10])
        self.assertEqual([case.id for case in table.cases], ["7"])
        code, out, err = self.run_command()
        self.assertEqual(code, 1)
        self.assertIn("row 4: expected_key is empty", err)
        self.assertIn("7 rows cannot be read", out)

    def test_a_file_that_is_no_table_is_refused_in_words(self):
        for text, reason in [
            ("", "it has no rows"),
            (HEADER, "it has no rows"),
            ("a,b\n1,2\n", "lacks group, expected_key, expected_value"),
            (HEADER.replace("deaths", "group"), "group twice"),
            (HEADER + '1,grade,"3\n', "is not CSV"),
        ]:
            with self.subTest(reason), self.assertRaisesMessage(vectors.BadTable, reason):
                self.read(text)
        self.path.unlink()
        code, _out, err = self.run_command()
        self.assertEqual(code, 1)
        self.assertIn("cannot be read", err)
        self.path.write_bytes(b"\xff\xff\x00")
        self.assertIn("not text", self.run_command()[2])

    def test_a_table_saved_by_a_chinese_spreadsheet_reads_alike(self):
        for encoding in ("utf-8-sig", "gb18030"):
            with self.subTest(encoding):
                table = self.read(HEADER + "1,grade,3,,grade,较大,\r\n", encoding)
                self.assertTrue(table.is_sound)

    def test_answers_are_compared_by_what_they_mean(self):
        due = ',clock,,"{""known_at"": ""2026-08-27T09:52:00+08:00"", ""grade"": ""一般""}",unit_report_due,'
        rate = ',rate,2,"{""employees"": 50000}",rate_death_per_1000,'
        rows = [f"{due}2026-08-27T02:52:00Z,", f"{due}2026-08-27T10:52:00,", f"{rate}0.04,", f"{rate}0.0400,"]
        self.assertEqual(self.read(HEADER + "\n".join(rows)).failing, [])
        wrong = [f"{due}2026-08-27T10:52:01+08:00,", f"{rate}0.041,", f"{rate},", f"{due}soon,"]
        self.assertEqual(len(self.read(HEADER + "\n".join(wrong)).failing), 4)


class EvaluateTestCase(SimpleTestCase):
    def test_bad_input_comes_back_as_an_answer(self):
        answer = evaluate("grade", {"deaths": "-1"})

        self.assertEqual(answer["error"], "validation_error")
        self.assertEqual(list(answer["problems"]), ["deaths"])

    def test_a_day_without_a_rule_grades_nothing_and_says_so(self):
        answer = evaluate("grade", {"deaths": 30, "occurred_at": "1999-01-01"})

        self.assertEqual(answer["error"], "no_rule")
        self.assertNotIn("grade", answer)
        self.assertIn("1999-01-01", answer["message"])

    def test_it_survives_whatever_is_typed(self):
        values = [
            None,
            "",
            0,
            -1,
            2.5,
            True,
            [],
            {},
            [1],
            {"a": 1},
            "x",
            "\x00",
            "9999-12-31",
            "0001-01-01T00:00",
            10**30,
        ]
        cases = [case for path in vectors.OWN.glob("*.csv") for case in vectors.read(path).cases]
        names = {name for case in cases for name in case.inputs}
        for group in GROUPS:
            for name in names:
                for value in values:
                    self.assertIsInstance(evaluate(group, {name: value}), dict)
