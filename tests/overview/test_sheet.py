"""The sheet for a meeting: what it says, that it is the same when it is made again later, and its files."""

from datetime import date, timedelta
from io import BytesIO
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from accounts.models import Site
from actions.models import Action
from overview.scope import Asking, Scope
from overview.sheet.content import EVERYTHING, Content
from overview.sheet.period import Period
from overview.sheet.tables import parts
from tests.base import BaseTestCase, instant

MEETING = instant("2026-09-20 10:00")
MONDAY = Period(instant("2026-09-07 00:00"), instant("2026-09-14 09:00"), "7 Sep 2026")


class SheetTestCase(BaseTestCase):
    url = reverse("overview:sheet")

    def setUp(self):
        self.set_clock(MEETING)
        self.second = Site.objects.create(
            organization=self.company, name="城北工地", name_en="North site", region=self.district, sector=self.sector
        )
        self.incident = self.make_incident(now=instant("2026-09-01 10:00"))
        self.finding = self.make_finding(self.incident, now=instant("2026-09-02 10:00"))
        self.late = self.make_action(
            finding=self.finding, deadline=date(2026, 9, 10), now=instant("2026-09-03 10:00"), title="Fit lifelines"
        )
        self.waiting = self.make_action(
            finding=self.finding, now=instant("2026-09-04 10:00"), title="Mend the scaffold"
        )
        self.asking = self.make_action(finding=self.finding, now=instant("2026-09-04 11:00"), title="Order nets")
        self.submitted(self.waiting, now=instant("2026-09-09 10:00"))
        self.asking.ask_extension(
            by=self.wang, now=instant("2026-09-10 10:00"), note="No nets to be had", deadline=date(2026, 9, 30)
        )
        self.incident.edit(by=self.chen, now=instant("2026-09-11 10:00"), deaths=2)
        self.new = self.make_incident(now=instant("2026-09-12 10:00"), site=self.second, occurred_on=date(2026, 9, 12))
        self.cause = self.make_finding(self.new, now=instant("2026-09-13 10:00"), statement="Nobody was named.")

    def set_clock(self, now):
        clock = patch("common.clock.now", return_value=now)
        clock.start()
        self.addCleanup(clock.stop)

    def get(self, user, **query):
        self.sign_in(user)
        return self.client.get(self.url, query)

    def table(self, response, name):
        """The texts of a table of the page, row by row."""
        tables = {table.name: table for part in response.context["parts"] for table in part.tables}
        return [[cell.text for cell in row.cells] for row in tables[name].rows] if name in tables else []

    def test_zhao_reads_nothing_of_the_district(self):
        for query in ({}, {"day": "2026-09-14"}):
            response = self.get(self.zhao, **query)
            for title in ("Fit lifelines", "Mend the scaffold", "Nobody was named.", self.incident.name):
                self.assertNotContains(response, title)
            self.assertContains(response, "Nothing is late.")
        for query in ({"site": self.plant.pk}, {"organization": self.company.pk}, {"region": self.district.pk}):
            self.assertEqual(self.get(self.zhao, **query).status_code, 400)
            self.assertEqual(self.get(self.zhao, export="xlsx", **query).status_code, 400)
        self.assertEqual(self.get(self.guan, export="docx").status_code, 200)
        self.assertNotIn("Fit lifelines", self.words(self.get(self.guan, export="docx").content))

    def test_it_tells_what_is_late_with_the_oldest_first(self):
        rows = self.table(self.get(self.chen), "late")

        self.assertEqual(
            rows,
            [
                ["Fit lifelines", "Hongyuan Construction", "Wang", "10 Sep 2026", "10", "not said yet"],
                ["Order nets", "Hongyuan Construction", "Wang", "15 Sep 2026", "5", ""],
            ],
        )

    def test_it_tells_what_has_to_be_decided(self):
        rows = self.table(self.get(self.chen), "decide")

        self.assertEqual(
            [(row[0], row[1], row[3], row[4]) for row in rows],
            [
                ("More time asked for", "Order nets", "Li", "10"),
                ("Verification waits", "Mend the scaffold", "Li", "11"),
                ("No action yet", "Nobody was named.", "–", "7"),
            ],
        )

    def test_it_tells_what_changed(self):
        response = self.get(self.chen, since="2026-09-08", day="2026-09-14")

        self.assertEqual([row[3] for row in self.table(response, "incidents")], ["1 dead"])
        self.assertEqual([row[2] for row in self.table(response, "recounts")], ["deaths: 1 → 2"])
        self.assertEqual([row[3] for row in self.table(response, "stories")], ["Submitted for verification"])
        self.assertContains(response, "1 incident logged, 1 dead. Actions: submitted 1.")
        numbers = {row[0]: row[1:] for row in self.table(response, "numbers")}
        self.assertEqual(numbers["at the beginning"], ["0", "3", "0", "0", "0", "0"])
        self.assertEqual(numbers["at the end"], ["1", "2", "1", "1", "0", "1"])
        self.assertEqual(numbers["difference"], ["+1", "−1", "+1", "+1", "0", "+1"])

    def test_without_a_day_it_begins_a_week_ago(self):
        self.assertContains(self.get(self.chen), "1. What changed since 13 Sep 2026")

    def test_each_number_of_today_opens_the_list_that_it_counts(self):
        self.late.hand_over(by=self.chen, now=MEETING, owner=self.sun, note="x")
        response = self.get(self.chen)
        (row,) = [row for row in response.context["parts"][0].tables[0].rows if row.cells[0].text == "at the end"]

        for cell in row.cells[1:]:
            page = self.client.get(cell.url).context["page"]
            self.assertEqual(int(cell.text), page.paginator.count, cell.url)

    def test_made_again_later_it_is_the_same(self):
        """Wording, owners, deadlines, casualties, states: all that changes afterwards is taken back."""
        before = self.everything()
        self.late.edit(by=self.chen, now=instant("2026-09-15 10:00"), title="Another wording")
        self.late.refresh_from_db()
        self.late.extend(by=self.chen, now=instant("2026-09-15 11:00"), note="x", deadline=date(2026, 9, 29))
        self.late.hand_over(by=self.chen, now=instant("2026-09-15 12:00"), note="x", owner=self.sun)
        self.waiting.verify(by=self.li, now=instant("2026-09-15 12:30"))
        self.asking.grant_extension(by=self.li, now=instant("2026-09-15 13:00"))
        self.make_action(finding=self.cause, now=instant("2026-09-15 14:00"), owner=self.sun, verifier=self.chen)
        self.incident.refresh_from_db()
        self.incident.edit(by=self.chen, now=instant("2026-09-16 10:00"), deaths=5, name="Renamed")
        self.new.edit(by=self.chen, now=instant("2026-09-16 10:00"), deaths=0)
        self.wang.deactivate(by=self.guan, now=instant("2026-09-16 10:00"), note="x")

        self.assertEqual(self.everything(), before)

    def everything(self):
        user = type(self.chen).objects.get(pk=self.chen.pk)
        content = Content(Scope(Asking(user, MONDAY.until)), MONDAY, EVERYTHING)
        return [
            (part.title, part.said, table.name, [[(cell.text, cell.below) for cell in row.cells] for row in table.rows])
            for part in parts(content)
            for table in part.tables
        ]

    def test_it_narrows_to_a_place(self):
        response = self.get(self.chen, site=self.second.pk)

        self.assertContains(response, "Hongyuan Construction · North site: meeting sheet")
        self.assertEqual(self.table(response, "late"), [])
        self.assertEqual([row[1] for row in self.table(response, "decide")], ["Nobody was named."])

    def test_it_says_what_it_cannot_read(self):
        for query in (
            {"day": "2026-13-01"},
            {"day": "2026-09-21"},
            {"since": "2026-09-21"},
            {"day": "2026-09-01", "since": "2026-09-02"},
            {"day": "1026-09-01"},
            {"day": "2026-09-01", "at": "2026-09-01T10:00:00+08:00"},
            {"at": "2026-09-30T10:00:00+08:00"},
            {"at": "soon"},
            {"stie": "1"},
        ):
            with self.subTest(query):
                response = self.get(self.chen, **query)
                self.assertEqual(response.status_code, 400)
                self.assertContains(response, "Nothing is shown", status_code=400)
        self.assertEqual(self.get(self.chen, export="pdf").status_code, 400)

    def test_an_instant_may_be_asked_for(self):
        response = self.get(self.chen, at="2026-09-12T09:00:00+08:00", since="2026-09-07")

        self.assertContains(response, "as of 12 Sep 2026, 09:00")
        self.assertEqual(self.table(response, "incidents"), [])
        self.assertEqual([row[0] for row in self.table(response, "late")], ["Fit lifelines"])

    def test_excel_has_the_rows_of_the_page_with_numbers_and_days_as_such(self):
        response = self.get(self.chen, export="xlsx")
        book = CalamineWorkbook.from_filelike(BytesIO(response.content))

        late = book.get_sheet_by_name("Late, the oldest first").to_python()

        self.assertIn(
            [
                "Fit lifelines",
                self.late.number,
                "Hongyuan Construction",
                "South site",
                "Wang",
                date(2026, 9, 10),
                "",
                10.0,
                "not said yet",
            ],
            late,
        )
        self.assertIn("2026-09-20.xlsx", response["Content-Disposition"])

    def test_word_says_it_too_and_leaves_room_for_decisions(self):
        text = self.words(self.get(self.chen, export="docx").content)

        for words in ("Fit lifelines", "2. Late: 2 actions", "4. Decisions taken", "Led by: ____", "as of 20 Sep 2026"):
            self.assertIn(words, text)

    def test_a_word_file_names_fonts_for_chinese(self):
        self.chen.language = "zh-hans"
        self.chen.save(update_fields=["language"])
        document = Document(BytesIO(self.get(self.chen, export="docx").content))

        title = document.paragraphs[0]
        self.assertEqual(title.text, "安全生产调度会材料")
        self.assertIn('w:eastAsia="宋体"', title.runs[0]._r.xml)

    def words(self, data):
        document = Document(BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])

    def test_control_characters_break_no_file(self):
        Action.objects.filter(pk=self.late.pk).update(title="Bad \x0b title")

        self.assertIn("Bad  title", self.words(self.get(self.chen, export="docx").content))
        self.assertEqual(self.get(self.chen, export="xlsx").status_code, 200)

    def test_its_queries_do_not_grow(self):
        self.sign_in(self.chen)
        few = self.queries()
        for number in range(12):
            action = self.make_action(finding=self.finding, now=instant("2026-09-13 12:00"), deadline=date(2026, 9, 14))
            if number % 2:
                self.submitted(action, now=instant("2026-09-14 12:00"))
            self.make_finding(self.make_incident(now=instant("2026-09-14 12:00")), now=instant("2026-09-14 13:00"))

        self.assertEqual(few, self.queries())
        self.assertLessEqual(few, 50)

    def queries(self):
        with CaptureQueriesContext(connection) as captured:
            self.client.get(self.url, {"day": "2026-09-15"})
        return len(captured)

    def test_days_are_those_of_the_site(self):
        """A deadline that ends at midnight is not late in the last minute of its day."""
        for minutes, late in ((-1, 0), (0, 1)):
            period = Period(MONDAY.since, instant("2026-09-11 00:00") + timedelta(minutes=minutes))
            content = Content(Scope(Asking(self.chen, period.until)), period)
            self.assertEqual(content.counts["late"], late)
