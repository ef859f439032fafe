import random
import re
from datetime import date, timedelta
from html import unescape

from django.db import connection
from django.db.models import F
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext

from actions.models import Action
from common.paging import Paginator
from incidents.models import Incident
from tests.actions.case import PageTestCase
from tests.base import NOW, BaseTestCase

ORDERINGS = {
    "as the list": ("stage", "deadline", "pk"),
    "back": ("-stage", "-deadline", "-pk"),
    "nulls last": (F("deadline").asc(nulls_last=True), "pk"),
    "nulls last, back": (F("deadline").desc(nulls_last=True), "-pk"),
    "nulls first": (F("deadline").asc(nulls_first=True), "pk"),
    "nulls first, back": (F("deadline").desc(nulls_first=True), "-pk"),
    "both ways": ("stage", F("deadline").desc(nulls_last=True), "pk"),
    "unique": ("-number",),
    "of another record": ("site__organization__name", "site_id", "-title"),
    "computed": (F("length").desc(nulls_last=True), "stage"),
    "by nothing": (),
}


class PagingCase:
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        chance = random.Random(7)
        days = [None, None, *(date(2026, 9, 1) + timedelta(days) for days in range(6))]
        Action.objects.bulk_create(
            Action(
                number=f"A-2026-{number:06}",
                site=chance.choice([cls.plant, cls.other_plant]),
                title="x" * chance.randrange(1, 4),
                status=chance.choice(Action.Status.values),
                deadline=chance.choice(days),
                assigned_at=NOW,
                source="register",
                source_key=str(number),
                completed=False,
            )
            for number in chance.sample(range(100), 61)
        )


class PagingTestCase(PagingCase, BaseTestCase):
    def rows(self, ordering="as the list"):
        actions = Action.objects.annotate(length=Length("title")).select_related("site__organization")
        return actions.order_by(*ORDERINGS[ordering])

    def walk(self, rows, per_page=7):
        """All pages to the end, then back from there."""
        paginator = Paginator(rows, per_page)
        there, page = [], paginator.page()
        while page.has_next:
            there.append(page)
            self.assertLess(len(there), 100)
            page = Paginator(rows, per_page).page(page.next_cursor)
        there.append(page)
        back = [page]
        while page.has_previous:
            self.assertLess(len(back), 100)
            page = Paginator(rows, per_page).page(page.previous_cursor)
            back.append(page)
        return there, back[::-1]

    def test_every_row_stands_on_one_page_in_every_order(self):
        for name in ORDERINGS:
            for per_page in (7, 20, 61):
                with self.subTest(name, per_page=per_page):
                    rows = self.rows(name)
                    keys = [key.term for key in Paginator(rows).keys]
                    expected = [action.pk for action in rows.order_by(*keys)]

                    there, back = self.walk(rows, per_page)

                    self.assertEqual(len(set(expected)), 61)
                    self.assertEqual([action.pk for page in there for action in page], expected)
                    self.assertEqual([[a.pk for a in page] for page in back], [[a.pk for a in page] for page in there])

    def test_rows_without_a_value_come_last_both_ways(self):
        for name in ("nulls last", "nulls last, back"):
            there, _back = self.walk(self.rows(name))
            found = [action.deadline is None for page in there for action in page]
            self.assertEqual(found, sorted(found), name)

    def test_it_says_where_one_is(self):
        there, back = self.walk(self.rows())

        for pages in (there, back):
            self.assertEqual([page.start_index for page in pages], [1, 8, 15, 22, 29, 36, 43, 50, 57])
            self.assertEqual([page.end_index for page in pages], [7, 14, 21, 28, 35, 42, 49, 56, 61])
            self.assertTrue(all(page.is_position_known for page in pages))

    def test_a_row_that_moves_takes_nobody_else_along(self):
        rows = self.rows()
        first = Paginator(rows, 7).page()
        untouched = [action.pk for action in rows][7:14]
        Action.objects.filter(pk=first.object_list[-1].pk).update(status="void")
        Action.objects.filter(pk=first.object_list[0].pk).update(status="closed")

        second = Paginator(rows, 7).page(first.next_cursor)

        self.assertEqual([action.pk for action in second], untouched)

    def test_pages_whose_rows_have_gone_lead_to_the_nearest_that_are_there(self):
        rows = self.rows()
        first = Paginator(rows, 20).page()
        second = Paginator(rows, 20).page(first.next_cursor)
        after, before = second.next_cursor, second.previous_cursor

        left = rows.filter(pk__in=[action.pk for action in [*first, *second]])
        page = Paginator(left, 20).page(after)
        self.assertEqual(([a.pk for a in page], page.has_next), ([a.pk for a in second], False))
        left = rows.exclude(pk__in=[action.pk for action in list(first)[:15]])
        page = Paginator(left, 20).page(before)
        self.assertEqual((len(page), page.has_previous), (20, False))
        for cursor in (after, before):
            page = Paginator(rows.none(), 20).page(cursor)
            self.assertEqual((list(page), page.has_other_pages), ([], False))

    def test_rows_that_come_while_somebody_turns_pages_end_no_walk(self):
        rows = self.rows("nulls last")
        page, seen = Paginator(rows, 7).page(), set()
        while True:
            seen.update(action.pk for action in page)
            Action.objects.filter(pk=page.object_list[0].pk).update(deadline=date(2026, 8, 1))
            Action.objects.filter(pk=page.object_list[-1].pk).update(deadline=date(2026, 9, 6))
            if not page.has_next:
                break
            page = Paginator(rows, 7).page(page.next_cursor)

        self.assertEqual(len(seen), 61)

    def test_what_is_no_cursor_is_the_first_page(self):
        paginator = Paginator(self.rows(), 7)
        first, cursor = paginator.page(), paginator.page().next_cursor
        of_another_order = Paginator(self.rows("unique"), 7).page().next_cursor

        for nonsense in (
            None,
            "",
            "2",
            "-1",
            "1" * 4000,
            cursor[:-1],
            "x" + cursor,
            cursor + "\0",
            of_another_order,
            "é:é",
        ):
            with self.subTest(nonsense):
                page = paginator.page(nonsense)
                self.assertEqual((list(page), page.has_previous), (list(first), False))

    def test_a_page_costs_three_queries_wherever_it_stands(self):
        there, _back = self.walk(self.rows("nulls last"))

        for page in there[:-1]:
            for cursor in (page.next_cursor, there[-1].previous_cursor):
                with self.assertNumQueries(3):
                    found = Paginator(self.rows("nulls last"), 7).page(cursor)
                    self.assertGreater(found.paginator.count, len(found))


