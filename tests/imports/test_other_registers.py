"""The real registers that came later, whole, where they lie beside the project; and rows made up after their faults."""

from django.test import SimpleTestCase

from actions.models import Action
from imports import mapping
from imports.models import ImportRow
from incidents.models import Incident
from outbox.models import Notice
from outbox.planning import plan
from tests.base import NOW

from .base import WHOLE, ImportTestCase
from .test_registers import beside
from .workbooks import workbook

OSHA_WEEKLY = ("osha-weekly-2009-2016", "en-osha-weekly-fatality-lists-2009-2016-messy.csv")
OSHA = ("osha-fatalities-2017-2019", "en-osha-fatalities-2017-2019.csv")
TAIC = ("taic-recommendations", "en-taic-safety-recommendations-rail-marine.xlsx")
TAIWAN_2023 = ("tw-major-accidents-zh-hant", "zh-hant-tw-major-occupational-accidents-2023.csv")
TAIWAN_2018 = ("tw-major-accidents-2018h1", "zh-hant-tw-major-occupational-accidents-2018H1.json")
WEEKLY_HEADER = (
    ',Company,"Company, City, State, ZIP",Fatality or Catastrophe,Inspection #,'
    "Preliminary Description of Incident,Summary Report Date,Unnamed: 4,date,place"
)


class WholeRegistersTestCase(ImportTestCase):
    def counted(self, register):
        """What is taken and left out; and that the same file again changes nothing."""
        name, file = register
        data = (WHOLE / file).read_bytes()
        account = self.take(data, mapping.load(name))
        self.assertEqual([str(problem) for problem in account.problems[:3]], [])
        again = self.take(data, mapping.load(name))
        self.assertEqual((again.counts["same"], again.batch), (account.counts["new"], None))
        return account.rows, account.counts["new"], sorted(len(rows) for rows in account.left_out.values())

    @beside
    def test_osha_s_weekly_lists(self):
        self.assertEqual(self.counted(OSHA_WEEKLY), (1838, 1826, [12]))
        self.assertFalse(Incident.objects.exclude(grade=None).exists())
        self.assertFalse(Incident.objects.filter(description__contains="\ufffd").exists())

    @beside
    def test_osha_s_list_of_fatalities(self):
        self.assertEqual(self.counted(OSHA), (3925, 3869, [1, 55]))
        self.assertFalse(Incident.objects.filter(occurred_on__year=1969).exists())
        self.assertFalse(Incident.objects.exclude(deaths=None).exists())

    @beside
    def test_taiwan_s_register_of_2023_and_of_half_of_2018(self):
        self.assertEqual(self.counted(TAIWAN_2023), (303, 303, []))
        self.assertEqual(self.counted(TAIWAN_2018), (136, 136, []))
        self.assertFalse(Incident.objects.exclude(grade=None, deaths=None).exists())
        self.assertTrue(Incident.objects.filter(victims__gt=1).exists())

    @beside
    def test_recommendations_become_actions_without_owner(self):
        self.assertEqual(self.counted(TAIC), (1320, 1228, [1, 2, 6, 83]))
        self.assertFalse(Action.objects.filter(completed=True).exists())
        states = {status: Action.objects.filter(status=status).count() for status in ("assigned", "closed", "void")}
        self.assertEqual(states, {"assigned": 314, "closed": 812, "void": 102})
        self.assertEqual(Action.objects.filter(status="closed", closed_at=None).count(), 2)
        self.assertEqual(ImportRow.objects.filter(outcome="left_out", action=None).exclude(because="").count(), 92)

        plan(now=NOW)

        self.assertFalse(Notice.objects.exists())


class MadeUpRowsTestCase(ImportTestCase):
    def weekly(self, *rows):
        return self.take("\r\n".join([WEEKLY_HEADER, *rows, ""]).encode(), mapping.load(OSHA_WEEKLY[0]))

    def test_employer_and_description_may_be_swapped(self):
        self.weekly(
            '1,"Hill Co., Tampa, FL\ufffd33610",,,,Worker fell.,7/24/2009,,6/23/2009,x',
            '2,Worker fell.,,,,"Hill Co., Tampa, FL 33610",07/24/09,x,06/23/09,x',
            '3,,"Hill Co.,Tampa, FL 33610",Fatality (2),997653,Workers fell. ,,,2013-09-30 00:00:00,x',
            '4,"Tampa, FL 33610",,,,Worker fell.,7/24/2009,,6/23/2009,x',
        )

        found = Incident.objects.order_by("pk").select_related("site__organization")
        places = [(i.site.organization.name, i.site.name, i.description) for i in found]
        hill = ("Hill Co.", "Tampa, FL", "Worker fell.")
        stranger = ("Employer not stated (OSHA)", "Tampa, FL", "Worker fell.")
        self.assertEqual(places, [hill, hill, hill[:2] + ("Workers fell.",), stranger])
        self.assertEqual([i.deaths for i in found], [None, None, 2, None])
        self.assertEqual(str(found[1].occurred_on), "2009-06-23")

    def test_a_row_whose_employer_cannot_be_told_is_left_out_with_its_reason(self):
        account = self.weekly(
            "1,Somebody fell,,,,Somewhere,7/24/2009,,6/23/2009,x",
            '2,"Hill Co., Tampa, FL 33610",,,,Worker fell.,7/24/2009,,6/23/2009,x',
        )

        self.assertEqual((account.counts["new"], account.counts["left_out"]), (1, 1))
        row = ImportRow.objects.get(outcome="left_out")
        self.assertEqual((row.number, row.incident), (2, None))
        self.assertIn("no cell ends with a city", row.because)
        self.assertEqual(row.raw["Company"], "Somebody fell")

    def test_a_fault_elsewhere_refuses_the_file_all_the_same(self):
        account = self.weekly("1,Somebody fell,,,,Somewhere,7/24/2009,,31/31/2009,x")

        self.assertEqual(account.refused, 1)

    def test_superseded_and_withdrawn_recommendations_are_void_and_say_why(self):
        header = ["Number", "Recipient", "Safety Issue", "Inquiry", "Status", "Made", "Closed", "Recommendation"]
        data = workbook(
            S=[
                [*header, "Reply Text"],
                [
                    "001/20",
                    "Rail",
                    "N/A",
                    "RO-1",
                    "Closed superseded",
                    "2020-01-02",
                    "2021-01-02",
                    "Fit â€œrailsâ€\x9d",
                    "Noâ€¦",
                ],
                ["002/20", "Rail", "N/A", "RO-1", "Closed acceptable", "2020-01-02", "2021-01-02", "Fit gates", ""],
                ["002/20", "Harbour", "N/A", "RO-1", "Open", "2020-01-02", "", "Fit gates", ""],
            ]
        )

        self.take(data, mapping.load(TAIC[0]))

        void, closed, opened = Action.objects.order_by("pk")
        self.assertEqual((void.status, void.title), ("void", "Fit “rails”"))
        self.assertIn("Status in the register: Closed superseded", void.events.get().note)
        self.assertIn("Reply: No…", void.events.get().note)
        self.assertEqual((closed.status, str(closed.closed_at)[:10]), ("closed", "2021-01-01"))  # midnight in Auckland
        self.assertEqual((opened.status, opened.owner, opened.completed), ("assigned", None, False))


class MappingsTestCase(SimpleTestCase):
    def test_every_rule_that_leaves_rows_out_has_a_reason(self):
        rules = [rule for path in mapping.FOLDER.glob("*.toml") for rule in mapping.load(path.stem).leave_out]

        self.assertGreater(len(rules), 5)
        self.assertTrue(all(rule.because for rule in rules))
