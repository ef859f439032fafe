from accounts.models import Alias, Organization, Site
from imports import mapping
from imports.importing import take
from imports.models import ImportBatch, ImportRow
from imports.problems import Refused
from imports.undoing import undo
from tests.base import NOW, BaseTestCase, instant

HEADER = ["企业名称", "信用代码", "场所名称", "地址", "行政区划代码", "行业领域", "单位类型", "别名", "人员密集场所"]
LATER = instant("2026-09-03 10:00")


def sheet(*rows):
    return "\n".join(",".join(row) for row in [["单位场所名册"] + [""] * 8, HEADER, *rows]).encode("gb18030")


NEW = ["东风化工有限公司", "", "储罐区", "东风路1号", "500101", "建筑施工", "企业", "东风化工厂、东风厂", "否"]
HERE = ["宏远建筑公司", "", "城南工地", "城南路9号", "500101", "建筑施工", "施工单位", "南工地", "是"]


class SitesTestCase(BaseTestCase):
    def take(self, *rows, by=None, now=NOW):
        data = sheet(*rows)
        return take(data, mapping.load("sites-zh"), file_name="单位.csv", now=now, by=by or self.guan)

    def test_only_an_administrator_takes_it_in(self):
        for person in (self.zhao, self.chen):
            with self.assertRaises(Refused):
                self.take(NEW, by=person)
        self.assertFalse(Organization.objects.filter(name=NEW[0]).exists())

    def test_it_makes_what_is_not_here_and_adds_to_what_is(self):
        account = self.take(NEW, HERE)

        self.assertEqual([str(problem) for problem in account.problems], [])
        self.assertEqual((account.counts["new"], account.counts["updated"]), (1, 1))
        made = Site.objects.get(name="储罐区")
        self.assertEqual((made.organization.name, made.region, made.address), (NEW[0], self.district, "东风路1号"))
        self.assertEqual(set(made.aliases.values_list("name", flat=True)), {"东风化工厂", "东风厂"})
        self.plant.refresh_from_db()
        self.assertTrue(self.plant.crowded_place)
        self.assertEqual(self.plant.name_en, "South site")
        self.assertEqual(ImportRow.objects.filter(site__isnull=False).count(), 2)

    def test_it_does_not_write_over_what_people_have_entered(self):
        self.plant.edit(by=self.guan, now=NOW, address="城南大道")

        self.take(HERE)

        self.plant.refresh_from_db()
        self.assertEqual(self.plant.address, "城南大道")

    def test_it_finds_a_place_by_its_alias(self):
        self.take(HERE)

        account = self.take([*HERE[:2], "南工地", *HERE[3:7], "", "是"])

        self.assertEqual(Site.objects.filter(organization=self.company).count(), 1)
        self.assertEqual(account.counts["new"], 0)

    def test_the_same_again_changes_nothing_and_a_corrected_row_updates(self):
        self.take(NEW)
        self.assertIsNone(self.take(NEW, now=LATER).batch)

        corrected = [*NEW[:8], "是"]
        account = self.take(corrected, now=LATER)

        self.assertEqual(account.counts["updated"], 1)
        self.assertTrue(Site.objects.get(name="储罐区").crowded_place)

    def test_what_the_rules_of_places_refuse_is_said_of_the_row(self):
        account = self.take([NEW[0], "123", *NEW[2:]])

        self.assertEqual((account.refused, Site.objects.filter(name="储罐区").exists()), (1, False))
        self.assertIn("Row 3", str(account.problems[0]))

    def test_rows_of_a_double_are_rows_of_the_site_it_was_merged_into(self):
        self.take(NEW)
        made = Site.objects.get(name="储罐区")
        batch = ImportBatch.objects.get()

        made.merge_into(self.plant, by=self.guan, now=LATER)

        self.assertEqual(ImportRow.objects.get().site, self.plant)
        account = self.take([*NEW[:8], "是"], now=LATER)
        self.assertEqual((account.counts["kept"], account.kept[0].record), (1, str(self.plant)))
        self.assertFalse(Site.objects.get(pk=self.plant.pk).crowded_place)
        with self.assertRaises(Refused):
            undo(batch, now=LATER)
        self.assertTrue(Site.objects.filter(pk=self.plant.pk).exists())

    def test_it_is_undone_while_nobody_has_a_duty_there(self):
        self.take(NEW)
        batch = ImportBatch.objects.get()
        self.person("ma", "马超", "reporter", site=Site.objects.get(name="储罐区"))
        with self.assertRaises(Refused):
            undo(batch, now=LATER)

        Site.objects.get(name="储罐区").appointments.all().delete()
        undo(batch, now=LATER)

        self.assertFalse(Site.objects.filter(name="储罐区").exists() or Alias.objects.exists())
        self.assertFalse(Organization.objects.filter(name=NEW[0]).exists())