class DeepPageTestCase(BaseTestCase):
    """What PostgreSQL reads for a page in the middle of 3,000 rows."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        statuses = Action.Status.values
        Action.objects.bulk_create(
            Action(
                number=f"A-2026-{number:06}",
                site=cls.plant,
                title="x",
                status=statuses[number % len(statuses)],
                deadline=date(2026, 1, 1) + timedelta(number % 50) if number % 10 else None,
                assigned_at=NOW,
                source="register",
                source_key=str(number),
                completed=False,
            )
            for number in range(3000)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE actions_action")

    def test_it_reads_an_index_from_where_the_page_begins(self):
        for ordering in (
            ("stage", "deadline", "pk"),
            ("-stage", "-deadline", "-pk"),
            (F("deadline").asc(nulls_last=True), "pk"),
            (F("deadline").desc(nulls_last=True), "-pk"),
            ("number",),
        ):
            rows = Action.objects.order_by(*ordering)
            middle = list(rows)[1500]
            paginator = Paginator(rows)
            for way in ("after", "before"):
                cursor = paginator.cursor(way, 1500, middle)
                with self.subTest(ordering, way=way), CaptureQueriesContext(connection) as queries:
                    paginator.page(cursor)
                    self.assertEqual(len(queries), 2)  # the keys, and the rows of these keys
                    with connection.cursor() as cursor:
                        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {queries[0]['sql']}")
                        plan = "\n".join(row[0] for row in cursor.fetchall())
                    read = [int(float(rows)) for rows in re.findall(r"actual rows=([\d.]+)", plan)]
                    self.assertLess(max(read), 150, plan)
                    self.assertNotIn("Seq Scan", plan)


class PagerTestCase(PagingCase, PageTestCase):
    def setUp(self):
        super().setUp()
        Action.objects.update(site=self.plant)
        self.sign_in(self.chen)

    def links(self, response):
        return {
            rel: unescape(url)
            for rel, url in re.findall(r'rel="(first|prev|next)" href="([^"]*)"', response.content.decode())
        }

    def test_the_links_keep_everything_else_of_the_address(self):
        first = self.client.get("/actions/", {"ordering": "-deadline"})
        second = self.client.get("/actions/" + self.links(first)["next"])
        third = self.client.get("/actions/" + self.links(second)["next"])

        self.assertEqual([len(page.context["page"]) for page in (first, second, third)], [25, 25, 11])
        self.assertEqual(list(self.links(first)), ["next"])
        self.assertEqual(list(self.links(second)), ["first", "prev", "next"])
        self.assertEqual(list(self.links(third)), ["first", "prev"])
        self.assertContains(second, "26–50 of 61")
        self.assertEqual(self.links(third)["first"], "?ordering=-deadline")
        found = [action.pk for page in (first, second, third) for action in page.context["page"]]
        self.assertEqual(len(set(found)), 61)

    def test_another_filter_or_order_begins_at_the_first_page(self):
        second = self.client.get("/actions/" + self.links(self.client.get("/actions/?kind=corrective"))["next"])

        for chip in second.context["chips"]:
            self.assertNotIn("page=", chip.url)
        for url in re.findall(r'href="([^"]*ordering=[^"]*)"', second.content.decode()):
            self.assertNotIn("page=", url)

    def test_a_page_that_cannot_be_read_is_the_first_and_never_a_wider_list(self):
        other = self.client.get("/actions/" + self.links(self.client.get("/actions/"))["next"]).wsgi_request.GET["page"]

        for cursor in ("2", "x", other[:-2], "9" * 5000):
            with self.subTest(cursor[:20]):
                page = self.client.get("/actions/", {"q": "xxx", "page": cursor})
                self.assertEqual(page.status_code, 200)
                self.assertTrue(all(action.title == "xxx" for action in page.context["page"]))
        self.assertEqual(self.client.get("/actions/", {"late": "maybe", "page": other}).status_code, 400)
        self.sign_in(self.zhao)
        self.assertEqual(list(self.client.get("/actions/", {"page": other}).context["page"]), [])


class SeverityTestCase(BaseTestCase):
    def test_the_database_ranks_the_grades(self):
        for deaths in (1, 3, 10, 30):
            self.make_incident(deaths=deaths)
        self.make_incident(kind="near_miss", deaths=0)

        self.assertEqual(
            list(Incident.objects.order_by("deaths").values_list("grade", "severity")),
            [(None, None), ("general", 0), ("larger", 1), ("major", 2), ("especially_major", 3)],
        )
