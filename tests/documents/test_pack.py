"""The evidence pack: who may make it, what is in it, that its digests hold, and that it needs little memory."""

import csv
import hashlib
import os
import tracemalloc
import zipfile
from datetime import date
from io import BytesIO, StringIO
from unittest.mock import patch

import docx
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Action
from common.attachments import accept
from documents.case import Case
from documents.pack.making import make
from documents.pack.names import plain
from incidents.models import Casualty, Exhibit, Handling, Incident, IncidentPhoto, Statement, Training
from tests.base import instant, photo
from tests.incidents.case import PageTestCase

SECRETS = ("张三丰", "510101199001011234", "开放性骨折")
NOW = instant("2026-10-01 10:00")


class PackTestCase(PageTestCase):
    now = "2026-10-01 10:00"

    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(photos=[accept(photo("scene.png"))], serious_injuries=1)
        self.url = f"/incidents/{self.incident.pk}/documents/pack/"
        self.cause = self.make_finding(self.incident, files=[accept(photo("rope.png"))])
        self.action = self.submitted(self.make_action(finding=self.cause))
        self.exhibit = Exhibit.add(
            self.incident,
            by=self.chen,
            now=instant("2026-09-02 10:00"),
            kind="object",
            title="The board",
            found_at="Floor 9",
            secured_on=date(2026, 8, 28),
            secured_by="Chen",
            files=[accept(photo("board.png"))],
        )
        self.casualty = Casualty.add(
            self.incident,
            by=self.chen,
            now=instant("2026-09-01 10:00"),
            harm="serious",
            harm_since=date(2026, 8, 27),
            **dict(zip(("person", "identity_number", "medical"), SECRETS, strict=True)),
        )
        self.sign_in(self.chen)

    def post(self, **given):
        return self.client.post(self.url, {"language": "en"} | given)

    def pack(self, **given):
        answer = self.post(**given)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer["Content-Type"], "application/zip")
        return zipfile.ZipFile(BytesIO(answer.getvalue()))

    def read(self, pack, path):
        return pack.read(f"{self.incident.number}/{path}")

    def table(self, pack, path):
        return list(csv.reader(StringIO(self.read(pack, path).decode("utf-8-sig"))))

    def everything(self, pack):
        texts = []
        for name in pack.namelist():
            data = pack.read(name)
            if name.endswith(".docx"):
                data = zipfile.ZipFile(BytesIO(data)).read("word/document.xml")
            texts.append(data.decode(errors="replace"))
        return "\n".join(texts)

    def events(self, verb):
        return list(Incident.objects.get(pk=self.incident.pk).events.filter(verb=verb))


class SightTestCase(PackTestCase):
    def test_zhao_finds_none(self):
        self.sign_in(self.zhao)
        self.assertEqual(self.post().status_code, 404)
        self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_a_reporter_may_not_make_one_of_the_own_report_either(self):
        reported = self.make_incident(by=self.wang)
        self.sign_in(self.wang)
        url = f"/incidents/{reported.pk}/documents/"
        self.assertEqual(self.post().status_code, 404)
        self.assertEqual(self.client.post(f"{url}pack/", {"language": "en"}).status_code, 403)
        self.assertNotContains(self.client.get(url), "Evidence pack")
        self.assertEqual(self.events("pack_made"), [])

    def test_keepers_and_leaders_may(self):
        for person in (self.chen, self.li, self.sun, self.he):
            self.sign_in(person)
            self.assertContains(self.client.get(self.url.replace("pack/", "")), "Make the evidence pack")
            self.pack()
        self.assertEqual(len(self.events("pack_made")), 4)

    def test_looking_at_the_address_makes_none(self):
        self.assertRedirects(self.client.get(self.url), self.url.replace("pack/", ""))
        self.assertEqual(self.events("pack_made"), [])

    def test_evidence_of_actions_that_the_maker_may_not_see_stays_out(self):
        case = Case(Incident.objects.for_list().get(pk=self.incident.pk), self.chen, NOW).leaving()
        with patch("actions.models.Action.is_visible_to", return_value=False):
            pack = zipfile.ZipFile(make(case, language="en").file)
        self.assertFalse([name for name in pack.namelist() if "/actions/" in name])
        self.assertNotIn(self.action.title, self.read(pack, "events.csv").decode())

    def test_statements_stay_out_and_are_only_counted(self):
        Statement.add(
            self.incident,
            by=self.chen,
            now=instant("2026-09-02 10:00"),
            name="欧阳锋",
            standing="witness",
            taken_on=date(2026, 8, 28),
            taken_by="Chen",
            said="I saw it fall.",
        )
        pack = self.pack()
        everything = self.everything(pack)
        self.assertNotIn("欧阳", everything)
        self.assertNotIn("I saw it fall.", everything)
        self.assertIn("询问笔录属限制查阅材料，不在本压缩包内，共 1 份", everything)


