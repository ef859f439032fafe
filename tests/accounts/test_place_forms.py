from decimal import Decimal
from unittest.mock import patch

from accounts import credit_codes
from accounts.models import Organization, Region, Role, Site
from tests.actions.test_races import at_once
from tests.base import NOW, BaseTestCase, RacingTestCase

KEY = "11111111-2222-4333-8444-555555555555"
CODE = "91350100M000100Y43"  # the example of GB 32100-2015


class FormTestCase(BaseTestCase):
    def setUp(self):
        clock = patch("common.clock.now", return_value=NOW)
        clock.start()
        self.addCleanup(clock.stop)

    def site(self, **given):
        return {
            "form_key": KEY,
            "organization": str(self.company.pk),
            "name": "三车间",
            "region": "500103",
            "sector": self.sector.pk,
        } | given

    def refused(self, url, data, field):
        """What is said at `field`; nothing was kept, and what was typed stands in the form."""
        response = self.client.post(url, data)
        self.assertEqual(response.status_code, 422, getattr(response, "url", ""))
        form = response.context["form"]
        for name, value in data.items():
            if name in form.fields and value:
                self.assertIn(str(form[name].value()), (str(value), *([] if name != "region" else [str(value)])))
        return " ".join(form.errors.get(field, []))


class AddSiteTestCase(FormTestCase):
    def test_zhao_and_a_safety_manager_add_nothing(self):
        for person in (self.zhao, self.sun, self.chen):
            self.sign_in(person)
            for url in ("/sites/new/", "/organizations/new/", "/regions/new/", "/organizations/doubles/"):
                with self.subTest(url, person=str(person)):
                    self.assertEqual(self.client.get(url).status_code, 403)
                    self.assertEqual(self.client.post(url, self.site()).status_code, 403)
            self.assertEqual(self.client.get("/organizations/find/?organization=宏远").status_code, 403)
        self.assertEqual(Site.objects.count(), 2)

    def test_a_county_becomes_a_region_when_it_is_chosen(self):
        self.sign_in(self.guan)

        response = self.client.post("/sites/new/", self.site(latitude="29.5532", longitude="106.5689"))

        site = Site.objects.get(name="三车间")
        self.assertRedirects(response, f"/sites/{site.pk}/")
        region = site.region
        self.assertEqual(
            (region.code, region.name, region.country, region.jurisdiction), ("500103", "渝中区", "CN", "CN")
        )
        self.assertEqual((site.time_zone, site.latitude), ("Asia/Shanghai", Decimal("29.5532")))
        self.assertEqual((site.added_by, site.events.get().verb), (self.guan, "added"))
        self.assertContains(self.client.get(f"/sites/{site.pk}/"), "重庆市 · 渝中区")

    def test_a_name_that_fits_one_county_is_enough_and_several_are_offered(self):
        self.sign_in(self.guan)

        several = self.client.post("/sites/new/", self.site(region="朝阳"))
        self.assertContains(several, "Several fit. Choose the one that is meant.", status_code=422)
        self.assertContains(several, 'name="region_choice" value="110105"', status_code=422)
        self.assertContains(several, "北京市 · 朝阳区", status_code=422)
        self.assertFalse(Region.objects.filter(code="110105").exists())

        chosen = self.client.post("/sites/new/", self.site(region="朝阳", region_asked="朝阳", region_choice="110105"))
        self.assertEqual(chosen.status_code, 302)
        self.assertEqual(Site.objects.get(name="三车间").region.code, "110105")

    def test_what_was_chosen_stays_chosen_until_another_text_is_typed(self):
        self.sign_in(self.guan)
        choice = {"region": "朝阳", "region_asked": "朝阳", "region_choice": "110105"}

        again = self.client.post("/sites/new/", self.site(**choice, name=""))
        self.assertContains(again, 'name="region_choice" value="110105" checked', status_code=422)
        self.assertContains(again, 'value="朝阳"', status_code=422)

        self.client.post("/sites/new/", self.site(**choice | {"region": "渝中"}))
        self.assertEqual(Site.objects.get(name="三车间").region.code, "500103")

    def test_without_javascript_the_search_button_offers_and_says_nothing_else(self):
        self.sign_in(self.guan)

        page = self.client.post("/sites/new/", self.site(name="", region="渝中", find="region"))

        self.assertContains(page, 'name="region_choice" value="500103"')
        self.assertNotContains(page, "field-error")

    def test_it_offers_while_one_types(self):
        self.sign_in(self.guan)

        self.assertContains(self.client.get("/regions/find/?region=渝中"), "500103 · 重庆市 · 渝中区")
        self.assertContains(self.client.get("/regions/find/?region=甲区"), "500101 · District A")
        self.assertContains(self.client.get("/regions/find/?region=zzz"), "Nothing fits")
        self.assertNotContains(self.client.get("/regions/find/?region="), "radio")
        self.assertContains(self.client.get("/organizations/find/?organization=宏远"), f'value="{self.company.pk}"')
        self.assertEqual(self.client.get("/regions/find/?a%22b=%00渝").status_code, 200)

    def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(self):
        self.sign_in(self.guan)
        for given, field, said in (
            ({"name": ""}, "name", "This field is required"),
            ({"name": "城南工地"}, "name", "has a site that is or was called"),
            ({"organization": "无此单位"}, "organization", "Add the organization first"),
            ({"organization": ""}, "organization", "required"),
            ({"region": "乌有乡"}, "region", "No region is called"),
            ({"region": ""}, "region", "required"),
            ({"latitude": "106.5", "longitude": "29.5"}, "latitude", "A latitude lies between"),
            ({"latitude": "29.5"}, "longitude", "Give latitude and longitude, or neither."),
            ({"latitude": "48.8", "longitude": "2.35"}, "latitude", "These coordinates lie outside China."),
            ({"latitude": "north", "longitude": "2"}, "latitude", "Enter a number"),
            ({"name": "x" * 121}, "name", "at most 120"),
            ({"sector": "999"}, "sector", "valid choice"),
            ({"time_zone": "Mars/Base"}, "time_zone", "is not a time zone"),
        ):
            with self.subTest(given):
                self.assertIn(said, self.refused("/sites/new/", self.site(**given), field))
        self.assertEqual(Site.objects.count(), 2)

    def test_a_form_sent_twice_makes_one(self):
        self.sign_in(self.guan)

        first, second = (self.client.post("/sites/new/", self.site()) for _time in range(2))

        self.assertEqual(first.url, second.url)
        self.assertEqual(Site.objects.filter(name="三车间").count(), 1)

    def test_a_region_abroad_is_made_by_hand(self):
        self.sign_in(self.guan)
        tokyo = {"code": "jp-13", "name": "東京都", "country": "jp", "time_zone": "Asia/Tokyo", "jurisdiction": ""}

        self.assertEqual(self.client.post("/regions/new/", tokyo).status_code, 302)
        self.assertIn("already exists", self.refused("/regions/new/", tokyo | {"code": "JP-13"}, "code"))
        self.assertIn("重庆市 · 渝中区", self.refused("/regions/new/", tokyo | {"code": "500103"}, "code"))
        self.assertIn("two letters", self.refused("/regions/new/", tokyo | {"code": "X", "country": "1"}, "country"))
        self.client.post("/sites/new/", self.site(region="JP-13", latitude="35.6", longitude="139.7"))
        site = Site.objects.get(name="三车间")
        self.assertEqual((site.time_zone, site.region.country, site.region.jurisdiction), ("Asia/Tokyo", "JP", ""))


