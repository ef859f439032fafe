"""The documents of an incident: who may read them, what they say, what they leave to be filled in."""

from datetime import date, time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from docx.oxml.ns import qn

from actions.models import Action
from common.attachments import accept
from documents.checks import own_styles_are_legible
from documents.kinds import KINDS
from documents.parts import numeral
from documents.word.writing import TEMPLATES
from incidents.models import Casualty, Exhibit, Handling, Member, Moment, Report, Training
from incidents.models.obligation import levels_of
from tests.base import instant, photo
from tests.incidents.case import PageTestCase

HOSTILE = "=cmd|' /C calc'!A0 \x0b\x1b<script>alert(1)</script> \u202egnp.exe {{ 7*7 }} " + "长" * 100


class DocumentsTestCase(PageTestCase):
    now = "2026-10-01 10:00"

    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(
            occurred_time=time(9, 40), deaths=1, serious_injuries=2, place="3号楼东侧", direct_loss=2_860_000
        )
        self.url = f"/incidents/{self.incident.pk}/documents/"
        self.cause = self.make_finding(self.incident, statement="The lifeline was missing.")
        self.action = self.make_action(finding=self.cause, title="Fit lifelines", deadline=date(2026, 9, 15))
        self.casualty = Casualty.add(
            self.incident,
            by=self.chen,
            now=instant("2026-09-01 10:00"),
            person="张三丰",
            identity_number="510101199001011234",
            medical="开放性骨折",
            harm="death",
            harm_since=date(2026, 8, 27),
            job="架子工",
        )
        self.sign_in(self.chen)

    def page(self, name, language="en"):
        return self.client.get(f"{self.url}{name}/", {"language": language})

    def word(self, name, language="en"):
        answer = self.client.get(f"{self.url}{name}/", {"language": language, "export": "docx"})
        self.assertEqual(answer.status_code, 200)
        return docx.Document(BytesIO(answer.content))

    def text(self, document):
        """Every paragraph, also those in tables, merged cells once."""
        return "\n".join(
            "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))
        )


class SightTestCase(DocumentsTestCase):
    def urls(self):
        return [self.url, *(f"{self.url}{name}/{query}" for name in KINDS for query in ("", "?export=docx"))]

    def test_zhao_finds_no_document(self):
        self.sign_in(self.zhao)
        for url in self.urls():
            self.assertEqual(self.client.get(url).status_code, 404, url)

    def test_an_administrator_finds_none_either(self):
        self.sign_in(self.guan)
        for url in self.urls():
            self.assertEqual(self.client.get(url).status_code, 404, url)

    def test_nobody_reads_without_signing_in(self):
        self.client.logout()
        for url in self.urls():
            self.assertEqual(self.client.get(url).status_code, 302, url)

    def test_who_sees_only_the_own_report_gets_no_others_work(self):
        reported = self.make_incident(by=self.wang, site=self.plant)
        cause = self.make_finding(reported)
        self.make_action(finding=cause, title="Somebody else's work", owner=self.sun, verifier=self.li)
        self.appointments_end(self.wang)
        self.sign_in(self.wang)
        self.url = f"/incidents/{reported.pk}/documents/"

        for name in KINDS:
            self.assertNotContains(self.page(name), "Somebody else&#x27;s work")
            self.assertNotIn("Somebody else", self.text(self.word(name)))
        self.assertContains(self.page("rectification-list"), "1 more action is not shown")

    def appointments_end(self, person):
        person.appointments.update(ends_on=date(2026, 9, 1))

    def test_names_of_people_who_were_hurt_are_masked_everywhere(self):
        for name in KINDS:
            for language in ("en", "zh-hans"):
                said = self.text(self.word(name, language)) + self.page(name, language).content.decode()
                for secret in ("张三丰", "510101199001011234", "开放性骨折"):
                    self.assertNotIn(secret, said)
        self.assertContains(self.page("investigation-report"), "张某")

    def test_other_languages_kinds_and_files_are_refused(self):
        self.assertEqual(self.client.get(f"{self.url}will/").status_code, 404)
        for query in ({"language": "xx"}, {"export": "exe"}, {"language": "../../etc"}):
            self.assertEqual(self.client.get(f"{self.url}bulletin/", query).status_code, 400)
        self.assertEqual(self.client.get(self.url, {"language": "xx"}).status_code, 400)


