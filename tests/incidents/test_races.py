import threading

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from common.attachments import accept
from common.lifecycle import AlreadyMoved
from incidents.forms import ReportForm
from incidents.models import Casualty, Incident, Matrix, Member, Rating, Statement, Waiver
from tests.base import NOW, RacingTestCase, photo


class RaceTestCase(RacingTestCase):
    def together(self, *tasks):
        """Run all at once, each on a connection of its own; return what they returned or raised."""
        results, barrier = [None] * len(tasks), threading.Barrier(len(tasks))

        def run(place, task):
            try:
                barrier.wait()
                results[place] = task()
            except Exception as error:  # whatever it is, the test looks at it
                results[place] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    def test_a_form_sent_by_four_fingers_at_once_makes_one_record(self):
        data = {
            "form_key": "11111111-2222-4333-8444-555555555555",
            "kind": "accident",
            "description": "A worker fell.",
            "site": self.plant.pk,
            "occurred_on": "2026-08-27",
            "hurt": "no",
        }

        made = self.together(*[lambda: ReportForm(data, {}, by=self.chen, now=NOW).keep()] * 4)

        self.assertEqual({incident.pk for incident in made}, {Incident.objects.get().pk})

    def test_two_who_name_somebody_at_once_name_two(self):
        incident = self.make_incident(deaths=0)

        def add():
            return Casualty.add(incident, by=self.chen, now=NOW, harm="death", harm_since=incident.occurred_on)

        self.together(add, add, add)

        self.assertEqual(sorted(Casualty.objects.values_list("number", flat=True)), [1, 2, 3])
        self.assertEqual((Incident.objects.get().deaths, Incident.objects.get().grade), (3, "larger"))

    def test_of_two_who_change_somebody_at_once_one_is_told(self):
        incident = self.make_incident(deaths=0, serious_injuries=1)
        casualty = Casualty.add(incident, by=self.chen, now=NOW, harm="serious", harm_since=incident.occurred_on)
        copies = [Casualty.objects.select_related("incident__site").get(pk=casualty.pk) for _ in range(2)]

        answers = self.together(
            *[
                lambda copy=copy: copy.change_harm(by=self.chen, now=NOW, harm="death", harm_since=incident.occurred_on)
                for copy in copies
            ]
        )

        self.assertEqual(sorted(type(answer) for answer in answers if answer), [AlreadyMoved])
        self.assertEqual((Incident.objects.get().deaths, Incident.objects.get().serious_injuries), (1, 0))

    def test_of_two_who_save_at_once_one_is_told(self):
        incident = self.make_incident()
        copies = [Incident.objects.select_related("site__region").get(pk=incident.pk) for _ in range(2)]

        answers = self.together(
            *[
                lambda copy=copy, n=n: copy.edit(by=self.chen, now=NOW, deaths=n)
                for n, copy in enumerate(copies, start=3)
            ]
        )

        self.assertEqual(sorted(type(answer) for answer in answers if answer), [AlreadyMoved])
        self.assertEqual(incident.events.filter(verb="edited").count(), 1)

    def state(self, incident):
        facts = {"name": "王小刚", "standing": "witness", "taken_on": NOW.date(), "taken_by": "Chen", "said": "x"}
        return Statement.add(incident, by=self.chen, now=NOW, files=[accept(photo())], **facts)

    def test_statements_taken_down_at_once_have_numbers_of_their_own(self):
        incident = self.make_incident()

        self.together(*[lambda: self.state(incident)] * 4)

        self.assertEqual(sorted(Statement.objects.values_list("number", flat=True)), [1, 2, 3, 4])

    def test_no_file_comes_between_a_signature_and_its_digest(self):
        statement = self.state(self.make_incident())
        copies = [Statement.objects.select_related("incident__site__region").get(pk=statement.pk) for _ in range(2)]

        signed, changed = self.together(
            lambda: copies[0].sign(by=self.chen, now=NOW, signing="paper", signed_on=NOW.date()),
            lambda: copies[1].edit(by=self.li, now=NOW, files=[accept(photo("late.png"))], said="y"),
        )

        kept = Statement.objects.get()
        if isinstance(signed, AlreadyMoved):
            self.assertEqual((kept.said, kept.signed_at, kept.files.count()), ("y", None, 2))
        else:
            self.assertIsInstance(changed, (AlreadyMoved, PermissionDenied))
            self.assertEqual((kept.said, kept.files.count(), kept.digest()), ("x", 1, kept.sha256))

    def test_a_team_has_one_leader_however_many_are_named_at_once(self):
        incident = self.make_incident()
        names = ["张三", "李四", "王五"]

        results = self.together(
            *[lambda name=name: Member.add(incident, by=self.chen, now=NOW, name=name, role="leader") for name in names]
        )

        self.assertEqual(sum(isinstance(result, ValidationError) for result in results), 2)
        self.assertEqual(Member.objects.filter(role="leader").count(), 1)

    def test_of_two_who_rate_or_decide_at_once_one_is_told(self):
        finding = self.make_finding()
        waiver = Waiver.propose(finding, by=self.chen, now=NOW, reason="x")
        copies = [Waiver.objects.select_related("finding__incident__site__region").get(pk=waiver.pk) for _ in range(2)]
        facts = {"kind": "actual", "matrix": Matrix.objects.newest(), "consequence": 1, "likelihood": 1, "reason": "x"}

        def rate():
            return Rating.give(finding.incident, by=self.chen, now=NOW, since=0, **facts)

        decided = self.together(
            lambda: copies[0].approve(by=self.li, now=NOW), lambda: copies[1].refuse(by=self.sun, now=NOW, note="No")
        )
        rated = self.together(rate, rate)

        for results in (decided, rated):
            self.assertEqual(sum(isinstance(result, AlreadyMoved) for result in results), 1)
        self.assertEqual(Rating.objects.count(), 1)

    def ready(self):
        """A near miss that may be closed: causes found, work done."""
        incident = self.make_incident(kind="near_miss", deaths=0)
        for level in ("direct", "root"):
            finding = self.make_finding(incident, level=level)
            finding.confirm(by=self.li, now=NOW)
            self.closed(self.make_action(finding=finding))
        return incident

    def test_of_two_who_close_a_case_at_once_one_is_told(self):
        incident = self.ready()

        def close():
            return Incident.objects.get(pk=incident.pk).close(by=self.chen, now=NOW)

        results = self.together(close, close)

        failed = [result for result in results if isinstance(result, Exception)]
        self.assertEqual(len(failed), 1, results)
        self.assertIsInstance(failed[0], AlreadyMoved | PermissionDenied)
        self.assertEqual(incident.events.filter(verb="close").count(), 1)

    def test_no_cause_slips_into_a_case_while_it_is_closed(self):
        for _turn in range(4):
            incident = self.ready()
            add, close = Incident.objects.get(pk=incident.pk), Incident.objects.get(pk=incident.pk)

            self.together(
                lambda add=add: self.make_finding(add), lambda close=close: close.close(by=self.chen, now=NOW)
            )

            incident.refresh_from_db()
            self.assertEqual(incident.status == "closed", incident.findings.count() == 2)