class PersonalDataTestCase(PackTestCase):
    def test_everybody_is_masked(self):
        pack = self.pack()
        everything = self.everything(pack)
        for secret in SECRETS:
            self.assertNotIn(secret, everything)
        self.assertIn("张某", everything)
        self.assertEqual(self.events("revealed"), [])

    def test_for_a_reason_that_is_kept_they_are_not(self):
        pack = self.pack(is_revealed="on", reason="For the procuratorate")
        self.assertEqual(self.table(pack, "casualties.csv")[1][1:4], list(SECRETS))
        self.assertIn("For the procuratorate", self.read(pack, "README.txt").decode())
        revealed, made = self.events("revealed"), self.events("pack_made")
        self.assertEqual(
            [(event.by, event.casualty, event.note) for event in revealed],
            [(self.chen, self.casualty, "For the procuratorate")],
        )
        self.assertIn("For the procuratorate", made[0].note)
        for secret in SECRETS:
            self.assertNotIn(secret, made[0].note)

    def hold_responsible(self):
        given = {"by": self.chen, "now": instant("2026-09-02 10:00")}
        Handling.add(
            self.incident,
            person="令狐冲",
            post="项目经理",
            liability="No inspection",
            proposed="A warning",
            **given,
        )
        Training.add(
            self.incident,
            held_on=date(2026, 9, 1),
            content="What happened.",
            invited="岳灵珊\n林平之",
            absent="林平之",
            files=[accept(photo("signed.png"))],
            **given,
        )

    def test_those_held_responsible_and_those_who_were_trained_are_not_named_either(self):
        self.hold_responsible()
        pack = self.pack()
        everything = self.everything(pack)
        for name in ("令狐冲", "项目经理", "岳灵珊", "林平之"):
            self.assertNotIn(name, everything)
        self.assertIn("令某", everything)
        self.assertFalse([name for name in pack.namelist() if "/trainings/" in name])

    def test_for_a_reason_they_are_named_and_the_list_that_was_signed_is_there(self):
        Casualty.objects.update(person="", identity_number="", medical="")
        self.hold_responsible()
        pack = self.pack(is_revealed="on", reason="For the procuratorate")
        self.assertIn("令狐冲", self.everything(pack))
        self.assertTrue([name for name in pack.namelist() if "/trainings/001-01-signed" in name])

    def test_without_a_reason_nothing_is_made(self):
        answer = self.post(is_revealed="on", reason=" \u200b ")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("reason", answer.context["form"].errors)
        self.assertEqual(self.events("pack_made") + self.events("revealed"), [])

    def test_a_leader_is_not_asked_and_gets_none(self):
        self.sign_in(self.he)
        self.assertNotContains(self.client.get(self.url.replace("pack/", "")), "is_revealed")
        everything = self.everything(self.pack(is_revealed="on", reason="I lead"))
        for secret in SECRETS:
            self.assertNotIn(secret, everything)
        self.assertEqual(self.events("revealed"), [])


class ContentTestCase(PackTestCase):
    def test_it_holds_everything_and_says_what_it_is(self):
        names = [name.removeprefix(f"{self.incident.number}/") for name in self.pack().namelist()]
        for name in (
            "index.html",
            "index.css",
            "register.csv",
            "events.csv",
            "casualties.csv",
            "README.txt",
            "SHA256SUMS.txt",
            "photos/001-scene.png",
            "exhibits/001-01-board.png",
            "causes/001-01-rope.png",
            f"actions/{self.action.number}/001-after-after.png",
            "documents/01-Quick report.docx",
            "documents/05-Bulletin.docx",
        ):
            self.assertIn(name.replace(".png", ""), [n.replace(".png", "").replace(".jpg", "") for n in names])

    def test_the_digests_hold_and_the_log_vouches_for_them(self):
        pack = self.pack()
        sums = dict(reversed(line.split("  ", 1)) for line in self.read(pack, "SHA256SUMS.txt").decode().splitlines())
        names = {name.removeprefix(f"{self.incident.number}/") for name in pack.namelist()}
        self.assertEqual(set(sums), names - {"SHA256SUMS.txt"})
        for name, digest in sums.items():
            self.assertEqual(hashlib.sha256(self.read(pack, name)).hexdigest(), digest, name)
        digest = hashlib.sha256(self.read(pack, "SHA256SUMS.txt")).hexdigest()
        self.assertIn(digest, self.events("pack_made")[0].note)
        register = self.table(pack, "register.csv")
        self.assertEqual({row[1]: row[8] for row in register[1:]}, {row[1]: sums[row[1]] for row in register[1:]})
        self.assertEqual(len(register), 5)

    def test_events_tell_who_did_what_from_the_first_on(self):
        rows = self.table(self.pack(), "events.csv")
        self.assertEqual(rows[1][1:3], ["Chen", "Logged"])
        self.assertIn(["Wang", "Submitted for verification"], [row[1:3] for row in rows])

    def test_the_documents_open(self):
        pack = self.pack()
        for name in pack.namelist():
            if name.endswith(".docx"):
                self.assertIsNotNone(docx.Document(BytesIO(pack.read(name))).element.body)

    def test_in_chinese(self):
        pack = self.pack(language="zh-hans")
        self.assertIn("文件登记", self.read(pack, "README.txt").decode())
        self.assertIn("证据包", self.read(pack, "index.html").decode())
        self.assertTrue([name for name in pack.namelist() if "事故快报" in name])

    def test_an_unknown_language_makes_none(self):
        self.assertEqual(self.post(language="xx").status_code, 302)
        self.assertEqual(self.events("pack_made"), [])

    def test_a_file_that_is_lost_is_said_and_breaks_nothing(self):
        stored = self.incident.photos.get()
        stored.file.storage.delete(stored.file.name)
        row = self.table(self.pack(), "register.csv")[1]
        self.assertEqual((row[8], row[10]), ("", "The file is missing from the store."))

    def test_a_file_that_was_changed_in_the_store_is_said(self):
        file = self.exhibit.files.get()
        type(file).objects.filter(pk=file.pk).update(content_type="application/pdf", sha256="0" * 64)
        rows = self.table(self.pack(), "register.csv")
        self.assertIn("The file is not the one that was uploaded: its digest is another.", [row[10] for row in rows])


