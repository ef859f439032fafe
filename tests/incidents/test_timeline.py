from datetime import date, time

from django.core.exceptions import PermissionDenied, ValidationError

from incidents.models import Moment
from incidents.timeline import lines_of

from .case import PageTestCase

DAY = date(2026, 8, 27)


class TimelineTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(occurred_time=time(9, 40))

    def row(self, what="x", at=None, *, by=None, **facts):
        given = {
            "on": DAY,
            "at": at and time.fromisoformat(at),
            "source": "record",
            "certainty": "certain",
            "what": what,
        }
        return Moment.add(self.incident, by=by or self.chen, now=self.now, **given | facts)

    def lines(self):
        return lines_of(self.incident, list(self.incident.moments.filter(taken_out_at=None)))

    def doubts(self):
        return {line.moment.what: line.doubts for line in self.lines() if line.doubts}

    def test_nobody_without_a_duty_writes_it(self):
        for person in (self.zhao, self.he, self.wang, self.guan):
            with self.subTest(person.name), self.assertRaises(PermissionDenied):
                self.row(by=person)

    def test_rows_stand_in_the_order_of_time(self):
        self.row("ambulance", "09:52", phase="after")
        self.row("accepted", on=date(2026, 8, 20))
        self.row("fall", "09:40", phase="event")
        climbed = self.row("climbed", "09:35")
        self.row("unclipped", follows=climbed)
        self.row("night shift")

        lines = self.lines()

        self.assertEqual(
            [line.moment.what for line in lines],
            ["accepted", "night shift", "climbed", "unclipped", "fall", "ambulance"],
        )
        self.assertEqual([line.begins_day for line in lines], [True, True, False, False, False, False])

    def test_what_contradicts_is_said_and_not_refused(self):
        fall = self.row("fall", "09:40", phase="event")
        self.row("board tipped", "09:50")
        self.row("ambulance", "09:30", phase="after")
        self.row("first aid", "09:20", phase="after", about=True)
        self.row("shout", "09:39", phase="after", about=True, follows=fall)
        self.row("alarm", "09:38", phase="event", follows=fall)
        self.row("second fall", "10:05", phase="event")

        self.assertEqual(
            {what: len(doubts) for what, doubts in self.doubts().items()},
            {"board tipped": 1, "ambulance": 1, "alarm": 1, "second fall": 1},
        )
        self.assertIn("later than the incident", self.doubts()["board tipped"][0])
        self.assertIn("“fall”", self.doubts()["alarm"][0])

    def test_what_is_only_about_right_may_be_half_an_hour_off(self):
        self.row("seen", "10:10", about=True)
        self.row("heard", "10:11", about=True)

        self.assertEqual(list(self.doubts()), ["heard"])

    def test_without_a_time_in_the_report_the_row_of_the_incident_counts(self):
        self.incident.occurred_time = None
        self.row("board tipped", "09:50")
        self.assertEqual(self.doubts(), {})

        self.row("fall", "09:40", phase="event")

        self.assertEqual(list(self.doubts()), ["board tipped"])

    def test_days_that_cannot_be_are_refused_and_rows_make_no_ring(self):
        first = self.row("first")
        second = self.row("second", follows=first)
        self.incident, here = self.make_incident(), self.incident
        elsewhere = self.row("elsewhere")
        self.incident = here

        for field, facts in (
            ("on", {"on": date(2026, 9, 2)}),
            ("on", {"on": date(26, 8, 27)}),
            ("follows", {"follows": elsewhere}),
        ):
            with self.subTest(**facts), self.assertRaises(ValidationError) as refused:
                self.row(**facts)
            self.assertEqual(list(refused.exception.error_dict), [field])
        with self.assertRaises(ValidationError):
            first.edit(by=self.chen, now=self.now, follows=second)
        with self.assertRaises(ValidationError):
            second.edit(by=self.chen, now=self.now, follows=second)

    def test_a_row_that_follows_one_taken_out_stands_at_the_head_of_its_day(self):
        climbed = self.row("climbed", "09:35")
        self.row("unclipped", follows=climbed)

        climbed.take_out(by=self.chen, now=self.now, note="Another person")

        self.assertEqual([line.moment.what for line in self.lines()], ["unclipped"])


class TimelinePagesTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(occurred_time=time(9, 40))
        self.moment = Moment.add(
            self.incident, by=self.chen, now=self.now, on=DAY, at=time(9, 50), what="The board tipped.", source="video"
        )
        self.page = f"/incidents/{self.incident.pk}/timeline/"
        self.add = f"/incidents/{self.incident.pk}/timeline/add/"
        self.edit = f"/incidents/timeline/{self.moment.pk}/edit/"
        self.take_out = f"/incidents/timeline/{self.moment.pk}/take-out/"
        self.sign_in(self.li)

    def entry(self, **given):
        facts = {"what": "He climbed up.", "on": "2026-08-27", "at": "09:30", "phase": "before"}
        return facts | {"source": "statement", "certainty": "likely"} | given

    def test_zhao_sees_none_of_these_pages(self):
        self.sign_in(self.zhao)

        for url in (self.page, self.add, self.edit, self.take_out):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
                self.assertEqual(self.client.post(url, self.entry(version=1, note="x")).status_code, 404)

    def test_who_only_reads_may_not_write(self):
        self.sign_in(self.he)

        for url in (self.add, self.edit, self.take_out):
            self.assertEqual(self.client.post(url, self.entry(version=1, note="x")).status_code, 403)
        self.assertContains(self.client.get(self.page), "The board tipped.")
        self.assertNotContains(self.client.get(self.page), self.edit)

    def test_it_says_in_words_that_a_time_contradicts(self):
        page = self.client.get(self.page)

        self.assertContains(page, "1 row contradicts another one or the report.")
        self.assertContains(page, "its time is later than the incident")

    def test_it_adds_a_row_and_says_at_the_field_what_is_wrong(self):
        for field, value in (
            ("at", "25:00"),
            ("on", "2026-02-31"),
            ("on", "2027-01-01"),
            ("what", " "),
            ("source", ""),
        ):
            with self.subTest(field, value=value):
                answer = self.client.post(self.add, self.entry(**{"source_note": "camera 3", field: value}))
                self.assertEqual(list(answer.context["form"].errors), [field])
                self.assertContains(answer, "camera 3", status_code=422)

        answer = self.client.post(self.add, self.entry(follows=self.moment.pk))

        self.assertRedirects(answer, self.page)
        added = Moment.objects.latest("pk")
        self.assertEqual((added.follows, added.about, added.at), (self.moment, False, time(9, 30)))
        self.assertContains(self.client.get(self.page), "It is said to come after")

    def test_a_stale_form_keeps_what_was_typed(self):
        Moment.objects.get().edit(by=self.chen, now=self.now, at=time(9, 39), certainty="certain")

        answer = self.client.post(self.edit, self.entry(version=1))

        self.assertContains(answer, "He climbed up.", status_code=409)
        self.assertContains(answer, "Saved at the moment: Certain", status_code=409)
        event = self.incident.events.first()
        self.assertEqual(
            [(str(label), new) for label, _old, new in event.changed()], [("time", "09:39"), ("how sure", "Certain")]
        )

    def test_it_takes_as_many_queries_for_one_row_as_for_twenty(self):
        self.client.get(self.page)
        with self.assertNumQueries(7):
            self.client.get(self.page)
        for number in range(20):
            Moment.add(self.incident, by=self.chen, now=self.now, on=DAY, what=f"row {number}", source="record")
        with self.assertNumQueries(7):
            self.client.get(self.page)
