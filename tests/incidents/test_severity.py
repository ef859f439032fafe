from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from common.lifecycle import AlreadyMoved
from incidents.models import Matrix, Member, Rating
from incidents.models.matrix import Words

from .case import PageTestCase

WORDS = [{"zh": "低", "en": "Low"}, {"zh": "高", "en": "High"}]
SMALL = {
    "consequences": WORDS,
    "likelihoods": WORDS,
    "levels": [{"zh": "低", "en": "Low", "colour": "blue"}, {"zh": "高", "en": "High", "colour": "red"}],
    "cells": [[0, 0], [0, 1]],
}


class SeverityCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.matrix = Matrix.objects.newest()

    def rate(self, *, by=None, **given):
        facts = {"kind": "actual", "matrix": self.matrix, "consequence": 3, "likelihood": 4, "reason": "x", "since": 0}
        return Rating.give(self.incident, by=by or self.chen, now=self.now, **facts | given)

    def replace(self, by=None, **given):
        return Matrix.replace(by=by or self.guan, now=self.now, **{"since": 1} | SMALL | given)


class SeverityTestCase(SeverityCase):
    def test_an_installation_begins_with_five_by_five(self):
        self.assertEqual((self.matrix.number, len(self.matrix.consequences), len(self.matrix.likelihoods)), (1, 5, 5))
        products = {(4, 4): "Very high", (3, 3): "High", (2, 3): "Medium", (3, 1): "Low", (2, 4): "High", (0, 0): "Low"}
        self.assertEqual({field: str(self.matrix.level(*field)) for field in products}, products)

    def test_only_administrators_make_another_version(self):
        for person in (self.chen, self.he, self.li, self.wang):
            with self.subTest(person.name), self.assertRaises(PermissionDenied):
                self.replace(by=person)

    def test_what_was_rated_keeps_its_version(self):
        before = self.rate()

        self.replace()

        self.matrix = Matrix.objects.newest()
        after = self.rate(consequence=1, likelihood=1, since=before.pk)
        self.assertEqual([str(rating.level) for rating in (before, after)], ["Very high", "High"])
        self.assertEqual([rating.matrix.number for rating in (before, after)], [1, 2])

    def test_neither_a_version_nor_a_rating_is_ever_changed(self):
        self.rate()

        for rows, facts in ((Matrix.objects, {"cells": []}), (Rating.objects, {"consequence": 0})):
            with self.assertRaises(DatabaseError), transaction.atomic():
                rows.update(**facts)
            with self.assertRaises(DatabaseError), transaction.atomic():
                rows.all()._raw_delete("default")

    def test_the_second_of_two_is_told(self):
        self.rate()
        with self.assertRaises(AlreadyMoved):
            self.rate()
        self.rate(kind="potential")

        self.replace()

        with self.assertRaises(AlreadyMoved):
            self.replace()
        with self.assertRaises(AlreadyMoved):
            self.rate(since=99)

    def test_levels_rise_with_consequence_and_likelihood(self):
        for cells in ([[1, 0], [1, 1]], [[0, 1], [0, 0]], [[0, 0]], [[0, 0], [0]], [[0, 0], [0, 2]], [[0, 0], [0, -1]]):
            with self.subTest(cells), self.assertRaises(ValidationError):
                self.replace(cells=cells)
        with self.assertRaises(ValidationError):
            self.replace(likelihoods=WORDS * 4, cells=[[0] * 8] * 2)

    def test_who_may_not_investigate_does_not_rate(self):
        for person in (self.zhao, self.he, self.wang, self.guan):
            with self.subTest(person.name), self.assertRaises(PermissionDenied):
                self.rate(by=person)
        Member.add(self.incident, by=self.chen, now=self.now, person=self.he)
        self.incident = self.incident.__class__.objects.get()

        self.assertEqual(self.rate(by=self.he).by, self.he)

    def test_a_field_that_does_not_exist_is_none(self):
        for field in ({"consequence": 5}, {"likelihood": -1}):
            with self.assertRaises(ValidationError):
                self.rate(**field)

    def test_a_word_in_one_language_is_enough(self):
        self.assertEqual([str(Words("低")), str(Words("", "Low")), str(Words("低", "Low"))], ["低", "Low", "Low"])


