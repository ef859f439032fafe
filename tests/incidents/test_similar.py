from datetime import timedelta

from django.db import connection

from common.likeness import Likeness
from incidents import similar
from incidents.models import Finding, Incident

from .case import PageTestCase


class SimilarTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        for number in range(40):
            self.make_incident(description=f"A forklift touched rack {number} in the warehouse.", category="WSA10002")
        self.fall = self.make_incident(
            description="脚手板翻转，2人从9层悬挑脚手架坠落。", category="WSA10010", now=self.now - timedelta(days=1)
        )
        self.press = self.make_incident(description="The light curtain of press 3 was bridged.", category="WSA10004")
        self.analyse()

    def analyse(self):
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE incidents_incident; ANALYZE incidents_finding")

    def found(self, text, user=None, **given):
        return similar.incidents(user or self.chen, text=text, **given)

    def test_words_find_it_in_both_languages(self):
        cases = (("作业人员从悬挑脚手架上坠落", self.fall), ("somebody had bridged the light curtains", self.press))
        for text, incident in cases:
            with self.subTest(text):
                found = self.found(text)
                self.assertEqual([one.incident for one in found], [incident])

    def test_it_says_what_they_have_in_common(self):
        (one,) = self.found("人从悬挑脚手架上坠落", category="WSA10010", site=self.plant)

        self.assertEqual(one.common[:2], ["same category", "same site"])
        self.assertIn("悬挑脚手架", one.common[2])

    def test_category_and_place_are_enough(self):
        found = self.found("", category="WSA10010", site=self.plant)

        self.assertEqual([one.incident for one in found], [self.fall])

    def test_a_category_of_the_older_table_with_the_same_name_is_the_same(self):
        Incident.objects.filter(pk=self.fall.pk).update(category="GB86-09")

        self.assertEqual([one.incident for one in self.found("", category="WSA10010", site=self.plant)], [self.fall])

    def test_nothing_in_common_is_nothing(self):
        for text in ("", " ", "the of and", "2026 9.1 33", "\0", "'\\ & | !", "x" * 9000, "完全不同"):
            with self.subTest(text[:20]):
                self.assertEqual(self.found(text), [])

    def test_nobody_is_shown_what_they_may_not_see(self):
        text = "脚手板翻转，2人从9层悬挑脚手架坠落。"
        for person in (self.zhao, self.guan, self.wang):
            with self.subTest(person.name):
                self.assertEqual(self.found(text, person, category="WSA10010", site=self.plant), [])

    def test_what_was_declared_void_did_not_happen(self):
        Incident.objects.get(pk=self.fall.pk).void(by=self.chen, now=self.now, note="Twice")

        self.assertEqual(self.found("悬挑脚手架坠落", category="WSA10010", site=self.plant), [])

    def test_rare_words_weigh_more_than_common_ones(self):
        odd = self.make_incident(description="The forklift's horn was silent in the warehouse.", category="WSA10002")
        self.analyse()

        self.assertEqual(self.found("a forklift with a silent horn touched a rack in the warehouse")[0].incident, odd)

    def test_few_rows_are_looked_up_however_common_the_words_are(self):
        likeness = Likeness(Incident, "A forklift touched rack 7 in the warehouse.")

        self.assertTrue({"forklift", "warehous"} <= {token.text for token in likeness.tokens})
        self.assertLess(Incident.objects.filter(likeness.sought).count(), 60)

    def test_causes_of_other_incidents_are_found(self):
        elsewhere = self.make_finding(self.fall, statement="脚手板未绑扎固定")
        self.make_finding(self.press, statement="Nobody was named.")
        self.analyse()

        found = similar.findings(self.chen, text="脚手板没有绑扎", besides=self.press)

        self.assertEqual([one.finding for one in found], [elsewhere])
        self.assertEqual(similar.findings(self.chen, text="脚手板没有绑扎", besides=self.fall), [])
        self.assertEqual(similar.findings(self.zhao, text="脚手板没有绑扎", besides=self.press), [])

    def test_it_takes_three_queries(self):
        user = type(self.chen).objects.get(pk=self.chen.pk)
        user.seen_sites  # noqa: B018  read once a request
        with self.assertNumQueries(3):
            self.found("作业人员从悬挑脚手架上坠落", user, category="WSA10010", site=self.plant)


