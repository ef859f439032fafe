"""What the pictures' bars ask of the list of actions, and how far incidents have come."""

from datetime import date

from accounts.models import Site
from actions.models import Action
from incidents.models import Incident, Waiver
from tests.base import instant, ten_on

from .case import PageTestCase

BEFORE = instant("2026-08-31 09:00")


class AskedTest(PageTestCase):
    now = instant("2026-09-20 10:00")

    def setUp(self):
        super().setUp()
        self.finding = self.make_finding(now=BEFORE)
        self.early = self.make_action(finding=self.finding, now=instant("2026-09-01 00:10"), title="Early")
        self.late = self.make_action(
            finding=self.finding, now=instant("2026-09-02 23:50"), deadline=date(2026, 9, 19), title="Late"
        )
        self.sent = self.submitted(
            self.make_action(finding=self.finding, now=instant("2026-09-03 10:00"), title="Sent"),
            now=instant("2026-09-04 10:00"),
        )
        self.over = self.submitted(
            self.make_action(finding=self.finding, now=instant("2026-09-03 11:00"), title="Over"),
            now=instant("2026-09-04 11:00"),
        )
        self.over.verify(by=self.li, now=instant("2026-09-05 11:00"))
        Action.objects.filter(pk=self.over.pk).update(check_by=date(2026, 9, 12))
        self.over.refresh_from_db()
        self.over.close(by=self.chen, now=instant("2026-09-06 00:05"), note="It holds.")
        self.mistake = self.make_action(finding=self.finding, now=instant("2026-09-03 12:00"), title="Mistake")
        self.mistake.void(by=self.chen, now=instant("2026-09-07 12:00"), note="Twice.")
        Action.objects.filter(pk=self.early.pk).update(deadline=date(2026, 9, 30), due_at=instant("2026-10-01 00:00"))
        self.sign_in(self.chen)

    def titles(self, **query):
        answer = self.client.get("/actions/", query)
        self.assertEqual(answer.status_code, 200)
        return sorted(action.title for action in answer.context["page"])

    def test_zhao_is_told_nothing_by_them(self):
        self.sign_in(self.zhao)

        for query in ({"assigned_from": "2026-09-01"}, {"open_on": "2026-09-05"}, {"progress": "open"}):
            self.assertEqual(self.titles(**query), [])

    def test_it_asks_when_they_were_assigned_in_days_of_the_site(self):
        self.assertEqual(self.titles(assigned_from="2026-09-01", assigned_to="2026-09-02"), ["Early", "Late"])
        self.assertEqual(self.titles(assigned_to="2026-08-31"), [])
        self.assertEqual(self.titles(assigned_from="2026-09-03"), ["Mistake", "Over", "Sent"])

    def test_another_zone_has_other_days(self):
        Site.objects.filter(pk=self.plant.pk).update(time_zone="Europe/Berlin")  # 00:10 there is the evening before

        self.assertEqual(self.titles(assigned_to="2026-08-31"), ["Early"])

    def test_it_asks_when_they_were_closed(self):
        self.assertEqual(self.titles(closed_from="2026-09-06", closed_to="2026-09-06"), ["Over"])
        self.assertEqual(self.titles(closed_to="2026-09-05"), [])

    def test_it_asks_what_was_open_at_the_end_of_a_day(self):
        self.assertEqual(self.titles(open_on="2026-09-01"), ["Early"])
        self.assertEqual(self.titles(open_on="2026-09-05"), ["Early", "Late", "Over", "Sent"])
        self.assertEqual(self.titles(open_on="2026-09-06"), ["Early", "Late", "Sent"])

    def test_what_was_closed_and_reopened_counts_as_open_all_along(self):
        self.over.reopen(by=self.chen, now=self.now, note="It came loose.", deadline=date(2026, 9, 30))

        self.assertIn("Over", self.titles(open_on="2026-09-10"))

    def test_it_asks_how_far_they_are(self):
        self.assertEqual(self.titles(progress="standing"), ["Early", "Late", "Over", "Sent"])
        self.assertEqual(self.titles(progress="open"), ["Early", "Late", "Sent"])
        self.assertEqual(self.titles(progress="in_time"), ["Early"])
        self.assertEqual(self.titles(progress="waiting"), ["Sent"])
        self.assertEqual(self.titles(late=1), ["Late"])

    def test_what_it_cannot_read_shows_nothing(self):
        for query in ({"assigned_from": "x"}, {"open_on": "2026-02-30"}, {"progress": "x"}):
            answer = self.client.get("/actions/", query)

            self.assertEqual(answer.status_code, 400)
            self.assertEqual(list(answer.context["page"]), [])


