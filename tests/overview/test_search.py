from datetime import date
from unittest.mock import patch

from accounts.models import Alias, Role, Site
from common.search import MOST_COUNTED
from incidents.models import Incident
from tests.actions.case import PageTestCase

URL = "/search/"


class SearchTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident(
            name="宏远公司“8·27”一般高处坠落事故", description="脚手架坍塌，一名工人从3号炉平台坠落。"
        )
        self.finding = self.make_finding(self.incident, statement="连墙件缺失，脚手架未经验收。")
        self.action = self.make_action(finding=self.finding, title="重新验收脚手架", criterion="每处连墙件齐全。")
        self.sign_in(self.chen)

    def found(self, q, **query):
        """{kind: names}"""
        groups = self.client.get(URL, {"q": q} | query).context["groups"]
        return {
            group.kind.key: [str(hit.name).replace("<mark>", "").replace("</mark>", "") for hit in group.hits]
            for group in groups
        }

    def total(self, q):
        return {group.kind.key: group.total for group in self.client.get(URL, {"q": q}).context["groups"]}


class ScopeTestCase(SearchTestCase):
    def test_zhao_finds_nothing_of_it(self):
        Alias.objects.create(organization=self.company, name="老宏远", at=self.now)
        self.sign_in(self.zhao)

        for q in ("脚手架", "8.27", "宏远", "城南", "王强", "李伟", "连墙件", "老宏远", "Hongyuan", "wang@example.org"):
            for url in (URL, "/search/glance/"):
                with self.subTest(q=q, url=url):
                    answer = self.client.get(url, {"q": q})
                    self.assertEqual((answer.status_code, answer.context["groups"]), (200, []))
                    shown = answer.content.decode().replace(q, "")
                    for secret in ("脚手架", "宏远", "城南", "王强", "连墙件", "坠落"):
                        self.assertNotIn(secret, shown)
        for number in (self.incident.number, self.action.number):
            self.assertEqual(self.client.get(URL, {"q": number}).context["groups"], [])

    def test_an_owner_finds_the_action_and_nothing_of_its_incident(self):
        self.sign_in(self.wang)

        found = self.found("脚手架")

        self.assertEqual(found, {"actions": ["重新验收脚手架"]})
        answer = self.client.get(URL, {"q": "脚手架"})
        for secret in (self.incident.number, "8·27", "坍塌", "未经验收"):
            self.assertNotContains(answer, secret)
        self.assertEqual(self.found("坍塌"), {})

    def test_people_lead_to_their_pages_for_whoever_sees_them(self):
        for reader in (self.chen, self.wang, self.guan):
            self.sign_in(reader)
            with self.subTest(str(reader)):
                self.assertContains(self.client.get(URL, {"q": "李伟"}), f'href="/people/{self.li.pk}/"')
                self.assertEqual(self.client.get(f"/people/{self.li.pk}/").status_code, 200)

    def test_an_administrator_finds_people_and_places_and_no_incident(self):
        self.sign_in(self.guan)

        self.assertEqual(self.found("脚手架"), {})
        self.assertEqual(
            self.found("宏远"),
            {"sites": ["Hongyuan Construction · South site"], "organizations": ["Hongyuan Construction"]},
        )
        self.assertEqual(self.found("王强"), {"people": ["Wang"]})
        self.assertEqual(self.found("wang@example.org"), {"people": ["Wang"]})

    def test_mail_addresses_are_for_administrators(self):
        self.assertEqual(self.found("王强"), {"people": ["Wang"]})
        self.assertEqual(self.found("wang@example.org"), {})

    def test_nobody_else_gets_in(self):
        self.client.logout()
        for url in (URL, "/search/glance/"):
            self.assertEqual(self.client.get(url, {"q": "脚手架"}).status_code, 302)
        self.sign_in(self.chen)
        self.assertEqual(self.client.post(URL, {"q": "脚手架"}).status_code, 405)


