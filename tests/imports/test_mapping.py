from datetime import date
from decimal import Decimal

from django.test import SimpleTestCase

from imports import mapping
from imports.problems import Refused
from imports.rules import Rule
from imports.values import BadCell, value_of
from incidents.imports import field

from .base import SMALL, ImportTestCase, register, rows


class RuleTestCase(SimpleTestCase):
    def test_it_takes_the_first_column_that_says_something(self):
        self.assertEqual(Rule(columns=("A", "B")).of({"A": "", "B": "x"}), "x")
        self.assertEqual(Rule(columns=("A", "B"), otherwise="?").of({"A": "", "B": ""}), "?")

    def test_it_leaves_out_lines_of_which_nothing_is_known(self):
        rule = Rule(lines=("Owner: {A}", "Builder: {B}", "End."))

        self.assertEqual(rule.of({"A": "x", "B": ""}), "Owner: x\nEnd.")

    def test_it_translates_by_equal_key_then_by_the_longest_beginning(self):
        rule = Rule(column="A", values={"F*": "f", "Fa*": "fa", "Fax": "fax"})

        self.assertEqual([rule.of({"A": text}) for text in ("F1", "Fab", "Fax", "")], ["f", "fa", "fax", ""])
        with self.assertRaisesMessage(BadCell, "“G” is not in the table of values, which has: “F*”, “Fa*”, “Fax”."):
            rule.of({"A": "G"})

    def test_it_tells_masked_names_apart_by_the_key(self):
        rule = Rule(column="A", masks=("OO",), masked="{A} ({No})")

        self.assertEqual(rule.of({"A": "LiOO", "No": "7"}), "LiOO (7)")
        self.assertEqual(rule.of({"A": "Hill", "No": "7"}), "Hill")

    def test_it_shortens_between_words(self):
        self.assertEqual(Rule(column="A", shorten=12).of({"A": "one two, three four"}), "one two…")


class ValueTestCase(SimpleTestCase):
    def value(self, fact, text, **rule):
        return value_of(text, field(fact), Rule(column="x", **rule))

    def test_it_reads_days_only_as_the_mapping_writes_them(self):
        self.assertEqual(self.value("occurred_on", "２０２６-08-27"), date(2026, 8, 27))
        for text in ("31.02.2026", "2026-13-01", "45000", "2026-08-27 24:00", "٢٠٢٦-08-27", "27/8", "0000-01-01"):
            with self.assertRaises(BadCell, msg=text):
                self.value("occurred_on", text)

    def test_it_refuses_a_day_that_could_be_two(self):
        with self.assertRaisesMessage(BadCell, "two different days"):
            self.value("occurred_on", "02/03/2026", formats=("%d/%m/%Y", "%m/%d/%Y"))

    def test_it_counts_in_whole_ascii_numbers(self):
        self.assertEqual(self.value("deaths", "３"), 3)
        self.assertIsNone(self.value("deaths", ""))
        for text in ("-1", "-0", "1.5", "1,5", "1e3", "NaN", "٣", "9" * 30, "1000001", "true"):
            with self.assertRaises(BadCell, msg=text):
                self.value("deaths", text)

    def test_it_reads_money_in_the_unit_of_the_register(self):
        self.assertEqual(self.value("direct_loss", "12.5", unit=10000), 125000)
        self.assertEqual(self.value("direct_loss", "约300万元", unit=10000), 3000000)
        self.assertEqual(self.value("direct_loss", "12.5元", unit=10000), Decimal("12.5"))
        for text in ("1e309", "NaN", "-1", "1,5", "9" * 30, "Infinity", "300-500万元", "万元", "1.234元"):
            with self.assertRaises(BadCell, msg=text):
                self.value("direct_loss", text)


class MappingTestCase(ImportTestCase):
    def test_it_names_what_it_does_not_understand(self):
        for change, said in (
            ({"licenze": "x"}, "licenze"),
            ({"site": {"name": "x", "region": "y"}}, "site.organization"),
            ({"facts": {"occurred_on": {"column": "Day", "format": []}}}, "occurred_on"),
            ({"facts": {"occurred_on": {"column": "Day", "value": "x"}}}, "exactly one of"),
            ({"language": "tlh"}, "language"),
            ({"facts": {"grade": "major", "description": "x", "occurred_on": "x"}}, "grade"),
            ({"facts": {"description": "x"}}, "facts.occurred_on"),
        ):
            self.assertIn(said, "\n".join(self.problems(register(*rows(1)), SMALL | change)))

    def test_it_names_a_mapping_that_is_not_there_and_those_that_are(self):
        with self.assertRaises(Refused) as caught:
            mapping.load("elsewhere")

        self.assertIn("ihm-2016-2017", str(caught.exception.problems[0]))

    def test_every_mapping_of_the_project_is_sound(self):
        for path in mapping.FOLDER.glob("*.toml"):
            self.assertTrue(mapping.load(path.stem).columns)
