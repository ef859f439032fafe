from datetime import UTC, date, datetime

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts import following
from accounts.models import DayDecision, Organization, PlaceEvent, Region, Role, Site
from actions.models import Action
from actions.notices import ActionNotices
from common.lifecycle import AlreadyMoved
from incidents.models import Incident
from outbox.composing import compose
from outbox.models import Letter, Notice
from outbox.planning import plan
from tests.actions.test_races import at_once
from tests.base import NOW, BaseTestCase, RacingTestCase

LATER = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)


class Doubles:
    """The company once more, misspelt: its yard is the plant once more, and it has a depot of its own."""

    def make_doubles(self):
        self.double = Organization.objects.create(name="宏远建筑有限公司", name_en="Hong Yuan", registration_code="X1")
        self.yard = Site.objects.create(
            organization=self.double, name="城南工地", name_en="Yard", region=self.district, address="1 South Road"
        )
        self.depot = Site.objects.create(organization=self.double, name="仓库", region=self.district)
        self.tang = self.person("tang", "唐宁", Role.SAFETY_MANAGER, organization=self.double)
        self.wei = self.person("wei", "魏来", Role.REPORTER, site=self.yard)
        self.hu = self.person("hu", "胡平", Role.OFFICIAL, region=self.elsewhere)

    def merge(self, one, other, **given):
        one.refresh_from_db()
        other.refresh_from_db()
        one.merge_into(other, by=self.guan, now=NOW, **given)
        one.refresh_from_db()
        other.refresh_from_db()


