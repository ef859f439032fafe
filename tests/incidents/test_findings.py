from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Role
from common.attachments import accept
from common.lifecycle import AlreadyMoved
from incidents.models import Finding, Incident
from tests.base import photo

from .case import PageTestCase


class FindingTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.finding = self.make_finding(self.incident)

    def test_nobody_without_a_duty_adds_a_cause(self):
        for person in (self.zhao, self.he, self.wang, self.guan):
            with self.subTest(person.name), self.assertRaises(PermissionDenied):
                self.make_finding(self.incident, by=person)

    def test_its_author_does_not_confirm_it(self):
        with self.assertRaises(PermissionDenied):
            self.finding.confirm(by=self.chen, now=self.now)
        with self.assertRaises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=self.finding.pk).update(confirmed_by=self.chen)

        self.finding.confirm(by=self.li, now=self.now)

        self.assertEqual((self.finding.status, self.finding.confirmed_by), ("confirmed", self.li))

    def test_the_second_of_two_is_told(self):
        stale = Finding.objects.get()
        self.finding.confirm(by=self.li, now=self.now)

        with self.assertRaises(AlreadyMoved):
            stale.confirm(by=self.li, now=self.now)
        self.assertEqual(self.finding.events.filter(verb="confirm").count(), 1)

    def test_what_is_changed_has_to_be_confirmed_again(self):
        self.finding.confirm(by=self.li, now=self.now)

        self.finding.edit(by=self.chen, now=self.now, statement="The lifeline was too short.")

        self.assertEqual((self.finding.status, self.finding.confirmed_by), ("proposed", None))
        self.assertEqual(
            self.finding.events.first().changes,
            {"statement": ["There was no lifeline.", "The lifeline was too short."]},
        )

    def test_evidence_that_is_added_is_a_change(self):
        self.finding.confirm(by=self.li, now=self.now)

        self.finding.edit(by=self.chen, now=self.now, files=[accept(photo("rope.png"))])

        self.assertEqual(self.finding.status, "proposed")
        self.assertEqual(self.finding.events.first().note, "rope.jpg")

    def test_causes_make_no_ring_and_stay_within_their_incident(self):
        child = self.make_finding(self.incident, parent=self.finding)
        elsewhere = self.make_finding()

        for parent in (child, self.finding, elsewhere):
            with self.subTest(parent.pk), self.assertRaises(ValidationError):
                Finding.objects.get(pk=self.finding.pk).edit(by=self.chen, now=self.now, parent=parent)
        with self.assertRaises(ValidationError):
            self.make_finding(self.incident, parent=elsewhere)

    def test_a_factor_belongs_to_its_level(self):
        self.make_finding(self.incident, factor="7.11")
        self.make_finding(self.incident, level="root", factor="I.2")

        for level, factor in (("direct", "I.2"), ("root", "7.11"), ("direct", "9.99")):
            with self.subTest(factor), self.assertRaises(ValidationError):
                self.make_finding(self.incident, level=level, factor=factor)

    def test_nothing_moves_under_a_void_incident(self):
        Incident.objects.get(pk=self.incident.pk).void(by=self.chen, now=self.now, note="Twice")
        finding = Finding.objects.get()

        self.assertEqual(finding.moves_open_to(self.li), [])
        with self.assertRaises(PermissionDenied):
            finding.edit(by=self.chen, now=self.now, statement="x")


class FindingPagesTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.finding = self.make_finding(self.incident, files=[accept(photo("rope.png"))])
        self.new = f"/incidents/{self.incident.pk}/findings/"
        self.edit = f"/incidents/findings/{self.finding.pk}/edit/"
        self.confirm = f"/incidents/findings/{self.finding.pk}/confirm/"
        self.withdraw = f"/incidents/findings/{self.finding.pk}/withdraw/"
        self.file = f"/incidents/files/{self.finding.files.get().pk}/"
        self.back = f"/incidents/{self.incident.pk}/"
        self.sign_in(self.li)

    def cause(self, **given):
        return {
            "statement": "Nobody checked.",
            "level": "contributing",
            "parent": "",
            "factor": "",
            "evidence": "",
        } | given

    def test_zhao_sees_none_of_these_pages(self):
        self.sign_in(self.zhao)

        for url in (self.new, self.edit, self.confirm, self.withdraw, self.file):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
                self.assertEqual(self.client.post(url, self.cause(version=1, note="x")).status_code, 404)
        self.assertEqual(Finding.objects.get().version, 1)

    def test_who_only_reads_may_not(self):
        self.sign_in(self.he)

        for url in (self.new, self.edit, self.confirm, self.withdraw):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 403)
                self.assertEqual(self.client.post(url, self.cause(version=1, note="x")).status_code, 403)
        self.assertEqual(self.client.get(self.file).status_code, 200)

    def test_it_adds_the_answer_to_a_why(self):
        self.assertContains(self.client.get(f"{self.new}?parent={self.finding.pk}"), "selected")

        answer = self.client.post(self.new, self.cause(parent=self.finding.pk, factor="I.4", files=[photo()]))

        self.assertRedirects(answer, self.back)
        added = Finding.objects.latest("pk")
        self.assertEqual((added.parent, added.author, added.factor), (self.finding, self.li, "I.4"))
        self.assertEqual(added.files.count(), 1)

    def test_it_says_at_the_field_what_is_wrong(self):
        other = self.make_finding()
        for field, value in [
            ("statement", ""),
            ("statement", "  "),
            ("level", "imagined"),
            ("factor", "7.11"),
            ("factor", "nonsense"),
            ("parent", other.pk),
            ("parent", "x"),
        ]:
            with self.subTest(field=field, value=value):
                answer = self.client.post(self.new, self.cause(evidence="Seen on the spot.", **{field: value}))
                self.assertEqual(answer.status_code, 422)
                self.assertIn(field, answer.context["form"].errors)
                self.assertContains(answer, "Seen on the spot.", status_code=422)
        self.assertEqual(self.incident.findings.count(), 1)

    def test_it_refuses_a_file_that_is_none(self):
        answer = self.client.post(self.new, self.cause(files=[photo("virus.exe.pdf")]))

        self.assertIn("files", answer.context["form"].errors)
        self.assertEqual(self.incident.findings.count(), 1)

    def test_it_edits(self):
        answer = self.client.post(self.edit, self.cause(version=1, level="direct", factor="6.01"))

        self.assertRedirects(answer, self.back)
        self.finding.refresh_from_db()
        self.assertEqual((self.finding.statement, self.finding.factor), ("Nobody checked.", "6.01"))

    def test_a_stale_form_keeps_what_was_typed_and_shows_what_is_saved(self):
        Finding.objects.get().edit(by=self.chen, now=self.now, statement="The lifeline was too short.", level="root")

        answer = self.client.post(self.edit, self.cause(version=1))

        self.assertContains(answer, "Nobody checked.", status_code=409)
        self.assertContains(answer, "Saved at the moment: The lifeline was too short.", status_code=409)
        self.assertContains(answer, "Saved at the moment: Root cause", status_code=409)
        answer = self.client.post(self.edit, self.cause(version=2))
        self.assertRedirects(answer, self.back)

    def test_somebody_else_confirms(self):
        self.assertRedirects(self.client.post(self.confirm, {"version": 1}), self.back)
        self.assertEqual(Finding.objects.get().confirmed_by, self.li)

        self.assertEqual(self.client.post(self.confirm, {"version": 1, "note": "Me too"}).status_code, 409)
        self.assertRedirects(self.client.get(self.confirm), self.back)

    def test_its_author_is_refused(self):
        self.sign_in(self.chen)

        self.assertEqual(self.client.get(self.confirm).status_code, 403)
        self.assertEqual(self.client.post(self.confirm, {"version": 1}).status_code, 403)

    def test_it_is_withdrawn_with_a_reason(self):
        answer = self.client.post(self.withdraw, {"version": 1, "note": " "})
        self.assertEqual(answer.status_code, 422)
        self.assertIn("note", answer.context["form"].errors)

        answer = self.client.post(self.withdraw, {"version": 1, "note": "It was not so."}, follow=True)

        self.assertContains(answer, "It was not so.")
        self.assertEqual(Finding.objects.get().status, "withdrawn")
        answer = self.client.post(self.edit, self.cause(version=1))
        self.assertContains(answer, "Nobody checked.", status_code=409)

    def test_a_person_of_another_site_of_the_enterprise_sees_nothing(self):
        stranger = self.person("xu", "徐静", Role.SAFETY_MANAGER, site=self.other_plant)
        self.sign_in(stranger)

        for url in (self.back, self.new, self.edit, self.confirm, self.withdraw, self.file):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
