from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Role
from actions.models import Evidence
from tests.base import NOW, PNG, photo

from .case import PageTestCase


def upload(name, content, kind="application/octet-stream"):
    return SimpleUploadedFile(name, content, kind)


class EvidenceTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.action = self.make_action()
        self.url = f"/actions/{self.action.pk}/evidence/"

    def test_zhao_gets_no_file(self):
        self.submitted(self.action)
        url = f"/actions/evidence/{Evidence.objects.get().pk}/"

        self.sign_in(self.zhao)
        self.assertEqual(self.client.get(url).status_code, 404)
        self.assertEqual(self.client.get("/actions/evidence/987654321/").status_code, 404)
        self.client.logout()
        self.assertRedirects(self.client.get(url), f"/accounts/login/?next={url}", fetch_redirect_response=False)

    def test_those_named_on_the_action_see_it(self):
        self.submitted(self.action)
        url = f"/actions/evidence/{Evidence.objects.get().pk}/"

        for person in (self.wang, self.li, self.chen):
            self.sign_in(person)
            response = self.client.get(url)
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response["X-Content-Type-Options"], "nosniff")
            self.assertIn("sandbox", response["Content-Security-Policy"])
            self.assertTrue(b"".join(response.streaming_content).startswith(b"\x89PNG") or response["Content-Type"])

    def test_a_file_that_was_lost_is_a_missing_page(self):
        self.submitted(self.action)
        file = Evidence.objects.get()
        file.file.storage.delete(file.file.name)
        self.sign_in(self.li)

        self.assertEqual(self.client.get(f"/actions/evidence/{file.pk}/").status_code, 404)

    def test_the_owner_shows_the_place_before_the_work(self):
        self.sign_in(self.wang)

        response = self.client.post(self.url, {"side": "before", "files": [photo("before.png"), photo("too.png")]})

        self.assertRedirects(response, f"/actions/{self.action.pk}/")
        self.assertEqual(
            list(self.action.evidence.values_list("side", "name")), [("before", "before.jpg"), ("before", "too.jpg")]
        )
        self.assertEqual(self.action.events.first().verb, "add_evidence")
        page = self.client.get(f"/actions/{self.action.pk}/")
        self.assertNotContains(page, "No photo before the work")
        self.assertContains(page, "No photo after the work")

    def test_only_the_owner_adds_evidence_and_only_while_at_it(self):
        self.sign_in(self.li)
        data = {"side": "after", "files": [photo()]}
        self.assertContains(self.client.post(self.url, data), "Only the owner, Wang", status_code=403)

        self.submitted(self.action)
        self.sign_in(self.wang)
        self.assertRedirects(self.client.post(self.url, data | {"files": [photo()]}), f"/actions/{self.action.pk}/")
        self.assertEqual(self.action.evidence.count(), 1)

    def test_files_it_cannot_take_are_refused_by_name(self):
        self.sign_in(self.wang)
        big = upload("big.jpg", b"\xff\xd8\xff" + b"0" * (30 * 1024 * 1024), "image/jpeg")
        for file, reason in (
            (big, "“big.jpg” is larger than 25 MB."),
            (upload("photo.jpg", b"MZ\x90\x00" + b"\0" * 500, "image/jpeg"), "“photo.jpg” is neither an image"),
            (upload("setup.exe", b"MZ\x90\x00", "image/png"), "“setup.exe” is neither an image"),
            (upload("plan.pdf", b"MZ\x90\x00", "application/pdf"), "“plan.pdf” is not the kind of file"),
            (upload("plan.docx", b"PK\x03\x04rubbish"), "“plan.docx” is not the kind of file"),
            (upload("page.html", b"<script>alert(1)</script>", "text/html"), "“page.html” is neither an image"),
            (upload("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"), "neither an image"),
            (upload("empty.png", b""), "“empty.png” is empty."),
        ):
            with self.subTest(file.name):
                response = self.move(self.action, "submit", note="All done.", files=[photo(), file])
                self.assertEqual(response.status_code, 422)
                errors = str(response.context["form"].errors["files"])
                self.assertIn(reason, errors)
                self.assertIn("Please choose all files again", errors)
                self.assertContains(response, "All done.", status_code=422)
        self.assertFalse(self.action.evidence.exists())

    def test_an_image_of_too_many_pixels_is_refused(self):
        self.sign_in(self.wang)
        out = BytesIO()
        Image.new("1", (12_000, 9_000)).save(out, "PNG")

        response = self.move(self.action, "submit", note="x", files=[upload("huge.png", out.getvalue())])

        self.assertIn("more than 40 million pixels", str(response.context["form"].errors["files"]))

    def test_too_many_files_at_once_are_refused(self):
        self.sign_in(self.wang)

        response = self.move(self.action, "submit", note="x", files=[photo(f"{n}.png") for n in range(21)])

        self.assertIn("At most 20 files at once.", str(response.context["form"].errors["files"]))

    def test_what_was_shown_in_this_round_need_not_be_shown_again(self):
        self.sign_in(self.wang)
        self.client.post(self.url, {"side": "after", "files": [photo()]})

        self.assertEqual(self.move(self.action, "submit", note="See the photo.").status_code, 302)

    def test_a_new_round_needs_new_evidence(self):
        self.submitted(self.action).send_back(by=self.li, now=NOW, note="Not yet.")
        self.sign_in(self.wang)

        self.assertEqual(self.move(self.action, "submit", note="Now.").status_code, 422)

    def test_names_hold_nothing_that_could_hurt(self):
        self.sign_in(self.wang)
        name = "../../etc/<b>pass\u202ewd.png"

        self.move(self.action, "submit", note="x", files=[upload(name, PNG, "image/png")])

        file = Evidence.objects.get()
        self.assertEqual(file.name, "<b>passwd.jpg")
        self.assertNotIn("pass", file.file.name)
        self.assertNotContains(self.client.get(f"/actions/{self.action.pk}/"), "<b>pass")

    def test_somebody_of_another_site_of_the_company_does_not_see_it(self):
        there = self.person("far", "远方", Role.SAFETY_MANAGER, organization=self.other_company)
        self.submitted(self.action)
        self.sign_in(there)

        self.assertEqual(self.client.get(f"/actions/evidence/{Evidence.objects.get().pk}/").status_code, 404)
