import json
from datetime import UTC, date, datetime
from io import StringIO
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command

from accounts.models import Organization, Region, Site, User
from common.models import Series
from imports.models import ImportBatch, ImportRow
from incidents.models import Incident, IncidentEvent
from tests.base import NOW, instant

from .base import HEADER, ROW, SMALL, ImportTestCase, register, rows

STORED = (Incident, IncidentEvent, ImportBatch, ImportRow, Region, Organization, Site, Series)


class TakingTestCase(ImportTestCase):
    def stored(self):
        return [list(model.objects.order_by("pk").values()) for model in STORED]

    def test_it_makes_incidents_that_a_person_still_has_to_complete(self):
        self.appoint(self.chen, "official", everywhere=True)
        self.take(register(*rows(2)), by=User.objects.get(pk=self.chen.pk))

        incident = Incident.objects.get(source_key="2")
        self.assertEqual((incident.source, incident.completed, incident.reported_by), ("small", False, None))
        self.assertEqual((incident.status, incident.grade, incident.reported_at), ("reported", None, NOW))
        self.assertEqual((incident.occurred_on, incident.deaths, incident.direct_loss), (date(2026, 8, 27), 0, 15000))
        self.assertEqual(incident.site.full_name, "Hill Ltd · North yard")
        self.assertEqual(incident.site.time_zone, "UTC")
        event = incident.events.get()
        self.assertEqual((event.verb, event.by, event.note), ("imported", self.chen, "small.csv · 3"))

    def test_zhao_takes_nothing_in_where_she_has_no_duty_whether_the_site_is_there_or_not(self):
        given = SMALL | {"site": SMALL["site"] | {"region": "500101"}, "regions": []}
        here = self.problems(register("1,2026-08-27,宏远建筑公司,城南工地,A fall,0,1.5"), given, by=self.zhao)
        absent = self.problems(register("1,2026-08-27,宏远建筑公司,城北工地,A fall,0,1.5"), given, by=self.zhao)

        self.assertEqual(here, ["Row 2, column “Yard”: You have no duty at the site “South site”."])
        self.assertEqual(absent, ["Row 2, column “Yard”: You have no duty at the site “城北工地”."])
        self.assertEqual(self.problems(register(*rows(1)), given, by=self.chen), [])

    def test_it_keeps_the_raw_row_and_the_file_s_digest(self):
        account = self.take(register("1, 2026-08-27 ,Hill Ltd,North yard,A fall,-,无"))

        row = account.batch.rows.get()
        self.assertEqual(row.raw["Day"], " 2026-08-27 ")
        self.assertEqual(row.raw["Loss"], "无")
        self.assertEqual((row.number, row.key, row.outcome), (2, "1", "new"))
        self.assertEqual(row.incident.deaths, None)
        self.assertEqual(account.batch.counts["rows"], 1)
        self.assertEqual(len(account.batch.sha256), 64)

    def test_it_writes_nothing_in_a_trial(self):
        before = self.stored()

        account = self.take(register(*rows(3)), dry_run=True)

        self.assertEqual((account.counts["new"], account.batch), (3, None))
        self.assertEqual(self.stored(), before)

    def test_it_changes_nothing_when_the_same_file_comes_again(self):
        self.take(register(*rows(3)))
        before = self.stored()

        account = self.take(register(*rows(3)), now=instant("2026-10-01 10:00"))

        self.assertEqual((account.counts["same"], account.batch), (3, None))
        self.assertEqual(self.stored(), before)

    def test_it_takes_only_what_is_new_in_a_file_that_has_grown(self):
        self.take(register(*rows(3)))

        account = self.take(register(*rows(5)))

        self.assertEqual(account.counts, {"rows": 5, "new": 2, "updated": 0, "same": 3, "kept": 0, "left_out": 0})
        self.assertEqual(list(account.batch.rows.values_list("key", flat=True)), ["4", "5"])

    def test_it_takes_columns_in_another_order(self):
        self.take(register(*rows(1)))

        account = self.take(
            register("1.5,0,A fall,North yard,Hill Ltd,2026-08-27,1", header="Loss,Deaths,What,Yard,Firm,Day,No")
        )

        self.assertEqual(account.counts["same"], 1)

    def test_it_updates_what_a_corrected_file_says(self):
        self.take(register(*rows(2)))
        corrected = rows(2)[:1] + ["2,2026-08-26,Hill Ltd,South yard,A fall,2,1.5"]

        account = self.take(register(*corrected))

        incident = Incident.objects.get(source_key="2")
        self.assertEqual(account.counts, {"rows": 2, "new": 0, "updated": 1, "same": 1, "kept": 0, "left_out": 0})
        self.assertEqual((incident.deaths, incident.site.name, incident.occurred_on.day), (2, "South yard", 26))
        self.assertEqual((incident.version, incident.completed, incident.events.count()), (2, False, 2))
        self.assertEqual(incident.events.first().changes["deaths"], ["0", "2"])
        self.assertEqual(ImportRow.objects.filter(incident=incident).count(), 2)

    def test_it_keeps_what_a_person_has_completed(self):
        self.take(register(*rows(1)))
        self.appoint(self.chen, "official", region=Region.objects.get(code="XX-1"))
        incident = Incident.objects.get(source_key="1")
        incident.edit(by=type(self.chen).objects.get(pk=self.chen.pk), now=NOW, description="He fell from the roof.")
        corrected = register("1,2026-08-27,Hill Ltd,North yard,A slip,3,1.5")

        account = self.take(corrected)

        incident.refresh_from_db()
        self.assertEqual([entry.number for entry in account.kept], [2])
        self.assertEqual((incident.description, incident.deaths), ("He fell from the roof.", 0))
        self.assertEqual(account.batch.rows.get().raw["What"], "A slip")
        self.assertEqual(self.take(corrected).counts["same"], 1)

    def test_it_leaves_a_void_record_void(self):
        self.take(register(*rows(1)))
        Incident.objects.update(status="void")

        account = self.take(register("1,2026-08-27,Hill Ltd,North yard,A slip,3,1.5"))

        self.assertEqual((account.counts["kept"], Incident.objects.get().status), (1, "void"))

    def test_it_stores_nothing_when_row_300_is_wrong_and_names_it(self):
        lines = rows(425)
        lines[298] = ROW.format(no=299).replace("2026-08-27", "31.02.2026")
        before = self.stored()

        account = self.take(register(*lines))

        self.assertEqual(self.stored(), before)
        self.assertEqual(account.refused, 1)
        said = "Row 300, column “Day”: “31.02.2026” is not written like 2026-08-27, or there is no such day."
        self.assertEqual(str(account.problems[0]), said)

    def test_it_lists_every_fault_of_the_file_in_the_order_of_its_rows(self):
        data = register(
            "1,2026-08-27,Hill Ltd,North yard,A fall,x,1.5",
            '2,2026-08-27,Hill Ltd,North yard,"A fall\r\nof stone",0,1.5',
            "3,2036-08-27,Hill Ltd,North yard,A fall,0,1.5",
            "4,2026-08-27,,North yard,,-1,1.5",
            "5,2026-08-27,Hill Ltd",
            f"6,2026-08-27,Hill Ltd,{'y' * 121},A fall,0,1.5",
            ",2026-08-27,Hill Ltd,North yard,A fall,0,1.5",
            "1,2026-08-27,Hill Ltd,North yard,A\x07fall,0,1.5",
            "2,2026-08-27,Hill Ltd,North yard,A fall,0,1.5",
            "10,0001-01-01,Hill Ltd,North yard,A fall,0,1.5",
        )

        found = self.take(data).problems

        self.assertEqual(
            [(problem.row, problem.column) for problem in found],
            [(2, "Deaths"), (4, "Day"), (5, "Firm"), (5, "What"), (5, "Deaths"), (6, ""), (7, "Yard"), (8, "No")]
            + [(9, "What"), (10, "No"), (11, "Day")],
        )
        self.assertIn("stands already in row 3", str(found[9]))
        self.assertIn("lies in the future", str(found[1]))

    def test_it_names_unknown_and_missing_columns(self):
        said = self.problems(register("1,x", header="No,Colour"))

        self.assertIn("The column “Colour” is not in the mapping “small”.", said)
        self.assertIn("The column “Day”, which the mapping “small” needs, is missing.", said)

    def test_it_passes_over_a_column_that_the_mapping_ignores(self):
        account = self.take(
            register(ROW.format(no=1) + ",red", header=f"{HEADER},Colour"), SMALL | {"ignore": ["Colour"]}
        )

        self.assertEqual(account.batch.rows.get().raw["Colour"], "red")

    def test_it_reads_a_register_in_gb18030_by_its_chinese_columns(self):
        given = SMALL | {"key": ["编号"]}

        self.take(
            register(ROW.format(no=1).replace("Hill Ltd", "宏远"), header=HEADER.replace("No", "编号"))
            .decode()
            .encode("gb18030"),
            given,
        )

        self.assertEqual(Incident.objects.get().site.organization.name, "宏远")

    def test_it_asks_as_many_questions_for_many_rows_as_for_few(self):
        self.take(register(*rows(1)))
        with self.assertNumQueries(16):
            self.take(register(*rows(11)))
        with self.assertNumQueries(16):
            self.take(register(*rows(500)))

    def test_it_uses_an_organization_and_a_site_that_are_there(self):
        region = Region.objects.create(code="XX-1", name="Nowhere", time_zone="UTC")
        firm = Organization.objects.create(name="Hill Ltd")
        yard = Site.objects.create(organization=firm, name="North yard", region=region)

        account = self.take(register(*rows(1)))

        self.assertEqual(Incident.objects.get().site, yard)
        self.assertFalse(any(account.made.values()))

    def test_it_refuses_a_site_that_lies_elsewhere(self):
        Site.objects.create(
            organization=Organization.objects.create(name="Hill Ltd"), name="North yard", region=self.district
        )

        self.assertIn("lies in the region 500101 here", self.problems(register(*rows(1)))[0])

    def test_it_refuses_a_region_with_other_law_than_the_mapping_says(self):
        Region.objects.create(code="XX-1", name="Nowhere", jurisdiction="CN")

        self.assertIn("jurisdiction “CN”", self.problems(register(*rows(1)))[0])

    def test_it_refuses_a_region_that_nothing_describes(self):
        self.assertEqual(
            self.problems(register(*rows(1)), SMALL | {"regions": []}),
            ["There is no region “XX-1”, and the mapping does not describe one."],
        )

    def test_it_numbers_incidents_in_the_order_of_the_rows(self):
        self.take(register(*rows(3)), now=datetime(2026, 12, 31, 20, tzinfo=UTC))  # already 2027 in Shanghai

        numbers = list(Incident.objects.order_by("pk").values_list("number", flat=True))
        self.assertEqual(numbers, ["I-2027-000001", "I-2027-000002", "I-2027-000003"])


