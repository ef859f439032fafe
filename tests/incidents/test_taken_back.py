from django.core.exceptions import ValidationError

from tests.base import NOW, BaseTestCase


class TakenBackTestCase(BaseTestCase):
    def setUp(self):
        self.action = self.make_action()
        self.finding = self.action.finding
        self.incident = self.finding.incident

    def test_nothing_that_people_work_on_loses_its_reason(self):
        for record, verb in ((self.incident, "void"), (self.finding, "withdraw")):
            with self.assertRaisesMessage(ValidationError, self.action.number):
                getattr(record, verb)(by=self.chen, now=NOW, note="Entered twice")
            record.refresh_from_db()
            self.assertIn(record.status, ("reported", "proposed"))

    def test_the_page_says_what_stands_in_the_way(self):
        self.sign_in(self.chen)
        answer = self.client.post(
            f"/incidents/{self.incident.pk}/void/", {"note": "Twice", "version": self.incident.version}
        )

        self.assertContains(answer, self.action.number, status_code=422)

    def test_it_is_taken_back_once_the_work_is_void(self):
        self.action.void(by=self.chen, now=NOW, note="Entered twice")
        self.finding.withdraw(by=self.chen, now=NOW, note="Entered twice")
        self.incident.refresh_from_db()
        self.incident.void(by=self.chen, now=NOW, note="Entered twice")

        self.assertEqual(self.incident.status, "void")
        self.sign_in(self.chen)
        self.assertNotContains(self.client.get(f"/incidents/{self.incident.pk}/"), "Still missing")