class ContentTestCase(DocumentsTestCase):
    def test_the_list_leads_to_each_as_page_and_as_word(self):
        page = self.client.get(self.url)
        for name in KINDS:
            self.assertContains(page, f"{self.url}{name}/?language=en")
            self.assertContains(page, f"{self.url}{name}/?language=en&amp;export=docx")
        self.assertContains(self.client.get(self.incident.get_absolute_url()), f'href="{self.url}"')

    def test_the_quick_report_holds_the_six_contents_of_article_12(self):
        said = self.text(self.word("quick-report", "zh-hans"))
        for text in (
            "一、单位概况",
            "建筑施工，120人",
            "二、事故发生的时间、地点以及事故现场情况",
            "2026年8月27日9时40分",
            "3号楼东侧",
            "三、事故的简要经过",
            "A worker fell from the scaffold.",
            "四、已经造成或者可能造成的伤亡人数",
            "死亡1人、重伤2人",
            "约286万元（初步估计）",
            "五、已经采取的措施",
            "【待填写：已经采取的措施】",
            "六、其他应当报告的情况",
            "填报单位（盖章）",
            "签发人",
        ):
            self.assertIn(text, said)

    def test_what_is_not_known_is_a_place_to_fill_in_and_no_zero(self):
        self.incident = self.make_incident(deaths=None, serious_injuries=None)
        self.url = f"/incidents/{self.incident.pk}/documents/"

        page = self.page("quick-report")
        for what in ("number", "first estimate", "casualties", "name, telephone"):
            self.assertContains(page, f'<mark class="doc-gap">[to be filled in: {what}]</mark>')
        document = self.word("quick-report")
        gaps = [run.text for table in document.tables for run in runs(table) if run.style.name == "Gap"]
        self.assertIn("[to be filled in: first estimate]", gaps)

    def test_the_investigation_report_follows_article_30(self):
        Moment.add(
            self.incident,
            by=self.chen,
            now=instant("2026-09-02 10:00"),
            on=date(2026, 8, 27),
            at=time(9, 38),
            phase="event",
            what="The board turned over.",
            source="video",
        )
        Exhibit.add(
            self.incident,
            by=self.chen,
            now=instant("2026-09-02 10:00"),
            kind="object",
            title="The board",
            found_at="Floor 9",
            secured_on=date(2026, 8, 28),
            secured_by="Chen",
        )
        Member.add(
            self.incident,
            by=self.chen,
            now=instant("2026-09-02 10:00"),
            name="冯越",
            body="区人民检察院",
            role="invited",
            conflict="none",
        )
        document = self.word("investigation-report", "zh-hans")
        headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
        self.assertEqual(
            headings,
            [
                "一、单位概况",
                "二、事故发生经过和事故救援情况",
                "三、事故造成的人员伤亡和直接经济损失",
                "四、事故发生的原因和事故性质",
                "五、事故责任的认定以及对事故责任者的处理建议",
                "六、事故防范和整改措施",
            ],
        )
        said = self.text(document)
        for text in ("The board turned over.", "The lifeline was missing.", "Fit lifelines", "冯越", "区人民检察院"):
            self.assertIn(text, said)
        self.assertIn("证据1：The board", said.replace(" ", "").replace("Theboard", "The board"))
        self.assertIn("【待填写：是否认定为生产安全责任事故及理由】", said)
        self.assertIn("签名", said)

    def test_the_investigation_report_says_who_is_held_responsible_and_who_was_told(self):
        given = {"by": self.chen, "now": instant("2026-09-02 10:00")}
        facts = {"person": "令狐冲", "post": "项目经理", "liability": "No inspection", "proposed": "A warning"}
        decision = {"decision_number": "2026-7", "authority": "District A", "decided_on": date(2026, 9, 1)}
        Handling.add(self.incident, **facts, **decision, **given)
        people = {"invited": "岳灵珊\n林平之", "absent": "林平之"}
        Training.add(self.incident, held_on=date(2026, 9, 1), content="What happened.", **people, **given)

        said = self.text(self.word("investigation-report"))
        for text in ("令狐冲", "项目经理", "No inspection", "A warning", "District A, 2026-7, 1 Sep 2026", "1 of 2"):
            self.assertIn(text, said)
        self.sign_in(self.he)
        said = self.text(self.word("investigation-report"))
        self.assertIn("令某", said)
        for secret in ("令狐冲", "项目经理", "岳灵珊", "林平之"):
            self.assertNotIn(secret, said)

    def test_the_investigation_report_shows_photos_of_the_scene(self):
        self.incident = self.make_incident(photos=[accept(photo("scene.png")), accept(photo("lost.png"))])
        self.url = f"/incidents/{self.incident.pk}/documents/"
        scene, lost = self.incident.photos.all()
        lost.file.storage.delete(lost.file.name)

        document = self.word("investigation-report")
        self.assertEqual(len(document.inline_shapes), 1)
        self.assertIn("(cannot be shown)", self.text(document))
        self.assertContains(self.page("investigation-report"), f'src="/incidents/photos/{scene.pk}/"')

    def test_that_nobody_is_responsible_is_said_with_the_reason(self):
        given = {"by": self.chen, "now": instant("2026-09-02 10:00")}
        Handling.add(self.incident, nobody=True, reason="An earthquake.", **given)
        self.assertIn("An earthquake.", self.text(self.word("investigation-report")))

    def test_the_rectification_list_has_every_action_with_who_when_and_how_far(self):
        done = self.make_action(finding=self.cause, title="Mend the scaffold", deadline=date(2026, 9, 20))
        self.submitted(done)
        done.verify(by=self.li, now=instant("2026-09-10 10:00"))

        table = self.word("rectification-list").tables[0]
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows[1][3:], ["Wang", "15 Sep 2026", "To be done\n16 days late", "Li", ""])
        self.assertEqual(
            rows[2][3:],
            ["Wang", "20 Sep 2026", "Verified\neffectiveness check by 9 Nov 2026 (Li)", "Li", "10 Sep 2026"],
        )
        self.assertIn("Every edge above 2 m has a lifeline", rows[1][2])

    def test_a_void_action_is_no_measure(self):
        self.action.void(by=self.chen, now=instant("2026-09-02 10:00"), note="A double")
        for name in ("rectification-list", "investigation-report", "bulletin"):
            self.assertNotIn("Fit lifelines", self.text(self.word(name)))

    def test_documents_of_a_void_record_say_so(self):
        self.incident = self.make_incident()
        self.incident.void(by=self.chen, now=instant("2026-09-02 10:00"), note="A double")
        self.url = f"/incidents/{self.incident.pk}/documents/"
        for name in KINDS:
            self.assertIn("The record of this incident is void.", self.text(self.word(name)))
            self.assertContains(self.page(name), "The record of this incident is void.")

    def test_the_cover_lists_what_is_in_the_file(self):
        said = self.text(self.word("case-cover", "zh-hans"))
        for text in ("生产安全事故案卷", self.incident.number, "卷内目录", "事故调查报告", "整改清单"):
            self.assertIn(text, said)

    def test_the_bulletin_has_a_code_that_leads_to_the_record(self):
        page = self.page("bulletin")
        self.assertContains(page, '<svg class="doc-qr"')
        self.assertContains(page, self.incident.get_absolute_url())
        self.assertNotContains(page, "data:image")
        document = self.word("bulletin")
        self.assertEqual(len(document.inline_shapes), 1)
        self.assertIn("Scan to open", next(document.element.body.iter(qn("wp:docPr"))).get("descr"))

    def test_the_bulletin_stays_short_however_much_is_written(self):
        self.incident.refresh_from_db()
        self.incident.edit(by=self.chen, now=instant("2026-09-02 10:00"), description="高处坠落。" * 400)
        for place in range(8):
            self.make_action(finding=self.cause, title=f"{place} " + "加固脚手架" * 30)
        self.assertLess(len(self.text(self.word("bulletin", "zh-hans"))), 1100)

    def test_the_documents_cost_the_same_number_of_queries_however_many_rows(self):
        urls = [self.url, *(f"{self.url}{name}/" for name in KINDS)]
        few = [self.count(url) for url in urls]
        for place in range(4):
            cause = self.make_finding(self.incident, statement=f"Cause {place}")
            self.make_action(finding=cause)
            Member.add(self.incident, by=self.chen, now=instant("2026-09-02 10:00"), name=f"Expert {place}")
        self.assertEqual([self.count(url) for url in urls], few)

    def count(self, url):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            self.assertEqual(self.client.get(url).status_code, 200)
        return len(queries)


