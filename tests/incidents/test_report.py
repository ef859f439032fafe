from datetime import date, time, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Organization, Site
from accounts.models.appointments import Role
from incidents.models import Incident
from tests.base import NOW, photo

from .case import PageTestCase


class FormTestCase(PageTestCase):
    url = "/incidents/new/"

    def setUp(self):
        super().setUp()
        self.sign_in(self.wang)

    def refused(self, field, **given):
        """The messages at `field`; nothing is saved and what was typed is still there."""
        response = self.client.post(self.url, self.report(**given))
        self.assertEqual(response.status_code, 422)
        self.assertEqual(Incident.objects.count(), 0)
        self.assertContains(response, "A worker fell from the scaffold.", status_code=422)
        return " ".join(response.context["form"].errors[field])


class ReportTestCase(FormTestCase):
    def test_zhao_is_offered_no_site_of_others_and_cannot_report_there(self):
        self.sign_in(self.zhao)

        page = self.client.get(self.url)
        answer = self.client.post(self.url, self.report())

        self.assertContains(page, "Workshop 1")
        self.assertNotContains(page, "South site")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("site", answer.context["form"].errors)
        self.assertEqual(Incident.objects.count(), 0)

    def test_an_administrator_has_nothing_to_report(self):
        self.sign_in(self.guan)

        self.assertContains(self.client.get(self.url), "no duty at any site", status_code=403)
        self.assertEqual(self.client.post(self.url, self.report()).status_code, 403)

    def test_it_logs_an_incident_from_five_answers(self):
        response = self.client.post(self.url, self.report(photos=[photo("a.png"), photo("b.png")]), follow=True)

        incident = self.latest()
        self.assertRedirects(response, f"/incidents/{incident.pk}/")
        self.assertContains(response, incident.number)
        self.assertEqual(incident.reported_by, self.wang)
        self.assertEqual(incident.reported_at, self.now)
        self.assertEqual((incident.occurred_on, incident.occurred_time), (date(2026, 8, 27), time(9, 40)))
        self.assertEqual((incident.deaths, incident.serious_injuries), (1, None))
        self.assertEqual(incident.grade, "general")
        self.assertEqual([photo.name for photo in incident.photos.all()], ["a.jpg", "b.jpg"])
        self.assertContains(response, '<meta name="draft-done" content="incident-new">')

    def test_nobody_hurt_is_zero_and_not_known_is_nothing(self):
        self.client.post(self.url, self.report(hurt="no", deaths=""))
        self.assertEqual((self.latest().deaths, self.latest().missing), (0, 0))

        self.client.post(
            self.url, self.report(hurt="unknown", deaths="", form_key="21111111-2222-4333-8444-555555555555")
        )
        self.assertEqual((self.latest().deaths, self.latest().missing), (None, None))

    def test_it_asks_for_numbers_that_fit_the_answer(self):
        self.assertIn("how many", self.refused("hurt", deaths=""))
        self.assertIn("numbers below", self.refused("hurt", hurt="no"))
        self.assertIn("numbers below", self.refused("hurt", hurt="unknown"))
        self.assertIn("required", self.refused("hurt", hurt=""))
        self.assertIn("near miss", self.refused("kind", kind="near_miss"))

    def test_it_refuses_numbers_that_are_none(self):
        for text in ("-1", "1.5", "三", "1e3", "0x1", "99999999999", "NaN", "1,5"):
            with self.subTest(text):
                self.assertTrue(self.refused("deaths", deaths=text))

    def test_it_gives_back_what_was_typed_wrongly(self):
        response = self.client.post(self.url, self.report(deaths="三", occurred_on="2026-02-31"))

        self.assertContains(response, 'value="三"', status_code=422)
        self.assertContains(response, 'value="09:40"', status_code=422)
        self.assertContains(response, 'value="2026-02-31"', status_code=422)

    def test_it_refuses_the_future_by_the_clock_of_the_site(self):
        self.assertIn("future", self.refused("occurred_on", occurred_on="2026-09-02"))
        self.assertIn("future", self.refused("occurred_time", occurred_on="2026-09-01", occurred_time="10:01"))
        self.assertIn("1949", self.refused("occurred_on", occurred_on="0026-08-27"))

        Site.objects.filter(pk=self.plant.pk).update(time_zone="Asia/Urumqi")
        self.assertIn("future", self.refused("occurred_time", occurred_on="2026-09-01", occurred_time="08:30"))

    def test_the_day_it_proposes_is_today_where_the_reporter_lives(self):
        self.set_clock("2026-09-01 00:30")

        form = self.client.get(self.url).context["form"]

        self.assertEqual(form["occurred_on"].value(), date(2026, 9, 1))

    def test_a_form_that_is_sent_twice_makes_one_record(self):
        first = self.client.post(self.url, self.report())
        second = self.client.post(self.url, self.report())

        self.assertEqual(Incident.objects.count(), 1)
        self.assertEqual(first.url, second.url)

    def test_the_key_of_somebody_elses_form_opens_nothing(self):
        self.client.post(self.url, self.report())
        self.sign_in(self.li)

        answer = self.client.post(self.url, self.report())

        self.assertEqual(answer.status_code, 422)
        self.assertEqual(Incident.objects.get().reported_by, self.wang)

    def test_it_refuses_what_no_browser_sends(self):
        for name, value in [
            ("site", "x"),
            ("site", "9" * 30),
            ("kind", "massacre"),
            ("hurt", "maybe"),
            ("category", "WSA99999"),
            ("occurred_on", "yesterday"),
            ("occurred_time", "25:00"),
            ("place", "x" * 300),
            ("description", "a\0b"),
        ]:
            with self.subTest(name=name, value=value):
                response = self.client.post(self.url, self.report(**{name: value}))
                self.assertEqual(response.status_code, 422)
                self.assertIn(name, response.context["form"].errors)


