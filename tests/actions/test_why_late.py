from datetime import date

from django.utils.translation import override

from actions.models import Action
from actions.models.explaining import ANSWERS
from outbox.composing import compose
from outbox.models import Letter, Notice
from outbox.planning import plan
from tests.base import instant

from .case import PageTestCase

WEEK_LATE = "2026-09-22 09:00"  # the deadline is the 15th


class WhyLateTestCase(PageTestCase):
    """The action of Wang is due on 15 September; from the 22nd on Wang is asked why it is late."""

    now = instant(WEEK_LATE)

    def setUp(self):
        super().setUp()
        self.action = self.make_action(now=instant("2026-09-01 10:00"))
        self.url = f"/actions/{self.action.pk}/"

    def explain(self, **given):
        return self.move(self.action, "explain", **{"late_reason": "parts", "note": "Four switches."} | given)

    def explained(self, now=WEEK_LATE, by=None, reason="parts"):
        self.action.explain(by=by or self.wang, now=instant(now), late_reason=reason, note="Four switches.")

    def test_zhao_explains_nothing_and_nobody_explains_for_others_elsewhere(self):
        self.sign_in(self.zhao)
        self.assertEqual(self.explain().status_code, 404)

        self.sign_in(self.he)
        self.assertContains(self.explain(), "Only the owner, Wang, or a safety manager or official", status_code=403)
        self.assertFalse(self.action.events.filter(verb="explain").exists())

    def test_the_owner_says_what_stands_in_the_way(self):
        self.sign_in(self.wang)
        self.assertContains(self.client.get(self.url), "Wang is asked today why it is late")

        self.assertRedirects(self.explain(), self.url)

        self.action.refresh_from_db()
        self.assertEqual((self.action.late_reason, self.action.late_note), ("parts", "Four switches."))
        event = self.action.events.get(verb="explain")
        self.assertEqual((event.by, event.note, event.status), (self.wang, "Four switches.", "assigned"))
        self.assertEqual(list(event.changed()), [("why it is late", "", "Parts or material")])
        page = self.client.get(self.url)
        self.assertContains(page, "Why it is late: Parts or material")
        self.assertNotContains(page, "is asked today")

    def test_the_manager_may_say_it_for_an_owner_who_never_signs_in(self):
        self.sign_in(self.sun)

        self.assertEqual(self.explain().status_code, 302)
        self.assertEqual(self.action.events.get(verb="explain").by, self.sun)

    def test_it_asks_for_a_reason_and_a_sentence_and_keeps_what_was_typed(self):
        self.sign_in(self.wang)

        self.assertContains(self.explain(late_reason=""), "Choose what stands in the way.", status_code=422)
        self.assertContains(self.explain(late_reason="weather"), "weather is not one of", status_code=422)
        missing = self.explain(note="  ", late_reason="money")
        self.assertContains(missing, 'value="money"', status_code=422)
        self.assertContains(missing, "checked", status_code=422)
        self.assertFalse(self.action.events.filter(verb="explain").exists())

    def test_what_is_not_late_needs_no_explanation(self):
        self.set_clock("2026-09-15 23:00")
        self.sign_in(self.wang)

        self.assertNotContains(self.client.get(self.url), "Say why it is late")
        self.assertContains(self.explain(), "It is not late", status_code=422)

        self.set_clock("2026-09-16 00:00")
        self.assertContains(self.client.get(self.url), "Say why it is late")
        self.assertEqual(self.explain().status_code, 302)

    def test_somebody_who_was_slower_sees_the_answer_and_keeps_what_was_typed(self):
        self.sign_in(self.wang)
        version = self.action.version
        self.explained(by=self.sun)

        response = self.explain(version=version, note="My sentence.")

        self.assertContains(response, "Somebody was faster", status_code=409)
        self.assertContains(response, "My sentence.", status_code=409)
        self.assertEqual(self.action.events.filter(verb="explain").count(), 1)

    def test_it_is_asked_from_the_seventh_day_late_on_and_again_after_fourteen_days(self):
        def asked(now):
            return self.action.days_unanswered(instant(now))

        self.assertIsNone(asked("2026-09-21 23:59"))
        self.assertEqual(asked("2026-09-22 00:00"), 0)
        self.assertEqual(asked("2026-09-25 23:59"), 3)

        self.explained("2026-09-25 10:00")
        self.assertIsNone(asked("2026-10-09 09:59"))
        self.assertEqual(asked("2026-10-09 10:00"), 0)
        self.assertEqual(asked("2026-10-10 01:00"), 1)

    def test_it_is_asked_anew_when_the_deadline_has_moved(self):
        self.explained()
        self.action.extend(by=self.li, now=instant(WEEK_LATE), note="Parts come.", deadline=date(2026, 9, 23))

        self.assertFalse(self.action.is_explained)
        self.assertIsNone(self.action.days_unanswered(instant("2026-09-29 12:00")))
        self.assertEqual(self.action.days_unanswered(instant("2026-09-30 12:00")), 0)

    def test_nobody_is_asked_about_work_that_waits_for_its_verifier(self):
        self.submitted(self.action, now=instant("2026-09-20 10:00"))

        self.assertIsNone(self.action.days_unanswered(instant("2026-10-20 10:00")))

    def test_reminders_go_on_as_if_nothing_had_been_said(self):
        plan(instant("2026-09-22 07:00"))
        waiting = set(Notice.objects.waiting().values_list("pk", flat=True))
        self.explained("2026-09-22 07:30")

        self.assertTrue(waiting)
        self.assertEqual(set(Notice.objects.waiting().values_list("pk", flat=True)), waiting)

    def test_the_letter_a_week_late_asks_and_the_others_say_that_there_is_no_answer(self):
        letters = self.letters("2026-09-22 09:00")
        self.assertIn("Please say what stands in the way", letters[self.wang].text)
        self.assertIn(f"{self.url}explain/", letters[self.wang].text)
        self.assertNotIn("/explain/", letters[self.sun].text)

        letters = self.letters("2026-09-29 09:00")
        self.assertIn("You were asked 7 days ago.", letters[self.wang].text)
        self.assertIn("Wang was asked 7 days ago why, and has not answered.", letters[self.sun].text)

        self.explained("2026-09-29 10:00")
        letters = self.letters("2026-10-13 09:00")
        self.assertNotIn("/explain/", letters[self.wang].text)
        self.assertIn("Why it is late: Parts or material. Four switches.", letters[self.sun].text)

    def letters(self, now):
        Letter.objects.all().update(digest_on=None)
        before = set(Letter.objects.values_list("pk", flat=True))
        plan(instant(now))
        compose(instant(now))
        return {letter.person: letter for letter in Letter.objects.exclude(pk__in=before)}

    def test_my_work_asks_too(self):
        self.set_clock("2026-09-24 09:00")
        self.sign_in(self.wang)
        self.assertContains(self.client.get("/"), "Say why it is late: asked 2 days ago")

        self.explain()
        self.assertNotContains(self.client.get("/"), "asked 2 days ago")

    def test_each_late_action_is_in_exactly_one_drawer_of_the_filter(self):
        now = instant("2026-10-20 09:00")
        actions = [self.action, *(self.make_action(deadline=date(2026, 9, 15)) for _each in range(4))]
        for action, day in zip(actions, ("2026-10-19", "2026-10-06", "2026-09-17", "2026-10-07"), strict=False):
            action.explain(by=self.wang, now=instant(f"{day} 09:00"), late_reason="money", note="No budget.")
        self.make_action(deadline=date(2026, 10, 18))
        self.set_clock(now)
        self.sign_in(self.chen)

        found = {}
        for why, _label in ANSWERS:
            for action in self.client.get("/actions/", {"why_late": why}).context["page"]:
                self.assertNotIn(action, found)
                found[action] = why

        self.assertEqual(set(found), set(Action.objects.late(now)))
        for action, why in found.items():
            with self.subTest(action=action.pk):
                asked = action.days_unanswered(now) is not None
                self.assertEqual(why == "unanswered", asked)
                self.assertEqual(why == "not_asked", not asked and not action.is_explained)
        self.assertEqual(sorted(found.values()), ["money", "money", "not_asked", *["unanswered"] * 3])
        self.assertEqual(self.client.get("/actions/", {"why_late": "weather"}).status_code, 400)

    def test_who_was_asked_first_and_is_silent_comes_first(self):
        now = instant("2026-10-30 09:00")
        second = self.make_action(deadline=date(2026, 9, 20))
        self.explained("2026-09-25 10:00")  # asked again on 9 October, later than the second on 27 September

        self.assertEqual(list(Action.objects.unanswered_longest(2, now)), [second, self.action])

    def test_the_file_says_it_in_words(self):
        self.explained("2026-09-22 09:00")
        self.set_clock("2026-10-08 09:00")
        self.sign_in(self.chen)

        response = self.client.get("/actions/", {"columns": ["number", "why_late"], "export": "csv"})

        text = b"".join(response.streaming_content).decode()
        self.assertIn("Parts or material: Four switches.; not answered for 2 days", text)

    def test_it_is_chinese_for_chinese(self):
        self.explained()
        with override("zh-hans"):
            self.assertEqual(self.action.get_late_reason_display(), "配件物资")
