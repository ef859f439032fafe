import csv
import re
from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from accounts.models import Role
from actions.models import Action

from .case import PageTestCase


def numbers(response):
    return [action.number for action in response.context["page"]]


class ActionListTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.finding = self.make_finding()

    def action(self, **given):
        return self.make_action(finding=self.finding, **given)

    def rows(self, **query):
        return numbers(self.client.get("/actions/", query))

    def export(self, kind="csv", **query):
        response = self.client.get("/actions/", query | {"export": kind})
        self.assertEqual(response.status_code, 200)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if kind == "xlsx":
            return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
        self.assertTrue(content.startswith(b"\xef\xbb\xbf"))
        return list(csv.reader(content.decode("utf-8-sig").splitlines()))

    def test_zhao_sees_nothing(self):
        action = self.action()
        self.sign_in(self.zhao)

        page = self.client.get("/actions/")

        self.assertEqual(numbers(page), [])
        for kind in ("csv", "xlsx"):
            self.assertEqual(len(self.export(kind)), 1)
        for secret in (action.title, action.number, "Wang", "Li", "South site", "Hongyuan"):
            self.assertNotRegex(page.content.decode(), rf"\b{re.escape(secret)}\b")  # a token may hold any two letters
        for query in ({"q": "lifelines"}, {"owner": self.wang.pk}, {"site": self.plant.pk}, {"verifier": self.li.pk}):
            self.assertEqual(self.rows(**query), [])

    def test_a_reporter_sees_what_they_own_and_nothing_else(self):
        mine, other = self.action(), self.action(owner=self.sun)
        self.sign_in(self.wang)

        self.assertEqual(self.rows(), [mine.number])
        self.assertEqual(self.rows(q=other.number), [])

    def test_it_shows_outstanding_work_first_and_the_most_urgent_on_top(self):
        later = self.action(deadline=date(2026, 9, 20))
        sooner = self.action(deadline=date(2026, 9, 5))
        done = self.submitted(self.action(deadline=date(2026, 9, 2)))
        self.sign_in(self.chen)

        self.assertEqual(self.rows(), [sooner.number, later.number, done.number])

    def test_it_filters(self):
        fence = self.action(title="Mend the fence", priority="critical", deadline=date(2026, 9, 3))
        lines = self.action(kind="preventive", deadline=date(2026, 9, 20), owner=self.sun, verifier=self.chen)
        self.submitted(fence)
        self.sign_in(self.chen)

        for query, expected in (
            ({"q": "FENCE"}, [fence]),
            ({"q": lines.number}, [lines]),
            ({"q": "load-tested"}, [lines, fence]),
            ({"status": "submitted"}, [fence]),
            ({"due_from": "2026-09-04"}, [lines]),
            ({"due_to": "2026-09-03"}, [fence]),
            ({"owner": self.sun.pk}, [lines]),
            ({"verifier": self.li.pk}, [fence]),
            ({"site": self.plant.pk}, [lines, fence]),
            ({"sector": self.sector.pk}, [lines, fence]),
            ({"priority": "critical"}, [fence]),
            ({"kind": "preventive"}, [lines]),
            ({"mine": "1"}, [lines]),
            ({"without_owner": "1"}, []),
            ({"late": "1"}, []),
            ({"q": "fence", "status": "assigned"}, []),
        ):
            with self.subTest(query):
                self.assertEqual(self.rows(**query), [action.number for action in expected])

    def test_late_is_asked_of_the_clock_not_of_a_state(self):
        action = self.action(deadline=date(2026, 9, 3))
        self.sign_in(self.chen)

        self.set_clock("2026-09-03 23:59")
        self.assertEqual(self.rows(late="1"), [])
        self.assertContains(self.client.get("/actions/"), "Due today")
        self.set_clock("2026-09-04 00:00")
        self.assertEqual(self.rows(late="1"), [action.number])
        self.assertContains(self.client.get("/actions/"), "1 day late")

    def test_it_sorts_both_ways(self):
        first = self.action(deadline=date(2026, 9, 5))
        second = self.action(deadline=date(2026, 9, 4))
        self.sign_in(self.chen)

        self.assertEqual(self.rows(ordering="number"), [first.number, second.number])
        self.assertEqual(self.rows(ordering="-number"), [second.number, first.number])
        self.assertEqual(self.rows(ordering="deadline"), [second.number, first.number])
        self.assertEqual(self.rows(ordering="-deadline"), [first.number, second.number])

    def test_what_it_cannot_read_never_widens_the_list(self):
        self.action()
        self.sign_in(self.chen)

        for query in (
            {"owner_name": "Wang"},
            {"late": "banana"},
            {"late": "true"},
            {"mine": "0"},
            {"status": "overdue"},
            {"status[]": "assigned"},
            {"due_from": "2026-02-30"},
            {"due_to": "tomorrow"},
            {"owner": self.zhao.pk},
            {"owner": "Wang"},
            {"site": self.other_plant.pk},
            {"site": 2**63},
            {"ordering": "title"},
            {"q": "a\0b"},
            {"q": "x" * 20_000},
        ):
            with self.subTest(str(query)[:60]):
                page = self.client.get("/actions/", query)
                self.assertEqual(page.status_code, 400)
                self.assertEqual(numbers(page), [])
                self.assertContains(page, "cannot be read", status_code=400)
                self.assertEqual(self.client.get("/actions/", query | {"export": "csv"}).status_code, 400)

    def test_it_strips_what_chat_programs_add_to_links(self):
        self.sign_in(self.chen)

        response = self.client.get("/actions/?q=fence&utm_source=chat&from=timeline&isappinstalled=0&page=2")

        self.assertRedirects(response, "/actions/?q=fence&page=2", fetch_redirect_response=False)
        self.assertRedirects(self.client.get("/actions/?utm_source=chat"), "/actions/", fetch_redirect_response=False)

    def test_a_swap_gets_the_table_alone(self):
        action = self.action()
        self.sign_in(self.chen)

        fragment = self.client.get("/actions/", headers={"HX-Request": "true"})
        restored = self.client.get("/actions/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

        self.assertContains(fragment, action.number)
        self.assertNotContains(fragment, "<html")
        self.assertContains(restored, "<html")
        self.assertIn("HX-Request", fragment["Vary"])

    def test_the_files_hold_the_rows_of_the_page(self):
        for day in (5, 20, 9):
            self.action(deadline=date(2026, 9, day))
        self.action(title="Mend the fence", criterion="The fence stands.")
        self.sign_in(self.chen)

        query = {"q": "lifelines", "ordering": "-deadline"}
        page = self.rows(**query)

        self.assertEqual(len(page), 3)
        for kind in ("csv", "xlsx"):
            with self.subTest(kind):
                self.assertEqual([row[0] for row in self.export(kind, **query)[1:]], page)

    def test_the_files_say_lateness_as_a_number_and_days_as_days(self):
        self.action(deadline=date(2026, 9, 3))
        self.set_clock("2026-09-15 08:00")
        self.sign_in(self.chen)

        header, row = self.export("csv")
        by_label = dict(zip(header, row, strict=True))
        sheet_header, sheet_row = self.export("xlsx")
        in_sheet = dict(zip(sheet_header, sheet_row, strict=True))

        self.assertEqual((by_label["Days late"], by_label["Deadline"]), ("12", "2026-09-03"))
        self.assertEqual((in_sheet["Days late"], in_sheet["Deadline"]), (12, date(2026, 9, 3)))
        self.assertEqual(by_label["Owner"], "Wang")
        self.assertEqual(by_label["Incident"], self.finding.incident.number)

    def test_formulas_are_inert_in_the_files(self):
        for title in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1"):
            self.action(title=title)
        self.sign_in(self.chen)

        in_csv = [row[1] for row in self.export("csv")[1:]]
        in_sheet = [row[1] for row in self.export("xlsx")[1:]]

        self.assertTrue(all(title.startswith("'") for title in in_csv), in_csv)
        self.assertEqual(in_sheet[0], "=1+1")  # a text cell, which calamine reads as text: no formula was written

    def test_a_file_of_an_unknown_kind_is_refused(self):
        self.sign_in(self.chen)

        self.assertEqual(self.client.get("/actions/?export=pdf").status_code, 400)

    def test_it_asks_for_the_same_number_of_queries_whatever_the_number_of_rows(self):
        self.sign_in(self.chen)
        for wanted in (3, 30):
            while Action.objects.count() < wanted:
                self.action()
            for query, count in (
                ({}, 11),
                ({"columns": "incident"}, 11),
                ({"export": "csv"}, 8),
                ({"export": "xlsx"}, 9),
            ):
                with self.subTest(rows=wanted, **query), self.assertNumQueries(count):
                    response = self.client.get("/actions/", query)
                    _ = response.getvalue()

    def test_the_choices_name_nobody_whom_one_does_not_see(self):
        self.action()
        there = self.make_incident(site=self.other_plant, by=self.zhao)
        self.make_action(incident=there, by=self.zhao, owner=self.zhao, verifier=self.far_verifier())
        self.sign_in(self.chen)

        page = self.client.get("/actions/")

        self.assertContains(page, f'<option value="{self.wang.pk}">Wang</option>', html=True)
        self.assertNotContains(page, "Zhao")
        self.assertNotContains(page, "Workshop 1")

    def far_verifier(self):
        return self.person("qian", "钱进", Role.OFFICIAL, region=self.elsewhere)

    def test_with_many_owners_one_searches_by_name(self):
        for number in range(51):
            owner = self.person(f"owner{number}", f"工人{number:02}", Role.REPORTER, site=self.plant)
            self.action(owner=owner)
        self.sign_in(self.chen)

        page = self.client.get("/actions/", {"owner": "工人07"})

        self.assertEqual([action.owner.name for action in page.context["page"]], ["工人07"])
        self.assertContains(page, '<input type="text" name="owner"')
        self.assertNotRegex(page.content.decode(), "<option[^>]*>工人")

    def test_the_chips_say_what_is_set_and_lead_to_the_list_without_it(self):
        self.action()
        self.sign_in(self.chen)

        page = self.client.get("/actions/", {"q": "line", "site": self.plant.pk, "status": "assigned", "page": "1"})

        chips = {str(chip.label): (str(chip.value), chip.url) for chip in page.context["chips"]}
        self.assertEqual(chips["Contains"][0], "line")
        self.assertEqual(chips["Site"], ("Hongyuan Construction · South site", "/actions/?q=line&status=assigned"))
        self.assertEqual(chips["State"][0], "To be done")

    def test_an_empty_list_says_why(self):
        self.sign_in(self.chen)

        self.assertContains(self.client.get("/actions/"), "There are no actions at your places yet.")
        self.assertContains(self.client.get("/actions/?q=fence"), "No action fits these filters.")
