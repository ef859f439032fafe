from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from accounts.models import Role
from common.attachments import accept
from incidents.masking import masked
from incidents.models import Incident, Member, Statement, StatementFile, StatementReading
from tests.base import photo

from .case import PageTestCase

SECRET = "Nobody told us to clip on."


class StatementCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()

    def state(self, *, by=None, **given):
        facts = {
            "standing": "witness",
            "name": "王小刚",
            "taken_on": date(2026, 8, 28),
            "taken_by": "Chen",
            "said": SECRET,
        }
        return Statement.add(self.incident, by=by or self.chen, now=self.now, **facts | given)

    def signed(self, **given):
        statement = self.state(files=[accept(photo("paper.png"))], **given)
        statement.sign(by=self.chen, now=self.now, signing="paper", signed_on=date(2026, 8, 29))
        return statement


class StatementTestCase(StatementCase):
    def test_who_may_read_it(self):
        self.state(person=self.wang)
        auditor = self.person("audit", "审", Role.AUDITOR, everywhere=True)
        keeper = self.person("keeper", "安", Role.SAFETY_MANAGER, everywhere=True)

        readers = [
            person.name
            for person in (self.zhao, self.he, self.guan, self.wang, self.li, self.sun, self.chen, auditor, keeper)
            if Statement.objects.visible_to(person).exists()
        ]

        self.assertEqual(readers, ["王强", "李伟", "孙建国", "陈晓东", "安"])

    def test_the_team_reads_it_as_far_as_it_sees_the_incident(self):
        self.state()
        for person in (self.he, self.zhao):
            Member.add(self.incident, by=self.chen, now=self.now, person=person)

        self.assertTrue(Statement.objects.visible_to(self.he).exists())
        self.assertFalse(Statement.objects.visible_to(self.zhao).exists())

        Member.objects.get(person=self.he).take_out(by=self.chen, now=self.now, note="x")

        self.assertFalse(Statement.objects.visible_to(self.he).exists())

    def test_nobody_without_a_duty_takes_one_down(self):
        for person in (self.zhao, self.he, self.wang, self.guan):
            with self.subTest(person.name), self.assertRaises(PermissionDenied):
                self.state(by=person)

    def test_they_are_numbered_within_their_incident(self):
        numbers = [self.state().number, self.state().number]
        self.incident = self.make_incident()

        self.assertEqual([*numbers, self.state().number], [1, 2, 1])

    def test_once_signed_nobody_changes_it_by_whatever_way(self):
        statement = self.signed()

        for verb, given in (("edit", {"said": "x"}), ("take_out", {"note": "x"})):
            with self.subTest(verb), self.assertRaises(PermissionDenied):
                getattr(statement, verb)(by=self.chen, now=self.now, **given)
        rows, files = Statement.objects.filter(pk=statement.pk), StatementFile.objects.filter(statement=statement)
        for change in (
            lambda: rows.update(said="x"),
            lambda: rows.update(signed_at=None),
            lambda: rows._raw_delete("default"),
            lambda: files.update(name="x"),
            lambda: files._raw_delete("default"),
            lambda: statement.attach([accept(photo())], by=self.chen, now=self.now),
        ):
            with self.assertRaises(DatabaseError), transaction.atomic():
                change()
        self.assertEqual(Statement.objects.get().digest(), statement.sha256)

    def test_the_digest_tells_whether_anything_is_otherwise(self):
        statement = self.signed()

        statement.said += "."

        self.assertNotEqual(statement.digest(), statement.sha256)

    def test_signed_on_paper_it_needs_the_paper_and_a_day_that_can_be(self):
        statement = self.state()
        with self.assertRaises(ValidationError):
            statement.sign(by=self.chen, now=self.now, signing="paper", signed_on=date(2026, 8, 29))
        statement.edit(by=self.chen, now=self.now, files=[accept(photo())])

        for day in (date(2026, 8, 27), date(2026, 9, 2)):
            with self.subTest(day), self.assertRaises(ValidationError) as refused:
                statement.sign(by=self.chen, now=self.now, signing="paper", signed_on=day)
            self.assertEqual(list(refused.exception.error_dict), ["signed_on"])

    def test_only_the_person_signs_here(self):
        statement = self.state(person=self.wang)
        for person in (self.chen, self.li, self.zhao):
            with self.assertRaises(PermissionDenied):
                statement.sign(by=person, now=self.now, signing="here")

        statement.sign(by=self.wang, now=self.now, signing="here")

        self.assertEqual((statement.signed_by, statement.signed_on), (self.wang, date(2026, 9, 1)))
        self.assertEqual(self.state(person=self.wang, said="").may(self.wang, "edit"), False)

    def test_a_correction_is_a_new_statement(self):
        first = self.signed()

        second = self.state(corrects=first, said="I was mistaken about the time.")

        self.assertEqual(list(first.corrections.all()), [second])
        for wrong in (second, self.state()):
            with self.assertRaises(ValidationError):
                self.state(corrects=wrong)

    def test_the_day_lies_between_the_incident_and_today(self):
        for day in (date(2026, 8, 26), date(2026, 9, 2)):
            with self.subTest(day), self.assertRaises(ValidationError) as refused:
                self.state(taken_on=day)
            self.assertEqual(list(refused.exception.error_dict), ["taken_on"])

    def test_no_event_repeats_what_was_said_or_who_said_it(self):
        statement = self.state()
        statement.edit(by=self.chen, now=self.now, said="Other words", name="赵六", taken_by="Li")

        told = [(event.verb, event.note, event.changes) for event in self.incident.events.all()[:2]]

        self.assertEqual(told, [("statement_edited", "#1", {}), ("statement_added", "#1", {})])

    def test_readings_are_never_changed(self):
        self.state().opened(by=self.chen, now=self.now)

        with self.assertRaises(DatabaseError), transaction.atomic():
            StatementReading.objects.update(by=self.li)

    def test_names_are_masked(self):
        names = {"王小刚": "王某", "李四": "李某", "Wang Xiaogang": "W.", "": ""}
        self.assertEqual({name: masked(name) for name in names}, names)


