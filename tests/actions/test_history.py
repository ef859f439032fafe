"""Past days are rebuilt as they were: what the rows said at the time is the second, obvious computation."""

import random
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Site
from actions.history import Moves, Past, removed_at
from actions.models import Action, ActionEvent
from common.attachments import accept
from common.lifecycle import AlreadyMoved
from incidents.history import proposed_waivers, unanswered_causes
from incidents.models import Finding, Waiver
from tests.base import NOW, BaseTestCase, photo

FACTS = ("status", "owner", "verifier", "deadline", "round", "title")


def facts(action):
    return tuple(getattr(action, name) for name in FACTS)


class Told:
    """What the rows say at this moment, read in the plainest way."""

    def __init__(self, now):
        self.now = now
        everything = list(Action.objects.prefetch_related("extensions").order_by("pk"))
        self.assigned = {a.pk: facts(a) for a in everything if a.status == "assigned"}
        self.late = {a.pk: (a.late_reason, a.late_note, a.explained_at) for a in everything if a.is_late(now)}
        self.submitted = {a.pk: a.submitted_at for a in everything if a.status == "submitted"}
        wishes = {a.pk: a.open_extension for a in everything if a.status == "assigned" and a.open_extension}
        self.asking = {key: wish.asked_at for key, wish in wishes.items()}
        self.proposed = set(Waiver.objects.filter(status="proposed").values_list("pk", flat=True))
        self.causes = {
            cause.pk
            for cause in Finding.objects.standing().not_waived().filter(incident__status="reported")
            if not any(a.finding_id == cause.pk and a.status != "void" for a in everything)
        }


