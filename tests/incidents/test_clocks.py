"""What the law demands, as rows: made with the incident, remade when a fact changes, kept when it is superseded."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from incidents import following
from incidents.models import (
    Appraisal,
    Assessment,
    Casualty,
    Failing,
    Incident,
    Member,
    Obligation,
    Prolongation,
    Receipt,
    Reply,
    Report,
    Submission,
)
from tests.base import BaseTestCase, instant

LOGGED = instant("2026-08-27 10:20")


class ClocksTestCase(BaseTestCase):
    def setUp(self):
        self.incident = self.logged()

    def logged(self, **given):
        return self.make_incident(now=LOGGED, **{"known_at": instant("2026-08-27 09:52")} | given)

    def standing(self, incident=None):
        rows = (incident or self.incident).obligations.standing()
        return {(o.kind, o.by, o.to): o for o in rows}

    def received(self, level, at, now=None):
        now = instant(now or "2026-09-01 10:00")
        return Receipt.add(self.incident, by=self.chen, now=now, level=level, received_at=instant(at), how="telephone")

    def file(self, at, kind="first", level="district", by=None, **given):
        return Report.file(self.incident, by=by or self.li, now=instant(at), kind=kind, level=level, **given)

    def submitted(self, day="2026-10-20", now="2026-10-21 09:00"):
        facts = {"submitted_on": date.fromisoformat(day), "authority": "甲区人民政府"}
        return Submission.add(self.incident, by=self.chen, now=instant(now), **facts)

    def replied(self, day="2026-11-02", now="2026-11-03 09:00"):
        facts = {"replied_on": date.fromisoformat(day), "authority": "甲区人民政府", "number": "甲政复〔2026〕8号"}
        return Reply.add(self.incident, by=self.chen, now=instant(now), **facts)

    def refused(self, field, call, *args, **given):
        with self.assertRaises(ValidationError) as caught:
            call(*args, **given)
        self.assertIn(field, caught.exception.error_dict)

    # arising

    def test_an_accident_that_somebody_logs_has_clocks_at_once(self):
        found = self.standing()

        self.assertEqual(
            {key: row.due_at for key, row in found.items()},
            {
                ("unit_report", "unit", "district"): instant("2026-08-27 10:52"),
                ("supplement", "unit", "district"): instant("2026-09-27 00:00"),
                ("investigation_report", "team", "district"): instant("2026-10-27 00:00"),
            },
        )
        row = found["unit_report", "unit", "district"]
        self.assertEqual((row.clause_en, row.pack), ("Decree 493, art. 9", "cn-decree-493 2007"))
        self.assertEqual((row.made_at, row.arose_from.verb, row.met_at), (LOGGED, "logged", None))

    def test_what_is_no_accident_in_the_sense_of_the_law_has_none(self):
        unhurt = dict.fromkeys(["deaths", "serious_injuries", "acute_poisonings", "minor_injuries", "missing"], 0)

        for facts in (
            {"kind": "near_miss", "deaths": None, "serious_injuries": None},
            unhurt,
            {"regime": "coal_mine"},
            {"occurred_on": date(2005, 1, 1), "category": "GB86-09", "known_at": None},
        ):
            with self.subTest(facts):
                self.assertFalse(self.logged(**facts).obligations.exists())

    def test_casualties_that_are_not_known_yet_stop_no_clock(self):
        incident = self.logged(deaths=None, serious_injuries=None)

        self.assertEqual(set(self.standing(incident)), {("unit_report", "unit", "district")})

    def test_an_imported_record_has_clocks_once_a_person_completed_it_and_only_those_to_come(self):
        imported = Incident.objects.create(
            number="I-2026-9001",
            site=self.plant,
            source="register",
            source_key="1",
            completed=False,
            reported_at=instant("2026-09-20 10:00"),
            occurred_on=date(2026, 8, 27),
            known_at=instant("2026-08-27 09:52"),
            description="A worker fell.",
            deaths=1,
            serious_injuries=0,
        )
        self.assertFalse(imported.has_clocks)

        imported.edit(by=self.chen, now=instant("2026-09-21 10:00"), place="3rd floor")

        kinds = {kind for kind, *_ in self.standing(imported)}
        self.assertEqual(kinds, {"supplement", "investigation_report"})

    # who may, and who sees nothing

    def test_somebody_elsewhere_neither_sees_nor_files(self):
        self.file("2026-08-27 10:30")

        self.assertFalse(Obligation.objects.visible_to(self.zhao).exists())
        self.assertFalse(Report.objects.visible_to(self.zhao).exists())
        for who in (self.zhao, self.wang):
            with self.assertRaises(PermissionDenied):
                self.file("2026-08-27 10:40", kind="follow_up", by=who)
            with self.assertRaises(PermissionDenied):
                Receipt.add(self.incident, by=who, now=LOGGED, level="district", received_at=LOGGED)
        self.assertEqual(Report.objects.count(), 1)

    def test_whoever_leads_the_team_enters_facts_a_member_does_not(self):
        self.incident = self.make_incident(by=self.wang, now=LOGGED)
        Member.add(self.incident, by=self.chen, now=LOGGED, person=self.wang, role="member")
        self.assertFalse(Incident.objects.get(pk=self.incident.pk).may(self.wang, "keep_clocks"))

        Member.objects.get().edit(by=self.chen, now=LOGGED, role="leader")

        self.assertTrue(Incident.objects.get(pk=self.incident.pk).may(self.wang, "keep_clocks"))

    # meeting

    def test_the_first_report_meets_the_hour_of_the_unit_and_starts_those_of_the_level(self):
        report = self.file("2026-08-27 10:40")

        found = self.standing()
        unit = found["unit_report", "unit", "district"]
        self.assertEqual((unit.met_at, unit.met_by, unit.is_late(LOGGED)), (report.filed_at, report, False))
        hop = found["level_report", "district", "municipality"]
        self.assertEqual((hop.due_at, hop.met_at), (instant("2026-08-27 12:40"), None))

    def test_a_late_first_report_stays_late(self):
        self.file("2026-08-27 10:52")

        unit = self.standing()["unit_report", "unit", "district"]
        self.assertTrue(unit.is_late(instant("2026-09-01 10:00")))
        self.assertIsNotNone(unit.met_at)

    def test_what_a_level_was_told_by_telephone_counts_from_then(self):
        self.file("2026-08-27 11:30")
        self.received("district", "2026-08-27 10:05")
        self.received("municipality", "2026-08-27 12:06")

        found = self.standing()
        self.assertEqual(found["unit_report", "unit", "district"].met_at, instant("2026-08-27 10:05"))
        hop = found["level_report", "district", "municipality"]
        self.assertEqual((hop.due_at, hop.met_at), (instant("2026-08-27 12:05"), instant("2026-08-27 12:06")))
        self.assertTrue(hop.is_late(LOGGED))

    def test_a_clock_that_moves_keeps_the_old_one_and_why(self):
        receipt = self.received("district", "2026-08-27 10:05")
        old = self.standing()["level_report", "district", "municipality"]

        receipt.edit(by=self.chen, now=instant("2026-09-01 11:00"), received_at=instant("2026-08-27 10:35"))

        old.refresh_from_db()
        self.assertEqual((old.superseded_at, old.superseded_by.verb), (instant("2026-09-01 11:00"), "receipt_edited"))
        new = self.standing()["level_report", "district", "municipality"]
        self.assertEqual(new.due_at, instant("2026-08-27 12:35"))

    def test_no_clock_is_turned_back_or_taken_away(self):
        row = self.incident.obligations.first()
        for change in (
            lambda: Obligation.objects.filter(pk=row.pk).update(due_at=instant("2026-12-01 10:00")),
            lambda: Obligation.objects.filter(pk=row.pk).delete(),
        ):
            with self.assertRaises(DatabaseError), transaction.atomic():
                change()

    def test_asked_again_with_the_same_facts_nothing_changes(self):
        self.file("2026-08-27 10:40")
        before = list(self.incident.obligations.values())

        for _time in range(2):
            Incident.objects.get(pk=self.incident.pk).remake_obligations(None, instant("2026-09-01 11:00"))

        self.assertEqual(list(self.incident.obligations.values()), before)

    def test_a_third_death_in_the_window_makes_the_clocks_anew_from_when_it_was_known(self):
        incident = self.incident = self.logged(deaths=2)
        self.received("district", "2026-08-27 10:05")
        self.received("municipality", "2026-08-27 11:00")
        now = instant("2026-09-08 15:00")

        Incident.objects.get(pk=incident.pk).edit(by=self.chen, now=now, deaths=10)

        found = self.standing()
        hop = found["level_report", "municipality", "ministry"]
        self.assertEqual(hop.due_at, instant("2026-09-08 17:00"))  # two hours from then, not from the accident
        self.assertEqual(hop.arose_from.verb, "edited")
        self.assertIn(("investigation_report", "team", "municipality"), found)
        old = incident.obligations.get(kind="investigation_report", to="district")
        self.assertEqual((old.superseded_at, old.superseded_by.verb), (now, "edited"))

    def test_a_death_after_the_window_changes_no_clock(self):
        self.incident = self.logged(deaths=2, serious_injuries=1)
        hurt = Casualty.add(
            self.incident, by=self.chen, now=LOGGED, harm="serious", harm_since=date(2026, 8, 27), person="张三"
        )
        before = list(self.incident.obligations.values("pk", "due_at", "superseded_at"))

        hurt.change_harm(by=self.chen, now=instant("2026-09-28 10:00"), harm="death", harm_since=date(2026, 9, 27))

        self.assertEqual(list(self.incident.obligations.values("pk", "due_at", "superseded_at")), before)

    def test_a_change_of_the_casualties_asks_for_another_report(self):
        self.file("2026-08-27 10:40")
        key = ("supplement", "unit", "district")
        self.assertEqual(self.standing()[key].met_by.number, 1)

        Incident.objects.get(pk=self.incident.pk).edit(by=self.chen, now=instant("2026-09-02 10:00"), deaths=2)
        self.assertIsNone(self.standing()[key].met_at)

        self.file("2026-09-02 11:00", kind="supplementary")
        self.assertEqual(self.standing()[key].met_by.number, 2)
        self.assertEqual(self.incident.obligations.filter(kind="supplement").count(), 2)  # the first one is kept

    def test_what_is_counted_after_the_window_asks_for_no_other_report_what_happened_inside_it_does(self):
        self.incident = self.logged(missing=1, serious_injuries=1)
        facts = {"harm": "serious", "harm_since": date(2026, 8, 27)}
        hurt = Casualty.add(self.incident, by=self.chen, now=LOGGED, **facts)
        self.file("2026-08-27 10:40")
        key, after = ("supplement", "unit", "district"), instant("2026-10-01 10:00")

        incident = Incident.objects.get(pk=self.incident.pk)
        incident.count_missing_as_dead(by=self.chen, now=after, note="The search is over.")
        self.received("municipality", "2026-08-27 12:00", now="2026-10-01 11:00")
        self.assertIsNotNone(self.standing()[key].met_at)

        hurt.refresh_from_db()
        hurt.change_harm(by=self.chen, now=after, harm="death", harm_since=date(2026, 9, 20))
        self.assertIsNone(self.standing()[key].met_at)
        self.assertTrue(self.standing()[key].is_late(after))

    def test_a_void_record_demands_nothing(self):
        self.incident.void(by=self.chen, now=instant("2026-09-01 10:00"), note="Entered twice.")

        self.assertEqual(self.standing(), {})
        self.assertEqual({o.superseded_by.verb for o in self.incident.obligations.all()}, {"void"})

    def test_the_clocks_follow_the_site_to_another_zone_and_to_another_law(self):
        now = instant("2026-09-01 10:00")
        self.plant.time_zone = "Asia/Urumqi"
        self.plant.save()
        following.settle(self.plant, by=self.guan, now=now)
        key = ("investigation_report", "team", "district")
        self.assertEqual(self.standing()[key].due_at, instant("2026-10-27 02:00"))

        self.district.jurisdiction = ""
        self.district.save()
        following.settle(self.plant, by=self.guan, now=now)

        self.assertEqual(self.standing(), {})

    # the investigation

    def test_appraisals_and_extensions_move_the_day_of_the_report(self):
        now = instant("2026-10-01 10:00")
        appraisal = Appraisal.add(
            self.incident, by=self.chen, now=now, about="Wire", document="鉴1", first_day=date(2026, 9, 1)
        )
        key = ("investigation_report", "team", "district")
        self.assertEqual(self.standing()[key].last_day, date(2026, 10, 26))  # nobody knows yet how long it takes

        appraisal.edit(by=self.chen, now=now, last_day=date(2026, 9, 11))
        self.assertEqual(self.standing()[key].last_day, date(2026, 11, 5))
        more = {"authority": "甲区人民政府", "document": "甲政〔2026〕3号", "approved_on": date(2026, 9, 30)}
        Prolongation.add(self.incident, by=self.chen, now=now, days=30, **more)
        self.assertEqual(self.standing()[key].last_day, date(2026, 12, 5))

        self.refused("days", Prolongation.add, self.incident, by=self.chen, now=now, days=31, **more)

    def test_reply_and_assessment_arise_from_what_came_before(self):
        self.submitted()
        found = self.standing()
        self.assertEqual(found["investigation_report", "team", "district"].met_on, date(2026, 10, 20))
        self.assertEqual(found["reply", "district", "team"].last_day, date(2026, 11, 4))

        self.replied()
        found = self.standing()
        assessment = found["assessment", "district", "public"]
        self.assertEqual((assessment.not_before, assessment.last_day), (date(2027, 9, 2), date(2027, 11, 2)))

        facts = {"assessed_on": date(2027, 10, 8), "body": "甲区安委办", "result": "All done."}
        Assessment.add(self.incident, by=self.chen, now=instant("2027-10-09 09:00"), **facts)
        self.assertEqual(self.standing()["assessment", "district", "public"].met_on, date(2027, 10, 8))
        self.assertFalse(self.standing()["reply", "district", "team"].is_late(LOGGED))

    def test_what_contradicts_itself_is_refused_where_it_was_typed(self):
        now, wang = instant("2026-12-01 10:00"), self.chen
        self.refused("received_at", self.received, "district", "2026-08-26 23:59")
        self.refused("received_at", self.received, "district", "2026-09-02 10:00", now="2026-09-01 10:00")
        self.refused("level", self.received, "county", "2026-08-27 10:05")
        self.received("district", "2026-08-27 10:05")
        self.refused("level", self.received, "district", "2026-08-27 10:06")
        self.refused("submitted_on", self.submitted, "2026-08-26")
        self.refused("replied_on", self.replied)
        self.submitted()
        self.refused("submitted_on", self.submitted)
        self.refused("replied_on", self.replied, "2026-10-19")
        self.replied()
        self.refused("submitted_on", Submission.objects.get().edit, by=wang, now=now, submitted_on=date(2026, 11, 3))
        with self.assertRaisesMessage(ValidationError, "There is a reply to it"):
            Submission.objects.get().take_out(by=wang, now=now, note="Wrong.")
        facts = {"body": "甲区安委办", "result": "All done."}
        self.refused(
            "assessed_on", Assessment.add, self.incident, by=wang, now=now, assessed_on=date(2026, 11, 1), **facts
        )
        self.refused(
            "last_day",
            Appraisal.add,
            self.incident,
            by=wang,
            now=now,
            about="Wire",
            document="1",
            first_day=date(2026, 9, 2),
            last_day=date(2026, 9, 1),
        )

    def test_the_accident_is_not_moved_behind_what_was_reported_of_it(self):
        self.received("district", "2026-08-27 10:05")
        self.file("2026-08-27 10:40")
        now = instant("2026-09-01 10:00")
        incident = Incident.objects.get(pk=self.incident.pk)

        self.refused("occurred_on", incident.edit, by=self.chen, now=now, occurred_on=date(2026, 8, 28), known_at=None)
        incident = Incident.objects.get(pk=self.incident.pk)
        self.refused("known_at", incident.edit, by=self.chen, now=now, known_at=instant("2026-08-27 10:41"))

    # reports

    def test_a_report_says_what_was_known_when_it_was_filed(self):
        report = self.file("2026-08-27 10:40")
        Incident.objects.get(pk=self.incident.pk).edit(
            by=self.chen, now=instant("2026-09-02 10:00"), deaths=2, unit_profile="Another."
        )

        filed = Report.objects.get(pk=report.pk).as_filed
        self.assertEqual((filed.deaths, filed.name), (1, self.incident.name))
        self.assertEqual(filed.site.organization.profile, "建筑施工，120人")
        self.assertEqual(filed.known_at, instant("2026-08-27 09:52"))
        self.assertEqual(filed.grade_reason, self.incident.grade_reason)
        self.assertIn("direct economic loss", report.lacking)

    def test_reports_are_numbered_and_never_change(self):
        first = self.file("2026-08-27 10:40")
        second = self.file(
            "2026-08-28 09:00", kind="follow_up", level="municipality", by=self.chen, note="Nothing new."
        )

        self.assertEqual([first.number, second.number], [1, 2])
        for change in (lambda: Report.objects.update(note="x"), lambda: Report.objects.all().delete()):
            with self.assertRaises(DatabaseError), transaction.atomic():
                change()

    def test_a_correction_is_another_report_of_the_same_kind(self):
        self.refused("kind", self.file, "2026-08-27 10:40", kind="follow_up")
        first = self.file("2026-08-27 10:40")
        self.refused("kind", self.file, "2026-08-27 10:45")
        self.refused("kind", self.file, "2026-08-27 10:45", kind="final", corrects=first)
        self.refused("level", self.file, "2026-08-27 10:45", kind="final", level="city")

        second = self.file("2026-08-27 10:50", corrects=first, note="The address was wrong.")

        self.assertEqual((second.number, second.corrects), (2, first))
        self.assertEqual(self.standing()["unit_report", "unit", "district"].met_by, first)

    def test_a_form_sent_twice_files_once(self):
        key = "11111111-2222-4333-8444-555555555555"

        first, again = (self.file("2026-08-27 10:40", form_key=key) for _time in range(2))

        self.assertEqual(first, again)

    def test_what_only_a_person_may_find_is_found_by_an_official_or_leader(self):
        facts = {"which": "concealed", "reason": "Told three days later, after a letter."}
        with self.assertRaises(PermissionDenied):
            Failing.add(self.incident, by=self.li, now=LOGGED, **facts)

        Failing.add(self.incident, by=self.he, now=LOGGED, **facts)

        self.assertEqual(self.incident.events.first().verb, "failing_added")

    # boundaries of the day

    def test_an_hour_over_midnight_and_a_day_at_the_site_of_another_zone(self):
        """30 June 23:50 in Urumqi, which keeps two hours behind Shanghai, entered by somebody in Shanghai."""
        self.plant.time_zone = "Asia/Urumqi"
        self.plant.save()
        now = instant("2026-07-01 02:00")  # midnight in Urumqi
        incident = self.make_incident(
            now=now, occurred_on=date(2026, 6, 30), category="GB86-09", known_at=instant("2026-07-01 01:55")
        )

        found = self.standing(incident)
        self.assertEqual(found["unit_report", "unit", "district"].due_at, instant("2026-07-01 02:55"))
        investigation = found["investigation_report", "team", "district"]
        self.assertEqual(investigation.last_day, date(2026, 8, 29))
        self.assertFalse(investigation.is_late(instant("2026-08-30 01:59")))
        self.assertTrue(investigation.is_late(instant("2026-08-30 02:00")))
