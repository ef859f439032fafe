"""An accident ledger after the headers that offices use: 死亡人数（含失踪）, 直接经济损失（万元）."""

from incidents.models import Incident

from .base import ImportTestCase

HEADER = "序号,事故时间,事故单位名称,事故地点,事故概况,死亡人数（含失踪）,直接经济损失（万元）"
COUNT = r"(?:死亡)?([0-9０-９]+)人?(?:[（(]含失踪[0-9]+人?[)）])?"
GIVEN = {
    "register": "incidents",
    "source": "事故台账",
    "attribution": "x",
    "licence": "x",
    "language": "zh-hans",
    "key": ["序号"],
    "none": ["无", "/", "—"],
    "facts": {
        "occurred_on": {"column": "事故时间", "formats": ["%Y.%m.%d", "%Y年%m月%d日"]},
        "description": {"column": "事故概况"},
        "deaths": {
            "column": "死亡人数（含失踪）",
            "takes": COUNT + "|(0)",
            "unlike": "^[1-9][0-9]*$",
            "less": r"含失踪([0-9]+)",
        },
        "missing": {"column": "死亡人数（含失踪）", "finds": r"含失踪([0-9]+)"},
        "victims": {"column": "死亡人数（含失踪）", "finds": "^[1-9][0-9]*$"},
        "direct_loss": {"column": "直接经济损失（万元）", "unit": 10000},
    },
    "site": {"organization": {"column": "事故单位名称"}, "name": {"column": "事故地点"}, "region": "500101"},
}


def row(number, deaths, loss="12.5"):
    return f"{number},2026.8.27,宏远建筑公司,城南工地,坠落,{deaths},{loss}"


class CasualtiesTestCase(ImportTestCase):
    def taken(self, *deaths):
        rows = [row(number, text) for number, text in enumerate(deaths, start=1)]
        account = self.take("\n".join([HEADER, *rows, ""]).encode(), GIVEN)
        self.assertEqual([str(problem) for problem in account.problems], [])
        return list(Incident.objects.order_by("pk").values_list("deaths", "missing", "victims"))

    def test_missing_are_no_deaths(self):
        self.assertEqual(self.taken("死亡3人（含失踪1人）", "3人(含失踪3人)"), [(2, 1, None), (0, 3, None)])

    def test_a_number_that_may_include_missing_is_not_taken_for_deaths(self):
        self.assertEqual(self.taken("3", "0", "无"), [(None, None, 3), (0, None, None), (None, None, None)])

    def test_a_part_larger_than_the_whole_is_refused(self):
        problems = self.problems("\n".join([HEADER, row(1, "死亡1人（含失踪2人）"), ""]).encode(), GIVEN)

        self.assertIn("the part is larger than the whole", problems[0])

    def test_losses_are_in_yuan(self):
        self.take("\n".join([HEADER, row(1, "0", "１２.5"), row(2, "0", "/"), ""]).encode(), GIVEN)

        self.assertEqual(list(Incident.objects.order_by("pk").values_list("direct_loss", flat=True)), [125000, None])
