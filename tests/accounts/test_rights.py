from datetime import date

from accounts.models import Role
from actions.models import Action
from incidents.models import Finding, Incident
from tests.base import NOW, BaseTestCase


class RightsTestCase(BaseTestCase):
    """Who may do what: the whole table, written out a second time."""

    def setUp(self):
        self.people = {
            "reporter": self.person("r", "甲", Role.REPORTER, site=self.plant),
            "safety_manager": self.person("s", "乙", Role.SAFETY_MANAGER, site=self.plant),
            "official": self.person("o", "丙", Role.OFFICIAL, region=self.district),
            "leader": self.he,
            "auditor": self.person("a", "丁", Role.AUDITOR, everywhere=True),
            "administrator": self.guan,
            "elsewhere": self.zhao,
            "owner": self.wang,
            "verifier": self.person("v", "戊", Role.LEADER, region=self.district),
        }
        self.finding = self.make_finding()
        self.action = self.make_action(finding=self.finding, verifier=self.people["verifier"])

    def assertMay(self, record, verb, *expected):
        allowed = [who for who, person in self.people.items() if record.may(person, verb)]
        self.assertCountEqual(allowed, expected, verb)

    def test_every_right_of_an_action_is_in_this_table(self):
        keepers = ("safety_manager", "official")
        table = {
            "edit": keepers,
            "submit": ("owner",),
            "add_evidence": ("owner",),
            "send_back": (*keepers, "verifier"),
            "verify": (*keepers, "verifier"),
            "close": (*keepers, "verifier"),
            "reopen": (*keepers, "verifier"),
            "hand_over": (*keepers, "administrator"),
            "renew": (),
            "replace": (),
            "pass_check": (*keepers, "administrator"),
            "pass_verification": (*keepers, "administrator"),
            "ask_extension": ("owner",),
            "grant_extension": (),
            "refuse_extension": (),
            "explain": (*keepers, "owner"),
            "remind": (*keepers, "leader", "verifier"),
            "extend": (*keepers, "verifier"),
            "void": keepers,
            "complete": (),
        }
        self.assertEqual(set(table), set(Action.RIGHTS))
        self.assertLessEqual(set(Action.MOVES), set(table))
        for verb, expected in table.items():
            with self.subTest(verb):
                self.assertMay(self.action, verb, *expected)

    def test_rights_that_depend_on_a_request_for_more_time(self):
        self.action.ask_extension(by=self.wang, now=NOW, note="Rain.", deadline=date(2026, 9, 20))

        self.assertMay(self.action, "ask_extension")
        self.assertMay(self.action, "grant_extension", "safety_manager", "official", "verifier")
        self.assertMay(self.action, "refuse_extension", "safety_manager", "official", "verifier")

    def test_whoever_gave_the_work_may_mend_and_hand_it_over(self):
        for verb in ("edit", "hand_over", "pass_verification"):
            self.assertTrue(self.action.may(self.chen, verb))

    # Whoever verifies in this cast leads the district.

    def test_every_right_of_an_incident_is_in_this_table(self):
        incident = self.finding.incident
        keepers = ("safety_manager", "official")
        kept = ("edit", "void", "add_finding", "add_photo", "investigate", "read_statements", "add_casualty")
        leading = ("leader", "verifier")  # the verifier of the cast leads, too
        kept = (*kept, "count_missing", "close", "keep_clocks", "file_report")
        table = dict.fromkeys(kept, keepers)
        table |= dict.fromkeys(("add_action", "reopen", "see_fines", "make_pack"), (*keepers, *leading))
        table |= {"override": leading} | dict.fromkeys(("find_failing", "decide_fine"), ("official", *leading))

        self.assertEqual(set(table), set(Incident.RIGHTS))
        for verb, expected in table.items():
            with self.subTest(verb):
                self.assertMay(incident, verb, *expected)

    def test_every_right_of_a_finding_is_in_this_table(self):
        keepers = ("safety_manager", "official")
        table = dict.fromkeys(("edit", "confirm", "withdraw", "waive"), keepers) | {
            "add_action": (*keepers, "leader", "verifier")
        }

        self.assertEqual(set(table), set(Finding.RIGHTS))
        for verb, expected in table.items():
            with self.subTest(verb):
                self.assertMay(self.finding, verb, *expected)
        self.assertFalse(self.finding.may(self.chen, "confirm"))  # his own

    def test_a_right_ends_with_the_appointment(self):
        official = self.people["official"]
        self.assertTrue(self.action.may(official, "void"))

        official.appointments.update(ends_on=date(2021, 1, 1))

        again = type(official).objects.get(pk=official.pk)
        self.assertFalse(self.action.may(again, "void"))
        self.assertFalse(Action.objects.visible_to(again).exists())

    def test_somebody_who_left_may_nothing(self):
        self.wang.is_active = False

        self.assertFalse(self.action.may(self.wang, "submit"))

    def test_an_unknown_verb_is_nobodys_right(self):
        self.assertMay(self.action, "delete")
