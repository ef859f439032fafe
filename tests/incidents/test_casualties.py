"""Casualties over time: who becomes what when, which totals and grade follow, and what was known when."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import override

from common.lifecycle import AlreadyMoved
from incidents.models import Casualty, CasualtyState, Incident
from tests.base import BaseTestCase, instant

DAY = date(2026, 8, 27)  # of the accident; the window ends on 26 September


class CasualtyTestCase(BaseTestCase):
    def setUp(self):
        self.incident = self.make_incident(deaths=2, serious_injuries=3, missing=1)

    def add(self, harm="serious", since=DAY, *, now="2026-09-01 10:00", by=None, **facts):
        return Casualty.add(self.incident, by=by or self.chen, now=instant(now), harm=harm, harm_since=since, **facts)

    def change(self, casualty, harm, since, *, now=None, by=None):
        casualty = Casualty.objects.get(pk=casualty.pk)
        now = instant(now or f"{since} 18:00")
        casualty.change_harm(by=by or self.chen, now=now, harm=harm, harm_since=date.fromisoformat(since))
        return casualty

    def totals(self):
        incident = self.incident = Incident.objects.get(pk=self.incident.pk)
        return incident.deaths, incident.serious_injuries, incident.missing

    def refused(self, field, call):
        with self.assertRaises(ValidationError) as caught, transaction.atomic():
            call()
        return " ".join(caught.exception.message_dict[field])


class TotalsTestCase(CasualtyTestCase):
    def test_who_is_named_is_one_of_those_who_were_counted(self):
        for _each in range(3):
            self.add("serious")
        self.assertEqual(self.totals(), (2, 3, 1))

        self.add("serious")

        self.assertEqual(self.totals(), (2, 4, 1))
        self.assertEqual(self.incident.named()["serious_injuries"], 4)

    def test_somebody_who_dies_on_day_12_leaves_the_injured_and_raises_the_grade(self):
        casualty = self.add("serious")
        self.assertEqual(self.incident.grade, "general")

        self.change(casualty, "death", "2026-09-08")

        self.assertEqual(self.totals(), (3, 2, 1))
        self.assertEqual(self.incident.grade, "larger")
        self.assertIn("Larger", self.incident.name)

    def test_the_missing_who_are_found_leave_the_missing(self):
        found, dead = self.add("missing"), self.add("missing")
        self.assertEqual(self.totals(), (2, 3, 2))

        self.change(found, "unhurt", "2026-08-29")
        self.change(dead, "death", "2026-08-30")

        self.assertEqual(self.totals(), (3, 3, 0))

    def test_the_last_day_of_the_window_counts_and_the_day_after_does_not(self):
        inside, outside = self.add("serious"), self.add("serious")

        self.change(inside, "death", "2026-09-26", now="2026-10-20 09:00")
        self.assertEqual(self.totals(), (3, 2, 1))
        self.change(outside, "death", "2026-09-27")

        self.assertEqual(self.totals(), (3, 2, 1))
        outside = Casualty.objects.get(pk=outside.pk)
        self.assertEqual((outside.harm, outside.counted_as), ("death", "serious_injuries"))
        self.assertTrue(outside.counts_otherwise)

    def test_fire_and_road_traffic_have_seven_days(self):
        for kind, category in [("", "WSA10009"), ("", "WSA10003"), ("fire", "WSA10012"), ("road_traffic", "")]:
            with self.subTest(kind or category):
                self.incident = self.make_incident(category=category, accident_kind=kind, deaths=2)
                self.assertEqual(self.incident.window_until, date(2026, 9, 3))
                late, timely = self.add("serious"), self.add("serious")
                self.change(timely, "death", "2026-09-03")
                self.change(late, "death", "2026-09-04")
                self.assertEqual(self.totals()[0], 3)
        self.assertEqual(self.make_incident(category="WSA10009", accident_kind="work").window_until, date(2026, 9, 26))

    def test_without_a_rule_every_change_counts(self):
        self.incident = self.make_incident(kind="ill_health", deaths=0, serious_injuries=1)
        self.assertIsNone(self.incident.window_until)

        self.change(self.add("serious"), "death", "2027-03-01")

        self.assertEqual(self.totals()[:2], (1, 0))

    def test_the_other_grade_stays_readable(self):
        casualty = self.add("serious")
        with override("en"):
            name = Incident.objects.get(pk=self.incident.pk).name
        self.change(casualty, "death", "2026-09-08")
        self.totals()
        events = list(self.incident.events.all())

        before = self.incident.known_on(date(2026, 9, 7), events)
        after = self.incident.known_on(date(2026, 9, 8), events)

        self.assertEqual((before.facts["deaths"], before.facts["grade"], before.facts["name"]), (2, "general", name))
        self.assertEqual((after.facts["deaths"], after.facts["serious_injuries"]), (3, 2))
        self.assertEqual(after.facts["grade"], "larger")
        self.assertNotEqual(after.facts["name"], name)
        self.assertIsNone(self.incident.known_on(date(2026, 8, 31), events))

    def test_it_is_found_by_the_name_that_it_had(self):
        casualty = self.add("serious")
        self.totals()
        name = self.incident.name
        self.change(casualty, "death", "2026-09-08")

        self.totals()
        self.assertNotEqual(self.incident.name, name)
        self.assertEqual(self.incident.former_names, name)
        self.assertEqual(Incident.objects.containing(f"“{name}”").get(), self.incident)

    def test_what_is_known_later_was_not_known_before(self):
        casualty = self.add("serious")

        self.change(casualty, "death", "2026-09-08", now="2026-09-20 09:00")

        self.totals()
        events = list(self.incident.events.all())
        self.assertEqual(self.incident.known_on(date(2026, 9, 19), events).facts["deaths"], 2)
        self.assertEqual(self.incident.known_on(date(2026, 9, 20), events).facts["deaths"], 3)

    def test_a_record_that_was_wrong_is_struck_with_or_without_the_number(self):
        twice, wrong = self.add("serious"), self.add("death")

        twice.strike(by=self.chen, now=instant("2026-09-02 10:00"), note="Entered twice", one_fewer=False)
        self.assertEqual(self.totals(), (2, 3, 1))
        wrong.strike(by=self.chen, now=instant("2026-09-02 10:00"), note="Was on leave", one_fewer=True)

        self.assertEqual(self.totals(), (1, 3, 1))
        self.assertEqual(self.incident.named()["serious_injuries"], 0)
        with self.assertRaises(PermissionDenied):
            self.change(wrong, "minor", "2026-09-03")


class MissingTestCase(CasualtyTestCase):
    def count(self, now):
        self.totals()
        self.incident.count_missing_as_dead(by=self.chen, now=instant(now), note="Search ended")

    def test_who_is_missing_longer_than_the_window_counts_as_dead(self):
        casualty = self.add("missing")
        with self.assertRaises(ValidationError):
            self.count("2026-09-26 23:59")

        self.count("2026-09-27 00:00")

        self.assertEqual(self.totals(), (3, 3, 0))
        self.assertEqual(self.incident.grade, "larger")
        casualty = Casualty.objects.get(pk=casualty.pk)
        self.assertEqual((casualty.harm, casualty.harm_since), ("death", date(2026, 9, 27)))

    def test_those_whom_nobody_named_count_too(self):
        self.count("2026-09-27 08:00")

        self.assertEqual(self.totals(), (3, 3, 0))

    def test_found_dead_after_the_window_counts_and_found_alive_counts_as_nothing(self):
        dead, alive = self.add("missing"), self.add("missing")

        self.change(dead, "death", "2026-10-05")
        self.change(alive, "serious", "2026-10-05")

        self.assertEqual(self.totals(), (3, 3, 0))

    def test_nobody_missing_nobody_counted(self):
        self.incident.edit(by=self.chen, now=instant("2026-09-02 10:00"), missing=0)
        with self.assertRaises(ValidationError):
            self.count("2026-10-27 08:00")


class RefusalTestCase(CasualtyTestCase):
    def test_days_that_cannot_be_are_refused_at_the_field(self):
        casualty = self.add("missing", date(2026, 8, 29))

        self.assertIn("before the accident", self.refused("harm_since", lambda: self.add("death", date(2026, 8, 26))))
        self.assertIn("future", self.refused("harm_since", lambda: self.add("death", date(2026, 9, 2))))
        for day, said in [("2026-08-28", "not found yet"), ("2026-09-05", "future")]:
            with self.subTest(day):
                refused = self.refused(
                    "harm_since", lambda day=day: self.change(casualty, "death", day, now="2026-09-01 10:00")
                )
                self.assertIn(said, refused)

    def test_the_day_is_that_of_the_site(self):
        self.add("serious", date(2026, 9, 2), now="2026-09-02 00:10")  # still 1 September in UTC

    def test_nobody_comes_back_from_death(self):
        casualty = self.add("death")

        self.assertIn("strike", self.refused("harm", lambda: self.change(casualty, "minor", "2026-08-30")))
        self.assertIn("already", self.refused("harm", lambda: self.change(self.add("minor"), "minor", "2026-08-30")))

    def test_more_missing_than_at_risk_is_refused(self):
        self.incident.edit(by=self.chen, now=instant("2026-09-01 10:00"), at_risk=1)
        self.add("missing")

        self.assertIn("at risk", self.refused("missing", lambda: self.add("missing")))
        self.assertEqual(self.totals()[2], 1)
        self.assertEqual(Casualty.objects.count(), 1)

    def test_a_near_miss_has_no_casualties(self):
        self.incident = self.make_incident(kind="near_miss", deaths=0)

        self.assertIn("near miss", self.refused("kind", lambda: self.add("minor")))

    def test_a_total_is_never_less_than_those_who_are_named(self):
        self.add("death")
        now = instant("2026-09-02 10:00")
        self.totals()

        self.assertIn(
            "recorded as persons", self.refused("deaths", lambda: self.incident.edit(by=self.chen, now=now, deaths=0))
        )

    def test_after_the_window_a_total_changes_only_because_it_was_wrong(self):
        now = instant("2026-10-20 10:00")

        self.assertIn("after", self.refused("deaths", lambda: self.incident.edit(by=self.chen, now=now, deaths=3)))
        self.totals()
        self.incident.edit(
            by=self.chen, now=now, deaths=3, correction="Counted from the hospital's list of 1 September"
        )

        self.assertEqual(self.totals()[0], 3)
        self.assertEqual(self.incident.grade, "larger")
        self.assertIn("hospital", self.incident.events.first().note)

    def test_a_number_that_nobody_knew_may_be_filled_in_at_any_time(self):
        incident = self.make_incident(deaths=None, serious_injuries=None)

        incident.edit(by=self.chen, now=instant("2026-10-20 10:00"), deaths=3, serious_injuries=0)

        self.assertEqual(incident.grade, "larger")

    def test_only_those_who_keep_the_record_may(self):
        casualty = self.add("serious")
        for user in (self.zhao, self.he, self.wang, self.guan):
            with self.subTest(user.name):
                with self.assertRaises(PermissionDenied):
                    self.add("serious", by=user)
                with self.assertRaises(PermissionDenied):
                    self.change(casualty, "death", "2026-08-30", by=user)
                with self.assertRaises(PermissionDenied):
                    casualty.reveal(by=user, now=instant("2026-09-01 10:00"), reason="Curious")

    def test_of_two_who_change_somebody_one_is_told(self):
        casualty = self.add("serious")
        stale = Casualty.objects.get(pk=casualty.pk)
        self.change(casualty, "death", "2026-08-30")

        with self.assertRaises(AlreadyMoved), transaction.atomic():
            stale.change_harm(by=self.li, now=instant("2026-09-01 10:00"), harm="minor", harm_since=DAY)
        self.assertEqual(self.totals(), (3, 2, 1))

    def test_what_somebody_was_is_never_rewritten(self):
        self.add("serious")

        with self.assertRaises(DatabaseError), transaction.atomic():
            CasualtyState.objects.update(harm="minor")


class PrivateTestCase(CasualtyTestCase):
    def test_events_keep_no_private_fact(self):
        casualty = self.add("serious", person="张三", identity_number="510101199001011234", medical="开放性骨折")

        casualty.edit(by=self.chen, now=instant("2026-09-01 11:00"), person="张三丰", medical="", employer="云台建设")

        casualty = Casualty.objects.get(pk=casualty.pk)
        self.assertEqual((casualty.person, casualty.medical, casualty.employer), ("张三丰", "开放性骨折", "云台建设"))
        for event in self.incident.events.all():
            for secret in ("张三", "510101", "骨折"):
                self.assertNotIn(secret, f"{event.changes}{event.note}")
        with override("en"):
            changed = self.incident.events.first().changed()
        self.assertIn(("name of the person", "hidden", "hidden"), changed)

    def test_names_are_masked_as_public_reports_do(self):
        self.assertEqual(Casualty(person="张三").masked, "张某")
        self.assertEqual(Casualty(person="Wang Qiang").masked, "W.")
        self.assertEqual(Casualty().masked, "")

    def test_who_looks_says_why_and_that_stays(self):
        casualty = self.add("serious", person="张三")
        with self.assertRaises(ValidationError):
            casualty.reveal(by=self.li, now=instant("2026-09-01 11:00"), reason=" ")

        casualty.reveal(by=self.li, now=instant("2026-09-01 11:00"), reason="To call the family")

        event = self.incident.events.first()
        self.assertEqual((event.verb, event.by, event.note), ("revealed", self.li, "To call the family"))