class FindingTestCase(SearchTestCase):
    def test_it_finds_every_kind(self):
        self.assertEqual(
            self.found("脚手架"),
            {
                "incidents": ["宏远公司“8·27”一般高处坠落事故"],
                "actions": ["重新验收脚手架"],
                "causes": ["连墙件缺失，脚手架未经验收。"],
            },
        )
        self.assertEqual(self.found("城南"), {"sites": ["Hongyuan Construction · South site"]})
        self.assertEqual(self.found("hongyuan south"), {"sites": ["Hongyuan Construction · South site"]})
        self.assertEqual(self.found("official")["people"], ["Chen"])

    def test_the_name_of_an_accident_is_found_in_any_spelling(self):
        for q in (
            "8.27",
            "8·27",
            "８．２７",
            "8・27",
            "8•27",
            "8-27",
            "“8·27”",
            "「8•27」",
            "8月27日",
            "08.27",
            "宏远公司“8．27”一般高处坠落事故",
        ):
            with self.subTest(q):
                self.assertEqual(self.found(q)["incidents"], ["宏远公司“8·27”一般高处坠落事故"])
        for q in ("8.2", "18.27", "8.272"):
            with self.subTest(q):
                self.assertEqual(self.found(q), {})

    def test_a_number_goes_straight_to_its_record(self):
        short = f"i{self.incident.number[2:6]} {int(self.incident.number[7:])}"
        for q, record in (
            (self.incident.number, self.incident),
            (self.incident.number.lower(), self.incident),
            (short, self.incident),
            (f" {self.action.number} ", self.action),
        ):
            with self.subTest(q):
                self.assertRedirects(
                    self.client.get(URL, {"q": q}), record.get_absolute_url(), fetch_redirect_response=False
                )
                while_typing = self.client.get("/search/glance/", {"q": q}, headers={"HX-Request": "true"})
                self.assertEqual(while_typing.context["groups"][0].hits[0].url, record.get_absolute_url())

    def test_a_part_of_a_run_is_found_and_its_characters_apart_are_not(self):
        self.assertIn("incidents", self.found("手架坍"))
        self.assertIn("incidents", self.found("坍"))
        self.assertIn("incidents", self.found("3号炉"))
        self.assertNotIn("incidents", self.found("架塌"))
        self.assertNotIn("incidents", self.found("13号炉"))

    def test_english_is_found_by_stem_and_by_beginning(self):
        other = self.make_incident(name="Lifelines were missing", description="Two workers fell.")
        for q in ("lifeline", "LIFEL", "missing", "the workers", "missi"):
            with self.subTest(q):
                if q == "the workers":
                    self.assertEqual(self.found(q), {})
                else:
                    self.assertEqual(self.found(q)["incidents"], [other.name])

    def test_a_quoted_phrase_is_found_to_the_letter(self):
        self.make_incident(name="事故", description="架上坍塌，手架，脚手；脚手和手架。")
        self.assertEqual(len(self.found("脚手架")["incidents"]), 2)
        self.assertEqual(len(self.found('"脚手架"')["incidents"]), 1)
        self.assertEqual(self.found("“脚手架 坍塌”"), {})
        self.assertEqual(len(self.found("“脚手架坍塌”")["incidents"]), 1)

    def test_names_come_before_texts_and_the_newest_first(self):
        old = self.make_incident(name="脚手架倒塌", occurred_on=date(2026, 1, 5), category="")
        new = self.make_incident(name="别的", description="脚手架", occurred_on=date(2026, 8, 30))

        self.assertEqual(self.found("脚手架")["incidents"], [old.name, new.name, self.incident.name])

    def test_a_post_and_an_alias_are_found(self):
        self.appoint(self.li, Role.SAFETY_MANAGER, organization=self.company)
        self.li.appointments.update(post="安全科科长")
        Alias.objects.create(site=self.plant, name="老城南项目部", at=self.now)

        self.assertEqual(self.found("李伟 科长"), {"people": ["Li"]})
        self.assertEqual(self.found("项目部"), {"sites": ["Hongyuan Construction · South site"]})


class AgreementTestCase(SearchTestCase):
    def test_the_lists_hold_what_the_search_counts(self):
        for number in range(7):
            self.make_incident(name=f"坍塌 {number}")

        lists = ("incidents", "actions", "sites", "organizations")
        for q in ("坍塌", "8.27", "3号炉", "“脚手架坍塌”", self.incident.number[:9], "验收", "宏远", "城南 宏远", "!"):
            counts = self.total(q)
            for kind, url in ((name, f"/{name}/") for name in lists):
                with self.subTest(q=q, kind=kind):
                    listed = self.client.get(url, {"q": q}).context["page"].paginator.count
                    self.assertEqual(counts.get(kind, 0), listed)

    def test_a_list_finds_the_same_whether_the_word_is_rare_or_not(self):
        for number in range(7):
            self.make_incident(name=f"坍塌 {number}")

        for few in (3, 7, 8, 1000):
            with self.subTest(few=few), patch("common.filters.Words.FEW", few):
                page = self.client.get("/incidents/", {"q": "坍塌"}).context["page"]
                self.assertEqual(page.paginator.count, 8)

    def test_each_group_leads_to_all_of_it(self):
        for number in range(7):
            self.make_finding(self.incident, statement=f"验收 {number}")
            self.make_incident(name=f"坍塌 {number}")

        groups = {group.kind.key: group for group in self.client.get(URL, {"q": "坍塌"}).context["groups"]}
        self.assertEqual((len(groups["incidents"].hits), groups["incidents"].count), (5, "8"))
        self.assertEqual(self.client.get(groups["incidents"].url).context["page"].paginator.count, 8)

        causes = next(g for g in self.client.get(URL, {"q": "验收"}).context["groups"] if g.kind.key == "causes")
        self.assertEqual((len(causes.hits), causes.count), (5, "8"))
        alone = self.client.get(causes.url).context["groups"]
        self.assertEqual([(group.kind.key, len(group.hits)) for group in alone], [("causes", 8)])

    def test_counts_stop_somewhere(self):
        facts = {"site": self.plant, "reported_by": self.chen, "reported_at": self.now, "occurred_on": date(2026, 1, 1)}
        numbers = [f"I-2020-{number:06d}" for number in range(MOST_COUNTED)]
        Incident.objects.bulk_create(Incident(number=number, name="坍塌", **facts) for number in numbers)

        group = self.client.get(URL, {"q": "坍塌"}).context["groups"][0]

        self.assertEqual((group.total, group.count), (MOST_COUNTED + 1, "1,000+"))


