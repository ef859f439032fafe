from datetime import date

from accounts.models import Region
from common.attachments import accept
from incidents.models import Finding, Incident
from tests.base import photo

from .case import PageTestCase


class IncidentPageTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(deaths=2, missing=1)
        self.url = f"/incidents/{self.incident.pk}/"
        self.sign_in(self.chen)

    def page(self):
        return self.client.get(self.url)

    def test_zhao_sees_the_page_of_nothing(self):
        self.sign_in(self.zhao)

        seen, absent = self.page(), self.client.get("/incidents/987654321/")

        self.assertEqual((seen.status_code, absent.status_code), (404, 404))
        self.assertNotContains(seen, "scaffold", status_code=404)

    def test_administrators_see_no_incidents(self):
        self.sign_in(self.guan)

        self.assertEqual(self.page().status_code, 404)

    def test_it_says_what_the_grade_is_and_why(self):
        self.assertContains(self.page(), "General accident: 2 dead (Decree 493, art. 3)")
        self.assertContains(self.page(), "It becomes Larger if the missing are dead.")

    def test_it_says_why_there_is_no_grade(self):
        def reason(**facts):
            Incident.objects.get(pk=self.incident.pk).edit(by=self.chen, now=self.now, **facts)
            return Incident.objects.get(pk=self.incident.pk).no_grade_reason

        self.assertIn("not known", reason(deaths=None, serious_injuries=None, missing=None))
        self.assertIn("nobody was hurt", reason(deaths=0, serious_injuries=0))
        self.assertIn("art. 45", reason(regime="coal_mine", deaths=1))
        self.assertIn("Only accidents", reason(kind="ill_health"))
        Region.objects.filter(pk=self.district.pk).update(jurisdiction="")
        self.assertIn("no rules", reason(kind="accident", regime="general"))

    def test_it_says_what_is_still_missing(self):
        self.assertEqual(
            self.page().context["missing"],
            [
                "time",
                "exact place",
                "direct economic loss",
                "measures taken at once",
                "when the head of the unit was told",
                "photos",
            ],
        )

    def test_each_cause_stands_beside_its_actions(self):
        direct = self.make_finding(self.incident)
        root = self.make_finding(self.incident, level="root", statement="Nobody was named.", parent=direct)
        action = self.make_action(finding=direct, deadline=date(2026, 9, 1))
        self.make_action(incident=self.incident, title="Close the site", kind="containment")
        self.set_clock("2026-09-05 10:00")

        page = self.page()

        (top,) = page.context["tree"]
        self.assertEqual((top.finding, [why.finding for why in top.children]), (direct, [root]))
        self.assertEqual((page.context["without_action"], page.context["without_cause"]), (1, 1))
        self.assertContains(page, action.number)
        self.assertContains(page, "4 days late")
        self.assertContains(page, "1 cause without an action")
        self.assertContains(page, f"/actions/new/?finding={root.pk}")
        self.assertContains(page, "Close the site")

    def test_a_void_action_removes_no_cause(self):
        action = self.make_action(finding=self.make_finding(self.incident))
        action.void(by=self.chen, now=self.now, note="Wrong")

        self.assertEqual(self.page().context["without_action"], 1)

    def test_what_explained_a_withdrawn_cause_moves_to_the_top(self):
        direct = self.make_finding(self.incident)
        root = self.make_finding(self.incident, level="root", statement="Nobody was named.", parent=direct)
        self.closed(self.make_action(finding=direct))
        direct.withdraw(by=self.li, now=self.now, note="It was not so")

        context = self.page().context

        self.assertEqual([why.finding for why in context["tree"]], [root])
        self.assertEqual((context["without_cause"], context["withdrawn"]), (1, [direct]))

    def test_a_reporter_learns_that_something_is_done_but_not_by_whom(self):
        incident = self.make_incident(by=self.wang)
        self.make_action(finding=self.make_finding(incident), owner=self.sun, title="Secret work")
        self.sign_in(self.wang)

        page = self.client.get(f"/incidents/{incident.pk}/")

        self.assertNotContains(page, "Secret work")
        self.assertContains(page, "1 action that is not yours to see")
        self.assertEqual(page.context["without_action"], 0)

    def test_it_tells_what_happened_newest_first_in_words(self):
        self.make_action(finding=self.make_finding(self.incident))
        self.set_clock("2026-09-02 10:00")
        Incident.objects.get().edit(
            by=self.li, now=self.now.replace(day=2), category="WSA10009", deaths=3, direct_loss=5
        )

        page = self.page()

        self.assertEqual(
            [event.verb for event in page.context["events"]], ["edited", "assign", "finding_added", "logged"]
        )
        self.assertContains(page, "<del>fall from height</del> → fire")
        self.assertContains(page, "<del>2</del> → 3")
        self.assertContains(page, "<del>not known</del> → 5")
        self.assertContains(page, "<del>General</del> → Larger")

    def test_it_offers_what_the_reader_may_do(self):
        self.make_finding(self.incident)
        self.assertContains(self.page(), "Declare void")
        self.assertContains(self.page(), "Add a cause")

        self.sign_in(self.he)
        for verb in ("Declare void", "Add a cause", "Edit", "Confirm", "Withdraw", "Add photos"):
            with self.subTest(verb):
                self.assertNotContains(self.page(), verb)

    def test_a_void_record_offers_nothing(self):
        self.make_finding(self.incident)
        Incident.objects.get().void(by=self.chen, now=self.now, note="Twice")

        for verb in ("Declare void", "Add a cause", "Add an action", "Edit", "Confirm", "Withdraw"):
            with self.subTest(verb):
                self.assertNotContains(self.page(), verb)

    def test_an_imported_record_says_where_it_comes_from(self):
        Incident.objects.filter(pk=self.incident.pk).update(
            source="IHM 2016", source_key="17", reported_by=None, completed=False
        )

        self.assertContains(self.page(), "Imported from IHM 2016, row 17.")
        self.assertContains(self.page(), "To be completed")

    def test_the_number_of_queries_does_not_grow_with_the_rows(self):
        def grow():
            parent = None
            for level in ("direct", "contributing", "root"):
                parent = self.make_finding(
                    self.incident, level=level, parent=parent, statement=level, files=[accept(photo())]
                )
                self.make_action(finding=parent)
            self.make_action(incident=self.incident)
            self.incident.add_photos([accept(photo())], by=self.chen, now=self.now)

        grow()
        with self.assertNumQueries(15):
            self.page()
        grow()
        grow()
        with self.assertNumQueries(15):
            self.assertEqual(len(self.page().context["tree"]), 3)
        self.assertEqual(Finding.objects.count(), 9)


class PhotoPageTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(photos=[accept(photo())])
        self.photo = self.incident.photos.get()
        self.url = f"/incidents/photos/{self.photo.pk}/"

    def test_zhao_gets_no_photo(self):
        self.sign_in(self.zhao)

        self.assertEqual(self.client.get(self.url).status_code, 404)
        self.assertEqual(self.client.get(f"/incidents/{self.incident.pk}/photos/").status_code, 404)
        self.assertEqual(
            self.client.post(f"/incidents/{self.incident.pk}/photos/", {"photos": photo()}).status_code, 404
        )
        self.client.logout()
        self.assertEqual(self.client.get(self.url).status_code, 302)

    def test_who_sees_the_incident_sees_its_photos(self):
        self.sign_in(self.he)

        answer = self.client.get(self.url)

        self.assertEqual(answer["Content-Type"], "image/jpeg")
        self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
        self.assertEqual(self.client.get(f"/incidents/{self.incident.pk}/photos/").status_code, 403)

    def test_photos_are_added_with_an_event(self):
        self.sign_in(self.li)

        self.client.post(f"/incidents/{self.incident.pk}/photos/", {"photos": [photo("b.png"), photo("c.png")]})

        self.assertEqual(self.incident.photos.count(), 3)
        self.assertEqual(self.incident.events.first().note, "b.jpg, c.jpg")

    def test_it_asks_for_at_least_one(self):
        self.sign_in(self.li)

        self.assertEqual(self.client.post(f"/incidents/{self.incident.pk}/photos/").status_code, 422)
