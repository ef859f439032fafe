from urllib.parse import urlencode

from actions.models import Action

from .case import PageTestCase

NASTY = [
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "💥🧯",
    "x" * 20_000,
    "安全科" * 500,
    str(2**31),
    str(2**63),
    str(-(2**63)),
    "9" * 5000,
    "-1",
    "1e309",
    "NaN",
    "１２３",
    "²",
    "'; DROP TABLE actions_action; --",
    "<script>alert(1)</script>",
    "%s %(name)s {0}",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "../../etc/passwd",
    "\r\nSet-Cookie: a=b",
]
WORST = ["\0", "a\0b", "\ud800", "💥🧯", "x" * 20_000, str(2**63), "9" * 5000, "9999-12-31", "\r\nSet-Cookie: a=b"]
PERCENT_ENCODED = ["%00", "%ED%A0%80", "%FF", "%", "%C0%AF", "a%0Ab", "[]", "[0]=1", "=", "&", "1&1=1"]


class NastyInputTestCase(PageTestCase):
    """No input gives a 500, and none gives more than was asked for."""

    def setUp(self):
        super().setUp()
        self.action = self.make_action()
        self.sign_in(self.chen)

    def assertKind(self, response, *expected):
        self.assertIn(response.status_code, expected)

    def test_every_parameter_of_the_list(self):
        names = list(self.client.get("/actions/").context["filter"].form.fields)
        texts = {"q", "owner", "due_from", "page", "ordering"}
        for name in [*names, "page", "export", "status[]", "\0", "x" * 300]:
            for value in NASTY if name in texts else WORST:
                with self.subTest(name=name[:20], value=value[:20].encode("utf-8", "replace")):
                    query = {name: value.encode("utf-8", "surrogatepass")}
                    self.assertKind(self.client.get("/actions/", query), 200, 400)

    def test_raw_query_strings(self):
        for path in ("/actions/", "/actions/new/", f"/sites/{self.plant.pk}/candidates/"):
            for name in ("q", "owner", "page", "finding", "ordering"):
                for value in PERCENT_ENCODED:
                    with self.subTest(path=path, name=name, value=value):
                        self.assertKind(self.client.get(f"{path}?{name}={value}"), 200, 400, 404)

    def post(self, url, data):
        """As a form without files, percent-encoded, so that bytes which are no text get through."""
        fields = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}
        return self.client.post(url, urlencode(fields), "application/x-www-form-urlencoded")

    def post_each(self, url, good, values, *expected):
        for name in good:
            for value in values:
                with self.subTest(url, name=name, value=value[:20].encode("utf-8", "replace")):
                    self.assertKind(self.post(url, good | {name: value}), *expected)

    def test_every_field_of_the_form_that_gives_work(self):
        good = {
            "title": "Fit lifelines",
            "criterion": "Fitted.",
            "method": "",
            "kind": "corrective",
            "strength": "",
            "priority": "ordinary",
            "owner": str(self.wang.pk),
            "verifier": str(self.li.pk),
            "deadline": "2026-08-15",  # too early, so that each posting is refused and the next one starts the same
        }
        url = f"/actions/new/?finding={self.action.finding_id}"
        self.post_each(url, good, NASTY, 422, 302)
        self.assertKind(self.client.post(url, good | {"owner": ["1", "2"], "title": ["a", "b"]}), 422)

    def test_every_field_of_every_move(self):
        fields = {"version": "1", "note": "", "deadline": "", "owner": "", "incident": ""}
        for verb in Action.MOVES:
            self.post_each(f"/actions/{self.action.pk}/{verb}/", fields, WORST, 302, 403, 409, 422)

    def test_every_field_of_the_owners_moves(self):
        self.sign_in(self.wang)
        url = f"/actions/{self.action.pk}"
        self.post_each(
            f"{url}/ask_extension/", {"version": "1", "note": "x", "deadline": "2026-09-01"}, NASTY, 409, 422
        )
        self.post_each(f"{url}/submit/", {"version": "1", "note": "x", "files": "x"}, NASTY, 409, 422)
        self.post_each(f"{url}/evidence/", {"side": "before", "files": "x"}, NASTY, 422)

    def test_a_change_of_every_field(self):
        fields = {"version": "1", "title": "", "criterion": "x", "kind": "corrective", "strength": "", "verifier": ""}
        self.post_each(f"/actions/{self.action.pk}/edit/", fields, WORST, 409, 422)

    def test_keys_in_addresses(self):
        for key in ("0", str(2**31), str(2**63), "9" * 4000, "-1", "abc", "１", "%00"):
            for path in (
                f"/actions/{key}/",
                f"/actions/{key}/verify/",
                f"/actions/evidence/{key}/",
                f"/actions/{key}/edit/",
            ):
                with self.subTest(path[:40]):
                    self.assertKind(self.client.get(path), 404)
