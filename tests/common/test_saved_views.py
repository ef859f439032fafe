from unittest.mock import patch

from django.db import IntegrityError, transaction

from actions.models import Action
from common.models import SavedView
from tests.actions.case import PageTestCase


class SavedViewTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.action = self.make_action()
        self.sign_in(self.chen)

    def save(self, name="Fences", query="q=fence&status=assigned", **data):
        return self.client.post(f"/actions/?{query}", {"name": name} | data)

    def change(self, change, view, **data):
        return self.client.post("/actions/?late=1", {"change": change, "view": view.pk, "name": view.name} | data)

    def views(self, path="/actions/?late=1"):
        return [view.name for view in self.client.get(path).context["listing"].views]

    def test_zhao_sees_and_changes_no_view_of_chen(self):
        self.save()
        view = SavedView.objects.get()
        self.sign_in(self.zhao)

        self.assertEqual(self.views(), [])
        for change in ("rename", "open_with", "open_without", "remove"):
            self.assertEqual(self.change(change, view, name="Mine").status_code, 422)
        view.refresh_from_db()
        self.assertEqual((view.name, view.is_default), ("Fences", False))
        self.assertEqual(list(SavedView.objects.visible_to(self.zhao)), [])

    def test_it_keeps_filters_order_and_columns_but_no_page(self):
        response = self.save(query="q=fence&ordering=-deadline&columns=owner&page=xyz")

        self.assertEqual(response.url, "/actions/?q=fence&ordering=-deadline&columns=owner")
        view = SavedView.objects.get()
        self.assertEqual((view.list, view.query), ("actions:list", "q=fence&ordering=-deadline&columns=owner"))
        page = self.client.get(view.url)
        self.assertContains(page, f'href="{view.url.replace("&", "&amp;")}" aria-current="page"')

    def test_each_list_has_its_own(self):
        self.save()

        self.assertEqual(self.views(), ["Fences"])
        self.assertEqual(self.views("/incidents/"), [])

    def test_a_name_is_given_once_and_says_something(self):
        self.save()

        for name in ("Fences", "", "  ", "\u200b", "x" * 41):
            with self.subTest(name):
                answer = self.save(name=name)
                self.assertEqual(answer.status_code, 422)
                self.assertTrue(answer.context["view_form"].errors["name"])
        self.assertContains(self.save(), 'value="Fences"', status_code=422)
        self.assertEqual(SavedView.objects.count(), 1)
        with self.assertRaises(IntegrityError), transaction.atomic():
            SavedView.objects.create(person=self.chen, list="actions:list", name="Fences")

    def test_a_list_that_cannot_be_shown_is_not_saved(self):
        for query in (
            "owner__password=x",
            "late=maybe",
            f"site={self.other_plant.pk}",
            "columns=password",
            "ordering=x",
        ):
            with self.subTest(query):
                self.assertEqual(self.save(query=query).status_code, 400)
        self.assertEqual(SavedView.objects.count(), 0)

    def test_a_view_that_can_no_longer_be_read_shows_the_error_and_no_rows(self):
        self.save(query=f"site={self.plant.pk}")
        view = SavedView.objects.get()
        self.assertEqual(len(self.client.get(view.url).context["page"]), 1)
        self.chen.appointments.update(region=self.elsewhere)

        page = self.client.get(view.url)

        self.assertContains(page, "cannot be read", status_code=400)
        self.assertEqual(list(page.context["page"]), [])
        SavedView.objects.update(query="assigned_by__email=x&ordering=owner__password")
        view.refresh_from_db()
        self.assertEqual(self.client.get(view.url).status_code, 400)

    def test_it_is_renamed_and_removed(self):
        self.save()
        self.save(name="Late")
        view = SavedView.objects.get(name="Fences")

        self.assertEqual(self.change("rename", view, name="Fence").url, "/actions/?late=1")
        self.assertEqual(self.views(), ["Fence", "Late"])
        self.assertEqual(self.change("rename", view, name="Late").status_code, 422)
        self.change("remove", view)
        self.assertEqual(self.views(), ["Late"])
        self.assertContains(self.change("remove", view), "not there any more", status_code=422)
        self.assertEqual(self.change("drop_table", view).status_code, 422)

    def test_the_list_opens_with_one(self):
        self.save()
        self.save(name="Late", query="late=1")
        fences, late = SavedView.objects.order_by("name")
        self.change("open_with", fences)
        self.change("open_with", late)

        self.assertRedirects(self.client.get("/actions/"), "/actions/?late=1")
        whole = self.client.get("/actions/?view=all")
        self.assertEqual(list(whole.context["page"]), [self.action])
        self.assertContains(self.client.get("/actions/?late=1"), 'href="/actions/?view=all"')
        self.assertEqual(self.client.get("/actions/", headers={"HX-Request": "true"}).status_code, 200)
        self.assertEqual(self.client.get("/actions/?status=assigned").status_code, 200)
        self.change("open_without", late)
        self.assertEqual(self.client.get("/actions/").status_code, 200)

    def test_there_is_an_end_to_it(self):
        with patch("common.saved_views.MOST", 1):
            self.save()
            self.assertContains(self.save(name="Two"), "At most 1 views", status_code=422)
        long = "&".join(f"columns=owner&due_from=2026-01-{day:02}" for day in range(1, 29)) * 3
        self.assertEqual(self.save(name="Long", query=long).status_code, 422)

    def test_nothing_else_comes_of_posting_to_a_list(self):
        self.client.post("/actions/", {"status": "closed", "name": "Everything"})

        self.assertEqual(SavedView.objects.get().query, "")
        self.assertEqual(Action.objects.get().status, "assigned")