class ProgressTest(PageTestCase):
    """One incident that goes all the way, asked at each step."""

    now = instant("2026-09-20 10:00")

    def setUp(self):
        super().setUp()
        self.sign_in(self.chen)

    def progress(self):
        """By which answers the list shows an incident."""
        asked = self.client.get("/incidents/").context["filter"].form.fields["progress"].choices
        return {
            key for key, _label in asked if key and self.client.get("/incidents/", {"progress": key}).context["page"]
        }

    def test_each_step_is_waited_for_and_then_reached(self):
        incident = self.make_incident(now=BEFORE)
        self.assertEqual(self.progress(), {"no_causes"})

        finding = self.make_finding(incident, now=BEFORE)
        self.assertEqual(self.progress(), {"causes", "no_actions"})

        action = self.make_action(finding=finding, now=BEFORE)
        more = self.make_action(incident=incident, kind="containment", now=BEFORE)
        self.assertEqual(self.progress(), {"causes", "actions", "no_submitted"})

        self.submitted(action)
        self.assertEqual(self.progress(), {"causes", "actions", "no_submitted"})
        self.submitted(more)
        reached = {"causes", "actions", "submitted"}
        self.assertEqual(self.progress(), reached | {"no_verified"})

        action.verify(by=self.li, now=self.now)
        more.verify(by=self.li, now=self.now)  # containment is closed by this
        self.assertEqual(self.progress(), reached | {"verified", "no_closed"})

        action.close(by=self.chen, now=ten_on(action.check_by), note="It holds.")
        done = reached | {"verified", "closed"}
        self.assertEqual(self.progress(), done | {"no_concluded"})

        Incident.objects.filter(pk=incident.pk).update(status="closed")
        self.assertEqual(self.progress(), done | {"concluded"})

    def test_a_cause_with_an_approved_reason_for_no_action_waits_for_none(self):
        incident = self.make_incident(now=BEFORE)
        waiver = Waiver.propose(self.make_finding(incident, now=BEFORE), by=self.chen, now=BEFORE, reason="It is gone.")
        self.assertEqual(self.progress(), {"causes", "no_actions"})

        waiver.approve(by=self.li, now=BEFORE)
        done = {"causes", "actions", "submitted", "verified", "closed"}
        self.assertEqual(self.progress(), done | {"no_concluded"})

        self.make_finding(incident, now=BEFORE, statement="Another one.")
        self.assertEqual(self.progress(), {"causes", "no_actions"})

    def test_what_was_taken_back_counts_for_nothing(self):
        incident = self.make_incident(now=BEFORE)
        self.make_finding(incident, now=BEFORE).withdraw(by=self.chen, now=BEFORE, note="It was not so.")
        self.assertEqual(self.progress(), {"no_causes"})

        self.make_action(finding=self.make_finding(incident, now=BEFORE), now=BEFORE).void(
            by=self.chen, now=BEFORE, note="Twice."
        )
        self.assertEqual(self.progress(), {"causes", "no_actions"})

        self.make_incident(now=BEFORE).void(by=self.chen, now=BEFORE, note="Never was.")
        self.assertEqual(self.progress(), {"causes", "no_actions"})

    def test_work_at_once_without_a_cause_still_waits_for_causes(self):
        self.make_action(incident=self.make_incident(now=BEFORE), kind="containment", now=BEFORE)

        self.assertEqual(self.progress(), {"no_causes"})