class OrganizationFormTestCase(FormTestCase):
    def organization(self, **given):
        return {"form_key": KEY, "name": "新单位", "kind": "enterprise"} | given

    def test_the_credit_code_is_checked_and_kept_in_plain_characters(self):
        self.sign_in(self.guan)
        wrong = CODE[:-1] + "5"

        self.assertIn(
            "mistyped",
            self.refused("/organizations/new/", self.organization(registration_code=wrong), "registration_code"),
        )
        self.assertIn(
            "18 characters",
            self.refused("/organizations/new/", self.organization(registration_code="123"), "registration_code"),
        )
        self.client.post("/organizations/new/", self.organization(registration_code="９1350100 m000100-y43"))
        self.assertEqual(Organization.objects.get(name="新单位").registration_code, CODE)

    def test_abroad_other_codes_hold(self):
        self.sign_in(self.guan)

        self.client.post("/organizations/new/", self.organization(registration_code="HRB 1234", country="de"))

        organization = Organization.objects.get(name="新单位")
        self.assertEqual((organization.registration_code, organization.country), ("HRB1234", "DE"))

    def test_an_old_code_that_is_wrong_does_not_hinder_other_changes(self):
        Organization.objects.filter(pk=self.company.pk).update(registration_code="OLD")
        self.company.refresh_from_db()

        self.company.edit(by=self.guan, now=NOW, profile="More people")

        self.assertEqual(self.company.events.get().changes, {"profile": ["建筑施工，120人", "More people"]})

    def test_a_name_that_is_there_is_refused_unless_the_code_tells_them_apart(self):
        self.sign_in(self.guan)

        self.assertIn(
            "is here already", self.refused("/organizations/new/", self.organization(name="宏远建筑公司"), "name")
        )
        Organization.objects.filter(pk=self.company.pk).update(
            registration_code="91500103MA5U4CNL1" + credit_codes.check_character("91500103MA5U4CNL1")
        )
        data = self.organization(name="宏远建筑公司", registration_code=CODE)
        self.assertEqual(self.client.post("/organizations/new/", data).status_code, 302)


