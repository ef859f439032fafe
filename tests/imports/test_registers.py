"""The two real registers: their extracts always, the whole files where they lie beside the project."""

from datetime import date, datetime
from unittest import skipUnless

from accounts.models import Organization, Role, Site
from actions.models import Action
from imports import mapping
from imports.models import ImportRow
from incidents.models import Finding, Incident
from outbox.models import WHOLE_DAY, Letter, Notice
from outbox.planning import plan
from tests.base import NOW, SHANGHAI

from .base import EXTRACTS, WHOLE, ImportTestCase

IHM = ("ihm-2016-2017", "en-industrial-accidents-ihm-2016-2017.csv")
TAIWAN = ("tw-major-accidents-zh-hans", "zh-hans-tw-major-occupational-accidents-2022-converted.csv")
beside = skipUnless(WHOLE.is_dir(), "The whole registers are not here: ../shared/data is missing.")


class RegisterTestCase(ImportTestCase):
    def take_file(self, name, path):
        return self.take(path.read_bytes(), mapping.load(name))

    def take_extracts(self):
        return [
            self.take_file(IHM[0], EXTRACTS / "ihm-2016-2017.csv"),
            self.take_file(TAIWAN[0], EXTRACTS / "tw-2022-zh-hans.csv"),
        ]


class ExtractsTestCase(RegisterTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.ihm, cls.taiwan = cls.take_extracts(cls())

    def incident(self, key):
        return Incident.objects.get(source_key=key)

    def test_it_takes_every_row(self):
        self.assertEqual([self.ihm.counts["new"], self.taiwan.counts["new"]], [12, 12])

    def test_it_grades_none_and_takes_victims_for_no_deaths(self):
        self.assertFalse(Incident.objects.exclude(grade=None).exists())
        self.assertFalse(Incident.objects.exclude(deaths=None, serious_injuries=None).exists())
        self.assertEqual([self.incident("2022-2").victims, self.incident("2022-300").victims], [4, 0])
        self.assertEqual(self.incident("166").victims, None)

    def test_it_reads_days_first(self):
        self.assertEqual(self.incident("327").occurred_on, date(2017, 2, 1))

    def test_it_keeps_levels_and_dangers_as_words(self):
        incident = self.incident("327")

        self.assertIn("Critical risk: Projection/Choco", incident.other_information)
        self.assertIn("Accident level: I\n", incident.other_information)
        self.assertEqual((incident.potential_severity, incident.category), ("", ""))
        self.assertNotIn("risk", self.incident("166").other_information)  # “\nNot applicable” says nothing

    def test_it_takes_invisible_characters_out_of_the_text_and_leaves_them_in_the_row(self):
        incident = self.incident("222")

        self.assertNotIn("\u200b", incident.description)
        self.assertIn("\u200b", ImportRow.objects.get(incident=incident).raw["Description"])

    def test_it_claims_a_category_only_where_the_name_is_the_same(self):
        self.assertEqual(
            list(Incident.objects.exclude(category="").values_list("source_key", "category")), [("2022-2", "GB86-08")]
        )
        self.assertIn("灾害类型：坠落、滚落", self.incident("2022-1").description)

    def test_it_names_taiwan_s_accidents_as_people_do(self):
        self.assertEqual(self.incident("2022-1").name, "启宇营造工程股份有限公司“12·30”坠落、滚落事故")
        self.assertEqual(self.incident("2022-187").name, "来得通电信工程有限公司“6·30”事故")

    def test_it_takes_marks_of_nothing_for_nothing(self):
        self.assertEqual(self.incident("2022-12").site.organization.name, "事业单位未载明（台湾重大职业灾害资料）")
        self.assertNotIn("业主", self.incident("2022-12").other_information)
        self.assertEqual(self.incident("2022-271").site.name, "场所未载明")

    def test_it_does_not_take_masked_names_for_one_and_the_same(self):
        self.assertEqual(self.incident("2022-7").site.organization.name, "李OO(即尚峰铝门行)（2022年编号7）")

    def test_it_finds_construction_and_no_other_sector(self):
        codes = set(Incident.objects.values_list("site__sector__code", flat=True))
        self.assertEqual(codes, {"construction", None})
        self.assertEqual(Organization.objects.get(name="宏铭砂石行").registration_code, "77366913")

    def test_a_stranger_sees_none_of_them_and_an_official_for_everywhere_all(self):
        everywhere = self.person("yu", "于洋", Role.OFFICIAL, everywhere=True)

        self.assertFalse(Incident.objects.visible_to(self.zhao).exists())
        self.assertFalse(ImportRow.objects.visible_to(self.zhao).exists())
        self.assertEqual(Site.objects.visible_to(self.zhao).count(), 1)
        self.assertEqual(Incident.objects.visible_to(everywhere).count(), 24)
        self.assertEqual(ImportRow.objects.visible_to(everywhere).count(), 24)

    def test_nobody_is_told_of_an_import(self):
        plan(NOW)

        self.assertFalse(Notice.objects.exists() or Letter.objects.exists())

    def test_they_are_given_findings_and_actions_and_the_owner_is_reminded(self):
        yu = self.person("yu", "于洋", Role.OFFICIAL, everywhere=True)
        for key in ("34", "2022-1"):
            incident = self.incident(key)
            owner = self.person(f"ma-{key}", "马超", Role.REPORTER, site=incident.site)
            finding = Finding.add(incident, by=yu, now=NOW, level="direct", statement="The edge had no guard.")
            action = Action.assign(
                by=yu, now=NOW, finding=finding, title="Fit a guard", criterion="Every edge has one.",
                owner=owner, verifier=yu, deadline=date(2026, 9, 15),
            )  # fmt: skip

            plan(datetime(2026, 9, 18, 20, tzinfo=SHANGHAI))

            late = Notice.objects.about("action", action.pk).get(person=owner, kind="deadline")
            self.assertEqual((late.deadline, late.step), (date(2026, 9, 15), 3 * WHOLE_DAY))
            self.assertTrue(action.is_late(datetime(2026, 9, 18, 20, tzinfo=SHANGHAI)))

    def test_a_completed_one_is_an_incident_like_any_other(self):
        yu = self.person("yu", "于洋", Role.OFFICIAL, everywhere=True)
        incident = self.incident("2022-1")

        incident.edit(by=yu, now=NOW, deaths=1, serious_injuries=0)

        self.assertTrue(incident.completed)
        self.assertIsNone(incident.grade)


@beside
class WholeRegistersTestCase(RegisterTestCase):
    def test_it_takes_both_registers_whole_and_again_changes_nothing(self):
        for (name, file), rows in ((IHM, 425), (TAIWAN, 335)):
            first = self.take_file(name, WHOLE / file)
            again = self.take_file(name, WHOLE / file)

            self.assertEqual((first.counts["new"], again.counts["same"], again.batch), (rows, rows, None))
        self.assertEqual(Incident.objects.count(), 760)
        self.assertFalse(Incident.objects.exclude(grade=None, deaths=None).exists())

    def test_the_extracts_are_rows_of_the_whole(self):
        self.take_file(TAIWAN[0], EXTRACTS / "tw-2022-zh-hans.csv")

        self.assertEqual(self.take_file(TAIWAN[0], WHOLE / TAIWAN[1]).counts["same"], 12)
