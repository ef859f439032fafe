from datetime import date

from accounts.models import Organization, Site
from actions.models import Action
from tests.base import NOW, instant

from .case import PageTestCase


class TimelinessTestCase(PageTestCase):
    """What a list can be asked about lateness, deadlines kept, more time, reopening and strength."""

    def setUp(self):
        super().setUp()
        self.finding = self.make_finding()

    def action(self, title, **given):
        return self.make_action(finding=self.finding, title=title, **given)

    def titles(self, **query):
        response = self.client.get("/actions/", query)
        self.assertEqual(response.status_code, 200)
        return {action.title for action in response.context["page"]}

    def test_zhao_finds_nothing_by_any_of_these(self):
        self.action("late", deadline=date(2026, 9, 2))
        self.set_clock("2026-09-20 10:00")
        self.sign_in(self.zhao)

        for query in ({"age": "8-30"}, {"first_deadline": "missed"}, {"strength": "unstated"}):
            self.assertEqual(self.titles(**query), set())

    def test_the_age_of_lateness_counts_local_days(self):
        for day, title in ((8, "7 days"), (7, "8 days"), (9, "6 days"), (15, "today")):
            self.action(title, deadline=date(2026, 9, day))
        self.sign_in(self.chen)

        self.set_clock("2026-09-15 23:59")
        self.assertEqual(self.titles(age="1-7"), {"7 days", "6 days"})
        self.assertEqual(self.titles(age="8-30"), {"8 days"})
        self.set_clock("2026-10-09 00:00")
        self.assertEqual(self.titles(age="1-7"), set())
        self.assertEqual(self.titles(age="31-90"), {"7 days", "8 days"})
        self.set_clock("2026-12-31 00:00")
        self.assertEqual(self.titles(age="91-"), {"7 days", "8 days", "6 days", "today"})

    def test_it_counts_in_the_zone_of_each_site(self):
        far = Site.objects.create(
            organization=Organization.objects.create(name="远"),
            name="远",
            region=self.district,
            time_zone="America/New_York",
        )
        there = self.make_incident(site=far, occurred_on=date(2026, 8, 20))
        Action.assign(
            by=self.chen,
            now=NOW,
            incident=there,
            title="there",
            criterion="…",
            owner=self.he,
            verifier=self.chen,
            deadline=date(2026, 9, 7),
        )
        self.action("here", deadline=date(2026, 9, 7))
        self.sign_in(self.chen)

        self.set_clock("2026-09-15 08:00")  # still the 14th in New York

        self.assertEqual(self.titles(age="8-30"), {"here"})
        self.assertEqual(self.titles(age="1-7"), {"there"})

    def test_the_first_and_the_agreed_deadline_are_two_questions(self):
        kept, moved = self.action("kept", deadline=date(2026, 9, 3)), self.action("moved", deadline=date(2026, 9, 3))
        self.action("open", deadline=date(2026, 9, 30))
        self.action("missed", deadline=date(2026, 9, 3))
        self.submitted(kept, now=instant("2026-09-03 23:59"))
        moved.ask_extension(by=self.wang, now=NOW, note="Parts.", deadline=date(2026, 9, 10))
        self.sign_in(self.chen)
        self.set_clock("2026-09-02 10:00")
        self.assertEqual(self.titles(more_time="asked"), {"moved"})
        moved.refresh_from_db()
        moved.grant_extension(by=self.li, now=NOW)
        self.assertEqual(self.titles(more_time="given"), {"moved"})
        self.assertEqual(self.titles(more_time="asked"), set())

        self.set_clock("2026-09-05 10:00")
        self.assertEqual(self.titles(first_deadline="kept"), {"kept"})
        self.assertEqual(self.titles(first_deadline="missed"), {"moved", "missed"})
        self.assertEqual(self.titles(agreed_deadline="missed"), {"missed"})
        self.assertEqual(self.titles(agreed_deadline="decided"), {"kept", "missed"})
        self.submitted(moved, now=instant("2026-09-08 10:00"))
        self.assertEqual(self.titles(agreed_deadline="kept"), {"kept", "moved"})
        self.assertEqual(self.titles(first_deadline="decided", first_due_from="2026-09-04"), set())
        self.assertEqual(self.titles(first_due_from="2026-09-04"), {"open"})
        self.assertEqual(self.titles(first_due_from="2026-09-04", first_due_to="2026-09-04"), set())

    def test_what_was_sent_back_is_not_done(self):
        action = self.submitted(self.action("back", deadline=date(2026, 9, 3)))
        action.send_back(by=self.li, now=NOW, note="An edge is missing.")
        self.sign_in(self.chen)

        self.set_clock("2026-09-03 23:59")
        self.assertEqual(self.titles(first_deadline="decided"), set())
        self.set_clock("2026-09-04 00:00")
        self.assertEqual(self.titles(first_deadline="missed"), {"back"})

    def test_what_did_not_hold_is_found_by_when_it_was_reopened(self):
        action = self.submitted(self.action("again"))
        self.action("new")
        action.verify(by=self.li, now=NOW)
        action.reopen(by=self.li, now=NOW, note="It came loose.", deadline=date(2026, 9, 20))
        self.sign_in(self.chen)

        self.assertEqual(self.titles(reopened_from="2026-09-01"), {"again"})
        self.assertEqual(self.titles(reopened_from="2026-09-02"), set())

    def test_strength_is_stated_or_not_and_strong_or_not(self):
        self.action("guard", strength="engineering")
        self.action("training", strength="administrative")
        self.action("unsaid").void(by=self.chen, now=NOW, note="Twice.")
        closed = self.submitted(self.action("done", strength="elimination", kind="containment"))
        closed.verify(by=self.li, now=NOW)
        self.sign_in(self.chen)

        self.assertEqual(self.titles(strength="strong"), {"guard", "done"})
        self.assertEqual(self.titles(strength="weak"), {"training"})
        self.assertEqual(self.titles(strength="unstated"), {"unsaid"})
        self.assertEqual(self.titles(strength="engineering"), {"guard"})

    def test_what_it_cannot_read_never_widens_the_list(self):
        self.action("late")
        self.sign_in(self.chen)

        for query in (
            {"age": "7"},
            {"first_deadline": "yes"},
            {"more_time": "1"},
            {"reopened_from": "2026-13-01"},
            {"region": self.elsewhere.pk},
            {"region": "x"},
            {"organization": "a\0b"},
            {"organization": self.other_company.pk},
            {"site": "9" * 400},
        ):
            with self.subTest(query):
                response = self.client.get("/actions/", query)
                self.assertEqual((response.status_code, list(response.context["page"])), (400, []))
