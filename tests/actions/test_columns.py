import csv

from .case import PageTestCase


class ColumnsTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.action = self.make_action(title="Fit lifelines", priority="critical")
        self.sign_in(self.chen)

    def heads(self, query=""):
        return [str(column.label) for column in self.client.get(f"/actions/{query}").context["columns"]]

    def file(self, query="?"):
        response = self.client.get(f"/actions/{query}&export=csv")
        return list(csv.DictReader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))

    def test_without_a_choice_the_page_has_the_usual_ones_and_the_file_all(self):
        self.assertEqual(self.heads(), ["What is to be done", "Site", "Owner", "Verifier", "Deadline", "State"])
        self.assertEqual(len(self.file()[0]), 20)

    def test_a_choice_holds_for_page_and_file(self):
        query = "?columns=priority&columns=incident&columns=site"

        self.assertEqual(self.heads(query), ["What is to be done", "Site", "Priority", "Incident"])
        self.assertEqual(
            self.file(query),
            [
                {
                    "Number": self.action.number,
                    "What is to be done": "Fit lifelines",
                    "Site": "South site",
                    "Priority": "Critical",
                    "Incident": self.action.origin_incident.number,
                }
            ],
        )
        page = self.client.get(f"/actions/{query}")
        self.assertContains(page, f'data-label="Incident">{self.action.origin_incident.number}</td>')

    def test_a_column_that_there_is_not_is_an_error_and_shows_nothing(self):
        for query in ("?columns=password", "?columns=owner__email&columns=site", "?columns="):
            with self.subTest(query):
                page = self.client.get(f"/actions/{query}")
                self.assertEqual((page.status_code, list(page.context["page"])), (400, []))
                self.assertEqual(self.client.get(f"/actions/{query}&export=csv").status_code, 400)

    def test_filters_pages_and_the_choice_keep_each_other(self):
        page = self.client.get("/actions/?q=lifelines&ordering=-deadline&columns=owner").content.decode()

        self.assertIn('<input type="hidden" name="columns" value="owner">', page)
        self.assertIn('<input type="hidden" name="q" value="lifelines">', page)
        self.assertIn('<input type="hidden" name="ordering" value="-deadline">', page)
        self.assertIn("columns=owner&amp;export=csv", page)

    def test_every_column_can_be_shown(self):
        for path in ("/actions/", "/incidents/"):
            offered = [column.name for column, _on in self.client.get(path).context["choice"].offered]
            page = self.client.get(path, {"columns": offered})
            self.assertEqual(len(page.context["columns"]), len(offered) + 1)