class CommandTestCase(ImportTestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file, self.mapping = f"{folder.name}/small.csv", f"{folder.name}/small.toml"
        with open(self.mapping, "w") as file:
            for name in ("register", "source", "attribution", "licence", "key"):
                file.write(f"{name} = {json.dumps(SMALL[name])}\n")
            file.write('[facts]\noccurred_on = { column = "Day" }\ndescription = { column = "What" }\n')
            file.write('[site]\norganization = { column = "Firm" }\nname = "Yard"\nregion = "500101"\n')
            file.write('[[regions]]\ncode = "500101"\nname = "x"\njurisdiction = "CN"\n')

    def run_with(self, *lines, **options):
        out = StringIO()
        with open(self.file, "wb") as file:
            file.write(register(*lines, header="No,Day,Firm,What"))
        call_command("import_register", "incidents", self.file, mapping=self.mapping, stdout=out, **options)
        return out.getvalue()

    def test_it_tells_what_became_of_the_file(self):
        told = self.run_with("1,2026-08-27,Hill Ltd,A fall", dry_run=True)

        self.assertIn("1 rows: 1 new, 0 updated, 0 unchanged, 0 kept, 0 left out.", told)
        self.assertIn("nothing was stored", told)
        self.assertIn("Stored as import", self.run_with("1,2026-08-27,Hill Ltd,A fall"))
        self.assertIn("Nothing changed.", self.run_with("1,2026-08-27,Hill Ltd,A fall"))

    def test_it_shows_a_bounded_number_of_problems(self):
        with self.assertRaises(CommandError) as caught:
            self.run_with(*["1,x,Hill Ltd,A fall"] * 250)

        lines = str(caught.exception).splitlines()
        self.assertEqual(
            (len(lines), lines[-2], lines[-1]),
            (102, "… and 150 more.", "250 of 250 rows are refused. Nothing was stored."),
        )

    def test_it_notes_who_answers_for_it(self):
        self.run_with("1,2026-08-27,Hill Ltd,A fall", by="CHEN@example.org")

        self.assertEqual(ImportBatch.objects.get().by, self.chen)
        with self.assertRaisesMessage(CommandError, "no active person"):
            self.run_with("1,2026-08-27,Hill Ltd,A fall", by="nobody@example.org")

    def test_it_says_in_one_sentence_that_a_file_is_not_there(self):
        with self.assertRaisesMessage(CommandError, "cannot be read"):
            call_command("import_register", "incidents", "/nowhere.csv", mapping=self.mapping)
