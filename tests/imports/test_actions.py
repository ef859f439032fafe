"""Registers of actions: what cannot be true of an action, and who may be named in one."""

from datetime import date
from unittest import mock

from django.utils.translation import override

from accounts.models import User
from actions.models import Action
from imports import importing, mapping
from imports.importing import take
from imports.models import ImportRow
from tests.base import NOW, BaseTestCase

HEADER = "序号,单位,场所,内容,责任人,验收人,下达,期限,状态,销号日期"
GIVEN = {
    "register": "actions",
    "source": "台账",
    "attribution": "x",
    "licence": "x",
    "language": "zh-hans",
    "key": ["序号"],
    "year": "title",
    "facts": {
        "title": {"column": "内容"},
        "owner": {"column": "责任人"},
        "verifier": {"column": "验收人"},
        "assigned_on": {"column": "下达", "formats": ["%Y.%m.%d", "%m月%d日"]},
        "deadline": {"column": "期限", "formats": ["%Y.%m.%d", "%m月%d日", "%m.%d", "serial"]},
        "status": {"column": "状态", "values": {"未完成": "assigned", "已销号": "closed", "已验收": "verified"}},
        "closed_on": {"column": "销号日期"},
    },
    "site": {"organization": {"column": "单位"}, "name": {"column": "场所"}, "region": "500101"},
}


def row(number=1, owner="王强", verifier="李伟", given="2026.8.1", deadline="9月15日", status="未完成", closed=""):
    return f"{number},宏远建筑公司,城南工地,加装护栏,{owner},{verifier},{given},{deadline},{status},{closed}"


class ActionsTestCase(BaseTestCase):
    def take(self, *rows, title="2026年台账", given=GIVEN, by=True, **options):
        data = "\n".join([f"{title},,,,,,,,,", HEADER, *rows, ""]).encode()
        who = self.chen if by is True else by
        return take(data, mapping.made_from("台账", given), file_name="台账.csv", now=NOW, by=who, **options)

    def said(self, *rows, **options):
        return [str(problem) for problem in self.take(*rows, **options).problems]

    def refuses(self, part, *rows, **options):
        self.assertIn(part, "\n".join(self.said(*rows, **options)))
        self.assertFalse(Action.objects.exists() or ImportRow.objects.exists())


class PeopleInRowsTestCase(ActionsTestCase):
    def test_several_persons_are_named_and_none_is_taken(self):
        self.refuses("“王强、李伟” names several persons: 王强, 李伟.", row(owner="王强、李伟"))

    def test_the_first_is_taken_only_where_the_mapping_says_so(self):
        facts = GIVEN["facts"] | {"owner": {"column": "责任人", "several": "first"}}

        self.take(row(owner="王强；孙建国"), given=GIVEN | {"facts": facts})

        self.assertEqual(Action.objects.get().owner, self.wang)

    def test_a_department_is_no_person(self):
        self.refuses("is a department or an organization", row(owner="安全科"))
        self.refuses("is a department or an organization", row(verifier="宏远建筑公司"))

    def test_whoever_works_elsewhere_has_left_or_does_not_exist_is_answered_alike(self):
        User.objects.filter(pk=self.sun.pk).update(is_active=False)
        answers = {
            line.replace(name, "X") for name in ("赵敏", "孙建国", "没有人") for line in self.said(row(owner=name))
        }

        self.assertEqual(
            answers,
            {"Row 3, column “责任人”: Nobody called “X” has a duty at Hongyuan Construction · South site."},
        )

    def test_two_of_one_name_are_not_guessed(self):
        self.person("wang2", "王强", "reporter", site=self.plant)

        self.refuses("Several people called “王强”", row())
        self.take(row(owner="wang@example.org"))
        self.assertEqual(Action.objects.get().owner, self.wang)

    def test_nobody_verifies_their_own_work(self):
        self.refuses("somebody other than its owner", row(verifier="王强"))

    def test_somebody_gives_the_work(self):
        self.refuses("--by", row(), by=None)

    def test_an_official_would_read_it_in_chinese(self):
        with override("zh-hans"):
            said = self.said(row(owner="王强、李伟"), row(2, owner="安全科"), row(3, deadline="13月1日"))

        self.assertEqual(
            said[:2],
            [
                "第3行“责任人”列：“王强、李伟”填有多人：王强、李伟。责任须落实到其中一人。",
                "第4行“责任人”列：“安全科”是部门或单位，须落实到具体的人。",
            ],
        )
        self.assertTrue(said[2].startswith("第5行“期限”列："))