class MergeSitesTestCase(Doubles, BaseTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.make_doubles(cls)

    def at_the_yard(self):
        incident = self.make_incident(by=self.tang, site=self.yard)
        return incident, self.make_action(
            finding=self.make_finding(incident, by=self.tang), by=self.tang, owner=self.wei, verifier=self.tang
        )

    def test_zhao_and_a_manager_merge_nothing(self):
        for person in (self.zhao, self.sun, self.tang, self.chen):
            with self.subTest(person), self.assertRaises(PermissionDenied):
                self.yard.merge_into(self.plant, by=person, now=NOW)
        self.assertIsNone(Site.objects.get(pk=self.yard.pk).merged_into)

    def test_everything_moves_with_its_event(self):
        incident, action = self.at_the_yard()
        versions = incident.version, action.version

        self.merge(self.yard, self.plant)

        incident.refresh_from_db()
        action.refresh_from_db()
        self.assertEqual((incident.site, action.site), (self.plant, self.plant))
        self.assertEqual((incident.version, action.version), (versions[0] + 1, versions[1] + 1))
        for record in (incident, action):
            event = record.events.first()
            self.assertEqual((event.verb, event.by, event.at), ("moved", self.guan, NOW))
            self.assertEqual(event.changes["site"], ["Hong Yuan · Yard", "Hongyuan Construction · South site"])
        event = action.events.first()
        self.assertEqual((event.status, event.owner, event.deadline), ("assigned", self.wei, date(2026, 9, 15)))
        post = self.wei.appointments.get()
        self.assertEqual((post.site, post.version), (self.plant, 2))
        self.assertEqual(self.wei.events.get().changes["site"][1], "Hongyuan Construction · South site")

    def test_the_double_stays_as_a_row_and_is_in_no_list(self):
        self.merge(self.yard, self.plant)

        self.assertEqual(self.yard.merged_into, self.plant)
        for person in (self.chen, self.tang, self.guan):
            self.assertNotIn(self.yard, Site.objects.known_to(person))
        self.assertCountEqual(self.plant.aliases.values_list("name", flat=True), ["Yard"])
        self.assertEqual(self.plant.address, "1 South Road")
        took_in = self.plant.events.get()
        self.assertEqual((took_in.verb, took_in.subject), ("took_in", "Hong Yuan · Yard"))
        self.assertEqual(took_in.changes, {"address": ["", "1 South Road"]})
        self.assertEqual(self.yard.events.get().verb, "merged")

    def test_who_saw_the_double_sees_what_the_appointment_says_and_no_more(self):
        _incident, action = self.at_the_yard()
        far = Site.objects.create(organization=self.other_company, name="分厂", region=self.elsewhere)
        self.assertTrue(Action.objects.visible_to(self.chen).exists())
        self.assertFalse(Action.objects.visible_to(self.zhao).exists())

        self.merge(self.yard, far)

        sees = {
            p: Action.objects.visible_to(type(p).objects.get(pk=p.pk)).exists()
            for p in (self.chen, self.hu, self.zhao, self.wei, self.tang)
        }
        # Chen's is the other district; Tang's the organization that lost the site: as verifier Tang still sees the action
        self.assertEqual(sees, {self.chen: False, self.hu: True, self.zhao: True, self.wei: True, self.tang: True})
        self.assertFalse(Incident.objects.visible_to(self.tang).exclude(reported_by=self.tang).exists())
        self.assertNotIn(far, Site.objects.visible_to(type(self.chen).objects.get(pk=self.chen.pk)))
        self.assertIn(far, Site.objects.visible_to(type(self.wei).objects.get(pk=self.wei.pk)))

    def test_nobody_is_written_to_because_of_it(self):
        self.at_the_yard()
        plan(NOW)
        compose(NOW)
        letters, notices = Letter.objects.count(), Notice.objects.count()

        self.merge(self.double, self.company)
        plan(NOW)
        compose(NOW)

        self.assertEqual((Letter.objects.count(), Notice.objects.count()), (letters, notices))

    def test_who_no_longer_sees_the_action_is_not_reminded_of_it(self):
        _incident, action = self.at_the_yard()
        plan(LATER)
        waiting = Notice.objects.get(person=self.chen, kind="deadline")
        far = Site.objects.create(organization=self.other_company, name="分厂", region=self.elsewhere)

        self.merge(self.yard, far)

        self.assertEqual(ActionNotices().untrue([waiting]), {waiting.pk: Notice.Skipped.NO_ACCESS})
        plan(LATER)
        self.assertTrue(Notice.objects.filter(person=self.hu, kind="deadline", subject_id=action.pk).exists())

    def test_the_day_ends_by_the_clock_of_the_place_that_stands(self):
        _incident, action = self.at_the_yard()
        Site.objects.filter(pk=self.plant.pk).update(time_zone="Asia/Tokyo")

        self.merge(self.yard, self.plant)

        action.refresh_from_db()
        self.assertEqual(action.deadline, date(2026, 9, 15))
        self.assertEqual(action.due_at, datetime(2026, 9, 15, 15, 0, tzinfo=UTC))

    def test_the_law_of_the_place_that_stands_grades(self):
        incident, _action = self.at_the_yard()
        abroad = Region.objects.create(code="JP-13", name="东京都", country="JP", time_zone="Asia/Tokyo")
        far = Site.objects.create(organization=self.other_company, name="分厂", region=abroad)
        self.assertEqual(incident.grade, "general")

        self.merge(self.yard, far)

        incident.refresh_from_db()
        self.assertIsNone(incident.grade)
        self.assertEqual(incident.events.first().changes, {"grade": ["general", None]})

    def test_a_double_of_a_double_leads_to_the_one_that_stands(self):
        self.merge(self.depot, self.yard)
        self.merge(self.yard, self.plant)

        self.depot.refresh_from_db()
        self.assertEqual(self.depot.merged_into, self.plant)
        self.assertCountEqual(self.plant.aliases.values_list("name", flat=True), ["Yard", "仓库"])

    def test_it_is_merged_once_and_not_into_itself(self):
        stale = Site.objects.get(pk=self.yard.pk)
        self.merge(self.yard, self.plant)

        with self.assertRaises(AlreadyMoved):
            stale.merge_into(self.plant, by=self.guan, now=NOW)
        with self.assertRaises(AlreadyMoved):
            self.plant.merge_into(self.yard, by=self.guan, now=NOW)
        with self.assertRaises(ValidationError):
            self.plant.merge_into(self.plant, by=self.guan, now=NOW)
        with self.assertRaises(IntegrityError), transaction.atomic():
            Site.objects.filter(pk=self.plant.pk).update(merged_into=self.plant.pk)

    def test_nobody_gives_themselves_sight_by_merging(self):
        self.appoint(self.guan, Role.SAFETY_MANAGER, site=self.plant)

        with self.assertRaisesMessage(ValidationError, "Nobody gives themselves sight"):
            self.yard.merge_into(self.plant, by=self.guan, now=NOW)

    def test_what_is_written_to_the_double_all_the_same_lands_where_it_leads(self):
        self.merge(self.yard, self.plant)

        self.assertEqual(self.make_incident(site=self.yard).pk, Incident.objects.get(site=self.plant).pk)


class MergeOrganizationsTestCase(Doubles, BaseTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.make_doubles(cls)

    def test_sites_of_one_name_are_merged_and_the_others_move(self):
        self.merge(self.double, self.company)

        for site in (self.yard, self.depot):
            site.refresh_from_db()
        self.assertEqual(self.yard.merged_into, self.plant)
        self.assertEqual((self.depot.organization, self.depot.merged_into), (self.company, None))
        self.assertEqual(self.depot.events.get().verb, "moved")
        self.assertEqual(self.tang.appointments.get().organization, self.company)
        self.assertCountEqual(self.company.aliases.values_list("name", flat=True), ["宏远建筑有限公司", "Hong Yuan"])
        self.assertEqual(self.company.registration_code, "X1")
        self.assertNotIn(self.double, Organization.objects.known_to(self.guan))

    def test_sites_of_one_name_in_two_regions_are_named_as_a_conflict(self):
        Site.objects.filter(pk=self.yard.pk).update(region=self.elsewhere)

        with self.assertRaisesMessage(ValidationError, "城南工地"):
            self.merge(self.double, self.company)
        self.double.refresh_from_db()
        self.assertIsNone(self.double.merged_into)

    def test_who_looked_after_the_double_looks_after_all_of_it_now(self):
        self.make_incident()
        self.assertFalse(Incident.objects.visible_to(self.tang).exists())

        self.merge(self.double, self.company)

        tang = type(self.tang).objects.get(pk=self.tang.pk)
        self.assertTrue(Incident.objects.visible_to(tang).exists())
        self.assertFalse(Incident.objects.visible_to(self.zhao).exists())

    def test_days_that_it_decided_about_hold_where_nothing_else_was_decided(self):
        def decide(organization, day, works):
            given = {"organization": organization, "day": date(2026, 10, day), "works": works}
            DayDecision.objects.create(**given, note="Stocktaking", by=self.guan, at=NOW)

        decide(self.double, 10, True)
        decide(self.double, 10, False)
        decide(self.double, 11, False)
        decide(self.company, 11, True)
        decide(self.double, 12, True)
        decide(self.double, 12, None)

        self.merge(self.double, self.company)

        decided = DayDecision.objects.filter(organization=self.company).order_by("day")
        self.assertEqual([(d.day.day, d.works) for d in decided], [(10, False), (11, True)])
        decide(self.double, 13, False)  # by somebody whose page was older
        self.assertTrue(decided.filter(day=date(2026, 10, 13), works=False).exists())

    def test_events_are_append_only(self):
        self.merge(self.double, self.company)

        for change in (
            lambda: PlaceEvent.objects.update(note="x"),
            lambda: PlaceEvent.objects.all().delete(),
        ):
            with self.assertRaises(ProgrammingError), transaction.atomic():
                change()


class EveryReferenceTestCase(BaseTestCase):
    STAY = {  # what belongs to the row of the double itself
        "accounts.Site.organization",
        "accounts.Site.merged_into",
        "accounts.Organization.merged_into",
        "accounts.Alias.organization",
        "accounts.Alias.site",
        "accounts.PlaceEvent.organization",
        "accounts.PlaceEvent.site",
    }

    def references(self):
        for model in apps.get_models():
            for field in model._meta.fields:
                if field.related_model in (Organization, Site):
                    yield model, field

    def test_every_reference_to_a_place_follows_when_it_is_merged(self):
        registered = {f"{f.model._meta.label}.{f.field}" for f in following.registered}
        all_of_them = {f"{model._meta.label}.{field.name}" for model, field in self.references()}

        self.assertEqual(all_of_them - self.STAY, registered)

    def test_a_trigger_watches_every_one_that_follows(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'follow_merged_%'")
            watched = set(cursor.fetchall())

        for follower in following.registered:
            self.assertIn((follower.model._meta.db_table, f"follow_merged_{follower.field}"), watched)
        self.assertIn(("accounts_site", "follow_merged_organization"), watched)


class RacingMergesTestCase(Doubles, RacingTestCase):
    def setUp(self):
        super().setUp()
        self.make_doubles()

    def test_an_incident_logged_while_its_site_is_merged_is_not_left_behind(self):
        for _round in range(5):
            site = Site.objects.create(organization=self.company, name=f"工地{_round}", region=self.district)
            copies = [Site.objects.get(pk=site.pk), Site.objects.get(pk=self.plant.pk)]
            at_once(
                [
                    lambda copies=copies: copies[0].merge_into(copies[1], by=self.guan, now=NOW),
                    lambda site=site: self.make_incident(site=site),
                    lambda site=site: self.make_incident(site=site),
                ]
            )
        self.assertEqual(Incident.objects.filter(site__merged_into__isnull=False).count(), 0)
        self.assertEqual(Incident.objects.count(), 10)

    def test_a_site_added_while_its_organization_is_merged_is_not_left_behind(self):
        facts = {"organization": self.double, "region": self.district, "time_zone": "Asia/Shanghai"}
        one, other = Organization.objects.get(pk=self.double.pk), Organization.objects.get(pk=self.company.pk)

        at_once(
            [
                lambda: one.merge_into(other, by=self.guan, now=NOW),
                lambda: Site.add(by=self.guan, now=NOW, name="新工地", **facts),
                lambda: Site.objects.create(name="另一工地", **facts),
            ]
        )

        self.assertEqual(Site.objects.standing().filter(organization=self.double).count(), 0)

    def test_two_that_are_merged_into_each_other_at_once_leave_one(self):
        one, other = Site.objects.get(pk=self.yard.pk), Site.objects.get(pk=self.plant.pk)
        again = Site.objects.get(pk=self.yard.pk), Site.objects.get(pk=self.plant.pk)

        results = at_once(
            [
                lambda: one.merge_into(other, by=self.guan, now=NOW),
                lambda: again[1].merge_into(again[0], by=self.guan, now=NOW),
            ]
        )

        self.assertEqual([type(result) for result in results].count(AlreadyMoved), 1, results)
        self.assertEqual(Site.objects.standing().filter(pk__in=[self.yard.pk, self.plant.pk]).count(), 1)
