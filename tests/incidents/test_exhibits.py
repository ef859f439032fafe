from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError

from common.attachments import accept
from incidents.models import Exhibit, Moment
from tests.base import photo

from .case import PageTestCase


class ExhibitCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.finding = self.make_finding(self.incident)
        self.moment = Moment.add(
            self.incident, by=self.chen, now=self.now, on=date(2026, 8, 27), what="The board tipped.", source="video"
        )

    def secure(self, *, by=None, **given):
        facts = {"kind": "object", "title": "Board", "found_at": "9th floor", "secured_by": "Chen"}
        facts["secured_on"] = date(2026, 8, 27)
        return Exhibit.add(self.incident, by=by or self.chen, now=self.now, **facts | given)


class ExhibitTestCase(ExhibitCase):
    def test_nobody_without_a_duty_records_one(self):
        for person in (self.zhao, self.he, self.wang, self.guan):
            with self.subTest(person.name), self.assertRaises(PermissionDenied):
                self.secure(by=person)

    def test_it_supports_causes_and_rows_of_the_timeline(self):
        exhibit = self.secure(findings=[self.finding], moments=[self.moment], files=[accept(photo("board.png"))])

        self.assertEqual((list(self.finding.exhibits.all()), list(self.moment.exhibits.all())), ([exhibit], [exhibit]))
        self.assertEqual(len(exhibit.files.get().sha256), 64)

        exhibit.edit(by=self.li, now=self.now, findings=[], kept_at="Police station")

        self.assertEqual(list(exhibit.findings.all()), [])
        event = self.incident.events.first()
        self.assertEqual(event.changes, {"findings": ["There was no lifeline.", ""], "kept_at": ["", "Police station"]})
        self.assertIn(
            ("causes that it supports", "There was no lifeline.", "not known"),
            [(str(label), before, after) for label, before, after in event.changed()],
        )

    def test_it_supports_nothing_of_another_incident(self):
        with self.assertRaises(ValidationError) as refused:
            self.secure(findings=[self.make_finding()])
        self.assertEqual(list(refused.exception.error_dict), ["findings"])

    def test_it_is_secured_between_the_incident_and_today(self):
        for day in (date(2026, 8, 26), date(2026, 9, 2)):
            with self.subTest(day), self.assertRaises(ValidationError) as refused:
                self.secure(secured_on=day)
            self.assertEqual(list(refused.exception.error_dict), ["secured_on"])


class ExhibitPagesTestCase(ExhibitCase):
    def setUp(self):
        super().setUp()
        self.exhibit = self.secure(moments=[self.moment], files=[accept(photo("board.png"))])
        self.list = f"/incidents/{self.incident.pk}/exhibits/"
        self.add = f"{self.list}add/"
        self.edit = f"/incidents/exhibits/{self.exhibit.pk}/edit/"
        self.out = f"/incidents/exhibits/{self.exhibit.pk}/take-out/"
        self.file = f"/incidents/exhibit-files/{self.exhibit.files.get().pk}/"
        self.sign_in(self.li)

    def entry(self, **given):
        facts = {"title": "Rope", "kind": "object", "found_at": "Store", "secured_on": "2026-08-29", "secured_by": "Li"}
        return facts | given

    def test_zhao_sees_none_of_these_pages(self):
        self.sign_in(self.zhao)

        for url in (self.list, self.add, self.edit, self.out, self.file):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
                self.assertEqual(self.client.post(url, self.entry(version=1, note="x")).status_code, 404)

    def test_who_only_reads_may_not_write(self):
        self.sign_in(self.he)

        for url in (self.add, self.edit, self.out):
            self.assertEqual(self.client.post(url, self.entry(version=1, note="x")).status_code, 403)
        self.assertContains(self.client.get(self.list), self.exhibit.files.get().sha256)
        self.assertEqual(self.client.get(self.file).status_code, 200)

    def test_it_records_one_with_what_it_supports(self):
        answer = self.client.post(
            self.add, self.entry(findings=[self.finding.pk], moments=[self.moment.pk], files=[photo()])
        )

        self.assertRedirects(answer, self.list)
        added = Exhibit.objects.latest("pk")
        self.assertEqual((added.number, added.findings.get(), added.moments.get()), (2, self.finding, self.moment))
        self.assertContains(self.client.get(f"/incidents/{self.incident.pk}/timeline/"), "Exhibit 2")

    def test_it_says_at_the_field_what_is_wrong(self):
        other = self.make_finding()
        for field, value in (
            ("title", ""),
            ("kind", "ghost"),
            ("secured_on", "2026-08-01"),
            ("findings", [other.pk]),
            ("moments", ["x"]),
        ):
            with self.subTest(field):
                answer = self.client.post(self.add, self.entry(**{"kept_at": "Police station", field: value}))
                self.assertEqual(list(answer.context["form"].errors), [field])
                self.assertContains(answer, "Police station", status_code=422)

    def test_a_stale_form_shows_what_is_saved(self):
        Exhibit.objects.get().edit(by=self.chen, now=self.now, findings=[self.finding], kept_at="Court")

        answer = self.client.post(self.edit, self.entry(version=1, kept_at="Police station"))

        self.assertContains(answer, "Saved at the moment: Court", status_code=409)
        self.assertContains(answer, "Saved at the moment: There was no lifeline.", status_code=409)
        self.assertContains(answer, "Police station", status_code=409)

    def test_a_change_of_links_alone_makes_another_version(self):
        self.client.post(self.edit, self.entry(version=1, findings=[self.finding.pk]))

        self.assertEqual(Exhibit.objects.get().version, 2)
        self.assertEqual(self.client.post(self.edit, self.entry(version=1)).status_code, 409)

    def test_what_was_taken_out_supports_no_row(self):
        self.exhibit.take_out(by=self.chen, now=self.now, note="Of another site")

        self.assertNotContains(self.client.get(f"/incidents/{self.incident.pk}/timeline/"), "Exhibit 1")
        self.assertContains(self.client.get(self.list), "1 exhibit taken out")

    def test_it_takes_as_many_queries_for_one_as_for_ten(self):
        self.client.get(self.list)
        with self.assertNumQueries(10):
            self.client.get(self.list)
        for _time in range(10):
            self.secure(moments=[self.moment], findings=[self.finding], files=[accept(photo())])
        with self.assertNumQueries(10):
            self.client.get(self.list)

    def test_the_page_is_called_what_it_is_about(self):
        self.assertContains(self.client.get(self.add), "Record an exhibit</h1>")
