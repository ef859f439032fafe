from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alerts.models import Alert
from outbox.models import Notice
from tests.base import instant

from .case import AlertTestCase


class PagesTestCase(AlertTestCase):
    def setUp(self):
        super().setUp()
        self.first = self.accident("2026-08-27", deaths=2)
        self.second_one = self.accident("2026-08-30", site=self.second)
        self.run_reminders("2026-08-30 18:01")
        self.alert = Alert.objects.get(kind="cluster")
        self.url = f"/alerts/{self.alert.pk}/"
        self.set_clock("2026-08-30 19:00")

    def get(self, user, url="/alerts/", **query):
        self.sign_in(user)
        return self.client.get(url, query)

    def answer(self, **data):
        return self.client.post(f"{self.url}answer/", {"version": self.alert.version, "note": "Stop."} | data)

    # who sees what

    def test_zhao_sees_no_alert_of_another_district(self):
        for url in (self.url, f"{self.url}answer/"):
            self.assertEqual(self.get(self.zhao, url).status_code, 404)
        self.assertEqual(self.answer().status_code, 404)
        self.assertNotContains(self.get(self.zhao), "accidents with deaths")
        self.assertFalse(self.alert.events.filter(verb="answered").exists())

    def test_who_sees_one_incident_of_it_sees_no_alert(self):
        for person in (self.sun, self.ma, self.li, self.wang, self.guan):
            self.assertEqual(self.get(person, self.url).status_code, 404, person)
            self.assertNotContains(self.get(person), "accidents with deaths")
            self.assertEqual(self.get(person, kind="cluster").context["page"].paginator.count, 0)

    def test_who_sees_a_part_reads_nothing_about_the_rest(self):
        self.accident("2026-08-28", deaths=1)
        self.run_reminders("2026-08-30 18:02")
        Alert.objects.get(pk=self.alert.pk).answer(
            by=self.he, now=instant("2026-08-30 18:30"), note="Hongtai stops its presses.", sites=[self.plant]
        )

        page = self.get(self.sun, self.url)

        self.assertContains(page, "2 accidents with deaths within 2 days, 3 dead")
        for hidden in ("Hongtai", self.second_one.number, "4 dead"):
            self.assertNotContains(page, hidden)
            self.assertNotContains(self.get(self.sun), hidden)
        self.assertEqual(page.context["ledger"], [])

    def test_the_leader_sees_what_happened_who_was_told_and_when(self):
        page = self.get(self.he, self.url)

        self.assertContains(page, "2 accidents with deaths within 4 days, 3 dead: District A")
        for incident in (self.first, self.second_one):
            self.assertContains(page, incident.get_absolute_url())
        self.assertEqual({entry.person for entry in page.context["ledger"]}, {self.he, self.chen})
        self.assertContains(page, "Not answered")

    def test_a_taken_back_incident_is_struck_through(self):
        third = self.accident("2026-08-30")
        self.look("2026-08-30 18:02")
        third.void(by=self.chen, now=instant("2026-08-30 18:30"), note="Twice.")
        self.look("2026-08-30 18:31")

        page = self.get(self.he, self.url)

        self.assertContains(page, f'<s><a href="{third.get_absolute_url()}">')
        self.assertContains(page, "It was declared void.")
        self.assertContains(page, "2 accidents with deaths within 4 days, 3 dead")

    def test_the_page_of_an_incident_leads_to_it_for_those_who_see_it(self):
        self.assertContains(self.get(self.he, self.first.get_absolute_url()), self.url)
        self.assertNotContains(self.get(self.sun, self.first.get_absolute_url()), self.url)

    # the list

    def test_the_most_serious_stand_first_and_each_count_opens_its_list(self):
        response = self.get(self.he)

        kinds = [one.alert.kind for one in response.context["rows"]]
        self.assertEqual(kinds[0], "cluster")
        self.assertEqual(kinds, sorted(kinds, key=Alert.Kind.values.index))
        for kind, _label, count in response.context["kinds"]:
            self.assertEqual(self.get(self.he, kind=kind).context["page"].paginator.count, count)

    def test_what_ended_is_apart(self):
        self.second_one.void(by=self.chen, now=instant("2026-08-30 19:00"), note="Twice.")
        self.look("2026-08-30 19:01")

        self.assertEqual(self.get(self.he, kind="cluster").context["page"].paginator.count, 0)
        response = self.get(self.he, over=1)
        self.assertEqual([one.alert for one in response.context["rows"]], [self.alert])
        self.assertEqual(response.context["over"], 1)
        self.assertContains(self.get(self.he, self.url), "By what is recorded now, it is not so any more.")

    def test_it_narrows_to_a_place(self):
        for query, count in (
            ({"site": self.plant.pk}, 1),
            ({"organization": self.second_company.pk}, 1),
            ({"region": self.district.pk}, 1),
        ):
            response = self.get(self.he, kind="cluster", **query)
            self.assertEqual(response.context["page"].paginator.count, count, query)
        self.assertEqual(self.get(self.chen, kind="vacant", site=self.second.pk).context["page"].paginator.count, 1)

    def test_what_cannot_be_read_widens_nothing(self):
        for query in ({"kind": "x"}, {"over": "yes"}, {"site": self.other_plant.pk}, {"knd": "cluster"}):
            response = self.get(self.he, **query)
            self.assertEqual((response.status_code, response.context["rows"]), (400, []), query)

    def test_the_file_says_the_same(self):
        response = self.get(self.he, export="csv", kind="cluster")

        text = b"".join(response.streaming_content).decode()
        self.assertIn("2 accidents with deaths within 4 days, 3 dead: District A", text)
        self.assertRegex(text, "He, Chen|Chen, He")

    def test_its_queries_do_not_grow(self):
        self.sign_in(self.he)
        few = self.queries("/alerts/"), self.queries(self.url)
        for day in ("2026-07-01", "2026-07-03", "2026-07-15", "2026-07-17", "2026-08-05", "2026-08-06"):
            self.accident(day)
            self.run_reminders(f"{day} 18:01")

        self.assertEqual((self.queries("/alerts/"), self.queries(self.url)), few)
        self.assertLessEqual(few[0], 20)

    def queries(self, url):
        with CaptureQueriesContext(connection) as captured:
            self.client.get(url)
        return len(captured)

    # the answer

    def test_a_leader_answers_and_everybody_who_sees_it_reads_it(self):
        self.sign_in(self.he)

        self.assertRedirects(self.answer(), self.url)

        event = self.alert.events.get(verb="answered")
        self.assertEqual((event.by, event.note), (self.he, "Stop."))
        page = self.get(self.chen, self.url)
        self.assertContains(page, "Stop.")
        self.assertContains(page, "Answered")

    def test_who_has_no_say_there_sees_no_form_and_answers_nothing(self):
        auditor = self.person("auditor", "督查", "auditor", region=self.district)
        self.sign_in(auditor)

        self.assertNotContains(self.client.get(self.url), "What is done about it")
        self.assertEqual(self.answer().status_code, 403)
        self.assertFalse(self.alert.events.filter(verb="answered").exists())

    def test_an_empty_answer_is_none(self):
        self.sign_in(self.he)

        response = self.answer(note="  ")

        self.assertEqual(response.status_code, 422)
        self.assertContains(response, "This field is required.", status_code=422)
        self.assertFalse(self.alert.events.filter(verb="answered").exists())

    def test_somebody_who_has_not_seen_the_last_incident_is_told_and_loses_no_word(self):
        self.accident("2026-08-30")
        self.look("2026-08-30 18:59")
        self.sign_in(self.he)

        response = self.answer(note="My measures.")

        self.assertContains(response, "The alert has changed", status_code=409)
        self.assertContains(response, "My measures.", status_code=409)
        self.assertContains(response, "3 accidents with deaths", status_code=409)
        self.alert.refresh_from_db()
        self.assertEqual(self.answer(note="My measures.").status_code, 302)

    def test_the_answer_becomes_an_action_on_the_spot(self):
        self.sign_in(self.he)

        response = self.answer(note="Stop all presses\nof the district", give="1")

        self.assertEqual(response.status_code, 302)
        form = self.client.get(response["Location"])
        self.assertContains(form, "Stop all presses of the district")
        self.assertEqual(form.context["incident"], self.second_one)

    def test_an_ended_one_is_not_answered_any_more(self):
        Alert.objects.filter(pk=self.alert.pk).update(ended_at=instant("2026-08-30 18:30"), ended_because="over")
        self.sign_in(self.he)

        self.assertEqual(self.answer().status_code, 403)

    def test_opening_the_address_of_the_answer_leads_to_the_alert(self):
        self.assertRedirects(self.get(self.he, f"{self.url}answer/"), self.url)

    # where else it stands

    def test_the_overview_begins_with_it_for_the_places_one_looks_at(self):
        page = self.get(self.he, reverse("overview:overview"))
        self.assertContains(page, "2 accidents with deaths within 4 days, 3 dead: District A")
        self.assertContains(page, "Nobody has said what is done about it.")

        self.assertNotContains(self.get(self.zhao, reverse("overview:overview")), "accidents with deaths")

    def test_it_stays_in_the_ledger_who_was_told(self):
        self.assertEqual(
            set(Notice.objects.filter(subject_kind="alert").values_list("person", flat=True)),
            {self.he.pk, self.chen.pk},
        )

    def test_the_overview_stays_within_its_queries(self):
        self.sign_in(self.he)

        self.assertLessEqual(self.queries(reverse("overview:overview")), 12)