class PhotoTestCase(FormTestCase):
    def exif(self):
        image, out = Image.new("RGB", (40, 30), "red"), BytesIO()
        exif = Image.Exif()
        exif[0x010F] = "SecretCamera"
        image.save(out, "JPEG", exif=exif)
        return SimpleUploadedFile("gps.jpg", out.getvalue(), "image/jpeg")

    def test_it_refuses_files_that_are_no_photos(self):
        for upload in (
            SimpleUploadedFile("worker.jpg", b"MZ\x90\x00 this is a program", "image/jpeg"),
            SimpleUploadedFile("note.jpg", b"only text", "image/jpeg"),
            SimpleUploadedFile("page.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"),
            SimpleUploadedFile("empty.png", b"", "image/png"),
            SimpleUploadedFile("report.pdf", b"MZ not a pdf", "application/pdf"),
        ):
            with self.subTest(upload.name):
                self.assertIn(upload.name, self.refused("photos", photos=[upload]))

    def test_it_refuses_thirty_megabytes(self):
        large = SimpleUploadedFile("large.jpg", b"\xff\xd8" + bytes(30 * 1024 * 1024), "image/jpeg")

        self.assertIn("25 MB", self.refused("photos", photos=[large]))

    def test_it_says_that_photos_have_to_be_chosen_again(self):
        self.assertIn("choose the files again", self.refused("photos", deaths="-1", photos=[photo()]))
        self.assertIn("choose the files again", self.refused("photos", occurred_on="2026-09-02", photos=[photo()]))

    def test_it_forgets_where_a_photo_was_taken_and_by_which_camera(self):
        self.client.post(self.url, self.report(photos=[self.exif()]))

        stored = self.latest().photos.get()
        self.assertNotIn(b"SecretCamera", stored.file.read())
        self.assertEqual((stored.content_type, stored.width, stored.height), ("image/jpeg", 40, 30))

    def test_it_understands_photos_of_telephones(self):
        out = BytesIO()
        Image.new("RGB", (40, 30), "blue").save(out, "HEIF")

        self.client.post(self.url, self.report(photos=[SimpleUploadedFile("IMG_1.HEIC", out.getvalue(), "image/heic")]))

        self.assertEqual(self.latest().photos.get().content_type, "image/jpeg")