class StatementPagesTestCase(StatementCase):
    def setUp(self):
        super().setUp()
        self.statement = self.state(person=self.wang, files=[accept(photo("paper.png"))])
        self.list = f"/incidents/{self.incident.pk}/statements/"
        self.add = f"{self.list}add/"
        self.page = f"/incidents/statements/{self.statement.pk}/"
        self.edit, self.out = f"{self.page}edit/", f"{self.page}take-out/"
        self.paper, self.here = f"{self.page}sign/", f"{self.page}sign-here/"
        self.file = f"/incidents/statement-files/{self.statement.files.get().pk}/"
        self.sign_in(self.li)

    def entry(self, **given):
        facts = {"standing": "witness", "name": "李四", "taken_on": "2026-08-29", "taken_by": "Li", "said": "I saw it."}
        return facts | given

    def test_zhao_sees_none_of_these_pages(self):
        self.sign_in(self.zhao)

        for url in (self.list, self.add, self.page, self.edit, self.out, self.paper, self.here, self.file):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
                self.assertEqual(self.client.post(url, self.entry(version=1, note="x")).status_code, 404)
        self.assertEqual(StatementReading.objects.count(), 0)

    def test_who_sees_the_incident_and_is_not_on_the_team_learns_only_how_many_there_are(self):
        self.sign_in(self.he)

        page = self.client.get(self.list)

        self.assertContains(page, "There is 1 statement.")
        self.assertNotContains(page, "王")
        self.assertNotContains(self.client.get(f"/incidents/{self.incident.pk}/"), SECRET)
        self.assertNotContains(self.client.get(f"/search/?q={SECRET}"), "王小刚")
        for url in (self.page, self.edit, self.file):
            self.assertEqual(self.client.get(url).status_code, 404)

    def test_the_list_masks_the_name_and_opening_is_written_down(self):
        self.assertNotContains(self.client.get(self.list), "王小刚")
        self.assertContains(self.client.get(self.list), "王某")

        self.assertContains(self.client.get(self.page), "王小刚")
        self.client.get(self.file)
        self.client.get(self.edit)

        readings = list(StatementReading.objects.order_by("pk").values_list("by", "file"))
        self.assertEqual(readings, [(self.li.pk, ""), (self.li.pk, "paper.jpg"), (self.li.pk, "")])

    def test_the_person_reads_their_own_and_who_else_has(self):
        self.client.get(self.page)
        self.client.get(self.page)
        self.sign_in(self.wang)
        self.assertFalse(Incident.objects.visible_to(self.wang).exists())

        page = self.client.get(self.page)

        self.assertContains(page, SECRET)
        self.assertContains(page, "2 times, last")
        self.assertNotContains(page, self.incident.name)
        self.assertContains(self.client.get("/incidents/statements/"), "Li")
        self.assertEqual(StatementReading.objects.filter(by=self.wang).count(), 0)

    def test_others_have_no_statements_of_their_own(self):
        for person in (self.zhao, self.he):
            self.sign_in(person)
            self.assertNotContains(self.client.get("/incidents/statements/"), self.incident.number)

    def test_a_member_of_the_team_reads_it_and_does_not_see_who_else_did(self):
        Member.add(self.incident, by=self.chen, now=self.now, person=self.he)
        self.client.get(self.page)
        self.sign_in(self.he)

        page = self.client.get(self.page)

        self.assertContains(page, SECRET)
        self.assertIsNone(page.context["readers"])

    def test_the_person_signs_it(self):
        self.sign_in(self.wang)
        self.assertEqual(self.client.post(self.paper, {"version": 1, "signed_on": "2026-08-30"}).status_code, 403)

        self.assertRedirects(self.client.post(self.here, {"version": 1}), self.page)

        self.assertEqual(Statement.objects.get().signing, "here")
        self.assertEqual(self.client.post(self.here, {"version": 1}).status_code, 409)

    def test_paper_is_locked_and_says_at_the_field_what_is_wrong(self):
        for day in ("", "2026-02-31", "2026-08-27", "2027-01-01"):
            with self.subTest(day):
                answer = self.client.post(self.paper, {"version": 1, "signed_on": day})
                self.assertEqual(answer.status_code, 422)
                self.assertIn("signed_on", answer.context["paper"].errors)
        self.assertEqual(self.client.post(self.here, {"version": 1}).status_code, 403)

        answer = self.client.post(self.paper, {"version": 1, "signed_on": "2026-08-30"}, follow=True)

        self.assertContains(answer, "signed 30 Aug 2026, locked")
        self.assertRedirects(self.client.get(self.edit), self.list)

    def test_what_is_typed_while_it_is_signed_is_not_lost(self):
        Statement.objects.get().sign(by=self.wang, now=self.now, signing="here")

        answer = self.client.post(self.edit, self.entry(version=1, said="A page of typing"))

        self.assertContains(answer, "A page of typing", status_code=409)
        self.assertEqual(Statement.objects.get().said, SECRET)

    def test_it_is_taken_down(self):
        answer = self.client.post(self.add, self.entry(taken_on="2026-08-01", place="Site office"))
        self.assertContains(answer, "This is before the incident happened.", status_code=422)
        self.assertContains(answer, "Site office", status_code=422)

        self.assertRedirects(self.client.post(self.add, self.entry(files=[photo()])), self.list)

        self.assertEqual(Statement.objects.latest("pk").number, 2)

    def test_it_takes_as_many_queries_for_one_as_for_ten(self):
        self.client.get(self.page)
        with self.assertNumQueries(6):
            self.client.get(self.list)
        with self.assertNumQueries(8):
            self.client.get(self.page)
        for _time in range(10):
            self.state()
            self.client.get(self.page)
        with self.assertNumQueries(6):
            self.client.get(self.list)
        with self.assertNumQueries(8):
            self.client.get(self.page)
