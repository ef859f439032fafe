import random
from datetime import date, timedelta

from accounts.models import Role, Site
from actions.models import Action
from incidents.models import Incident
from overview.history import history, quarters_until
from overview.scope import Here
from tests.actions.case import PageTestCase
from tests.base import NOW, instant

TODAY = date(2026, 9, 1)


class HistoryTestCase(PageTestCase):
    def test_zhao_and_an_administrator_see_no_history_of_others(self):
        self.make_incident()
        for reader, places in (
            (self.zhao, ()),
            (self.guan, (f"/sites/{self.plant.pk}/", f"/organizations/{self.company.pk}/")),
        ):
            self.sign_in(reader)
            for url in places:
                self.assertNotIn("history", self.client.get(url).context)
            for place in (self.plant, self.company):
                self.assertTrue(history(Here(reader, NOW, place)).is_empty)

    def test_it_counts_the_last_eight_quarters(self):
        firsts = quarters_until(TODAY)

        self.assertEqual((firsts[0], firsts[1], firsts[-1]), (date(2026, 7, 1), date(2026, 4, 1), date(2024, 10, 1)))
        self.assertEqual(quarters_until(date(2026, 12, 31))[0], date(2026, 10, 1))

    def test_it_agrees_with_the_obvious_and_with_the_lists_that_it_opens(self):
        dice = random.Random(20260830)
        yard = Site.objects.create(organization=self.company, name="仓库", region=self.district)
        self.appoint(self.wang, Role.REPORTER, site=yard)
        self.appoint(self.li, Role.SAFETY_MANAGER, site=yard)
        finding = self.make_finding(self.make_incident(occurred_on=TODAY, category="", deaths=0))
        for _number in range(40):
            site = dice.choice([self.plant, yard])
            occurred_on = TODAY - timedelta(days=dice.randint(0, 900))
            incident = self.make_incident(
                site=site, occurred_on=occurred_on, category="", deaths=dice.choice([None, 0, 1, 3])
            )
            if dice.random() < 0.15:
                incident.void(by=self.chen, now=NOW, note="Double.")
            self.make_something(
                dice, finding if site == self.plant else self.make_finding(self.make_incident(site=yard))
            )
        later = instant("2026-11-20 10:00")
        self.set_clock(later)
        for reader in (self.he, self.sun, self.wang):
            for place in (self.plant, yard, self.company):
                with self.subTest(reader=str(reader), place=str(place)):
                    self.compare(reader, place, later)

    def make_something(self, dice, finding):
        given = instant("2026-09-01 10:00") - timedelta(days=dice.randint(0, 500))
        deadline = given.date() + timedelta(days=dice.randint(1, 200))
        action = self.make_action(finding=finding, deadline=deadline, now=given)
        if dice.random() < 0.3:
            action.extend(by=self.chen, now=given, note="Parts.", deadline=deadline + timedelta(days=30))
        if dice.random() < 0.6:
            done = given + timedelta(days=dice.randint(0, 240))
            self.submitted(action, now=done)
            action.verify(by=self.li, now=done)
            if dice.random() < 0.4:
                action.reopen(by=self.chen, now=done, note="It fell off.", deadline=done.date() + timedelta(days=20))
        elif dice.random() < 0.2:
            action.void(by=self.chen, now=given, note="Double.")

    def compare(self, reader, place, now):
        self.sign_in(reader)
        sites = [place] if isinstance(place, Site) else list(place.sites.all())
        incidents = [
            i for i in Incident.objects.all() if i.site in sites and i.is_visible_to(reader) and i.status != "void"
        ]
        actions = [
            a for a in Action.objects.all() if a.site in sites and a.is_visible_to(reader) and a.status != "void"
        ]
        for quarter in history(Here(reader, now, place)).quarters:

            def within(day, first=quarter.first):
                return (day.year, (day.month - 1) // 3) == (first.year, (first.month - 1) // 3)

            happened = [i for i in incidents if within(i.occurred_on)]
            due = [a for a in actions if within(a.original_deadline)]
            self.assertEqual(quarter.dead, sum(i.deaths or 0 for i in happened))
            for figure, expected in (
                (quarter.incidents, happened),
                (quarter.due, due),
                (quarter.missed, [a for a in due if self.missed(a, now)]),
                (quarter.moved, [a for a in due if any(e.granted for e in a.extensions.all())]),
                (quarter.reopened, [a for a in due if any(e.verb == "reopen" for e in a.events.all())]),
            ):
                self.assertEqual(figure.count, len(expected))
                if figure.count:
                    listed = self.client.get(figure.url).context["page"]
                    self.assertEqual(listed.paginator.count, len(expected))

    def missed(self, action, now):
        zone = instant("2026-01-01 00:00").tzinfo
        if action.status == "assigned":
            return now.astimezone(zone).date() > action.original_deadline
        return action.submitted_at.astimezone(zone).date() > action.original_deadline
