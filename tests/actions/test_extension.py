from datetime import date

from tests.base import NOW, instant

from .case import PageTestCase


class ExtensionTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.action = self.make_action()

    def ask(self, deadline="2026-09-20", note="Rain."):
        return self.move(self.action, "ask_extension", deadline=deadline, note=note)

    def test_zhao_decides_nothing(self):
        self.action.ask_extension(by=self.wang, now=NOW, note="Rain.", deadline=date(2026, 9, 20))
        self.sign_in(self.zhao)

        self.assertEqual(self.move(self.action, "grant_extension").status_code, 404)
        self.assertIsNone(self.action.extensions.get().granted)

    def test_the_deadline_stands_until_somebody_else_gives_more_time(self):
        self.sign_in(self.wang)
        self.ask()
        self.action.refresh_from_db()
        self.assertEqual(self.action.deadline, date(2026, 9, 15))
        self.assertEqual(self.move(self.action, "grant_extension").status_code, 403)

        self.sign_in(self.li)
        self.assertContains(self.client.get(f"/actions/{self.action.pk}/"), "Wang asks for time until")
        self.move(self.action, "grant_extension")

        self.action.refresh_from_db()
        self.assertEqual(self.action.deadline, date(2026, 9, 20))
        self.assertEqual(self.action.original_deadline, date(2026, 9, 15))
        self.assertEqual(self.action.due_at, instant("2026-09-21 00:00"))
        extension = self.action.extensions.get()
        self.assertEqual((extension.granted, extension.decided_by), (True, self.li))

    def test_it_is_asked_once_at_a_time(self):
        self.sign_in(self.wang)
        self.ask()
        self.action.refresh_from_db()

        response = self.ask("2026-09-25")

        self.assertContains(response, "More time has been asked for. Li decides.", status_code=403)
        self.assertEqual(self.action.extensions.count(), 1)

    def test_it_can_be_asked_again_after_a_refusal(self):
        self.sign_in(self.wang)
        self.ask()
        self.action.refresh_from_db()
        self.action.refuse_extension(by=self.li, now=NOW, note="No.")

        self.assertEqual(self.ask("2026-09-18").status_code, 302)
        self.assertEqual(list(self.action.extensions.values_list("granted", flat=True)), [False, None])

    def test_a_day_before_the_present_deadline_is_refused(self):
        self.sign_in(self.wang)

        for day in ("2026-09-15", "2026-09-01", "2020-01-01"):
            with self.subTest(day):
                self.assertContains(self.ask(day), "Ask for a day after the present deadline.", status_code=422)

    def test_a_day_that_has_passed_meanwhile_cannot_be_given(self):
        self.sign_in(self.wang)
        self.ask()
        self.action.refresh_from_db()
        self.set_clock("2026-09-22 09:00")
        self.sign_in(self.li)

        response = self.move(self.action, "grant_extension")

        self.assertContains(response, "The deadline lies before today.", status_code=422)
        self.action.refresh_from_db()
        self.assertEqual(self.action.deadline, date(2026, 9, 15))

    def test_a_hand_over_settles_what_was_asked(self):
        self.sign_in(self.wang)
        self.ask()
        self.action.refresh_from_db()

        self.action.hand_over(by=self.chen, now=NOW, note="Ill.", owner=self.sun)

        extension = self.action.extensions.get()
        self.assertEqual((extension.granted, extension.decided_by, extension.answer), (False, self.chen, "Ill."))

    def test_nobody_decides_what_nobody_asked(self):
        self.sign_in(self.li)

        self.assertContains(
            self.move(self.action, "grant_extension"), "Nobody is asking for more time.", status_code=403
        )
