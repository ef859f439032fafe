import re

from incidents.models import Exhibit
from overview.fishbone import bones_of, numbered
from tests.incidents.case import PageTestCase


class FishboneTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.direct = self.make_finding(self.incident, factor="6.01", statement="The guardrail was missing.")
        self.why = self.make_finding(
            self.incident, parent=self.direct, level="contributing", factor="I.4", statement="Nobody had looked."
        )
        self.root = self.make_finding(self.incident, parent=self.why, level="root", statement="Nobody was named.")
        self.act = self.make_finding(self.incident, factor="7.11", statement="They were not clipped on.")
        self.url = f"/incidents/{self.incident.pk}/fishbone/"
        self.sign_in(self.he)

    def test_zhao_finds_no_page(self):
        for person in (self.zhao, self.guan, self.wang):
            self.sign_in(person)
            self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_causes_are_numbered_as_the_tree_of_whys_and_grouped_by_factor(self):
        bones = bones_of(numbered(list(self.incident.findings.all())))

        self.assertEqual(
            [(str(bone.label), [cause.number for cause in bone.causes]) for bone in bones],
            [
                ("Unsafe conditions", ["1"]),
                ("Unsafe acts", ["2"]),
                ("site not inspected or wrongly guided", ["1.1"]),
                ("Root causes without a code", ["1.1.1"]),
            ],
        )

    def test_it_is_drawn_for_a_desk_and_a_phone_and_told_in_words(self):
        Exhibit.add(
            self.incident,
            by=self.chen,
            now=self.now,
            kind="photo",
            title="Photo of the edge",
            found_at="9th floor",
            secured_on=self.incident.occurred_on,
            secured_by="Chen",
            findings=[self.direct],
        )

        page = self.client.get(self.url)

        svgs = re.findall(r"<svg[^>]*pic-(wide|narrow).*?</svg>", page.content.decode(), re.DOTALL)
        self.assertEqual(svgs, ["wide", "narrow"])
        self.assertContains(page, "4 causes of 4 kinds")
        self.assertContains(page, f"/incidents/{self.incident.pk}/#finding-{self.root.pk}")
        self.assertContains(page, "Photo of the edge")
        self.assertNotContains(page, "style=")

    def test_what_was_withdrawn_is_not_drawn_and_what_explained_it_moves_up(self):
        self.why.withdraw(by=self.chen, now=self.now, note="It was not so.")

        page = self.client.get(self.url)

        self.assertNotContains(page, "Nobody had looked.")
        numbers = {cause.finding: cause.number for bone in page.context["picture"].bones for cause in bone.causes}
        self.assertEqual(numbers, {self.direct: "1", self.root: "2", self.act: "3"})

    def test_without_a_cause_it_says_so(self):
        bare = self.make_incident()

        self.assertContains(self.client.get(f"/incidents/{bare.pk}/fishbone/"), "No cause has been found yet.")

    def test_it_draws_many_kinds_and_long_words(self):
        for factor in ("I.1", "I.2", "I.3", "I.5", "I.6", "I.9"):
            self.make_finding(self.incident, level="root", factor=factor, statement="没有一个具名的责任人" * 20)
        self.make_finding(self.incident, level="root", factor="I.9", statement="<script>" + "W" * 300)

        page = self.client.get(self.url)

        self.assertEqual(len(page.context["picture"].bones), 10)
        self.assertNotContains(page, "<script>W")

    def test_the_number_of_queries_is_fixed(self):
        with self.assertNumQueries(8):
            self.client.get(self.url)
        for number in range(10):
            self.make_finding(self.incident, statement=f"Cause {number}")
        with self.assertNumQueries(8):
            self.client.get(self.url)
