"""Rules as data: which of them holds where and when, and files that are refused."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from django.conf import settings
from django.test import SimpleTestCase
from django.utils.translation import override

from incidents.checks import rule_packs_are_whole
from incidents.rules import codes, document, evaluate, packs

A_RULE = """code = "test"
version = "1"
title = {{ zh = "试", en = "Test" }}
source = {{ zh = "此处", en = "here" }}

[[rules]]
kind = "unit_report"
clause = {{ zh = "条", en = "art." }}
says = {{ zh = "说", en = "says" }}
basis = "{basis}"
in_force_from = {since}
{more}
"""


class PackTestCase(SimpleTestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = Path(folder.name, "data")
        shutil.copytree(packs.DATA, self.data)
        moved = patch.object(packs, "DATA", self.data)
        moved.start()
        self.addCleanup(self.forget)
        self.addCleanup(moved.stop)
        self.forget()

    def forget(self):
        packs.packs.cache_clear()
        packs.jurisdictions.cache_clear()
        codes.category_tables.cache_clear()

    def change(self, name, old, new):
        path = self.data / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")
        self.forget()

    def write(self, text, name="xx/test.toml"):
        (self.data / name).parent.mkdir(exist_ok=True)
        (self.data / name).write_text(text, encoding="utf-8")
        self.forget()

    def refused(self):
        errors = rule_packs_are_whole()
        return errors[0].msg if errors else ""

    # a rule changed in a file needs no code

    def test_a_changed_threshold_grades_otherwise(self):
        self.change("cn/decree-493.toml", "deaths = 3,", "deaths = 2,")

        self.assertEqual(evaluate("grade", {"deaths": 2})["grade"], "较大")

    def test_an_amended_decree_holds_from_its_day_on_and_the_old_one_until_then(self):
        self.change("cn/decree-493.toml", "in_force_from = 2007-06-01\nclause.zh = \"国务院令第493号第三条\"", "in_force_from = 2007-06-01\nin_force_until = 2027-12-31\nclause.zh = \"国务院令第493号第三条\"")  # fmt: skip
        amended = A_RULE.format(basis="text", since="2028-01-01", more="").replace("unit_report", "grade")
        grades = '[rules.values]\nregimes = ["general"]\ngrades = [{ grade = "larger", name = "较大", deaths = 1 }]\n'
        self.write(amended + grades, "cn/amended.toml")

        self.assertEqual(evaluate("grade", {"deaths": 1, "occurred_at": "2027-12-31T23:59:59+08:00"})["grade"], "一般")
        self.assertEqual(evaluate("grade", {"deaths": 1, "occurred_at": "2028-01-01T00:00:00+08:00"})["grade"], "较大")

    def test_another_country_brings_its_own_rules(self):
        self.write(A_RULE.format(basis="text", since="2020-01-01", more="[rules.values]\nminutes = 480"))

        self.assertEqual(packs.rule("unit_report", jurisdiction="XX")["minutes"], 480)
        self.assertEqual(packs.rule("unit_report", jurisdiction="CN")["minutes"], 60)
        with self.assertRaises(packs.NoRule):
            packs.rule("unit_report", jurisdiction="XX", day=date(2019, 12, 31))

    def test_a_local_table_is_a_file_more(self):
        rule = A_RULE.format(
            basis="text", since="2020-01-01", more='profile = "here"\nregions = ["5001"]\n[rules.values]\nminutes = 45'
        )
        self.write(rule.replace("unit_report", "level_report"), "cn/here.toml")

        self.assertEqual(packs.profile_of("500101"), "here")
        answer = evaluate("clock_local", {"grade": "一般", "profile": "here"})
        self.assertEqual(answer["district_to_city_minutes"], 45)

    # files that are refused before anything runs

    def test_whole_packs_are_accepted(self):
        self.assertEqual(self.refused(), "")

    def test_two_rules_for_one_day_are_refused(self):
        self.write(A_RULE.format(basis="text", since="2020-01-01", more=""), "cn/double.toml")

        self.assertIn("two rules “unit_report” hold on 2020-01-01", self.refused())

    def test_a_broken_file_is_named_with_what_it_lacks(self):
        for text, reason in [
            ("code = ", "xx/test.toml"),
            ("code = 'x'", "'version'"),
            (A_RULE.format(basis="hearsay", since="2020-01-01", more=""), "the basis is one of text"),
            (A_RULE.format(basis="text", since="'2020'", more=""), "a day in force is written"),
            (
                A_RULE.format(basis="text", since="2020-01-01", more="in_force_until = 2019-01-01"),
                "ends before it begins",
            ),
            (
                A_RULE.format(basis="text", since="2020-01-01", more="").replace("kind", "sort"),
                "rule 1: it lacks 'kind'",
            ),
        ]:
            with self.subTest(reason):
                self.write(text)
                self.assertIn(reason, self.refused())


class OwnPacksTestCase(SimpleTestCase):
    def test_every_rule_names_clause_and_content_in_both_languages(self):
        for pack in packs.packs():
            for rule in pack.rules:
                with self.subTest(f"{pack.file} {rule.kind}"):
                    for text in (pack.title, pack.source, rule.clause, rule.says):
                        self.assertTrue(text.zh and text.en)
                    self.assertEqual(bool(rule.open.zh), bool(rule.open.en))
                    if rule.basis in ("memory", "analogy"):
                        self.assertTrue(rule.open or rule.pack.source)
                    with override("zh-hans"):
                        self.assertEqual(str(rule.says), rule.says.zh)

    def test_the_tables_of_accidents_follow_each_other_without_a_gap(self):
        for kind in ("categories", "severity", "fine"):
            with self.subTest(kind):
                newer, *older = packs.rules(kind)
                self.assertIsNone(newer.until)
                for rule in older:
                    self.assertEqual(rule.until + timedelta(days=1), newer.since)
                    newer = rule

    def test_every_code_of_1986_becomes_codes_of_2025(self):
        known = {entry["code"] for entry in packs.rule("categories")["categories"]}
        old = {entry["code"] for entry in packs.rules("categories")[-1]["categories"]}
        mapped = {entry["old"]: entry["new"] for entry in packs.rule("category_map")["map"]}

        self.assertEqual(set(mapped), old)
        self.assertLessEqual({code for new in mapped.values() for code in new}, known)

    def test_the_longest_code_of_a_region_chooses_its_profile(self):
        self.assertEqual(packs.profile_of("420106"), "wuhan")
        self.assertEqual(packs.profile_of("420500"), "")
        self.assertEqual(packs.profile_of(""), "")


class DocumentTestCase(SimpleTestCase):
    def test_the_document_says_what_the_data_say(self):
        written = Path(settings.BASE_DIR, "docs", "rules.md").read_text(encoding="utf-8")

        self.assertEqual(document.MARK + written.partition(document.MARK)[2], document.text())
        for pack in packs.packs():
            for rule in pack.rules:
                self.assertIn(rule.says.en, written)
                self.assertIn(rule.clause.en, written)
