from datetime import date

from accounts.models import Role, User
from actions.models import Action
from incidents.models import Finding
from outbox.models import Notice
from tests.base import NOW

from .case import PageTestCase


class AssignTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.finding = self.make_finding()
        self.url = f"/actions/new/?finding={self.finding.pk}"
        self.facts = {
            "title": "Fit lifelines",
            "criterion": "Every edge has a tested lifeline.",
            "kind": "corrective",
            "priority": "ordinary",
            "owner": self.wang.pk,
            "verifier": self.li.pk,
            "deadline": "2026-09-15",
        }
        self.sign_in(self.chen)

    def refuse(self, field, sentence, **instead):
        """It is refused at the field, keeps what was typed and changes nothing."""
        response = self.client.post(self.url, self.facts | instead)

        self.assertEqual(response.status_code, 422)
        self.assertIn(sentence, str(response.context["form"].errors[field]))
        self.assertContains(response, "Every edge has a tested lifeline.", status_code=422)
        self.assertFalse(Action.objects.exists())
        self.assertFalse(Notice.objects.exists())

    def test_zhao_cannot_give_work_here(self):
        self.sign_in(self.zhao)

        self.assertEqual(self.client.get(self.url).status_code, 404)
        self.assertEqual(self.client.post(self.url, self.facts).status_code, 404)
        self.assertEqual(self.client.get(f"/actions/new/?incident={self.finding.incident_id}").status_code, 404)
        self.assertEqual(self.client.get(f"/sites/{self.plant.pk}/candidates/?owner=Wang").status_code, 404)
        self.assertFalse(Action.objects.exists())

    def test_it_is_given_and_the_owner_is_told(self):
        response = self.client.post(self.url, self.facts)

        action = Action.objects.get()
        self.assertRedirects(response, f"/actions/{action.pk}/")
        self.assertEqual((action.finding, action.incident, action.site), (self.finding, None, self.plant))
        self.assertEqual((action.owner, action.verifier, action.assigned_by), (self.wang, self.li, self.chen))
        self.assertEqual((action.deadline, action.original_deadline), (date(2026, 9, 15), date(2026, 9, 15)))
        self.assertEqual(action.due_at.isoformat(), "2026-09-15T16:00:00+00:00")
        self.assertEqual(Notice.objects.get().person, self.wang)

    def test_the_page_after_it_lets_the_browser_forget_the_draft(self):
        page = self.client.post(self.url, self.facts, follow=True)

        self.assertContains(page, f'<meta name="draft-done" content="action-new-finding-{self.finding.pk}">')

    def test_containment_hangs_on_the_incident(self):
        incident = self.finding.incident
        page = self.client.get(f"/actions/new/?incident={incident.pk}")
        self.assertEqual(page.context["form"]["kind"].value(), "containment")

        self.client.post(f"/actions/new/?incident={incident.pk}", self.facts | {"kind": "containment"})

        self.assertEqual(Action.objects.get().incident, incident)

    def test_the_people_stand_there_with_their_posts(self):
        self.appoint(self.wang, Role.REPORTER, organization=self.company)
        page = self.client.get(self.url)

        labels = dict(page.context["form"].fields["owner"].widget.choices)
        self.assertEqual(labels[self.wang.pk], "Wang · reporter")
        self.assertNotIn(self.zhao.pk, labels)
        self.assertNotIn(self.guan.pk, labels)

    def test_a_deadline_before_today_is_refused(self):
        self.refuse("deadline", "The deadline lies before today.", deadline="2026-08-31")

    def test_today_is_a_deadline(self):
        self.client.post(self.url, self.facts | {"deadline": "2026-09-01"})

        self.assertEqual(Action.objects.get().deadline, date(2026, 9, 1))

    def test_a_deadline_beyond_all_plans_is_refused(self):
        self.refuse("deadline", "more than ten years ahead", deadline="9999-12-31")

    def test_an_owner_without_duty_at_the_site_is_refused(self):
        self.refuse(
            "owner", "Choose a person who has a duty at Hongyuan Construction · South site.", owner=self.zhao.pk
        )

    def test_owner_and_verifier_must_differ(self):
        self.refuse("verifier", "The work is verified by somebody other than its owner.", verifier=self.wang.pk)

    def test_a_department_is_not_a_person(self):
        self.refuse("owner", "Nobody called “安全科” has a duty", owner="安全科")

    def test_everything_wrong_is_said_at_once(self):
        response = self.client.post(self.url, self.facts | {"deadline": "2026-08-01", "verifier": self.wang.pk})

        self.assertEqual(set(response.context["form"].errors), {"deadline", "verifier"})

    def test_what_is_missing_is_asked_for(self):
        response = self.client.post(self.url, {})

        self.assertEqual(response.status_code, 422)
        self.assertLessEqual(
            {"title", "criterion", "kind", "priority", "owner", "verifier", "deadline"},
            set(response.context["form"].errors),
        )

    def test_a_withdrawn_cause_needs_no_action(self):
        self.finding.withdraw(by=self.chen, now=NOW, note="It was another one.")

        response = self.client.post(self.url, self.facts)

        self.assertContains(response, "This cause was withdrawn", status_code=422)
        self.assertFalse(Action.objects.exists())

    def test_a_void_incident_gets_no_work(self):
        self.finding.incident.void(by=self.chen, now=NOW, note="Logged twice.")

        self.assertEqual(self.client.post(self.url, self.facts).status_code, 403)

    def test_who_only_reads_is_told_who_may(self):
        self.sign_in(self.person("audit", "邓审", Role.AUDITOR, region=self.district))

        response = self.client.get(self.url)

        self.assertContains(response, "Only a safety manager, official or leader of", status_code=403)
        self.assertEqual(response["X-Refused"], "1")

    def test_without_cause_or_incident_there_is_no_page(self):
        for query in ("", "?finding=", "?finding=abc", "?finding=99999999", "?finding=" + "9" * 5000, "?incident=-1"):
            with self.subTest(query[:30]):
                self.assertEqual(self.client.get(f"/actions/new/{query}").status_code, 404)

    def test_with_many_people_one_searches_by_name(self):
        for number in range(50):
            self.person(f"p{number}", f"工人{number:02}", Role.REPORTER, site=self.plant)
        twins = [self.person(f"twin{n}", "张伟", Role.REPORTER, site=self.plant) for n in (1, 2)]
        User.objects.filter(name="张伟").update(name_en="")

        page = self.client.get(self.url)
        self.assertContains(page, f'hx-get="/sites/{self.plant.pk}/candidates/"')
        self.assertNotContains(page, "工人07")

        proposals = self.client.get(f"/sites/{self.plant.pk}/candidates/", {"owner": "张伟"}).content.decode()
        self.assertEqual(proposals.count("<option"), 2)
        self.assertIn("张伟 · reporter · twin1@example.org", proposals)
        self.refuse("owner", "Several people match", owner="张伟")
        self.client.post(self.url, self.facts | {"owner": "张伟 · reporter · twin2@example.org", "verifier": "李伟"})

        self.assertEqual(Action.objects.get().owner, twins[1])
        self.assertEqual(Action.objects.get().verifier, self.li)

    def test_it_asks_for_the_same_number_of_queries_whatever_the_number_of_people(self):
        with self.assertNumQueries(9):
            self.client.get(self.url)
        for number in range(30):
            self.person(f"p{number}", f"工人{number:02}", Role.REPORTER, site=self.plant)
        with self.assertNumQueries(9):
            self.client.get(self.url)

    def test_level_names_are_shown_in_words(self):
        self.assertContains(self.client.get(self.url), str(Finding.Level.DIRECT.label))
