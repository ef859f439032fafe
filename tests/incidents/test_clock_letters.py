"""The letters about legal deadlines in both languages: what is due of whom, until when, by which clause, and why."""

import re

from accounts.models import User
from incidents import ladders
from incidents.models import Receipt, Report
from outbox.composing import compose
from outbox.models import Ladder
from outbox.planning import plan
from tests.base import BaseTestCase, instant

CHINESE = re.compile("[\u4e00-\u9fff]")


class ClockLettersTestCase(BaseTestCase):
    language = "en"

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        Ladder.objects.filter(subject_kind="obligation").delete()
        ladders.ensure()

    def setUp(self):
        User.objects.update(language=self.language)
        self.incident = self.make_incident(
            by=self.wang, now=instant("2026-08-27 10:20"), known_at=instant("2026-08-27 09:52"), name="Fall"
        )

    def letter(self, person, at):
        plan(instant(at))
        compose(instant(at))
        return person.letters.order_by("pk").last()

    def hours_are_over(self):
        now = instant("2026-08-27 10:30")
        Report.file(self.incident, by=self.li, now=now, kind="first", level="district")
        Receipt.add(self.incident, by=self.chen, now=now, level="municipality", received_at=now, how="telephone")

    def test_before_the_limit_it_says_what_to_do_and_by_when(self):
        letter = self.letter(self.li, "2026-08-27 10:22")

        self.assertEqual(letter.subject, "Report of the unit due in 30 min: I-2026-000001 Fall")
        for words in (
            "The unit → district",
            "Legal deadline 27 Aug 2026, 10:52 (Decree 493, art. 9)",
            "the law demands this of the unit, and you answer for safety there. File the report now",
            f"/incidents/{self.incident.pk}/reports/new/",
        ):
            self.assertIn(words, letter.text)
        self.assertIn("File the report", letter.html)

    def test_afterwards_those_above_read_who_is_in_charge_and_how_late_it_is(self):
        letter = self.letter(self.sun, "2026-08-27 11:07")
        self.assertIn("you are a superior of Li, who is in charge", letter.text)

        letter = self.letter(self.he, "2026-08-27 11:52")

        self.assertEqual(letter.subject, "Report of the unit, late by 1 h 0 min: I-2026-000001 Fall")
        self.assertIn("in charge: Li", letter.text)
        self.assertIn("you lead this territory: please see that it gets done", letter.text)
        self.assertNotIn("File the report now", letter.text)

    def test_the_official_is_asked_to_tell_the_next_level(self):
        now = instant("2026-08-27 10:30")
        Receipt.add(self.incident, by=self.chen, now=now, level="district", received_at=now, how="telephone")

        letter = self.letter(self.chen, "2026-08-27 12:05")

        self.assertIn("Report to the next level due in 25 min", letter.subject)
        self.assertIn("Tell the next level now", letter.text)

    def test_in_days_it_is_a_matter_of_the_daily_letter(self):
        self.hours_are_over()
        self.assertIsNone(self.letter(self.chen, "2026-09-25 07:00"))

        letter = self.letter(self.chen, "2026-09-28 09:00")

        self.assertIn("Report of the investigation due in 28 days", letter.text)
        self.assertIn("nobody leads the investigation team", letter.text)
        self.assertIsNone(CHINESE.search(letter.text.replace("闭环", "")))


class ChineseClockLettersTestCase(ClockLettersTestCase):
    language = "zh-hans"

    def test_before_the_limit_it_says_what_to_do_and_by_when(self):
        letter = self.letter(self.li, "2026-08-27 10:22")

        self.assertEqual(letter.subject, "单位上报还剩30分钟：I-2026-000001 Fall")
        for words in ("事故单位 → 区级", "法定时限：2026年8月27日 10:52（国务院令第493号第九条）", "请立即上报"):
            self.assertIn(words, letter.text)

    def test_afterwards_those_above_read_who_is_in_charge_and_how_late_it_is(self):
        letter = self.letter(self.he, "2026-08-27 11:52")

        self.assertIn("单位上报已超时1小时0分", letter.subject)
        self.assertIn("负责人：李伟", letter.text)

    def test_the_official_is_asked_to_tell_the_next_level(self):
        now = instant("2026-08-27 10:30")
        Receipt.add(self.incident, by=self.chen, now=now, level="district", received_at=now, how="telephone")

        self.assertIn("请立即向上一级报告", self.letter(self.chen, "2026-08-27 12:05").text)

    def test_in_days_it_is_a_matter_of_the_daily_letter(self):
        self.hours_are_over()
        letter = self.letter(self.chen, "2026-09-28 09:00")

        self.assertIn("提交调查报告还有28天到期", letter.text)
        self.assertIn("尚未指定组长", letter.text)