class EditTestCase(FormTestCase):
    def fields(self, url, **given):
        form = self.client.get(url).context["form"]
        values = {field.html_name: field.value() for field in form}
        return {name: value for name, value in values.items() if value not in (None, False)} | given

    @property
    def url(self):
        return f"/sites/{self.plant.pk}/edit/"

    def test_zhao_finds_no_form_and_a_reporter_and_a_leader_may_not(self):
        self.sign_in(self.zhao)
        self.assertEqual(self.client.get(self.url).status_code, 404)
        for person in (self.wang, self.he):
            self.sign_in(person)
            self.assertEqual(self.client.get(self.url).status_code, 403)

    def test_who_keeps_the_site_corrects_address_and_flags_and_nothing_else(self):
        self.sign_in(self.li)

        data = self.fields(self.url, address="1 South Road", crowded_place="on", name="Mine", sector="")
        self.assertEqual(self.client.post(self.url, data).status_code, 302)

        self.plant.refresh_from_db()
        self.assertEqual((self.plant.address, self.plant.crowded_place), ("1 South Road", True))
        self.assertEqual((self.plant.name, self.plant.sector), ("城南工地", self.sector))
        page = self.client.get(f"/sites/{self.plant.pk}/")
        self.assertContains(page, "1 South Road")
        self.assertContains(page, "Crowded place")
        with self.assertRaises(Exception) as raised:
            self.plant.edit(by=self.li, now=NOW, name="Mine")
        self.assertEqual(type(raised.exception).__name__, "PermissionDenied")

    def test_two_people_never_overwrite_each_other(self):
        self.sign_in(self.li)
        data = self.fields(self.url, address="1 South Road")
        self.plant.edit(by=self.guan, now=NOW, address="2 North Road")

        response = self.client.post(self.url, data)

        self.assertContains(response, "1 South Road", status_code=409)
        self.plant.refresh_from_db()
        self.assertEqual(self.plant.address, "2 North Road")

    def test_another_region_brings_its_law_and_its_clock(self):
        incident = self.make_incident()
        action = self.make_action(incident=incident, kind="containment")
        Region.objects.create(code="JP-13", name="東京都", country="JP", time_zone="Asia/Tokyo")
        self.sign_in(self.guan)

        data = self.fields(self.url, region="JP-13", time_zone="Asia/Tokyo")
        self.assertEqual(self.client.post(self.url, data).status_code, 302)

        incident.refresh_from_db()
        due = action.due_at
        action.refresh_from_db()
        self.assertIsNone(incident.grade)
        self.assertEqual((due - action.due_at).total_seconds(), 3600)

    def test_an_administrator_gives_nobody_sight_of_their_own(self):
        self.appoint(self.guan, Role.OFFICIAL, region=self.elsewhere)
        self.sign_in(self.guan)

        said = self.refused(self.url, self.fields(self.url, region="500102"), "__all__")

        self.assertIn("another administrator", said)
        self.plant.refresh_from_db()
        self.assertEqual(self.plant.region, self.district)


class AliasPageTestCase(FormTestCase):
    @property
    def url(self):
        return f"/sites/{self.plant.pk}/aliases/"

    def test_names_are_added_and_taken_away_with_an_event_each(self):
        self.sign_in(self.guan)

        self.client.post(self.url, {"name": " 老 工地 "})
        self.assertEqual([alias.name for alias in self.plant.aliases.all()], ["老 工地"])
        self.assertContains(self.client.get(f"/sites/{self.plant.pk}/"), "老 工地")
        self.client.post(self.url, {"remove": self.plant.aliases.get().pk})

        self.assertEqual(list(self.plant.aliases.all()), [])
        events = [(event.verb, event.subject) for event in self.plant.events.all()]
        self.assertCountEqual(events, [("alias_added", "老 工地"), ("alias_removed", "老 工地")])

    def test_a_name_leads_to_one_place_only(self):
        Site.objects.create(organization=self.company, name="北工地", region=self.district)
        self.sign_in(self.guan)

        for name, said in (
            ("北工地", "Merge the two if they are one"),
            ("城南工地", "called that already"),
            ("", "required"),
        ):
            with self.subTest(name):
                self.assertIn(said, self.refused(self.url, {"name": name}, "name"))
        self.assertEqual(self.client.post(self.url, {"remove": "999999"}).status_code, 404)
        self.assertEqual(self.client.post(self.url, {"remove": "x"}).status_code, 404)


