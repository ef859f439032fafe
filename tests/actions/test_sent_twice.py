from uuid import uuid4

from actions.models import Action
from incidents.models import Finding
from tests.actions.case import PageTestCase


class SentTwiceTestCase(PageTestCase):
    """A double click, or Back and once more: the form is sent twice and means one thing."""

    def setUp(self):
        super().setUp()
        self.finding = self.make_finding()
        self.sign_in(self.chen)
        self.key = str(uuid4())

    def give(self, key):
        return self.client.post(
            f"/actions/new/?finding={self.finding.pk}",
            {
                "form_key": key,
                "title": "Fit lifelines",
                "criterion": "Every edge has one.",
                "kind": "corrective",
                "priority": "ordinary",
                "owner": self.wang.pk,
                "verifier": self.li.pk,
                "deadline": "2027-01-15",
            },
        )

    def test_an_action_is_given_once(self):
        first, second = self.give(self.key), self.give(self.key)

        self.assertEqual((first.status_code, second.status_code, first.url), (302, 302, second.url))
        self.assertEqual(Action.objects.count(), 1)
        self.assertEqual(self.wang.notices.count(), 1)

    def test_another_form_gives_another_action(self):
        self.give(self.key)
        self.give(str(uuid4()))

        self.assertEqual(Action.objects.count(), 2)

    def test_a_key_of_somebody_else_shows_nothing_of_theirs(self):
        self.give(self.key)
        self.sign_in(self.li)

        self.assertEqual(self.give(self.key).status_code, 422)
        self.assertEqual(Action.objects.count(), 1)

    def test_a_cause_is_added_once(self):
        url = f"/incidents/{self.finding.incident_id}/findings/"
        for _time in range(2):
            self.client.post(url, {"form_key": self.key, "statement": "Nobody looked.", "level": "root", "factor": ""})

        self.assertEqual(Finding.objects.filter(statement="Nobody looked.").count(), 1)
