import random
from datetime import date, timedelta

from accounts.models import Role, Site
from actions.models import Action
from common.attachments import accept
from tests.actions.case import PageTestCase
from tests.base import NOW, instant, photo, ten_on

GROUPS = ("owing", "deciding", "waiting", "done")


class PersonWorkTestCase(PageTestCase):
    def url(self, person=None):
        return f"/people/{(person or self.wang).pk}/"

    def context(self, reader, person=None):
        self.sign_in(reader)
        return self.client.get(self.url(person)).context

    def counts(self, reader, person=None):
        context = self.context(reader, person)
        return {figure.label: figure.count for group in GROUPS for figure in context[group] if figure.count}

    def test_zhao_finds_nobody_and_an_administrator_no_work(self):
        self.make_action()
        self.sign_in(self.zhao)
        self.assertEqual(self.client.get(self.url()).status_code, 404)

        self.assertNotIn("owes", self.context(self.guan))

    def test_a_colleague_sees_no_work_and_everybody_sees_their_own(self):
        action = self.make_action()
        mate = self.person("ma", "马超", Role.REPORTER, site=self.plant)

        self.assertNotIn("owes", self.context(mate))
        self.assertEqual(list(self.context(self.wang)["owes"]), [action])
        self.assertEqual(list(self.context(self.chen)["owes"]), [action])

    def test_what_is_late_comes_first(self):
        finding = self.make_finding()
        later = self.make_action(finding=finding, deadline=date(2026, 9, 20))
        late = self.make_action(finding=finding, deadline=date(2026, 9, 3))
        self.set_clock("2026-09-10 08:00")

        self.assertEqual(list(self.context(self.chen)["owes"]), [late, later])
        self.assertEqual(self.counts(self.chen), {"Late actions": 1, "Actions to be done": 2})

    def test_what_waits_for_whom(self):
        finding = self.make_finding()
        self.submitted(self.make_action(finding=finding))
        self.make_action(finding=finding).ask_extension(
            by=self.wang, now=NOW, note="Parts.", deadline=date(2026, 10, 1)
        )

        self.assertEqual(
            self.counts(self.chen),
            {
                "Actions to be done": 1,
                "Submitted, waits for verification": 1,
                "More time asked, waits for an answer": 1,
            },
        )
        self.assertEqual(
            self.counts(self.chen, self.li), {"Finished work to verify": 1, "More time asked, to be decided": 1}
        )
        self.assertEqual(len(self.context(self.chen, self.li)["decides"]), 2)

    def test_whoever_sees_a_part_counts_that_part_and_is_told_so(self):
        far = Site.objects.create(organization=self.company, name="城北", region=self.elsewhere)
        self.appoint(self.wang, Role.REPORTER, site=far)
        self.appoint(self.li, Role.SAFETY_MANAGER, site=far)
        self.make_action()
        self.make_action(incident=self.make_incident(site=far, by=self.sun), by=self.sun)

        self.assertEqual(self.counts(self.sun)["Actions to be done"], 2)
        self.assertEqual(self.counts(self.chen)["Actions to be done"], 1)
        self.assertContains(self.client.get(self.url()), "Counted is what you may see of it.")

    def test_every_number_agrees_with_the_obvious_and_with_the_list_that_it_opens(self):
        dice = random.Random(20260829)
        finding = self.make_finding()
        for _number in range(45):
            self.make_something(dice, finding)
        now = instant("2026-11-20 10:00")
        self.set_clock(now)
        opened = 0
        for reader in (self.chen, self.he, self.wang, self.li):
            for person in (self.wang, self.li, self.sun):
                context = self.context(reader, person)
                if "owes" not in context:
                    continue
                expected = self.obvious(person, now)
                figures = [figure for group in GROUPS for figure in context[group]]
                figures += [figure for share in context["kept"] for figure in (share.part, share.rest)]
                for figure, count in zip(figures, expected, strict=True):
                    with self.subTest(reader=str(reader), person=str(person), figure=figure.label):
                        self.assertEqual(figure.count, count)
                        if count:
                            self.assertEqual(self.client.get(figure.url).context["page"].paginator.count, count)
                            opened += 1
        self.assertGreater(opened, 50)

    def make_something(self, dice, finding):
        given = instant("2026-09-01 10:00") - timedelta(days=dice.randint(0, 600))
        deadline = given.date() + timedelta(days=dice.randint(1, 200))
        people = dice.choice([(self.wang, self.li), (self.wang, self.li), (self.sun, self.li), (self.li, self.sun)])
        action = self.make_action(finding=finding, deadline=deadline, now=given, owner=people[0], verifier=people[1])
        fate = dice.random()
        if dice.random() < 0.4:
            action.ask_extension(by=people[0], now=given, note="Parts.", deadline=deadline + timedelta(days=30))
            if dice.random() < 0.6:
                action.grant_extension(by=people[1], now=given)
        if fate < 0.1:
            action.void(by=self.chen, now=given, note="Double.")
        elif fate < 0.75:
            done = given + timedelta(days=dice.randint(0, 240))
            action.submit(by=people[0], now=done, note="Done.", files=[accept(photo())])
            if fate < 0.6:
                action.verify(by=people[1], now=done)
            if fate < 0.4:
                done = ten_on(action.check_by)
                action.close(by=people[1], now=done, note="It holds.")
            if fate < 0.25:
                action.reopen(by=self.chen, now=done, note="It fell off.", deadline=done.date() + timedelta(days=20))

    def obvious(self, person, now):
        zone = instant("2026-01-01 00:00").tzinfo
        today = now.astimezone(zone).date()
        begin = today - timedelta(days=365)
        everything = list(Action.objects.all())
        owned = [a for a in everything if a.owner == person]
        to_judge = [a for a in everything if a.verifier == person]
        due = [a for a in owned if a.status != "void" and a.original_deadline >= begin]

        def state(actions, status):
            return sum(a.status == status for a in actions)

        def asking(actions):
            return sum(any(e.granted is None for e in a.extensions.all()) for a in actions)

        def reopened(action):
            return any(e.verb == "reopen" and e.at.astimezone(zone).date() >= begin for e in action.events.all())

        def kept(action, deadline):
            if action.status == "assigned":
                return None if today <= deadline else False
            return action.submitted_at.astimezone(zone).date() <= deadline

        first = [kept(a, a.original_deadline) for a in due]
        agreed = [kept(a, a.deadline) for a in due]
        return [
            sum(a.status == "assigned" and a.deadline < today for a in owned),
            state(owned, "assigned"),
            state(to_judge, "submitted"),
            asking(to_judge),
            state([a for a in everything if a.checker == person], "verified"),
            state(owned, "submitted"),
            asking(owned),
            state(owned, "verified"),
            state(owned, "closed"),
            sum(any(e.granted for e in a.extensions.all()) for a in due),
            sum(reopened(a) for a in owned),
            first.count(True),
            first.count(False),
            agreed.count(True),
            agreed.count(False),
        ]