class ManySitesTestCase(PageTestCase):
    url = "/incidents/new/"

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        many = Organization.objects.create(name="百店公司", name_en="Hundred Shops")
        Site.objects.bulk_create(
            Site(
                organization=many,
                name=f"店{n:03d}",
                name_en=f"Shop {n:03d}",
                region=cls.district,
                time_zone="Asia/Shanghai",
            )
            for n in range(60)
        )
        Site.objects.create(organization=many, name="乙店", name_en="Shop elsewhere", region=cls.elsewhere)
        cls.shop = Site.objects.get(name="店042")

    def setUp(self):
        super().setUp()
        self.sign_in(self.chen)

    def test_zhao_finds_no_site_of_others(self):
        self.sign_in(self.zhao)

        self.assertNotContains(self.client.get("/incidents/sites/", {"site_words": "Shop 042"}), "Shop 042")
        chosen = self.client.get("/incidents/sites/", {"site_words": "", "site": self.shop.pk})
        self.assertNotContains(chosen, "Shop 042")

    def test_it_searches_instead_of_listing_thousands(self):
        page = self.client.get(self.url)
        found = self.client.get("/incidents/sites/", {"site_words": "shop 04"})

        self.assertNotContains(page, "Shop 042")
        self.assertContains(found, "Hundred Shops · Shop 042")
        self.assertNotContains(found, "Shop 051")
        self.assertNotContains(self.client.get("/incidents/sites/", {"site_words": "elsewhere"}), "elsewhere")

    def test_it_searches_without_javascript_and_keeps_what_was_typed(self):
        data = self.report(site="", site_words="店042", find="sites")

        page = self.client.post(self.url, data)

        self.assertEqual(page.status_code, 200)
        self.assertContains(page, f'name="site" value="{self.shop.pk}"')
        self.assertContains(page, "A worker fell from the scaffold.")
        self.assertEqual(Incident.objects.count(), 0)

    def test_what_was_chosen_stays_chosen_when_the_form_comes_back(self):
        page = self.client.post(self.url, self.report(site=self.shop.pk, site_words="", deaths="-1"))

        self.assertContains(page, "Hundred Shops · Shop 042", status_code=422)

    def test_it_logs_at_the_site_that_was_found(self):
        self.client.post(self.url, self.report(site=self.shop.pk, site_words="店042"))

        self.assertEqual(self.latest().site, self.shop)

    def test_it_bears_odd_searches(self):
        for words in ("", " ", "\0", "%", "'", "x" * 500):
            with self.subTest(words):
                self.assertEqual(
                    self.client.get("/incidents/sites/", {"site_words": words, "site": "x"}).status_code, 200
                )

    def test_the_number_of_queries_does_not_grow_with_the_sites(self):
        self.appoint(self.wang, Role.OFFICIAL, everywhere=True)
        self.client.get(self.url)

        with self.assertNumQueries(7):
            self.client.get(self.url)

    def test_sites_from_which_one_reported_last_come_first(self):
        shops = list(Site.objects.filter(name__in=["店007", "店009", "店042"]).order_by("name"))
        for hour, shop in enumerate([*shops, shops[0]]):
            self.make_incident(site=shop, now=NOW + timedelta(hours=hour))
        self.make_incident(site=self.plant, by=self.li)

        page = self.client.get(self.url)
        found = self.client.get("/incidents/sites/", {"site_words": "店0"})

        offered = [key for key, _label in page.context["form"].fields["site"].widget.choices]
        self.assertEqual(offered, [shops[0].pk, shops[2].pk, shops[1].pk])
        self.assertContains(page, "Where you reported last")
        first = [key for key, _label in found.context["form"].fields["site"].widget.choices][:4]
        self.assertEqual(first, [*offered, Site.objects.get(name="店000").pk])

    def test_a_site_where_one_has_no_duty_any_more_is_not_recent(self):
        self.make_incident(site=self.shop)
        self.chen.appointments.update(region=self.elsewhere)
        Site.objects.filter(name__startswith="店00").update(region=self.elsewhere)

        self.assertNotContains(self.client.get(self.url), "Shop 042")
