"""What the law demands by when, of the facts that are known."""

from datetime import date

from django.test import SimpleTestCase

from incidents.rules.obligations import Facts, arising
from tests.base import instant


class ObligationTestCase(SimpleTestCase):
    def arising(self, **given):
        facts = {
            "jurisdiction": "CN",
            "time_zone": "Asia/Shanghai",
            "occurred_on": date(2026, 8, 27),
            "grade": "general",
        }
        return {(o.kind, o.by, o.to): o for o in arising(Facts(**facts | given))}

    def due(self, key, **given):
        return self.arising(**given)[key].due_at

    def test_the_unit_has_an_hour_from_being_told(self):
        due = self.due(("unit_report", "unit", "county"), known_at=instant("2026-08-27 09:52"))

        self.assertEqual(due, instant("2026-08-27 10:52"))
        self.assertNotIn("unit_report", {kind for kind, *_ in self.arising()})

    def test_each_level_has_its_time_from_its_own_receipt(self):
        received = {"county": instant("2026-08-27 10:20"), "city": instant("2026-08-27 11:00")}

        found = self.arising(grade="larger", received=received)

        self.assertEqual(found["level_report", "county", "city"].due_at, instant("2026-08-27 12:20"))
        self.assertEqual(found["level_report", "city", "province"].due_at, instant("2026-08-27 13:00"))
        self.assertNotIn(("level_report", "city", "province"), self.arising(received=received))

    def test_a_stricter_local_table_holds_in_its_region(self):
        received = {"county": instant("2026-08-27 10:20")}

        due = self.due(("level_report", "county", "city"), grade="major", received=received, region_code="420106")

        self.assertEqual(due, instant("2026-08-27 10:50"))

    def test_days_end_at_the_site(self):
        found = self.arising()

        self.assertEqual(found["supplement", "unit", "county"].due_at, instant("2026-09-27 00:00"))
        self.assertEqual(found["investigation_report", "team", "county"].due_at, instant("2026-10-27 00:00"))
        fire = self.due(("supplement", "unit", "county"), accident_kind="fire")
        self.assertEqual(fire, instant("2026-09-04 00:00"))

    def test_appraisals_and_extensions_move_the_report(self):
        given = {"pauses": ((date(2026, 9, 1), date(2026, 9, 11)),), "extension_days": 30}

        due = self.due(("investigation_report", "team", "city"), grade="larger", **given)

        self.assertEqual(due, instant("2026-12-06 00:00"))

    def test_the_reply_and_the_assessment_arise_from_what_came_before(self):
        self.assertFalse({"reply", "assessment"} & {kind for kind, *_ in self.arising()})

        found = self.arising(report_received_on=date(2026, 10, 20), replied_on=date(2026, 11, 5))

        self.assertEqual(found["reply", "county", "team"].due_at, instant("2026-11-05 00:00"))
        assessment = found["assessment", "county", "public"]
        self.assertEqual((assessment.not_before, assessment.due_at), (date(2027, 9, 5), instant("2027-11-06 00:00")))

    def test_nothing_arises_where_no_rule_is_known(self):
        known = instant("2026-08-27 09:52")

        self.assertEqual(self.arising(jurisdiction="", known_at=known), {})
        self.assertEqual(self.arising(occurred_on=date(2005, 1, 1), known_at=known), {})

    def test_without_a_grade_only_the_report_of_the_unit_is_due(self):
        found = self.arising(grade=None, known_at=instant("2026-08-27 09:52"))

        self.assertEqual(set(found), {("unit_report", "unit", "county")})