class AnswerTestCase(SearchTestCase):
    def test_words_are_marked_in_name_and_around_the_first_hit(self):
        answer = self.client.get(URL, {"q": "坠落 3号炉"})

        self.assertContains(answer, "一般高处<mark>坠落</mark>事故")
        self.assertContains(answer, "一名工人从<mark>3</mark><mark>号炉</mark>平台<mark>坠落</mark>。")

    def test_nothing_written_becomes_markup(self):
        attack = "<script>alert(1)</script> 坍塌 <img src=x onerror=alert(1)>"
        self.make_incident(name=attack, description=f"{attack} & more")

        for url in (URL, "/search/glance/"):
            for q in ("坍塌", "script", "<script>alert(1)</script>", '"><script>'):
                with self.subTest(url=url, q=q):
                    text = self.client.get(url, {"q": q}).content.decode()
                    self.assertNotIn("<script>alert", text)
                    self.assertNotIn("<img src=x", text)
                    self.assertNotIn('"><script>', text)

    def test_the_number_of_queries_does_not_grow(self):
        with self.assertNumQueries(10):  # one for each kind; the clock, one more, stands still here
            self.client.get(URL, {"q": "脚手架"})
        for number in range(6):
            incident = self.make_incident(name=f"脚手架 {number}")
            self.make_action(
                finding=self.make_finding(incident, statement=f"脚手架 {number}"), title=f"脚手架 {number}"
            )
            site = Site.objects.create(organization=self.company, name=f"脚手架 {number}", region=self.district)
            self.person(f"p{number}", f"脚手架 {number}", Role.REPORTER, site=site)
        with self.assertNumQueries(10):  # one for each kind; the clock, one more, stands still here
            groups = self.client.get(URL, {"q": "脚手架"}).context["groups"]
        self.assertEqual([len(group.hits) for group in groups], [5, 5, 5, 5, 5])

    def test_whatever_is_asked_is_answered(self):
        for q in (
            "",
            "   ",
            "!?。，",
            "' & | ! ( ) : * <-> \\",
            "a:*",
            "'; DROP TABLE incidents_incident; --",
            "a\0b",
            "\ud800",
            "%00",
            "🔥👷‍♂️",
            "مرحبا بالعالم",
            "‮‏ab",
            '"',
            '""',
            "“”",
            '"""坍塌',
            "%s %(a)s {0}",
            "1e5kg 2x4 3.14.15",
            "İstanbul ß ﬁ ﷺ",
            "ก็ नमस्ते 한국어 バルブ",
            "的" * 100,
            "a " * 50,
            "0" * 100,
        ):
            for url in (URL, "/search/glance/"):
                with self.subTest(url=url, q=q):
                    self.assertEqual(self.client.get(url, {"q": q.encode(errors="replace")}).status_code, 200)

    def test_too_much_is_said_at_the_field(self):
        answer = self.client.get(URL, {"q": "字" * 10_000})

        self.assertContains(answer, "Write at most 100 characters.", status_code=400)
        self.assertEqual(answer.context["groups"], [])

    def test_nothing_found_says_what_was_searched_and_what_to_try(self):
        answer = self.client.get(URL, {"q": "没有"})

        self.assertContains(answer, "Nothing that you may see holds “没有”.")
        self.assertContains(answer, "Try fewer or shorter words")

    def test_a_swap_gets_the_results_alone(self):
        answer = self.client.get(URL, {"q": "坍塌"}, headers={"HX-Request": "true"})

        self.assertNotContains(answer, "<html")
        self.assertIn("HX-Request", answer["Vary"])

    def test_every_page_has_the_box(self):
        self.assertContains(self.client.get("/"), 'action="/search/"')
        self.client.logout()
        self.assertNotContains(self.client.get("/accounts/login/"), 'action="/search/"')
