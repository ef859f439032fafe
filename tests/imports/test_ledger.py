"""An official's ledger of 2,000 rows, from the file to the list of what is late."""

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from actions.models import Action
from imports import mapping
from imports.importing import take
from imports.models import ImportBatch, ImportRow
from imports.undoing import undo
from outbox.models import Letter, Notice
from outbox.planning import plan
from tests.base import NOW, BaseTestCase, instant

from . import ledgers

NAME = "ledger-rectification-zh"


class LedgerTestCase(BaseTestCase):
    def take(self, data, **options):
        return take(data, mapping.load(NAME), file_name="台账.xlsx", now=NOW, by=self.chen, **options)


class WholeLedgerTestCase(LedgerTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.account = cls.take(cls(), ledgers.as_xlsx())

    def test_zhao_sees_nothing_of_it(self):
        self.sign_in(self.zhao)

        self.assertEqual(list(self.client.get("/actions/").context["page"]), [])
        self.assertFalse(ImportRow.objects.visible_to(self.zhao).exists())

    def test_every_row_becomes_an_action(self):
        self.assertEqual([str(problem) for problem in self.account.problems[:5]], [])
        self.assertEqual((self.account.rows, self.account.counts["new"]), (2001, 2000))
        self.assertEqual(self.account.counts["left_out"], 1)

    def test_fifty_seven_are_late_and_here_they_are(self):
        self.sign_in(self.chen)

        page = self.client.get("/actions/", {"late": "1"})

        self.assertContains(page, "57")
        late = Action.objects.visible_to(self.chen).late(NOW)
        self.assertEqual((late.count(), late.filter(owner=self.wang, verifier=self.li).count()), (57, 45))
        self.assertEqual(late.filter(owner=None, completed=False).count(), 12)

    def test_an_action_of_known_people_is_like_any_other(self):
        action = Action.objects.late(NOW).filter(owner=self.wang).order_by("pk").first()

        self.assertTrue(action.completed)
        self.assertRegex(action.number, r"^A-2026-\d{6}$")
        self.assertEqual((action.assigned_by, action.original_deadline), (self.chen, action.deadline))
        self.assertEqual((action.site, action.origin_incident), (self.plant, None))
        event = action.events.get()
        self.assertEqual(
            (event.verb, event.by, event.owner, event.deadline), ("import", self.chen, self.wang, action.deadline)
        )
        self.assertEqual(action.moves_open_to(self.wang), ["submit", "ask_extension", "explain"])

    def test_its_page_and_its_letters_do_without_an_incident(self):
        action = Action.objects.late(NOW).filter(owner=self.wang).first()
        self.sign_in(self.wang)

        self.assertContains(self.client.get(action.get_absolute_url()), action.number)
        self.assertEqual(self.client.get("/").status_code, 200)

    def test_those_without_owner_wait_and_keep_what_was_written(self):
        waiting = Action.objects.filter(completed=False, site=self.plant)

        self.assertEqual(waiting.filter(owner__isnull=False, verifier__isnull=False, deadline__isnull=False).count(), 0)
        department = waiting.filter(method__contains="责任人（台账原文）：安全科").first()
        self.assertIsNone(department.owner)
        self.assertGreater(self.account.remarked, 12)
        self.assertIn("“王强、李伟”", " ".join(str(remark) for remark in self.account.remarks))

    def test_nobody_verifies_their_own_work(self):
        self.assertFalse(Action.objects.filter(owner=self.wang, verifier=self.wang).exists())
        self.assertTrue(Action.objects.filter(site=self.plant, owner=self.wang, verifier=None).exists())

    def test_done_is_a_claim_until_somebody_has_checked_it(self):
        states = {
            status: Action.objects.filter(status=status).count() for status in ("submitted", "closed", "assigned")
        }

        self.assertEqual(states["submitted"], 30)
        self.assertEqual(sum(states.values()), 2000)
        closed = Action.objects.filter(status="closed").first()
        self.assertEqual(closed.closed_at, closed.submitted_at)

    def test_it_says_which_rows_are_no_records(self):
        self.assertEqual(len(self.account.passed_over), 7)  # five subtotals, a header once more, the total
        self.assertEqual(list(self.account.left_out), ["表尾的签字或说明，不是记录"])

    def test_nobody_is_told_by_the_import_and_then_only_of_the_highest_step(self):
        self.assertFalse(Notice.objects.exists() or Letter.objects.exists())

        plan(now=NOW)
        plan(now=NOW)

        action = Action.objects.late(NOW).filter(owner=self.wang).order_by("deadline").first()
        told = Notice.objects.filter(subject_kind="action", subject_id=action.pk, person=self.wang)
        self.assertEqual([notice.step > 0 for notice in told], [True])

    def test_the_same_ledger_as_gb18030_csv_changes_no_action(self):
        before = list(Action.objects.order_by("pk").values())

        account = self.take(ledgers.as_csv())

        self.assertEqual([str(problem) for problem in account.problems[:5]], [])
        self.assertEqual((account.counts["same"], account.counts["new"]), (2000, 0))
        self.assertEqual(list(Action.objects.order_by("pk").values()), before)

    def test_it_can_be_undone(self):
        plan(now=NOW)

        self.assertEqual(undo(ImportBatch.objects.get(), now=NOW), 2000)
        self.assertFalse(Action.objects.exists() or Notice.objects.exists())

    def test_a_moved_action_is_kept_and_nothing_is_undone(self):
        action = Action.objects.filter(owner=self.wang, status="assigned").first()
        action.ask_extension(by=self.wang, now=NOW, note="雨季", deadline=instant("2026-12-01 00:00").date())

        account = self.take(ledgers.as_csv())

        self.assertEqual(account.counts["kept"], 1)
        with self.assertRaisesMessage(Exception, action.number):
            undo(ImportBatch.objects.order_by("pk").first(), now=NOW)


class LedgerCommandTestCase(LedgerTestCase):
    def test_one_command_takes_it_in(self):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "台账.xlsx"
            path.write_bytes(ledgers.as_xlsx())
            out = StringIO()
            self.chen.language = "zh-hans"
            self.chen.save()

            call_command("import_register", "actions", str(path), mapping=NAME, by="chen@example.org", stdout=out)

        self.assertEqual(Action.objects.count(), 2000)
        self.assertIn("共 2001 行", out.getvalue())
