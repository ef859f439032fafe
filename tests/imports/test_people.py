from datetime import date

from accounts.models import Appointment, User
from imports import mapping
from imports.importing import take
from imports.models import ImportBatch, ImportRow
from imports.problems import Refused
from imports.undoing import undo
from outbox.models import Letter, Notice
from tests.base import NOW, BaseTestCase, instant

from .workbooks import workbook

HEADER = ["序号", "姓名", "邮箱", "手机", "职务", "角色", "单位", "场所", "属地", "行业", "任职时间", "离任时间"]
LATER = instant("2026-09-03 10:00")


def row(name, **given):
    facts = {"post": "安全员", "role": "安全员", "firm": "宏远建筑公司", "from": "2026.3.1"} | given
    names = ("email", "phone", "post", "role", "firm", "site", "region", "sector", "from", "until")
    return [1, name, *(facts.get(key, "") for key in names)]


class PeopleTestCase(BaseTestCase):
    def take(self, *rows, by=None, now=NOW):
        data = workbook(名册=[["甲区2026年人员任职名册"], HEADER, *rows])
        return take(data, mapping.load("people-zh"), file_name="名册.xlsx", now=now, by=by or self.guan)

    def said(self, *rows):
        return [str(problem) for problem in self.take(*rows).problems]

    def test_only_an_administrator_takes_it_in(self):
        for person in (self.zhao, self.chen):
            with self.assertRaises(Refused):
                self.take(row("马超", phone="1"), by=person)
        self.assertFalse(User.objects.filter(name="马超").exists())

    def test_each_row_is_an_appointment_and_nobody_is_written_to(self):
        account = self.take(
            row("马超", email="ma@example.org", site="城南工地"),
            row("马超", email="MA@example.org", post="安全总监", role="安全总监", until=date(2027, 2, 28)),
            row("黄忠", phone="13800000001", role="监管人员", firm="", region="500101", sector="建筑施工"),
            row("王强", email="wang@example.org", post="班组长", role="班组长", **{"from": "3月1日"}),
        )

        self.assertEqual([str(problem) for problem in account.problems], [])
        self.assertEqual(account.counts["new"], 4)
        ma = User.objects.get(name="马超")
        first, second = ma.appointments.order_by("pk")
        self.assertEqual((first.site, first.organization, first.role), (self.plant, None, "safety_manager"))
        self.assertEqual((second.organization, second.ends_on), (self.company, date(2027, 2, 28)))
        huang = Appointment.objects.get(person__name="黄忠")
        self.assertEqual((huang.region, huang.sector, huang.starts_on), (self.district, self.sector, date(2026, 3, 1)))
        self.assertFalse(huang.person.signs_in or huang.person.has_usable_password())
        self.assertEqual(User.objects.filter(name="王强").count(), 1)
        self.assertFalse(Letter.objects.exists() or Notice.objects.exists() or ma.invitations.exists())
        self.assertEqual(ImportRow.objects.filter(appointment__isnull=False).count(), 4)

    def test_a_name_alone_is_nobody(self):
        self.assertIn("Somebody of this name is here already", self.said(row("王强"))[0])
        self.assertIn("Somebody of this name is here already", self.said(row("马超"), row("马超", post="班长"))[0])

    def test_it_says_at_the_row_what_it_does_not_know(self):
        said = self.said(
            row("马超", phone="1", firm="没有这个单位"),
            row("黄忠", phone="2", site="没有这个场所"),
            row("关平", phone="3", role="大侠"),
            row("周仓", phone="4", firm=""),
            row("廖化", phone="5", until="2020.1.1"),
            row("张苞", email="wang@example.org"),
            row("关兴", phone="6", post=""),
        )

        self.assertEqual(
            [line.partition(":")[0].partition(",")[0] for line in said], [f"Row {n}" for n in range(3, 10)]
        )
        for line, part in zip(
            said,
            ["no such place", "no such place", "大侠", "Say where", "last day", "address of", "is empty"],
            strict=True,
        ):
            self.assertIn(part, line)
        self.assertFalse(User.objects.filter(name="马超").exists())

    def test_the_same_again_changes_nothing_and_a_corrected_row_updates(self):
        self.take(row("马超", phone="1"))
        self.assertIsNone(self.take(row("马超", phone="1"), now=LATER).batch)

        account = self.take(row("马超", phone="1", until="2026年12月31日"), now=LATER)

        self.assertEqual(account.counts["updated"], 1)
        self.assertEqual(Appointment.objects.get(person__name="马超").ends_on, date(2026, 12, 31))

    def test_what_an_administrator_has_changed_since_is_kept(self):
        self.take(row("马超", phone="1"))
        appointment = Appointment.objects.get(person__name="马超")
        appointment.alter(by=self.guan, now=LATER, today=LATER.date(), post="部长")

        account = self.take(row("马超", phone="1", until="2026年12月31日"), now=LATER)

        self.assertEqual(account.counts["kept"], 1)

    def test_it_is_undone_while_nothing_was_done_about_them(self):
        self.take(row("马超", phone="1"), row("王强", email="wang@example.org", post="班组长", role="班组长"))
        batch = ImportBatch.objects.get()

        undo(batch, now=LATER)

        self.assertFalse(User.objects.filter(name="马超").exists())
        self.assertEqual(User.objects.get(name="王强").appointments.count(), 1)

    def test_it_is_not_undone_once_somebody_was_invited(self):
        self.take(row("马超", email="ma@example.org"))
        User.objects.get(name="马超").record("invited", by=self.guan, now=LATER)

        with self.assertRaisesMessage(Refused, "马超"):
            undo(ImportBatch.objects.get(), now=LATER)