class SimilarPagesTestCase(PageTestCase):
    TEXT = "脚手板翻转，2人从9层悬挑脚手架坠落。"

    def setUp(self):
        super().setUp()
        self.before = self.make_incident(description=self.TEXT, now=self.now - timedelta(days=3))
        self.finding = self.make_finding(self.before, statement="脚手板未绑扎，作业人员麻痹大意。")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE incidents_incident; ANALYZE incidents_finding")
        self.sign_in(self.chen)

    def typed(self, **given):
        return {"description": self.TEXT, "category": "WSA10010", "site": self.plant.pk, "place": ""} | given

    def test_it_shows_itself_while_the_first_report_is_typed(self):
        self.assertContains(self.client.get("/incidents/new/"), 'hx-post="/incidents/similar/"')

        answer = self.client.post("/incidents/similar/", self.typed())

        self.assertContains(answer, self.before.number)
        self.assertEqual(self.client.get("/incidents/similar/").status_code, 405)

    def test_zhao_is_shown_nothing(self):
        self.sign_in(self.zhao)

        self.assertNotContains(self.client.post("/incidents/similar/", self.typed()), "incidents/")
        hints = f"/incidents/{self.before.pk}/findings/hints/"
        self.assertEqual(self.client.post(hints, {"statement": "x"}).status_code, 404)
        self.assertEqual(self.client.get(f"/incidents/findings/{self.finding.pk}/similar/").status_code, 404)

    def test_whatever_is_sent_is_answered(self):
        for given in ({"site": "x"}, {"site": "9" * 30}, {"category": "nonsense"}, {"description": "\0"}, {"site": ""}):
            with self.subTest(**given):
                self.assertEqual(self.client.post("/incidents/similar/", self.typed(**given)).status_code, 200)

    def test_without_a_script_it_stands_on_the_page_after_saving(self):
        answer = self.client.post("/incidents/new/", self.report(description=self.TEXT), follow=True)

        self.assertContains(answer, "It happened before")
        self.assertContains(answer, self.before.number)
        latest = self.latest()
        self.assertContains(self.client.get(f"/incidents/{latest.pk}/investigation/"), self.before.number)
        self.set_clock("2026-09-02 10:00")
        self.assertNotContains(self.client.get(f"/incidents/{latest.pk}/"), "It happened before")

    def test_causes_are_compared_while_one_types_and_afterwards(self):
        other = self.make_incident()
        own = self.make_finding(other, statement="脚手板没有绑扎")

        for answer in (
            self.client.post(f"/incidents/{other.pk}/findings/hints/", {"statement": "脚手板未绑扎"}),
            self.client.get(f"/incidents/findings/{own.pk}/similar/"),
        ):
            self.assertContains(answer, "脚手板未绑扎，作业人员麻痹大意。")
        self.assertContains(self.client.get(f"/incidents/{other.pk}/"), f"/incidents/findings/{own.pk}/similar/")

    def test_the_number_of_queries_is_fixed(self):
        for count in (0, 10):
            for _time in range(count):
                self.make_incident(description=self.TEXT)
            with self.assertNumQueries(8):
                self.client.post("/incidents/similar/", self.typed())


class CausesStandTestCase(PageTestCase):
    def test_a_withdrawn_cause_is_like_nothing(self):
        finding = self.make_finding(statement="脚手板未绑扎")
        finding.withdraw(by=self.chen, now=self.now, note="It was not so.")

        self.assertEqual(Finding.objects.standing().count(), 0)
        self.assertEqual(similar.findings(self.chen, text="脚手板未绑扎", besides=self.make_incident()), [])
