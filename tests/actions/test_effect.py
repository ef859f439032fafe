"""Whether it holds: who looks again when, and what follows from it."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError

from accounts import open_work
from accounts.models import Role
from actions.models import Action
from actions.notices import ActionNotices
from outbox.models import Notice
from outbox.planning import plan
from tests.base import NOW, instant, photo, ten_on

from .case import PageTestCase


class EffectTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.action = self.make_action(finding=self.make_finding(self.make_incident(deaths=0, minor_injuries=1)))

    def verified(self, action=None, **given):
        action = self.submitted(action or self.action)
        action.verify(by=self.li, now=NOW, **given)
        return action

    def test_zhao_sees_no_check(self):
        self.verified()
        self.sign_in(self.zhao)

        self.assertEqual(self.client.get(f"/actions/{self.action.pk}/close/").status_code, 404)
        self.assertEqual(len(self.client.get("/actions/?check=to_come").context["page"]), 0)

    def test_it_is_checked_after_30_days_where_critical_60_where_grave_90_otherwise(self):
        self.verified()
        self.assertEqual(self.action.check_by, date(2026, 11, 30))

        grave = self.make_action(finding=self.make_finding(self.make_incident(deaths=0, serious_injuries=1)))
        self.assertEqual(self.verified(grave).check_by, date(2026, 10, 31))

        costly = self.make_incident(deaths=0, direct_loss=Decimal("10000000.00"), direct_loss_estimated=False)
        self.assertEqual(costly.grade, "larger")
        self.assertEqual(
            self.verified(self.make_action(finding=self.make_finding(costly))).check_by, date(2026, 10, 31)
        )

        critical = self.make_action(finding=self.action.finding, priority="critical")
        self.assertEqual(self.verified(critical).check_by, date(2026, 10, 1))

    def test_days_are_those_of_the_site(self):
        late_evening = instant("2026-09-01 23:59")
        self.submitted(self.action).verify(by=self.li, now=late_evening)
        self.assertEqual(self.action.check_by, date(2026, 11, 30))
        after_midnight = self.submitted(self.make_action(finding=self.action.finding))
        after_midnight.verify(by=self.li, now=instant("2026-09-02 00:00"))
        self.assertEqual(after_midnight.check_by, date(2026, 12, 1))

    def test_containment_is_closed_at_once_and_never_checked(self):
        action = self.verified(self.make_action(incident=self.action.origin_incident, kind="containment"))
        self.assertEqual((action.status, action.checker, action.check_by), ("closed", None, None))

    def test_what_is_agreed_at_first_is_what_is_looked_at(self):
        agreed = self.make_action(finding=self.action.finding, effect_criterion="Nobody unhooks for two months.")
        self.assertEqual(self.verified(agreed).effect_criterion, "Nobody unhooks for two months.")
        self.assertEqual(self.verified().effect_criterion, self.action.criterion)

    def test_the_owner_checks_nothing_and_neither_does_who_may_not_see_it(self):
        self.submitted(self.action)
        for person in (self.wang, self.zhao, self.guan):
            with self.subTest(person), self.assertRaises(ValidationError) as refused:
                self.action.verify(by=self.li, now=NOW, checker=person)
            self.assertIn("checker", refused.exception.error_dict)
        reporter = self.person("worker", "工人", Role.REPORTER, site=self.plant)
        with self.assertRaisesMessage(ValidationError, "may not see the actions"):
            self.action.verify(by=self.li, now=NOW, checker=reporter)

        self.action.verify(by=self.li, now=NOW, checker=self.chen)
        with self.assertRaises(PermissionDenied):
            self.action.close(by=self.wang, now=ten_on(self.action.check_by), note="It holds.")

    def test_where_the_verifier_has_left_the_official_is_proposed(self):
        self.submitted(self.action)
        self.li.appointments.update(ends_on=date(2026, 8, 31))
        action = Action.objects.get(pk=self.action.pk)

        self.assertEqual(action.default_checker(), self.chen)

    def test_that_it_holds_is_said_from_a_week_before_on_and_not_earlier(self):
        self.verified()
        for day, message in ((date(2026, 11, 22), True), (date(2026, 11, 23), False)):
            with self.subTest(day):
                if message:
                    with self.assertRaisesMessage(ValidationError, "from 23 Nov 2026 on"):
                        self.action.close(by=self.li, now=ten_on(day), note="It holds.")
                else:
                    self.action.close(by=self.li, now=ten_on(day), note="It holds.")
        self.assertEqual(self.action.status, "closed")

    def test_its_page_says_how_late_the_check_is(self):
        action = self.verified()
        page = f"/actions/{action.pk}/"
        for days, words in ((3, "3 days left"), (0, "Due today"), (-2, "2 days late")):
            self.set_clock(ten_on(action.check_by - timedelta(days=days)))
            self.sign_in(self.li)
            with self.subTest(words):
                self.assertContains(self.client.get(page), words)

    def test_the_result_is_said_in_words_and_may_be_shown(self):
        self.verified()
        day = ten_on(self.action.check_by)
        self.set_clock(day)
        self.sign_in(self.li)

        self.assertIn("note", self.move(self.action, "close").context["form"].errors)
        self.move(self.action, "close", note="All twelve are taut.", files=[photo("later.png")])

        self.action.refresh_from_db()
        self.assertEqual((self.action.status, self.action.closed_at), ("closed", day))
        self.assertEqual(self.action.evidence.get(side="check").name, "later.jpg")
        self.assertContains(self.client.get(self.action.get_absolute_url()), "At the effectiveness check")

    def test_that_it_does_not_hold_can_be_said_at_once_and_begins_a_new_round(self):
        self.verified()
        self.sign_in(self.li)

        self.move(self.action, "reopen", note="Two hang loose.", deadline="2026-09-20")

        self.action.refresh_from_db()
        self.assertEqual((self.action.status, self.action.round), ("assigned", 2))
        self.assertEqual((self.action.deadline, self.action.check_by), (date(2026, 9, 20), None))
        self.assertEqual(self.verified().check_by, date(2026, 11, 30))

    def test_the_checker_is_told_and_reminded(self):
        Notice.objects.all().delete()
        self.verified(checker=self.chen)
        self.assertEqual(Notice.objects.get(kind="checker_named").person, self.chen)

        for days, steps in ((8, []), (7, [-7]), (0, [-7, 0])):
            plan(ten_on(self.action.check_by - timedelta(days=days)))
            told = Notice.objects.filter(kind="effect", person=self.chen).order_by("step")
            self.assertEqual([notice.step // 1440 for notice in told], steps)

        plan(ten_on(self.action.check_by + timedelta(days=14)))
        others = set(Notice.objects.filter(kind="effect").exclude(person=self.chen).values_list("person", flat=True))
        self.assertEqual(others, {self.he.pk})  # Chen's superior; the official of the site is Chen
        self.action.close(by=self.chen, now=ten_on(self.action.check_by + timedelta(days=14)), note="It holds.")
        untrue = ActionNotices().untrue(list(Notice.objects.filter(kind="effect").select_related("person")))
        self.assertEqual(set(untrue.values()), {Notice.Skipped.NOT_TRUE})

    def test_who_leaves_hands_the_check_over(self):
        self.verified(checker=self.chen)
        owed = {group.work.kind: group for group in open_work.owed_by(self.chen)}
        self.assertEqual([item.record for item in owed["checker"].items], [self.action])
        self.assertNotIn("verifier", {group.work.kind for group in open_work.owed_by(self.li)})

        group = owed["checker"]
        group.work.hand_over(group.items[0], self.sun, by=self.guan, now=NOW, note="Chen retires.")

        self.action.refresh_from_db()
        self.assertEqual(self.action.checker, self.sun)
        self.assertEqual(self.action.events.first().verb, "pass_check")

    def test_a_check_without_a_person_in_office_rings_the_alarm(self):
        self.verified(checker=self.sun)
        self.assertNotIn(self.action, Action.objects.without_person())
        self.sun.appointments.update(ends_on=date(2020, 12, 31))
        self.assertIn(self.action, Action.objects.without_person())

    def test_it_is_on_my_work_of_the_checker_alone(self):
        self.verified(checker=self.chen)
        for person, shown in ((self.li, False), (self.chen, True)):
            self.sign_in(person)
            page = self.client.get("/")
            self.assertEqual("Effectiveness check" in page.content.decode(), shown, person)

    def test_the_list_finds_what_is_to_be_checked(self):
        self.verified()
        self.sign_in(self.chen)
        for day, found in (
            (date(2026, 11, 22), {"to_come"}),
            (date(2026, 11, 23), {"to_come", "due"}),
            (date(2026, 11, 30), {"to_come", "due"}),
            (date(2026, 12, 1), {"to_come", "due", "late"}),
        ):
            self.set_clock(ten_on(day))
            asked = {
                name
                for name in ("to_come", "due", "late")
                if list(self.client.get("/actions/", {"check": name}).context["page"])
            }
            self.assertEqual(asked, found, day)