class RatingPageTestCase(SeverityCase):
    def setUp(self):
        super().setUp()
        self.url = f"/incidents/{self.incident.pk}/rate/"
        self.page = f"/incidents/{self.incident.pk}/investigation/"
        self.sign_in(self.li)

    def entry(self, **given):
        facts = {"matrix": self.matrix.pk, "since": 0, "kind": "potential", "consequence": 3, "likelihood": 2}
        return facts | {"reason": "It hung by a thread."} | given

    def test_zhao_finds_no_page(self):
        self.sign_in(self.zhao)

        for answer in (self.client.get(self.url), self.client.post(self.url, self.entry())):
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(Rating.objects.count(), 0)

    def test_who_only_reads_sees_the_rating_and_gives_none(self):
        self.rate()
        self.sign_in(self.he)

        self.assertEqual(self.client.post(self.url, self.entry()).status_code, 403)
        page = self.client.get(self.page)
        self.assertContains(page, "Very high")
        self.assertContains(page, "rated here:")
        self.assertNotContains(page, self.url)

    def test_it_rates(self):
        self.assertRedirects(self.client.post(self.url, self.entry()), self.page)

        rating = Rating.objects.get()
        self.assertEqual((str(rating.level), rating.kind, rating.by), ("Medium", "potential", self.li))
        self.assertEqual(self.incident.events.first().verb, "rated")

    def test_it_says_at_the_field_what_is_wrong(self):
        for field, value in (("kind", ""), ("consequence", "9"), ("likelihood", "x"), ("reason", " ")):
            with self.subTest(field):
                answer = self.client.post(self.url, self.entry(**{field: value}))
                self.assertEqual(list(answer.context["form"].errors), [field])
                self.assertEqual(answer.status_code, 422)
        self.assertContains(self.client.post(self.url, self.entry(kind="")), "hung by a thread", status_code=422)

    def test_who_is_second_sees_what_is_saved_and_may_send_again(self):
        first = self.rate(kind="potential", consequence=4)

        answer = self.client.post(self.url, self.entry())

        self.assertContains(answer, "Three deaths or more", status_code=409)
        self.assertContains(answer, "It hung by a thread.", status_code=409)
        self.assertEqual(answer.context["form"]["since"].value(), first.pk)
        self.assertRedirects(self.client.post(self.url, self.entry(since=first.pk)), self.page)


class MatrixPageTestCase(SeverityCase):
    def setUp(self):
        super().setUp()
        self.url = "/rules/matrix/"
        self.sign_in(self.guan)

    def entry(self, **given):
        form = self.client.get(self.url).context["form"]
        sizes = {"consequences": 5, "likelihoods": 5, "levels": 4}
        return sizes | {field.html_name: field.value() for field in form} | given

    def test_others_are_refused(self):
        entry = self.entry()
        for person in (self.chen, self.he, self.wang):
            self.sign_in(person)
            self.assertEqual(self.client.get(self.url).status_code, 403)
            self.assertEqual(self.client.post(self.url, entry).status_code, 403)
        self.assertEqual(Matrix.objects.count(), 1)

    def test_words_and_levels_make_a_new_version(self):
        self.assertRedirects(self.client.post(self.url, self.entry(levels_3_en="Fatal", cell_3_1="1")), self.url)

        newest = Matrix.objects.newest()
        self.assertEqual((newest.number, newest.made_by), (2, self.guan))
        self.assertEqual((str(newest.words["levels"][3]), newest.cells[3][1]), ("Fatal", 1))
        self.assertContains(self.client.get(self.url), "Matrix, version 1")

    def test_the_size_is_changed_without_losing_what_was_typed(self):
        sized = {"consequences": "3", "likelihoods": "6", "levels": "3"}
        answer = self.client.post(self.url, self.entry(resize="1", consequences_0_en="Scratch", **sized))

        form = answer.context["form"]
        self.assertEqual(form["consequences_0_en"].value(), "Scratch")
        self.assertNotIn("cell_3_0", form.fields)
        self.assertEqual(Matrix.objects.count(), 1)
        filled = {field.html_name: field.value() for field in form} | sized
        answer = self.client.post(self.url, filled)
        self.assertEqual(list(answer.context["form"].errors), ["likelihoods_5_zh"])
        answer = self.client.post(self.url, filled | {"likelihoods_5_zh": "必然"})
        self.assertRedirects(answer, self.url)
        newest = Matrix.objects.newest()
        self.assertEqual([len(newest.consequences), len(newest.likelihoods), len(newest.levels)], [3, 6, 3])

    def test_what_cannot_be_is_said_and_nothing_is_lost(self):
        for wrong in (
            {"cell_4_4": "0"},
            {"cell_4_4": "9"},
            {"cell_4_4": ""},
            {"levels_0_colour": "pink"},
            {"likelihoods_1_zh": "", "likelihoods_1_en": " "},
            {"likelihoods_1_en": "x" * 41},
            {"consequences": "99"},
            {},
        ):
            with self.subTest(**wrong):
                answer = self.client.post(self.url, self.entry(**{"levels_1_en": "So-so"} if wrong else {}, **wrong))
                self.assertEqual(answer.status_code, 422)
                self.assertContains(answer, "So-so" if wrong else "Nothing was changed", status_code=422)
        self.assertEqual(Matrix.objects.count(), 1)

    def test_an_old_page_does_not_overwrite_a_newer_version(self):
        entry = self.entry(levels_0_en="Mine")
        self.replace()

        answer = self.client.post(self.url, entry)

        self.assertContains(answer, "Somebody was faster", status_code=409)
        self.assertContains(answer, "Mine", status_code=409)
        self.assertRedirects(self.client.post(self.url, entry | {"since": "2"}), self.url)
        self.assertEqual(Matrix.objects.newest().number, 3)