class MergePagesTestCase(FormTestCase):
    def setUp(self):
        super().setUp()
        self.double = Organization.objects.create(name="宏远建筑 有限责任公司")
        self.yard = Site.objects.create(organization=self.double, name="城南工地", region=self.district)

    def test_likely_doubles_are_proposed(self):
        Organization.objects.create(name="宏远建筑有限公司")
        Organization.objects.create(name="甲", registration_code=CODE)
        Organization.objects.create(name="乙", registration_code=CODE)
        Site.objects.create(organization=self.company, name="（城南）工地", region=self.district)
        self.sign_in(self.guan)

        page = self.client.get("/organizations/doubles/")

        groups = [{one.name for one in group} for group in page.context["organizations"]]
        self.assertCountEqual(groups, [{"宏远建筑 有限责任公司", "宏远建筑有限公司"}, {"甲", "乙"}])
        self.assertEqual(
            [{one.name for one in group} for group in page.context["sites"]], [{"城南工地", "（城南）工地"}]
        )

    def test_one_chooses_looks_and_confirms(self):
        self.make_incident(site=self.yard)
        self.sign_in(self.guan)
        url = f"/organizations/{self.double.pk}/merge/"

        chosen = self.client.get(url, {"q": "宏远"})
        self.assertContains(chosen, f"?into={self.company.pk}")
        preview = self.client.get(url, {"into": self.company.pk})
        self.assertContains(preview, "is merged into Hongyuan Construction · South site")
        self.assertEqual(Site.objects.standing().count(), 3)

        data = {name: preview.context["form"][name].value() for name in ("version", "into", "into_version")}
        done = self.client.post(url, data | {"note": "The same company."})

        self.assertRedirects(done, f"/organizations/{self.company.pk}/")
        self.double.refresh_from_db()
        self.assertEqual(self.double.merged_into, self.company)
        self.assertContains(self.client.get(f"/organizations/{self.company.pk}/"), "The same company.")
        self.assertEqual(self.client.get(url).status_code, 404)
        self.assertEqual(self.client.get(f"/organizations/{self.double.pk}/edit/").status_code, 404)

    def test_the_preview_says_how_much_moves_and_who_loses_sight(self):
        self.make_incident(site=self.yard)
        self.sign_in(self.guan)

        page = self.client.get(f"/sites/{self.yard.pk}/merge/", {"into": self.other_plant.pk})

        self.assertEqual([count for _label, count in page.context["moving"]], [1])
        self.assertContains(page, "They lie in different regions")
        self.assertContains(page, "They belong to different organizations")

    def test_a_preview_that_has_gone_stale_merges_nothing(self):
        self.sign_in(self.guan)
        url = f"/sites/{self.yard.pk}/merge/"
        preview = self.client.get(url, {"into": self.plant.pk})
        data = {name: preview.context["form"][name].value() for name in ("version", "into", "into_version")}
        self.plant.edit(by=self.guan, now=NOW, address="Elsewhere")

        self.assertEqual(self.client.post(url, data | {"note": "One."}).status_code, 409)
        self.yard.refresh_from_db()
        self.assertIsNone(self.yard.merged_into)

    def test_a_conflict_is_named_in_the_preview_and_refused(self):
        Site.objects.filter(pk=self.yard.pk).update(region=self.elsewhere)
        self.sign_in(self.guan)
        url = f"/organizations/{self.double.pk}/merge/"

        preview = self.client.get(url, {"into": self.company.pk})
        self.assertContains(preview, "lie in different regions")
        self.assertNotContains(preview, "Merge the two for good")
        data = {name: preview.context["form"][name].value() for name in ("version", "into", "into_version")}
        self.assertIn("城南工地", self.refused(url, data, "__all__"))


class RacingEditTestCase(RacingTestCase):
    def test_two_sites_of_one_name_made_at_once_leave_one(self):
        facts = {"organization": self.company, "name": "新工地", "region": self.district, "time_zone": "Asia/Shanghai"}

        results = at_once([lambda: Site.add(by=self.guan, now=NOW, **facts) for _time in range(3)])

        self.assertEqual(
            sorted(type(result).__name__ for result in results), ["Site", "ValidationError", "ValidationError"]
        )
        self.assertEqual(Site.objects.filter(name="新工地").count(), 1)
