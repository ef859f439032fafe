from incidents.blame import blaming

from .case import PageTestCase


class BlameTestCase(PageTestCase):
    def test_words_that_judge_are_noticed(self):
        texts = {
            "The worker was careless and failed to clip on.": ["careless", "failed to"],
            "Negligence of the foreman": ["Negligence"],
            "He should have looked.": ["should have"],
            "作业人员麻痹大意，安全意识淡薄。": ["麻痹大意", "安全意识淡薄"],
            "违章作业，应当注意而未注意。": ["违章", "应当注意"],
            "思想麻痹，存在侥幸心理，擅自进入，粗心": ["思想麻痹", "侥幸心理", "擅自"],
        }
        self.assertEqual({text: blaming(text) for text in texts}, texts)

    def test_what_names_a_condition_is_not(self):
        for text in (
            "There was no lifeline.",
            "The pump failed.",
            "Careful planning was missing.",
            "未设置防护栏杆。",
            "",
        ):
            with self.subTest(text):
                self.assertEqual(blaming(text), [])


class BlameOnPagesTestCase(PageTestCase):
    TEXT = "The worker was careless."

    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()
        self.page = f"/incidents/{self.incident.pk}/"
        self.new = f"{self.page}findings/"
        self.sign_in(self.li)

    def test_it_asks_while_one_types(self):
        self.assertContains(self.client.get(self.new), f'hx-post="{self.new}hints/"')

        answer = self.client.post(f"{self.new}hints/", {"statement": self.TEXT})

        self.assertContains(answer, "“careless”")
        self.assertContains(answer, "What made it likely")

    def test_it_never_stops_anybody(self):
        answer = self.client.post(self.new, {"statement": self.TEXT, "level": "direct"}, follow=True)

        self.assertEqual(self.incident.findings.get().statement, self.TEXT)
        self.assertContains(answer, "“careless” says whose fault it was.")

    def test_it_stands_in_a_form_that_comes_back(self):
        self.assertContains(
            self.client.post(self.new, {"statement": self.TEXT}), "What made it likely", status_code=422
        )
        finding = self.make_finding(self.incident, statement=self.TEXT)
        self.assertContains(self.client.get(f"/incidents/findings/{finding.pk}/edit/"), "What made it likely")

    def test_it_is_silent_when_somebody_has_asked_why(self):
        finding = self.make_finding(self.incident, statement=self.TEXT)
        self.make_finding(self.incident, statement="He worked alone for 14 hours.", level="root", parent=finding)

        self.assertNotContains(self.client.get(self.page), "whose fault")

    def test_who_only_reads_is_not_asked(self):
        self.make_finding(self.incident, statement=self.TEXT)
        self.sign_in(self.he)

        self.assertNotContains(self.client.get(self.page), "whose fault")