class DaysTestCase(ActionsTestCase):
    def test_days_are_read_as_officials_write_them(self):
        ways = ["9月15日", "2026.9.15", "９月１５日", "9.15", "46280", "2026-09-15"]

        self.take(*[row(number, deadline=way) for number, way in enumerate(ways, start=1)])

        self.assertEqual(set(Action.objects.values_list("deadline", flat=True)), {date(2026, 9, 15)})

    def test_a_day_without_a_year_needs_exactly_one_in_the_title(self):
        self.refuses("has no year", row(deadline="9月15日"), title="整改台账")
        self.refuses("has no year", row(deadline="9月15日"), title="2025—2026年台账")

    def test_a_last_zero_that_a_spreadsheet_drops_is_not_guessed(self):
        self.refuses("two different days", row(deadline="9.3"))
        self.take(row(deadline="9.4"))
        self.assertEqual(Action.objects.get().deadline, date(2026, 9, 4))

    def test_days_follow_each_other(self):
        self.refuses("before the day on which the work was given", row(deadline="7月1日"))
        self.refuses("lies in the future", row(status="已销号", closed="2026-09-02"))
        self.refuses("closed before it was given", row(status="已销号", closed="2026-07-02"))
        self.refuses("does not say since when", row(status="已销号"))
        self.refuses("is not closed", row(closed="2026-08-02"))


class AllOrNothingTestCase(ActionsTestCase):
    def test_a_fault_in_the_last_row_of_many_chunks_leaves_nothing_behind(self):
        with mock.patch.object(importing, "BATCH", 10):
            self.refuses("Row 42", *[row(number) for number in range(1, 40)], row(40, deadline="x"))

    def test_many_chunks_are_one_batch(self):
        with mock.patch.object(importing, "BATCH", 10):
            account = self.take(*[row(number) for number in range(1, 36)])

        self.assertEqual((account.counts["new"], account.batch.rows.count()), (35, 35))
        self.assertEqual(account.batch.counts["new"], 35)

    def test_a_trial_uses_up_no_numbers(self):
        self.take(row(), dry_run=True)
        self.take(row())

        self.assertEqual(Action.objects.get().number, "A-2026-000001")

    def test_a_corrected_row_updates_and_says_what_was_there(self):
        self.take(row())

        account = self.take(row(deadline="9月20日", owner="孙建国"))

        action = Action.objects.get()
        self.assertEqual(account.counts["updated"], 1)
        self.assertEqual((action.owner, action.deadline), (self.sun, date(2026, 9, 20)))
        self.assertEqual(action.original_deadline, date(2026, 9, 15))
        self.assertEqual(action.events.first().changes["deadline"], ["2026-09-15", "2026-09-20"])

    def test_an_incident_is_found_by_its_number_at_the_same_site(self):
        incident = self.make_incident()
        elsewhere = self.make_incident(site=self.other_plant, by=self.zhao)
        facts = GIVEN["facts"] | {"incident": incident.number}
        self.take(row(), given=GIVEN | {"facts": facts})
        self.assertEqual(Action.objects.get().origin_incident, incident)

        facts["incident"] = elsewhere.number
        said = self.said(row(2), given=GIVEN | {"facts": facts})

        self.assertIn("There is no incident with this number at this site.", said[0])
