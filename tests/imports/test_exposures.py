from datetime import date
from decimal import Decimal

from accounts.models import Exposure, Organization
from imports import mapping
from imports.importing import take
from imports.models import ImportBatch, ImportRow
from imports.problems import Refused
from imports.undoing import undo
from tests.base import NOW, BaseTestCase, instant

HEADER = ["单位名称", "区划代码", "统计月份", "实际总工时", "从业人员平均人数", "GDP（亿元）"]
LATER = instant("2026-09-03 10:00")
JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def sheet(*rows):
    return "\n".join(",".join(row) for row in [["统计基数"] + [""] * 5, HEADER, *rows]).encode("gb18030")


def row(month="2026年7月", hours="20000", headcount="120", organization="宏远建筑公司"):
    return [organization, "", month, hours, headcount, ""]


class ExposuresTestCase(BaseTestCase):
    def take(self, *rows, by=None, now=NOW):
        data = sheet(*rows)
        return take(data, mapping.load("exposures-zh"), file_name="工时.csv", now=now, by=by or self.sun)

    def problems(self, *rows, by=None):
        return [str(problem) for problem in self.take(*rows, by=by).problems]

    def in_force(self, place=None):
        return {e.month: e.facts for e in Exposure.objects.of(place or self.company).in_force()}

    def test_zhao_takes_nothing_in_for_others(self):
        for person in (self.zhao, self.wang):
            with self.subTest(person):
                self.assertIn("You do not look after all of it.", self.problems(row(), by=person)[0])
        self.assertFalse(Exposure.objects.exists())

    def test_it_takes_figures_of_organizations_and_of_regions(self):
        self.company.add_alias("宏远", by=self.guan, now=NOW)

        account = self.take(
            row(), row("2026-08", "1800000", "", "宏远"), ["", "500101", "2026.7", "", "", "66.25"], by=self.chen
        )

        self.assertEqual([str(problem) for problem in account.problems], [])
        self.assertEqual(account.counts["new"], 3)
        self.assertEqual(
            self.in_force(),
            {JULY: {"hours": 20_000, "headcount": 120}, AUGUST: {"hours": 1_800_000, "headcount": None}},
        )
        self.assertEqual(self.in_force(self.district), {JULY: {"gdp": Decimal("6625000000")}})
        entry = Exposure.objects.first()
        self.assertEqual((entry.source, entry.by), ("统计基数", self.chen))

    def test_the_same_again_changes_nothing_and_a_corrected_row_updates(self):
        self.take(row())
        self.assertEqual(self.take(row("2026-07"), now=LATER).counts["same"], 1)
        self.assertIsNone(self.take(row("2026-07"), now=LATER).batch)
        self.assertEqual(Exposure.objects.count(), 1)

        account = self.take(row(hours="21000"), now=LATER)
        again = self.take(row(hours="22000", headcount=""), now=LATER)

        self.assertEqual((account.counts["updated"], again.counts["updated"]), (1, 1))
        self.assertEqual(self.in_force(), {JULY: {"hours": 22_000, "headcount": 120}})
        self.assertEqual([e.hours for e in Exposure.objects.order_by("pk")], [20_000, 21_000, 22_000])
        self.assertIsNone(self.take(row(hours="22000", headcount=""), now=LATER).batch)

    def test_what_a_person_has_entered_is_kept(self):
        Exposure.enter(self.company, {JULY: {"hours": 5, "headcount": 5}}, seen=0, by=self.sun, now=NOW)

        account = self.take(row(), row("2026-08"))

        self.assertEqual((account.counts["kept"], account.counts["new"]), (1, 1))
        self.assertEqual(self.in_force()[JULY], {"hours": 5, "headcount": 5})
        seen = Exposure.newest_of(self.company)
        Exposure.enter(self.company, {AUGUST: {"hours": 6, "headcount": 6}}, seen=seen, by=self.sun, now=NOW)
        self.assertEqual(self.take(row(), row("2026-08", "7"), now=LATER).counts["kept"], 1)
        self.assertEqual(self.in_force()[AUGUST]["hours"], 6)

    def test_what_cannot_be_is_said_of_the_row(self):
        Organization.objects.create(name="两家")
        Organization.objects.create(name="又一家", name_en="两家")
        for wrong, said in (
            (row(organization="无此单位"), "There is no such place here."),
            (row(organization="两家"), "Several places are called so"),
            (row(organization=""), "about one organization or about one region"),
            (row(hours="", headcount=""), "The row has no figure."),
            (row(hours="100000"), "So many hours do not fit"),
            (row(month="2026年10月"), "This month has not begun yet."),
            (row(month="七月"), "or there is no such day"),
            (row(hours="many"), "not a whole number"),
            ([*row()[:5], "6"], "This is not a figure of such a place."),
        ):
            with self.subTest(said):
                self.assertIn(said, self.problems(wrong, by=self.guan)[0])
        self.assertIn(
            "stand already in row 3", self.problems(row(), row("2026-07", organization="Hongyuan Construction"))[0]
        )
        self.assertFalse(Exposure.objects.exists())

    def test_it_is_undone_while_nobody_entered_anything_since(self):
        Exposure.enter(self.company, {AUGUST: {"hours": 5, "headcount": 5}}, seen=0, by=self.sun, now=NOW)
        batch = self.take(row()).batch

        seen = Exposure.newest_of(self.company)
        Exposure.enter(self.company, {JULY: {"hours": 6, "headcount": 6}}, seen=seen, by=self.sun, now=NOW)
        with self.assertRaises(Refused):
            undo(batch, now=LATER)
        batch = self.take(row("2026-06")).batch
        undo(batch, now=LATER)

        self.assertEqual(sorted(self.in_force()), [JULY, AUGUST])
        self.assertEqual(ImportRow.objects.filter(batch=batch).get().outcome, "undone")
        self.assertEqual(ImportBatch.objects.exclude(undone_at=None).get(), batch)
