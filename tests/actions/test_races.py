from threading import Barrier, Thread

from django.db import connection
from django.test import Client

from accounts.models import Role
from actions.models import Action
from common.lifecycle import AlreadyMoved
from tests.base import NOW, RacingTestCase


def at_once(tasks):
    """Run the tasks in threads that start together; what each returned or raised, in their order."""
    results, start = [None] * len(tasks), Barrier(len(tasks))

    def run(place, task):
        try:
            start.wait(timeout=10)
            results[place] = task()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, task)) for place, task in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


class FourVerifiersTestCase(RacingTestCase):
    def setUp(self):
        super().setUp()
        self.deputies = [
            self.person(f"deputy{number}", f"副手{number}", Role.SAFETY_MANAGER, site=self.plant) for number in range(3)
        ]
        self.action = self.submitted()

    def test_one_wins_and_three_are_told(self):
        people = [self.li, *self.deputies]
        copies = [Action.objects.get(pk=self.action.pk) for _person in people]

        results = at_once(
            [
                lambda copy=copy, person=person: copy.verify(by=person, now=NOW)
                for copy, person in zip(copies, people, strict=True)
            ]
        )

        self.assertEqual([type(result) for result in results].count(AlreadyMoved), 3, results)
        self.action.refresh_from_db()
        winner = next(
            person for person, result in zip(people, results, strict=True) if type(result) is not AlreadyMoved
        )
        self.assertEqual((self.action.status, self.action.verified_by), ("verified", winner))
        self.assertEqual(self.action.events.filter(verb="verify").count(), 1)

    def test_one_page_goes_through_and_three_say_that_somebody_was_faster(self):
        version, url = self.action.version, f"/actions/{self.action.pk}/verify/"
        clients = []
        for person in (self.li, *self.deputies):
            client = Client()
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            clients.append(client)

        responses = at_once(
            [
                lambda client=client: client.post(url, {"version": version, "note": "Seen on the spot."})
                for client in clients
            ]
        )

        self.assertEqual(sorted(response.status_code for response in responses), [302, 409, 409, 409])
        for response in responses:
            if response.status_code == 409:
                self.assertContains(response, "Seen on the spot.", status_code=409)
        self.assertEqual(self.action.events.filter(verb="verify").count(), 1)

    def test_verified_and_sent_back_at_once_is_one_of_both(self):
        one, other = (Action.objects.get(pk=self.action.pk) for _copy in range(2))

        results = at_once(
            [
                lambda: one.verify(by=self.li, now=NOW),
                lambda: other.send_back(by=self.deputies[0], now=NOW, note="Not yet."),
            ]
        )

        self.assertEqual([type(result) for result in results].count(AlreadyMoved), 1, results)
        self.assertEqual(self.action.events.count(), 3)
