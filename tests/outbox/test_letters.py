"""Every kind of letter, in both languages: why it came, what to do, by when, and one link for each thing.

`MAILBOX=folder manage.py test tests.outbox.test_letters` writes them there as text and HTML, to be looked at.
"""

import os
import re
from datetime import date, timedelta
from pathlib import Path

from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import Role, User
from common import clock
from common.clock import local_day
from outbox.composing import compose
from outbox.models import WHOLE_DAY, Notice, Step
from outbox.planning import plan
from tests.base import NOW, BaseTestCase, instant, ten_on

WORK = re.compile(r"A-\d{4}-\d{6}")
REASON = {"en": re.compile("You get this"), "zh-hans": re.compile("您是|改发给您|由您|已离任|本简报|故收到本函")}
LIMIT = {
    "en": re.compile(r"(Deadline|To be verified by|To be decided by|To be checked by|Holds until) \d"),
    "zh-hans": re.compile(r"((整改|验收|审定|核查|有效)期限|有效期至)：?\d{4}年"),
}


class LettersTestCase(BaseTestCase):
    language = "en"

    def setUp(self):
        User.objects.update(language=self.language)
        for person in (self.wang, self.li, self.sun, self.chen, self.he, self.zhao, self.guan):
            person.refresh_from_db()

    def at(self, text):
        now = instant(text)
        plan(now)
        compose(now)
        return now

    def letter(self, person, kind):
        """The last letter to `person`, judged and kept under the name of its kind."""
        letter = person.letters.order_by("pk").last()
        self.judge(letter)
        keep(letter, f"{kind}-{self.language[:2]}")
        return letter

    def judge(self, letter):
        for text in (letter.text, re.sub(r"\s*\n\s*", "\n", strip_tags(letter.html))):
            self.assertRegex(text, REASON[letter.language])
        items = WORK.findall(letter.text)
        self.assertEqual(len(items), len(set(items)), "one entry for one record")
        self.assertEqual(len(LIMIT[letter.language].findall(letter.text)), len(items))
        links = re.findall(r"^http\S+/(?:actions|incidents)/\S*$", letter.text, re.MULTILINE)
        self.assertGreaterEqual(len(links), len(items))
        self.assertLess(len(letter.subject), 120)
        self.assertNotIn("<script", letter.html)
        self.assertNotRegex(letter.html, r"<(img|link|style)")

    # what happens

    def test_new_work(self):
        self.make_action(
            title="给北侧脚手架装生命线" if self.language != "en" else "Fit lifelines to the north scaffold"
        )
        self.at("2026-09-01 10:00")
        self.letter(self.wang, "assigned")

    def test_what_becomes_of_the_work(self):
        action = self.submitted()
        compose(NOW)
        self.letter(self.li, "to-verify")
        action.send_back(by=self.li, now=NOW, note="The east side is still open.")
        compose(NOW)
        self.letter(self.wang, "sent-back")
        self.submitted(action)
        action.verify(by=self.li, now=NOW)
        action.reopen(by=self.li, now=NOW, note="It broke.", deadline=date(2026, 9, 20))
        compose(NOW)
        self.letter(self.wang, "reopened")

    def test_whether_it_holds(self):
        action = self.submitted()
        action.verify(by=self.li, now=NOW)
        for days, kind in ((-3, "check-soon"), (0, "check-today"), (3, "check-late")):
            self.at(f"{action.check_by + timedelta(days=days)} 08:00")
            self.letter(self.li, kind)
        self.at("2026-11-09 08:00")  # the seventh day is a Saturday
        self.letter(self.sun, "check-late-manager")
        self.at("2026-11-16 08:00")
        self.letter(self.chen, "check-late-official")

    def test_what_comes_back(self):
        action = self.closed()
        again = ten_on(local_day(action.closed_at, "Asia/Shanghai") + timedelta(days=3))
        self.make_incident(now=again, occurred_on=again.date())
        plan(again)
        compose(again)
        letter = self.letter(self.wang, "recurred")
        own, other = ("同一事故类别", "happened at") if self.language != "en" else ("the same category", "发生")
        self.assertIn(own, letter.text)
        self.assertNotIn(other, letter.text)
        self.letter(self.li, "recurred-verifier")

    def test_containment_that_runs_out(self):
        incident = self.make_incident()
        action = self.make_action(incident=incident, kind="containment", expires_on=date(2026, 10, 20))
        self.submitted(action).verify(by=self.li, now=NOW)
        self.at("2026-10-13 08:00")
        self.letter(self.wang, "containment-soon")
        self.at("2026-10-21 08:00")
        self.letter(self.wang, "containment-over")
        self.letter(self.li, "containment-over-verifier")

    def test_hand_over(self):
        action = self.make_action()
        action.hand_over(by=self.chen, now=NOW, note="Wang is ill.", owner=self.sun)
        compose(NOW)
        self.letter(self.sun, "handed-over")
        self.letter(self.wang, "relieved")
        other = self.person("other", "另一人", Role.SAFETY_MANAGER, site=self.plant, language=self.language)
        action.pass_verification(by=self.chen, now=NOW, note="Li is on leave.", verifier=other)
        compose(NOW)
        self.letter(other, "verifier-named")
        self.letter(self.li, "verifier-relieved")

    def test_more_time(self):
        action = self.make_action()
        action.ask_extension(by=self.wang, now=NOW, note="The parts come late.", deadline=date(2026, 9, 25))
        compose(NOW)
        self.letter(self.li, "extension-asked")
        self.at("2026-09-04 08:00")
        letter = self.letter(self.li, "extension-late")
        self.assertIn("3 Sep 2026" if self.language == "en" else "2026年9月3日", letter.text)
        self.at("2026-09-07 08:00")
        self.letter(self.sun, "extension-manager")
        action.refuse_extension(by=self.li, now=instant("2026-09-07 10:00"), note="Another supplier has them.")
        self.at("2026-09-07 10:00")
        self.letter(self.wang, "extension-refused")
        action.extend(by=self.li, now=instant("2026-09-07 11:00"), note="Storm.", deadline=date(2026, 9, 28))
        self.at("2026-09-07 11:00")
        self.letter(self.wang, "extension-granted")

    def test_the_deadline(self):
        action = self.make_action()
        for day, kind in ((8, "due-soon"), (14, "due-tomorrow"), (15, "due-today"), (18, "late")):
            self.at(f"2026-09-{day:02d} 08:00")
            self.letter(self.wang, kind)
        self.letter(self.sun, "late-manager")
        self.at("2026-09-22 08:00")
        self.letter(self.chen, "late-official")
        self.letter(self.wang, "late-asks-why")
        for audience in (Step.Audience.LEADER, Step.Audience.SAFETY_MANAGER, Step.Audience.NEXT_IN_LINE):
            Notice.objects.create(
                subject_kind="action",
                subject_id=action.pk,
                kind="deadline",
                round=1,
                deadline=action.deadline,
                step=20 * WHOLE_DAY,
                person=self.he,
                audience=audience,
                urgent=True,
                not_before=instant("2026-10-05 08:00"),
                created_at=NOW,
            )
            compose(instant("2026-10-05 08:00"))
            self.letter(self.he, f"late-{audience.value}")
            Notice.objects.filter(person=self.he).delete()

    def test_verification(self):
        self.submitted()
        for day, kind in (("04", "verification"), ("07", "verification-late")):
            self.at(f"2026-09-{day} 08:00")
            self.letter(self.li, kind)
        self.letter(self.sun, "verification-manager")

    def test_a_digest_with_all_four_groups(self):
        cause = self.make_finding()
        for number, day in enumerate((10, 11, 14, 15, 16), 1):
            self.make_action(finding=cause, title=f"Lifeline {number}", deadline=date(2026, 9, day), owner=self.sun)
        self.make_action(finding=cause, title="Wang's nets", deadline=date(2026, 9, 11))
        waits = self.make_action(finding=cause, title="Guard rail", verifier=self.sun, deadline=date(2026, 9, 30))
        self.submitted(waits, now=instant("2026-09-09 10:00"))
        asked = self.make_action(finding=cause, title="Gate", verifier=self.sun, deadline=date(2026, 9, 30))
        asked.ask_extension(by=self.wang, now=instant("2026-09-10 09:00"), note="Parts", deadline=date(2026, 10, 15))
        given = self.make_action(finding=cause, title="Ladder", owner=self.sun, deadline=date(2026, 9, 20))
        self.at("2026-09-13 20:00")
        given.extend(by=self.li, now=instant("2026-09-14 07:59"), note="Storm", deadline=date(2026, 9, 29))
        self.at("2026-09-14 08:00")
        letter = self.letter(self.sun, "digest")
        headings = {"en": ("Late", "To do", "Waiting for your decision", "For your information")}
        for heading in headings.get(self.language, ("逾期", "待办", "待您审核", "知悉")):
            self.assertIn(f"== {heading} ==", letter.text)

    # whom it is said to instead

    def test_in_somebodys_stead(self):
        absent = {"absent_from": date(2026, 9, 1), "absent_until": date(2026, 9, 30)}
        for kind, facts in (
            ("absent", absent),
            ("no-address", {"email": None}),
            ("refused-address", {"refused_address": self.wang.email}),
        ):
            User.objects.filter(pk=self.wang.pk).update(**facts)
            self.make_action(title=kind)
            compose(NOW)
            self.letter(self.sun, f"instead-{kind}")
            User.objects.filter(pk=self.wang.pk).update(
                email=self.wang.email, refused_address="", absent_from=None, absent_until=None
            )

    def test_without_a_person_in_office(self):
        now = clock.now()
        today = local_day(now, "Asia/Shanghai")
        self.make_action(now=now, deadline=today)
        self.make_action(now=now, owner=self.sun, deadline=today + timedelta(days=30))
        self.wang.appointments.update(ends_on=today - timedelta(days=1))
        self.li.appointments.update(ends_on=today)
        plan(now)
        compose(now)
        self.letter(self.chen, "alarms")

    # what is no duty

    def test_the_weekly_sheet(self):
        """Alone to who has no duty that day, else in the digest."""
        User.objects.filter(pk__in=[self.chen.pk, self.he.pk]).update(wants_information=True)
        for day in (10, 11, 14, 20):
            self.make_action(deadline=date(2026, 9, day))
        self.submitted(self.make_action())
        Notice.objects.all().delete()
        self.at("2026-09-21 08:00")
        sheet = self.he.letters.get(is_information=True)
        keep(sheet, f"weekly-{self.language[:2]}")
        told = {"en": ("This week at your places", "Late actions: 4", "Waiting for verification: 1")}
        for line in told.get(self.language, ("您负责的场所本周情况", "逾期措施4项", "待验收1项")):
            self.assertIn(line, sheet.text)
        first = {"en": "2 to know — This week at your places: Late actions: 4"}
        first = first.get(self.language, "2项供知悉，您负责的场所本周情况：逾期措施4项")
        self.assertTrue(sheet.subject.startswith(first), sheet.subject)
        # one reason for the sheet, and one for the hot spot that its incidents make
        self.assertEqual(len(REASON[self.language].findall(sheet.text)), 2)
        keep(self.chen.letters.get(), f"digest-with-weekly-{self.language[:2]}")

    def test_invitation_and_password(self):
        self.sign_in(self.guan)
        self.client.post(reverse("accounts:invite", args=[self.wang.pk]))
        invitation = self.wang.letters.get()
        keep(invitation, f"invitation-{self.language[:2]}")
        self.client.logout()
        self.client.post(reverse("account_reset_password"), {"email": self.wang.email})
        keep(self.wang.letters.exclude(pk=invitation.pk).get(), f"password-{self.language[:2]}")


class ChineseLettersTestCase(LettersTestCase):
    language = "zh-hans"


def keep(letter, name):
    if folder := os.environ.get("MAILBOX"):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        head = f"To: {letter.person} <{letter.address}>\nSubject: {letter.subject}\nReply-To: {letter.reply_to}\n\n"
        (folder / f"{name}.txt").write_text(head + letter.text)
        (folder / f"{name}.html").write_text(letter.html)
