from django.test import SimpleTestCase

from accounts import credit_codes, divisions
from accounts.models import Region


class DivisionsTestCase(SimpleTestCase):
    def found(self, text):
        return [division.code for division in divisions.search(text)]

    def test_all_of_china_down_to_the_county(self):
        codes = divisions.divisions()

        self.assertEqual([sum(len(code) == length for code in codes) for length in (2, 4, 6)], [31, 342, 2978])
        self.assertTrue(all(code[:-2] in codes for code in codes if len(code) > 2))

    def test_one_finds_by_code_name_and_the_names_above(self):
        self.assertEqual(self.found("渝中"), ["500103"])
        self.assertEqual(self.found("500103"), ["500103"])
        self.assertEqual(self.found("重庆 渝中"), ["500103"])
        self.assertEqual(self.found("重庆市 · 渝中区"), ["500103"])
        self.assertEqual(self.found("重庆市")[0], "50")
        self.assertEqual(self.found("北京 渝中"), [])
        self.assertEqual(self.found(" "), [])
        self.assertLessEqual(len(self.found("5")), divisions.MOST_FOUND)

    def test_levels_without_a_name_of_their_own_are_neither_found_nor_shown(self):
        self.assertEqual(self.found("市辖区"), [])
        self.assertEqual(divisions.divisions()["500103"].full_name, "重庆市 · 渝中区")
        self.assertEqual(divisions.divisions()["429004"].full_name, "湖北省 · 仙桃市")

    def test_a_region_that_is_called_otherwise_gets_no_strange_parents(self):
        self.assertEqual(Region(code="500103", name="渝中区").full_name, "重庆市 · 渝中区")
        self.assertEqual(Region(code="500101", name="甲区").full_name, "甲区")
        self.assertEqual(Region(code="XX-1", name="Nowhere").full_name, "Nowhere")


class CreditCodeTestCase(SimpleTestCase):
    def test_the_last_character_checks_the_others(self):
        good = "91500103MA5U4CNL1" + credit_codes.check_character("91500103MA5U4CNL1")

        self.assertEqual(credit_codes.wrong(good), {})
        for bad in (
            good[:-1] + ("0" if good[-1] != "0" else "1"),
            "81" + good[2:],
            good[:-1],
            good + "0",
            "I" + good[1:],
            "",
        ):
            with self.subTest(bad):
                self.assertIn("registration_code", credit_codes.wrong(bad))

    def test_a_known_code_of_the_standard_is_right(self):
        self.assertEqual(credit_codes.wrong("91350100M000100Y43"), {})  # the example of GB 32100-2015

    def test_full_width_spaces_and_hyphens_do_not_matter(self):
        self.assertEqual(credit_codes.plain("９１350100 m000100-y43"), "91350100M000100Y43")