class VersionsTestCase(DocumentsTestCase):
    def file(self, kind="first", note=""):
        incident = type(self.incident).objects.get(pk=self.incident.pk)
        return Report.file(
            incident,
            by=self.chen,
            now=instant("2026-09-02 11:30"),
            kind=kind,
            level=next(iter(levels_of(incident))),
            note=note,
        )

    def change(self, **facts):
        incident = type(self.incident).objects.get(pk=self.incident.pk)
        incident.edit(by=self.chen, now=instant("2026-09-03 10:00"), **facts)

    def test_the_quick_report_says_what_was_filed_and_not_what_became_known_since(self):
        self.file()
        self.change(immediate_measures="The site was closed.")

        filed = self.text(self.word("quick-report"))
        self.assertNotIn("The site was closed.", filed)
        self.assertIn("report 1 (First report)", filed)
        self.assertIn("2 September 2026, 11:30", filed)
        self.assertIn("Chen", filed)
        now = self.client.get(f"{self.url}quick-report/", {"report": "0"})
        self.assertContains(now, "The site was closed.")

    def test_each_version_can_be_read_again(self):
        self.file()
        self.change(immediate_measures="The site was closed.")
        self.file("follow_up", note="One more is in hospital.")

        newest = self.page("quick-report")
        self.assertContains(newest, "One more is in hospital.")
        self.assertContains(newest, "report=1")
        first = self.client.get(f"{self.url}quick-report/", {"report": "1"})
        self.assertNotContains(first, "The site was closed.")
        for wrong in ("3", "-1", "x", "1e9", "²"):
            self.assertEqual(self.client.get(f"{self.url}quick-report/", {"report": wrong}).status_code, 404)

    def test_the_other_documents_list_the_versions(self):
        self.file()
        self.assertIn("First report", self.text(self.word("investigation-report")))
        self.assertIn("First report, no. 1", self.text(self.word("case-cover")))


