"""Grades, codes and names as incidents use them."""

from datetime import date
from decimal import Decimal

from django.test import SimpleTestCase
from django.utils.translation import override

from incidents.models import Incident
from incidents.rules import codes, grades, vectors

from .case import PageTestCase


def cases(group, key):
    table = vectors.read(vectors.OWN / "china.csv")
    return [case for case in table.cases if (case.group, case.key) == (group, key)]


class GradeTestCase(SimpleTestCase):
    def grade(self, **given):
        facts = dict.fromkeys(("deaths", "serious_injuries", "acute_poisonings", "minor_injuries", "direct_loss"))
        facts |= {"jurisdiction": "CN", "day": date(2026, 8, 27), "regime": "general"}
        grading = grades.grade(**facts | given)
        return grading and grading.grade

    def test_the_number_itself_reaches_the_grade_and_one_less_does_not(self):
        for deaths, grade in [
            (1, "general"),
            (2, "general"),
            (3, "larger"),
            (9, "larger"),
            (10, "major"),
            (29, "major"),
        ]:
            self.assertEqual(self.grade(deaths=deaths), grade)
        self.assertEqual(self.grade(deaths=30), "especially_major")
        for loss, grade in [
            ("0.01", "general"),
            ("9999999.99", "general"),
            ("10000000", "larger"),
            ("99999999.99", "major"),
        ]:
            self.assertEqual(self.grade(direct_loss=Decimal(loss)), grade)
        self.assertEqual(self.grade(serious_injuries=5, acute_poisonings=5), "larger")
        self.assertEqual(self.grade(minor_injuries=10_000), "general")

    def test_it_grades_nothing_where_the_rules_do_not_hold(self):
        self.assertIsNone(self.grade(deaths=5, jurisdiction="TW"))
        self.assertIsNone(self.grade(deaths=5, jurisdiction=""))
        self.assertIsNone(self.grade(deaths=5, regime="coal_mine"))
        self.assertIsNone(self.grade(deaths=5, day=date(2007, 5, 31)))
        self.assertIsNone(self.grade())


class CodeTestCase(SimpleTestCase):
    def test_the_table_follows_the_day(self):
        self.assertEqual(codes.category_table_on(date(2026, 7, 1)), "GB 6441-2025")
        self.assertEqual(codes.category_table_on(date(2026, 6, 30)), "GB 6441-1986")
        self.assertEqual(codes.category_table_on(date(1950, 1, 1)), "GB 6441-1986")
        self.assertEqual(len(codes.categories_on(date(2026, 7, 1))), 27)
        self.assertEqual(len(codes.categories_on(date(2026, 6, 30))), 20)

    def test_each_code_reads_in_both_languages(self):
        for label in [*codes.all_categories().values(), *codes.factors().values()]:
            with override("zh-hans"):
                self.assertEqual(str(label), label.zh)
            with override("en"):
                self.assertEqual(str(label), label.en)
                self.assertTrue(label.en.isascii())


class NameTestCase(PageTestCase):
    def test_it_is_found_by_every_way_to_write_the_day(self):
        incident = self.make_incident()
        self.assertIn("8·27", incident.name)

        for case in cases("name", "normalised_date_part"):
            with self.subTest(case.id):
                self.assertEqual(Incident.objects.containing(case.inputs["text"]).get(), incident)

    def test_the_proposed_name_follows_the_facts_until_somebody_words_it(self):
        incident = self.make_incident(category="", deaths=None, serious_injuries=None)
        self.assertIn("8·27", incident.name)

        incident.edit(by=self.chen, now=self.now, category="WSA10010", deaths=2)
        with override("en"):
            self.assertIn("fall from height", incident.name)
            self.assertIn("General", incident.name)

        incident.edit(by=self.chen, now=self.now, name="The fall at the south site")
        incident.edit(by=self.chen, now=self.now, deaths=3)
        self.assertEqual(incident.name, "The fall at the south site")
        self.assertEqual(incident.grade, "larger")

    def test_an_emptied_name_is_the_proposed_one(self):
        incident = self.make_incident(name="A name")

        incident.edit(by=self.chen, now=self.now, name="")

        self.assertIn("8·27", incident.name)


class FormOfTheVectorsTestCase(PageTestCase):
    """The rows whose answer is a refusal, through the form in which somebody types them."""

    def test_it_refuses_what_the_vectors_refuse(self):
        self.sign_in(self.chen)
        incident = self.make_incident()
        names = {"direct_loss_yuan": "direct_loss"}
        count = 0
        for case in cases("grade", "error"):
            with self.subTest(case.id):
                given = {names.get(name, name): value for name, value in case.inputs.items()}
                answer = self.client.post(f"/incidents/{incident.pk}/edit/", self.full(incident, **given))
                self.assertEqual(answer.status_code, 422)
                self.assertEqual(set(answer.context["form"].errors), set(given))
            count += 1
        self.assertEqual(count, 3)
        self.assertEqual(Incident.objects.get().version, 1)
