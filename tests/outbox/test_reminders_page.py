from datetime import timedelta
from unittest.mock import patch

from outbox.composing import compose
from outbox.delivery import deliver_all
from outbox.models import Hold, Ladder, Letter, Notice, Pulse, Step
from outbox.planning import plan
from tests.base import NOW, BaseTestCase, instant


class RemindersPageTestCase(BaseTestCase):
    url = "/reminders/"

    def setUp(self):
        clock = patch("common.clock.now", return_value=NOW)
        clock.start()
        self.addCleanup(clock.stop)
        self.sign_in(self.guan)

    def beat(self, at=NOW):
        for name in Pulse.Name.values:
            Pulse.beat(name, 0, now=at)

    def test_only_administrators_see_it(self):
        ladder = Ladder.objects.first()
        for person in (self.zhao, self.chen, self.wang):
            self.sign_in(person)
            for url in (self.url, "/reminders/ladders/", f"/reminders/ladders/{ladder.pk}/"):
                self.assertEqual(self.client.get(url).status_code, 403)
            for url in ("/reminders/hold/", "/reminders/release/", f"/reminders/people/{self.wang.pk}/try-again/"):
                self.assertEqual(self.client.post(url, {"note": "x"}).status_code, 403)
        self.assertFalse(Hold.objects.exists())

    def test_it_says_that_reminders_run_or_stand_still(self):
        self.assertContains(self.client.get(self.url), "They stand still")

        self.beat()
        self.assertContains(self.client.get(self.url), "They run")

        self.beat(NOW - timedelta(minutes=4))
        self.assertContains(self.client.get(self.url), "They stand still")

    def test_it_stops_the_letters_and_lets_them_go(self):
        page = self.client.post("/reminders/hold/", {"note": ""})
        self.assertContains(page, "This field is required", status_code=422)

        self.client.post("/reminders/hold/", {"note": "The mail server moves"})
        self.assertContains(self.client.get(self.url), "The mail server moves")

        self.client.post("/reminders/release/", {"note": "It has moved"})
        self.assertContains(self.client.get(self.url), "It has moved")
        self.assertFalse(Hold.objects.standing().exists())

        again = self.client.post("/reminders/release/", {"note": "Again"}, follow=True)
        self.assertContains(again, "already")

    def test_it_names_what_slipped_through_by_its_number_alone(self):
        action = self.make_action(deadline=NOW.date() + timedelta(days=1))
        Notice.objects.all().delete()
        late = instant("2026-09-20 09:00")
        with patch("common.clock.now", return_value=late):
            page = self.client.get(self.url)
            self.assertContains(page, action.number)
            self.assertNotContains(page, action.title)

            plan(late)
            self.assertContains(self.client.get(self.url), "Nothing slipped through.")

    def test_it_names_people_to_whom_nobody_can_write_and_tries_again(self):
        self.wang.mark_refused(self.wang.email, now=NOW)
        self.assertContains(self.client.get(self.url), f"{self.wang.email} is refused")

        self.client.post(f"/reminders/people/{self.wang.pk}/try-again/")

        self.wang.refresh_from_db()
        self.assertTrue(self.wang.is_reachable)

    def test_it_asks_for_the_same_number_of_queries_whatever_waits(self):
        self.beat()
        self.client.get(self.url)
        with self.assertNumQueries(16):
            self.client.get(self.url)

        for number in range(12):
            person = self.person(f"p{number}", f"P{number}", "reporter", site=self.plant)
            self.make_action(owner=person)
            person.mark_refused(person.email, now=NOW)
        compose(NOW)

        with self.assertNumQueries(16):
            self.client.get(self.url)