class ClosedTestCase(PackTestCase):
    def test_a_case_that_is_over_has_its_pack(self):
        self.incident.refresh_from_db()
        self.incident.override(by=self.he, now=NOW, note="It was decided so.")
        self.assertIn(
            ["He", "Case closed although gates were shut"], [row[1:3] for row in self.table(self.pack(), "events.csv")]
        )


class HostileTestCase(PackTestCase):
    def test_names_stay_in_their_folder(self):
        for name in ("../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\a\\b.png", "a/../b.png"):
            self.assertNotIn("/", plain(name))
            self.assertNotIn("\\", plain(name))
            self.assertNotIn("..", plain(name))

    def test_names_can_be_written_everywhere(self):
        self.assertEqual(plain("照\u202egnp.exe"), "照gnp.exe")
        self.assertEqual(plain('a<b>:"|?*\x00\x1f\n.png'), "a_b______.png")
        self.assertEqual(plain(""), "file")
        self.assertEqual(plain(" . "), "file")
        self.assertEqual(plain("\u200b.png"), "file.png")
        self.assertLessEqual(len(plain("长" * 200 + ".jpeg").encode()), 160)
        self.assertTrue(plain("长" * 200 + ".jpeg").endswith(".jpeg"))

    def test_what_people_typed_breaks_nothing(self):
        hostile = "=cmd|' /C calc'!A0\x0b<img src=x onerror=alert(1)> \u202e" + "长" * 100
        IncidentPhoto.objects.update(name="../../=" + hostile[:180] + ".png")
        Incident.objects.filter(pk=self.incident.pk).update(name=hostile, description=hostile)
        Action.objects.update(title=hostile)
        self.cause.edit(by=self.chen, now=instant("2026-09-02 10:00"), statement="=1+1")

        pack = self.pack(reason=hostile)
        self.assertIsNone(pack.testzip())
        for name in pack.namelist():
            self.assertTrue(name.startswith(f"{self.incident.number}/"))
            self.assertNotIn("..", name)
        self.assertNotIn("<img src=x", self.read(pack, "index.html").decode())
        for table in ("register.csv", "events.csv", "casualties.csv"):
            for row in self.table(pack, table):
                self.assertFalse([cell for cell in row if cell.startswith(("=", "+", "@"))])

    def test_it_costs_the_same_number_of_queries_however_many_files(self):
        few = self.count()
        self.incident.add_photos([accept(photo(f"{n}.png")) for n in range(5)], by=self.chen, now=NOW)
        for place in range(3):
            cause = self.make_finding(self.incident, statement=f"Cause {place}", files=[accept(photo("c.png"))])
            self.submitted(self.make_action(finding=cause))
        self.assertEqual(self.count(), few)

    def count(self):
        incident = Incident.objects.for_list().get(pk=self.incident.pk)
        with CaptureQueriesContext(connection) as queries:
            make(Case(incident, self.chen, NOW).leaving(), language="en")
        return len(queries)

    def test_sixty_photos_need_no_more_memory_than_one(self):
        megabyte = 1024 * 1024
        for place in range(60):
            data = os.urandom(megabyte)
            IncidentPhoto.objects.create(
                incident=self.incident,
                file=ContentFile(data, "photo"),
                name=f"{place}.jpg",
                content_type="image/jpeg",
                size=megabyte,
                sha256="0" * 64,
                uploaded_by=self.chen,
                uploaded_at=NOW,
            )
        case = Case(Incident.objects.for_list().get(pk=self.incident.pk), self.chen, NOW).leaving()
        make(case, language="en")  # what is read once, such as templates
        tracemalloc.start()
        made = make(Case(case.incident, self.chen, NOW).leaving(), language="en")
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        self.assertGreater(made.file.seek(0, 2), 60 * megabyte)
        self.assertLess(peak, 12 * megabyte)
