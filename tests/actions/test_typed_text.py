from tests.actions.case import PageTestCase


class TypedTextTestCase(PageTestCase):
    """What no browser sends, but somebody may."""

    def setUp(self):
        super().setUp()
        self.finding = self.make_finding()
        self.sign_in(self.chen)

    def give(self, **given):
        facts = {
            "title": "Fit lifelines",
            "criterion": "Every edge has one.",
            "kind": "corrective",
            "priority": "ordinary",
            "owner": self.wang.pk,
            "verifier": self.li.pk,
            "deadline": "2027-01-15",
        }
        return self.client.post(f"/actions/new/?finding={self.finding.pk}", facts | given)

    def test_a_title_is_one_line(self):
        self.give(title="Fit lifelines\r\nBcc: x@evil.example")

        self.assertEqual(self.finding.actions.get().title, "Fit lifelines Bcc: x@evil.example")

    def test_text_that_nobody_can_see_is_no_text(self):
        for nothing in ("\u200b\u200b", "\u3164", "\u2060 \ufeff", "\u00ad"):
            answer = self.give(title=nothing, criterion=nothing)

            self.assertEqual(answer.status_code, 422, ascii(nothing))
            self.assertContains(answer, "This field is required.", 2 * 2, status_code=422)

    def test_too_much_text_is_refused_by_the_server_too(self):
        answer = self.give(criterion="x" * 20_000)

        self.assertEqual(answer.status_code, 422)
        self.assertContains(answer, "at most 5000 characters", status_code=422)

    def test_a_day_that_can_be_read_in_two_ways_is_refused(self):
        self.assertEqual(self.give(deadline="02/03/2027").status_code, 422)
        self.assertEqual(self.give(deadline="2027.3.2").status_code, 302)

    def test_an_account_of_20_000_characters_is_refused_at_its_field(self):
        answer = self.client.post("/incidents/new/", {"description": "x" * 20_000})

        self.assertContains(answer, "Write at most 10000 characters.", status_code=422)