class ReadyTestCase(BaseTestCase):
    """`/readyz` as a load balancer asks it: no host name, nobody signed in."""

    def ask(self, now=NOW):
        with patch("common.clock.now", return_value=now):
            return self.client.get("/readyz", headers={"host": "nobody.knows"})

    def beat(self, at):
        for name in Pulse.Name.values:
            Pulse.beat(name, 0, now=at)

    def test_it_is_red_within_three_minutes_and_green_again_by_itself(self):
        self.assertEqual(self.ask().status_code, 503)
        self.beat(NOW)
        self.assertEqual(self.ask().json()["status"], "ok")
        self.assertEqual(self.ask(NOW + timedelta(minutes=3)).status_code, 200)

        self.assertEqual(self.ask(NOW + timedelta(minutes=3, seconds=1)).status_code, 503)

        self.beat(NOW + timedelta(minutes=4))
        self.assertEqual(self.ask(NOW + timedelta(minutes=5)).status_code, 200)

    def test_a_letter_that_nobody_tries_is_red(self):
        self.make_action()
        compose(NOW)
        later = NOW + timedelta(minutes=4)
        self.beat(later)
        self.assertEqual(self.ask(later).json()["reminders"], "still")

        deliver_all(lambda: later)
        self.assertEqual(self.ask(later).json()["reminders"], "ok")

    def test_held_letters_are_degraded_and_not_down(self):
        self.beat(NOW)
        Hold.place(by=self.guan, now=NOW, note="The mail server moves")

        answer = self.ask()

        self.assertEqual(
            (answer.status_code, answer.json()["status"], answer.json()["reminders"]), (200, "degraded", "held")
        )

    def test_without_redis_it_is_degraded(self):
        self.beat(NOW)
        with self.settings(REDIS_URL="redis://127.0.0.1:1/0"):
            answer = self.ask()

        self.assertEqual(
            (answer.status_code, answer.json()["status"], answer.json()["redis"]), (200, "degraded", "away")
        )