class HistoryTestCase(BaseTestCase):
    def test_it_tells_of_any_past_instant_what_the_rows_said_then(self):
        now, kept = NOW, []
        for seed in range(3):
            now = self.live(random.Random(seed), now, kept)
        self.assertGreater(ActionEvent.objects.order_by().values("verb").distinct().count(), 12)
        self.assertTrue(any(told.proposed for told in kept))
        for told in kept:
            self.compare(told)

    def live(self, dice, now, kept):
        """Some weeks of random work; after every few moves it is kept what the rows say."""
        self.second = self.second_site()
        for _day in range(20):
            for _move in range(7):
                now += timedelta(minutes=dice.randrange(1, 300))
                self.something_happens(dice, now)
            kept.append(Told(now))
            now += timedelta(hours=dice.randrange(1, 30))
        return now

    def second_site(self):
        number = Site.objects.count()
        return Site.objects.create(
            organization=self.company, name=f"工地{number}", region=self.district, time_zone="Europe/Berlin"
        )

    def something_happens(self, dice, now):
        people = [self.wang, self.li, self.sun, self.chen]
        by, other = dice.choice(people), dice.choice(people)
        day = now.date() + timedelta(days=dice.randrange(0, 12))
        causes, chance = list(Finding.objects.standing()), dice.random()
        try:
            if chance < 0.06 or not causes:
                site = dice.choice([self.plant, self.second])
                self.make_finding(self.make_incident(site=site, now=now, by=self.chen), now=now)
            elif chance < 0.2:
                people = {"owner": by, "verifier": other}
                self.make_action(finding=dice.choice(causes), by=self.chen, now=now, deadline=day, **people)
            elif chance < 0.22:
                dice.choice(causes).withdraw(by=self.chen, now=now, note="no")
            elif chance < 0.34:
                self.somebody_waives(dice, dice.choice(causes), now)
            elif actions := list(Action.objects.for_page()):
                self.somebody_acts(dice, dice.choice(actions), now, other, day)
        except (PermissionDenied, ValidationError, AlreadyMoved):
            pass  # the rules refuse some of what chance proposes

    def somebody_waives(self, dice, cause, now):
        waiver = cause.waivers.standing().first()
        if waiver is None:
            Waiver.propose(cause, by=self.chen, now=now, reason="gone with the machine")
        elif dice.random() < 0.2:
            cause.edit(by=self.chen, now=now, statement=f"Cause {dice.randrange(99)}")
        else:
            verb = dice.choice(["approve", "approve", "refuse", "take_back"])
            getattr(waiver, verb)(by=self.sun, now=now, note="so it is")

    def somebody_acts(self, dice, action, now, other, day):
        by = dice.choice([action.owner, action.verifier, self.chen])
        verb = dice.choice(["edit", "add_evidence", *action.moves_open_to(by)])
        given = {
            "edit": {"title": f"Wording {dice.randrange(99)}", "verifier": other},
            "add_evidence": {"files": [accept(photo())], "side": "before"},
            "submit": {"files": [accept(photo())]},
            "hand_over": {"owner": other},
            "pass_verification": {"verifier": other},
            "pass_check": {"checker": other},
            "explain": {"late_reason": dice.choice(["money", "parts"])},
            **dict.fromkeys(("ask_extension", "extend", "reopen"), {"deadline": day}),
        }.get(verb, {})
        note = {} if verb in ("edit", "add_evidence") else {"note": "why"}
        getattr(action, verb)(by=by, now=now, **given, **note)

    def compare(self, told):
        past = Past(Action.objects.all(), told.now)
        rows = {name: past.first(getattr(past, name)()) for name in ("outstanding", "late", "to_verify", "asking")}
        for actions in rows.values():
            past.reword(actions)
        self.assertEqual({a.pk: facts(a) for a in rows["outstanding"]}, told.assigned)
        past.say_why_late(rows["late"])
        self.assertEqual({a.pk: (a.late_reason, a.late_note, a.explained_at) for a in rows["late"]}, told.late)
        self.assertTrue(all(a.is_late(told.now) and a.days_left(told.now) < 0 for a in rows["late"]))
        self.assertEqual({a.pk: a.since for a in rows["to_verify"]}, told.submitted)
        self.assertEqual({a.pk: a.since for a in rows["asking"]}, told.asking)
        self.assertEqual(set(past.wishes(rows["asking"])), set(told.asking))
        counts = past.count(late=past.late(), open=past.outstanding(), asking=past.asking())
        self.assertEqual(counts, {"late": len(told.late), "open": len(told.assigned), "asking": len(told.asking)})
        causes = unanswered_causes(Finding.objects.all(), told.now).exclude(removed_at(told.now))
        proposed = proposed_waivers(Waiver.objects.all(), told.now)
        self.assertEqual({waiver.pk for waiver in proposed}, told.proposed)
        self.assertEqual({cause.pk for cause in causes}, told.causes)

    def test_the_last_event_says_what_the_row_says(self):
        dice, now = random.Random(7), NOW
        self.second = self.second_site()
        for _each in range(120):
            now += timedelta(minutes=90)
            self.something_happens(dice, now)

        for action in Action.objects.all():
            last = action.events.order_by("-pk").first()
            for name in ("status", "owner", "verifier", "deadline", "round"):
                self.assertEqual(getattr(last, name), getattr(action, name))

    def test_whoever_left_since_was_there_then(self):
        action = self.make_action()
        then = Past(Action.objects.all(), NOW)
        self.assertEqual(then.count(gone=then.without_person()), {"gone": 0})

        self.wang.deactivate(by=self.guan, now=NOW + timedelta(days=3), note="left")

        for days, count in ((2, 0), (4, 1)):
            past = Past(Action.objects.all(), NOW + timedelta(days=days))
            self.assertEqual(past.count(gone=past.without_person()), {"gone": count})
        action.refresh_from_db()
        action.hand_over(by=self.chen, now=NOW + timedelta(days=5), note="left", owner=self.sun)
        past = Past(Action.objects.all(), NOW + timedelta(days=4))
        (row,) = past.first(past.without_person())
        self.assertEqual(row.owner, self.wang)
        past = Past(Action.objects.all(), NOW + timedelta(days=6))
        self.assertEqual(past.count(gone=past.without_person()), {"gone": 0})

    def test_it_counts_what_was_done_between_two_instants(self):
        action = self.submitted()
        later = NOW + timedelta(days=1)
        action.send_back(by=self.li, now=later, note="no")
        self.make_action(finding=action.finding, now=later)

        moves = Moves(Action.objects.all(), NOW, later)

        self.assertEqual(moves.counts, {None: 2, "send_back": 1, "assign": 1})
        first, second = moves.stories()
        self.assertEqual([event.verb for event in first.events], ["send_back"])
        self.assertEqual((first.action, first.action.status, first.action.round), (action, "assigned", 2))
        self.assertEqual(second.events[0].verb, "assign")
        self.assertEqual(len(moves.stories(1)), 1)
        self.assertEqual(Moves(Action.objects.visible_to(self.zhao), NOW, later).counts, {None: 0})

    def test_the_sight_of_it_is_that_of_today(self):
        self.make_action()

        for user, count in ((self.chen, 1), (self.zhao, 0)):
            past = Past(Action.objects.visible_to(user), NOW)
            self.assertEqual(past.count(open=past.outstanding()), {"open": count})
        self.assertEqual(ActionEvent.objects.count(), 1)
        self.assertEqual(date(2026, 9, 15), Action.objects.get().deadline)