class WordTestCase(DocumentsTestCase):
    def test_hostile_words_break_neither_page_nor_file(self):
        Action.objects.filter(pk=self.action.pk).update(title=HOSTILE[:200], criterion=HOSTILE)
        self.incident.findings.update(statement=HOSTILE, evidence="\ufdd0\ufffe" + HOSTILE)
        type(self.incident).objects.filter(pk=self.incident.pk).update(
            name=HOSTILE[:200], description=HOSTILE, place=HOSTILE[:200]
        )
        for name in KINDS:
            for language in ("en", "zh-hans"):
                page = self.page(name, language)
                self.assertEqual(page.status_code, 200)
                self.assertNotContains(page, "<script>alert(1)")
                said = self.text(self.word(name, language))
                self.assertNotIn("\u202e", said)
                self.assertNotIn("\x0b", said)
        answer = self.client.get(f"{self.url}bulletin/", {"export": "docx"})
        self.assertNotIn("\n", answer["Content-Disposition"])

    def test_fonts_are_those_of_official_papers(self):
        fonts = {
            "Title": "方正小标宋简体",
            "Heading 1": "黑体",
            "Heading 2": "楷体_GB2312",
            "Body Text": "仿宋_GB2312",
            "Form Text": "仿宋_GB2312",
        }
        styles = {style.name: style for style in self.word("investigation-report", "zh-hans").styles}
        for name, font in fonts.items():
            self.assertEqual(styles[name].element.rPr.rFonts.get(qn("w:eastAsia")), font)
        section = self.word("investigation-report", "zh-hans").sections[0]
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        self.assertEqual([round(margin.mm) for margin in margins], [37, 35, 28, 26])

    def test_every_style_that_is_named_is_in_both_templates(self):
        source = (TEMPLATES / "writing.py").read_text()
        for file in ("zh-hans.docx", "en.docx"):
            named = {style.name for style in docx.Document(str(TEMPLATES / file)).styles}
            lacking = [name for name in named_in(source) if name not in named]
            self.assertEqual(lacking, [])

    def test_an_office_may_bring_its_own_file_of_styles(self):
        with TemporaryDirectory() as folder, override_settings(DATA_DIR=Path(folder)):
            (Path(folder) / "word").mkdir()
            own = docx.Document(str(TEMPLATES / "en.docx"))
            own.sections[0].header.paragraphs[0].text = "District A Safety Committee"
            own.styles["Gap"].delete()
            own.save(Path(folder) / "word" / "en.docx")
            document = self.word("quick-report")
            self.assertEqual(document.sections[0].header.paragraphs[0].text, "District A Safety Committee")
            self.assertEqual(own_styles_are_legible(), [])
            (Path(folder) / "word" / "en.docx").write_bytes(b"no Word file")
            self.assertEqual([warning.id for warning in own_styles_are_legible()], ["documents.W001"])
            self.assertIn("Quick report", self.text(self.word("quick-report")))

    def test_the_list_lies_on_its_side(self):
        section = self.word("rectification-list").sections[0]
        self.assertGreater(section.page_width, section.page_height)

    def test_headings_are_numbered_as_offices_do(self):
        self.assertEqual(numeral(1, 11, in_chinese=True), "十一、")
        self.assertEqual(numeral(2, 1, 20, in_chinese=True), "（二十）")
        self.assertEqual(numeral(3, 2, 0, 3, in_chinese=False), "2.3 ")

    def test_a_document_may_be_in_another_language_than_the_page(self):
        with override("en"):
            page = self.page("bulletin", "zh-hans")
        self.assertContains(page, 'lang="zh-hans"')
        self.assertContains(page, "安全生产警示通报")
        self.assertContains(page, "Documents in")


def runs(table):
    return [run for row in table.rows for cell in row.cells for paragraph in cell.paragraphs for run in paragraph.runs]


def named_in(source):
    """The names of styles in the source of the writer: words in quotes that begin with a capital letter."""
    import re

    names = set(re.findall(r'"([A-Z][a-z]+(?: [A-Z][a-z]+)*)"', source)) | {"Heading 1", "Heading 2", "Heading 3"}
    return sorted(names)