class LadderPageTestCase(BaseTestCase):
    def setUp(self):
        clock = patch("common.clock.now", return_value=instant("2026-09-10 09:00"))
        clock.start()
        self.addCleanup(clock.stop)
        self.ladder = Ladder.objects.get(kind="deadline", priority="ordinary")
        self.url = f"/reminders/ladders/{self.ladder.pk}/"
        self.sign_in(self.guan)

    def form(self, *steps, **given):
        """`steps`: (count, unit, side, audience, every)"""
        data = {
            "version": self.ladder.version,
            "note": "Tried for a month",
            "steps-TOTAL_FORMS": len(steps),
            "steps-INITIAL_FORMS": 0,
        }
        for number, (count, unit, side, audience, every) in enumerate(steps):
            names = {
                "count": count,
                "unit": unit,
                "side": side,
                "audience": audience,
                "every_count": every,
                "every_unit": unit,
            }
            data |= {f"steps-{number}-{name}": value for name, value in names.items()}
        return data | given

    def test_what_is_kept_holds_for_open_work_at_the_next_plan(self):
        action = self.make_action(deadline=NOW.date() + timedelta(days=14))
        Notice.objects.all().delete()
        self.assertEqual(plan(instant("2026-09-10 09:00")), 1)  # seven days before

        page = self.client.post(self.url, self.form((5, 1440, -1, "owner", ""), (0, 1440, 1, "leader", 2)))

        self.assertRedirects(page, self.url)
        self.assertEqual(
            list(Step.objects.filter(ladder=self.ladder).values_list("offset", "audience", "every")),
            [(-7200, "owner", None), (0, "leader", 2880)],
        )
        change = self.ladder.changes.get()
        self.assertEqual(
            (change.by, change.note, len(change.before), len(change.after)), (self.guan, "Tried for a month", 10, 2)
        )
        self.assertEqual(plan(instant("2026-09-10 09:00")), 1)
        self.assertEqual(Notice.objects.latest("pk").step, -7200)
        self.assertEqual(Notice.objects.latest("pk").subject_id, action.pk)

    def test_a_browser_sends_the_empty_rows_too(self):
        page = self.client.get(self.url)
        data = {"version": self.ladder.version, "note": "The leader wants to know"}
        for form in [page.context["steps"].management_form, *page.context["steps"].forms]:
            for field in form:
                choices = [value for value, _label in getattr(field.field, "choices", [])]
                value = field.value() if field.value() is not None else next(iter(choices), "")
                data[field.html_name] = "" if value is False else value
        self.assertEqual(self.client.post(self.url, data | {"try": "1"}).status_code, 200)

        row = {"steps-10-count": 2, "steps-10-side": 1, "steps-10-audience": "leader"}
        self.assertContains(self.client.post(self.url, data | row | {"try": "1"}), "What it would say")
        self.assertRedirects(self.client.post(self.url, data | row), self.url)

        self.assertEqual(self.ladder.steps.count(), 11)
        self.assertTrue(self.ladder.steps.filter(offset=2880, audience="leader").exists())

    def test_the_trial_says_what_it_would_say_and_changes_nothing(self):
        now = instant("2026-09-10 09:00")
        action = self.make_action(deadline=NOW.date() + timedelta(days=14))
        plan(now)
        before = Notice.objects.count()
        steps = [(5, 1440, -1, "owner", ""), (6, 1440, -1, "leader", "")]

        page = self.client.post(self.url, self.form(*steps, **{"try": "1", "note": ""}))

        self.assertContains(page, "2 notices that the present policy does not say")
        self.assertContains(page, action.number)
        self.assertNotContains(page, action.title)
        self.assertEqual((Notice.objects.count(), self.ladder.steps.count()), (before, 10))

        self.client.post(self.url, self.form(*steps))
        self.assertEqual(plan(now), 2)
        said = [(notice.step, notice.person) for notice in Notice.objects.order_by("-pk")[:2]]
        shown = [(notice.step, notice.person) for _number, notice in page.context["trial"].rows]
        self.assertCountEqual(said, shown)

    def test_bad_steps_are_refused_at_their_field(self):
        for steps, error in (
            ([], "A ladder without a step reminds nobody."),
            ([(-1, 1440, 1, "owner", "")], "greater than or equal to 0"),
            ([("x", 1440, 1, "owner", "")], "whole number"),
            ([(1, 7, 1, "owner", "")], "Select a valid choice"),
            ([(1, 1440, 1, "nobody", "")], "Select a valid choice"),
            ([(3, 1440, -1, "owner", 1)], "Only what lies at the limit or after it"),
            ([(3, 1, 1, "owner", 1)], "At most every five minutes."),
            ([(1, 1440, 1, "owner", ""), (24, 60, 1, "owner", "")], "twice"),
        ):
            with self.subTest(error):
                self.assertContains(self.client.post(self.url, self.form(*steps)), error, status_code=422)
        self.assertContains(
            self.client.post(self.url, self.form((1, 1440, 1, "owner", ""), note="")), "required", status_code=422
        )
        self.assertEqual(self.client.post(self.url, {"version": 1}).status_code, 422)
        self.assertEqual(self.ladder.steps.count(), 10)

    def test_two_administrators_do_not_overwrite_each_other(self):
        mine = self.form((1, 1440, 1, "owner", ""))
        self.client.post(self.url, self.form((2, 1440, 1, "owner", "")))

        page = self.client.post(self.url, mine)

        self.assertContains(page, "Somebody was faster", status_code=409)
        self.assertContains(page, "Tried for a month", status_code=409)
        self.assertEqual(self.ladder.steps.get().offset, 2880)

        mine["version"] = page.context["form"]["version"].value()
        self.client.post(self.url, mine)
        self.assertEqual(self.ladder.steps.get().offset, 1440)

    def test_every_ladder_can_be_looked_at(self):
        self.assertContains(self.client.get("/reminders/ladders/"), "Request for more time")
        for ladder in Ladder.objects.all():
            self.assertEqual(self.client.get(f"/reminders/ladders/{ladder.pk}/").status_code, 200)
        self.assertEqual(Letter.objects.count(), 0)
