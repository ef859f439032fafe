from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from incidents.rules import packs, vectors

from .case import PageTestCase


class RulesPageTestCase(PageTestCase):
    url = "/rules/"

    def page(self):
        self.sign_in(self.guan)
        return self.client.get(self.url)

    def test_only_administrators_open_it_and_find_it(self):
        for user in (self.zhao, self.chen, self.he, self.wang):
            self.sign_in(user)
            self.assertEqual(self.client.get(self.url).status_code, 403)
            self.assertNotContains(self.client.get("/"), 'href="/rules/"')
        self.client.logout()
        self.assertRedirects(self.client.get(self.url), "/accounts/login/?next=/rules/", fetch_redirect_response=False)

        self.assertEqual(self.page().status_code, 200)
        self.assertContains(self.client.get("/"), 'href="/rules/"')

    def test_it_shows_every_rule_with_clause_days_and_what_is_uncertain(self):
        answer = self.page()

        for pack in packs.packs():
            self.assertContains(answer, pack.title.en)
            for rule in pack.rules:
                with self.subTest(rule.kind):
                    self.assertContains(answer, rule.clause.en)
                    self.assertContains(answer, rule.open.en)
        self.assertContains(answer, "no longer in force")
        self.assertContains(answer, "not yet in force")  # lost workdays of 2025, from 2027 on

    def test_it_speaks_chinese(self):
        self.guan.language = "zh-hans"
        self.guan.save()

        answer = self.page()

        self.assertContains(answer, packs.rule("window").says.zh)
        self.assertContains(answer, "已失效")

    def test_it_says_how_many_cases_hold(self):
        answer = self.page()

        self.assertContains(answer, "128 of 128 hold")
        self.assertContains(answer, "11 cases are skipped")

    def test_it_names_each_case_that_does_not_hold(self):
        with TemporaryDirectory() as folder:
            text = "id,group,deaths,expected_key,expected_value,basis\nX9,grade,3,grade,重大,Art. 3\nX10,grade,3,grade,较大,\n,,,,,\nX11,,,x,,\n"
            Path(folder, "broken.csv").write_text(text, encoding="utf-8")
            with patch.object(vectors, "OWN", Path(folder)):
                answer = self.page()

        self.assertContains(answer, "1 of 2 hold")
        self.assertContains(answer, "X9")
        self.assertContains(answer, "expected 重大, got 较大")
        self.assertContains(answer, "row 5: group is empty")
        self.assertNotContains(answer, "X10")
