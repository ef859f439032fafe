import re
from collections import Counter
from datetime import timedelta
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import RequestFactory, TestCase, override_settings
from django.urls import resolve, reverse

from accounts.models import Appointment, Organization, Region, Sector, Site, User
from actions.models import Action, ActionEvent, Extension
from alerts.models import Alert
from incidents import conclusion
from incidents.models import Finding, Incident, IncidentEvent, Obligation
from meetings.models import Decision, Meeting
from outbox import composing, planning
from outbox.models import WHOLE_DAY, Letter, Notice
from samples import accounts, context, district, telling
from samples.people import PEOPLE, address
from samples.telling import Telling
from tests.base import PASSWORD, BaseTestCase, instant

NOW = instant("2026-11-23 10:00")
CHINESE = re.compile("[\u4e00-\u9fff]")
OURS = ["accounts", "incidents", "actions", "alerts", "outbox"]
AUGUST = Incident.objects.filter(occurred_on__month=8, kind="accident").order_by("occurred_on")


def rows():
    """How many rows each table of ours holds, the series of numbers among them."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    counts = {model.__name__: model.objects.count() for model in models}
    series = apps.get_app_config("common").get_models()
    return counts | {model.__name__: model.objects.count() for model in series}


def files():
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def load(language="zh-hans", **options):
    with patch("common.clock.now", return_value=NOW):
        call_command("sample", language=language, stdout=StringIO(), **options)


def person(login):
    return User.objects.get(email=address(login))


class SampleTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.before, cls.files_before = rows(), len(files())
        load()
        cls.now = NOW

    def test_the_three_accidents_of_august_stand_with_what_the_law_demands_and_the_late_ones_are_named(self):
        late = {
            (row.incident.occurred_on.day, row.kind, row.met_at is not None)
            for row in Obligation.objects.standing().filter(incident__in=AUGUST).select_related("incident")
            if row.is_late(NOW) and row.incident.occurred_on.year == 2026
        }

        self.assertEqual(
            late,
            {
                (30, "unit_report", True),
                (30, "level_report", True),
                (30, "reply", False),
                (31, "level_report", True),
                (31, "investigation_report", False),
            },
        )
        fall = AUGUST.filter(occurred_on__year=2026).first()
        self.assertEqual([report.kind for report in fall.reports.all()], ["first", "follow_up", "follow_up"])
        moved = fall.obligations.exclude(superseded_at=None).get(kind="investigation_report")
        self.assertEqual(moved.superseded_by.verb, "appraisal_added")

    def test_it_is_one_district_of_ten_sectors_and_forty_sites_of_25_enterprises(self):
        sites = Site.objects.filter(region__code__startswith=district.DISTRICT)

        self.assertEqual(40, sites.count())
        self.assertEqual(25, Organization.objects.filter(kind="enterprise", sites__in=sites).distinct().count())
        self.assertEqual(10, Sector.objects.filter(sites__in=sites).distinct().count())
        for mark in ("small_scattered_remote", "crowded_place", "major_hazard_source"):
            self.assertGreater(sites.filter(**{mark: True}).count(), 3, mark)

    def test_its_places_are_within_a_day_of_walking_from_each_other(self):
        for axis, least, most in (("latitude", 31.1, 31.3), ("longitude", 105.3, 105.5)):
            found = Site.objects.values_list(axis, flat=True)
            self.assertTrue(all(least < place < most for place in found), axis)

    def test_it_has_some_thirty_people_in_three_duty_lines_and_one_from_elsewhere(self):
        here = User.objects.exclude(pk=person("shen").pk)

        self.assertEqual(36, here.count())
        for line in ("region", "sector", "organization", "site"):
            self.assertTrue(Appointment.objects.filter(**{f"{line}__isnull": False}, person__in=here).exists(), line)
        self.assertEqual(2, Appointment.objects.filter(everywhere=True).count())
        self.assertEqual(
            {"reporter", "safety_manager", "official", "leader", "auditor", "administrator"},
            set(Appointment.objects.values_list("role", flat=True)),
        )

    def test_one_site_has_no_safety_manager_since_its_last_one_left(self):
        managers = Appointment.objects.current().filter(role="safety_manager")
        without = [site.name for site in Site.objects.all() if not managers.covering(site).exists()]
        former = person("lu").appointments.get()

        self.assertEqual(["家具作坊"], without)
        self.assertLess(former.ends_on, self.now.date())
        self.assertFalse(Site.objects.visible_to(person("lu")).exists())

    def test_one_official_is_absent_and_has_a_deputy(self):
        away = [user for user in User.objects.all() if user.is_absent(self.now.date())]

        self.assertEqual([person("ding")], away)
        self.assertEqual(person("zheng"), away[0].absence_deputy)
        self.assertEqual(person("zheng"), away[0].appointments.get().deputy)

    def test_it_tells_of_three_accidents_with_four_deaths_each_of_the_lowest_grade(self):
        deaths = [incident.deaths for incident in AUGUST.filter(deaths__gt=0)]
        days = [(incident.occurred_on.month, incident.occurred_on.day) for incident in AUGUST.filter(deaths__gt=0)]

        self.assertEqual([2, 1, 1], deaths)
        self.assertEqual([(8, 27), (8, 30), (8, 31)], days)
        self.assertEqual({"general"}, set(AUGUST.values_list("grade", flat=True)))
        self.assertEqual(3, AUGUST.values("site__organization").distinct().count())
        self.assertEqual(3, AUGUST.values("site__sector").distinct().count())
        self.assertIn("“8·27”", AUGUST[0].name)

    def test_its_three_accidents_are_one_cluster_that_was_told_of_at_the_second(self):
        cluster = Alert.objects.get(kind="cluster")
        raised, joined = cluster.events.get(verb="raised"), cluster.events.get(verb="joined")

        self.assertEqual((2, 3), (raised.incidents, raised.deaths))
        self.assertEqual((3, 4), (joined.incidents, joined.deaths))
        self.assertEqual(set(AUGUST.filter(deaths__gt=0)), {member.incident for member in cluster.members.all()})
        self.assertEqual(AUGUST.filter(deaths__gt=0)[1].reported_at + timedelta(minutes=1), cluster.raised_at)
        told = Notice.objects.filter(subject_kind="alert", subject_id=cluster.pk).exclude(letter__sent_at=None)
        self.assertEqual({person("he"), person("chen"), person("lin")}, {notice.person for notice in told})
        first = told.filter(kind="raised", person=person("he")).get().letter
        self.assertEqual(cluster.raised_at, first.sent_at)
        self.assertFalse(cluster.is_answered)  # since the third

    def test_it_has_alerts_of_most_kinds(self):
        kinds = set(Alert.objects.standing().values_list("kind", flat=True))

        self.assertLessEqual({"cluster", "repeat", "vacant", "silent", "quiet"}, kinds)

    def test_it_has_actions_in_every_state(self):
        self.assertEqual(set(Action.Status.values), set(Action.objects.values_list("status", flat=True)))

    def test_its_meetings_remind_whoever_is_late_for_longest(self):
        meetings = list(Meeting.objects.order_by("held_at"))

        self.assertGreaterEqual(len(meetings), 2)
        self.assertTrue(
            all(earlier.held_at == later.since for earlier, later in zip(meetings, meetings[1:], strict=False))
        )
        self.assertEqual(set(Decision.objects.values_list("event__verb", flat=True)), {"remind"})

    def test_it_has_every_move_that_people_make(self):
        made = set(ActionEvent.objects.values_list("verb", flat=True))

        self.assertEqual(set(ActionEvent.Verb.values) - {"import", "complete", "edit", "moved"}, made)

    def test_it_has_work_that_is_late_today_by_one_day_and_by_forty(self):
        late = [-action.days_left(self.now) for action in Action.objects.late(self.now)]

        self.assertEqual([1, 1, 2, 3, 4, 5, 6, 9, 12, 21, 30, 40, 70], sorted(late))

    def test_it_has_two_years_of_ordinary_life(self):
        days = Incident.objects.values_list("occurred_on", flat=True)
        months = {day.strftime("%Y-%m") for day in days}
        kinds = Counter(Incident.objects.values_list("kind", flat=True))

        self.assertGreater((max(days) - min(days)).days, 700)
        self.assertGreater(len(months), 22)
        self.assertTrue(60 < len(days) < 100, len(days))
        self.assertEqual(set(Incident.Kind.values), set(kinds))
        self.assertGreater(kinds["near_miss"], 30)
        self.assertEqual(5, Incident.objects.filter(serious_injuries__gt=0).count())
        self.assertTrue(Incident.objects.filter(occurred_time__hour__lt=6).exists())

    def test_it_has_work_that_was_sent_back_twice_submitted_late_and_reopened(self):
        sent_back = Counter(ActionEvent.objects.filter(verb="send_back").values_list("action", flat=True))

        self.assertIn(2, sent_back.values())
        self.assertGreater(Action.objects.filter(submitted_late=True).count(), 10)
        self.assertGreater(ActionEvent.objects.filter(verb="reopen").count(), 2)
        self.assertGreater(Action.objects.filter(status="closed", submitted_late=False).count(), 30)

    def test_one_measure_waits_for_its_check_now_and_one_did_not_hold_at_its_check(self):
        self.assertIn("城西车队", [action.site.name for action in Action.objects.check_due(self.now)])
        reopened = ActionEvent.objects.filter(verb="reopen").values_list("action", flat=True)
        last = [ActionEvent.objects.filter(action=key, verb__in=("verify", "close")) for key in reopened]
        self.assertIn("verify", [events.first().verb for events in last])

    def test_one_case_is_closed_one_waits_at_a_gate_and_one_was_closed_by_a_leader(self):
        ended = {event.verb: event.incident for event in IncidentEvent.objects.filter(verb__in=("close", "override"))}
        self.assertEqual({verb: case.status for verb, case in ended.items()}, {"close": "closed", "override": "closed"})
        self.assertEqual(conclusion.shut(ended["close"]), [])
        self.assertEqual(conclusion.shut(ended["override"]), ["persons_dealt_with"])
        waiting = Incident.objects.filter(status="reported", trainings__isnull=False).get()
        self.assertEqual(conclusion.shut(waiting), ["persons_dealt_with", "people_educated"])

    def test_its_third_accident_was_announced_by_a_near_miss_whose_action_came_too_late(self):
        third = AUGUST.get(occurred_on__day=31)
        sign = Incident.objects.get(site=third.site, kind="near_miss", category="GB86-02")
        action = Action.objects.of_incident(sign).get()

        self.assertLess(sign.occurred_on, third.occurred_on)
        self.assertLess(action.original_deadline, third.occurred_on)
        self.assertTrue(action.submitted_late)
        self.assertGreater(action.submitted_at.date(), third.occurred_on)

    def test_at_one_place_the_same_cause_comes_back_and_the_answer_was_only_ever_a_lesson(self):
        again = Incident.objects.filter(site__name="速冻车间").order_by("occurred_on")
        before = Action.objects.filter(finding__incident__in=again[:3])

        self.assertEqual([0, 0, 0, 1], [incident.serious_injuries for incident in again])
        self.assertEqual({"administrative"}, set(before.values_list("strength", flat=True)))

    def test_it_has_requests_for_time_open_granted_and_refused(self):
        self.assertEqual({None, True, False}, set(Extension.objects.values_list("granted", flat=True)))

    def test_it_confirms_causes_by_others_and_leaves_some_without_an_action(self):
        standing = Finding.objects.standing()

        self.assertEqual({"direct", "contributing", "root"}, set(standing.values_list("level", flat=True)))
        self.assertTrue(standing.filter(status="proposed").exists())
        self.assertTrue(standing.filter(status="confirmed", actions=None).exists())

    def test_it_leaves_nothing_ahead_of_now(self):
        self.assertFalse(ActionEvent.objects.filter(at__gt=self.now).exists())
        self.assertFalse(Letter.objects.filter(sent_at__gt=self.now).exists())

    def test_it_has_sent_the_letters_of_the_past_without_a_mail_server(self):
        self.assertFalse(Letter.objects.unsent().exists())
        self.assertGreater(Letter.objects.count(), 50)
        self.assertTrue(Notice.objects.filter(audience="line_manager", step__gte=3 * WHOLE_DAY).exists())
        self.assertTrue(Notice.objects.filter(audience="site_official", step__gte=7 * WHOLE_DAY).exists())
        self.assertFalse(Notice.objects.waiting().filter(not_before__lte=self.now).exists())

    def test_no_mailbox_is_flooded_with_letters_of_two_years(self):
        ordinary = Letter.objects.exclude(notices__subject_kind="alert")
        first = ordinary.earliest("composed_at").composed_at
        boxes = Counter(Letter.objects.values_list("person", flat=True))

        self.assertGreater(first, self.now - timedelta(61))
        self.assertLess(max(boxes.values()), 40)
        self.assertLess(Letter.objects.filter(composed_at__date=self.now.date()).count(), 20)

    def test_nothing_of_the_past_is_left_to_be_said_when_the_first_real_letters_leave(self):
        soon = self.now + timedelta(minutes=1)

        self.assertEqual((0, 0), (planning.plan(soon), composing.compose(soon)))

    def test_it_tells_the_manager_of_somebody_without_an_address(self):
        self.assertTrue(
            Notice.objects.filter(person=person("sun"), instead_of__email=None).exclude(letter=None).exists()
        )

    def test_it_shows_nothing_to_the_person_of_another_district(self):
        shen = person("shen")

        for model in (Incident, Finding, Action, Site, Organization, Letter):
            self.assertFalse(model.objects.visible_to(shen).exists(), model)

    def test_it_lets_everybody_who_signs_in_do_so_with_the_one_passphrase(self):
        for login, described in PEOPLE.items():
            if described.signs_in:
                self.assertIsNotNone(authenticate(email=address(login), password=accounts.PASSPHRASE), login)

    def test_it_has_a_foreman_without_an_address_and_an_owner_who_is_only_written_to(self):
        foreman = User.objects.get(email=None)
        owner = person("zeng")

        self.assertEqual({foreman, owner}, set(User.objects.filter(signs_in=False)))
        self.assertFalse(foreman.has_usable_password() or owner.has_usable_password())

    def test_it_prints_those_with_whom_to_begin(self):
        lines = "\n".join(accounts.printable())

        self.assertIn(accounts.PASSPHRASE, lines)
        self.assertIn("and 26 more", lines)
        for login, described in PEOPLE.items():
            self.assertEqual(described.guide, address(login) in lines, login)

    def test_every_role_is_among_those_with_whom_to_begin(self):
        guides = {described.role for described in PEOPLE.values() if described.guide}

        self.assertEqual({described.role for described in PEOPLE.values()}, guides)

    def test_it_offers_its_people_on_the_sign_in_page_of_a_trial_only(self):
        request = RequestFactory().get(reverse("account_login"))
        request.resolver_match = resolve(request.path)

        with override_settings(TRIAL=True):
            shown = context.sample_accounts(request)
            self.assertEqual((9, 26), (len(shown["sample_accounts"]), len(shown["more_sample_accounts"])))
        with override_settings(TRIAL=False):
            self.assertEqual({}, context.sample_accounts(request))

    def test_it_is_loaded_once(self):
        incidents = Incident.objects.count()

        load()

        self.assertEqual(incidents, Incident.objects.count())

    def test_it_goes_without_a_trace(self):
        with self.captureOnCommitCallbacks(execute=True):
            load(remove=True)

        self.assertEqual(self.before, rows())
        self.assertEqual(self.files_before, len(files()))

    def test_it_leaves_what_is_not_its_own(self):
        elsewhere = Region.objects.create(code="500101", name="甲区", jurisdiction="CN")
        company = Organization.objects.create(name="甲区机械厂")
        plant = Site.objects.create(
            organization=company, region=elsewhere, name="一车间", sector=Sector.objects.get(code="fire")
        )
        real = User.objects.create_user("real@example.org", PASSWORD, name="张三")
        Appointment.objects.create(
            person=real, post="安全员", role="safety_manager", site=plant, starts_on="2020-01-01"
        )
        real_incident = Incident.log(
            by=real, now=self.now, site=plant, occurred_on=self.now.date() - timedelta(3), description="…"
        )

        load(remove=True)

        self.assertEqual([real_incident], list(Incident.objects.all()))
        self.assertEqual([real], list(User.objects.all()))
        self.assertEqual(["fire"], [sector.code for sector in Sector.objects.all()])

    def test_it_stays_while_records_elsewhere_name_its_people(self):
        elsewhere = Region.objects.create(code="500101", name="甲区", jurisdiction="CN")
        plant = Site.objects.create(
            organization=Organization.objects.create(name="甲区机械厂"), region=elsewhere, name="一车间"
        )
        Incident.log(
            by=person("chen"), now=self.now, site=plant, occurred_on=self.now.date() - timedelta(3), description="…"
        )

        with self.assertRaisesMessage(CommandError, "Nothing was removed"):
            load(remove=True)

        self.assertTrue(Incident.objects.filter(site__region__code__startswith="99").exists())


class EnglishSampleTest(TestCase):
    def test_it_loads_in_english(self):
        load("en")

        fall = AUGUST.first()
        self.assertIn("scaffold", fall.description)
        self.assertEqual({"en"}, set(User.objects.values_list("language", flat=True)))
        written = [
            *Incident.objects.values_list("name", "place", "description", "immediate_measures"),
            *Finding.objects.values_list("statement", "evidence"),
            *Action.objects.values_list("title", "criterion"),
            *ActionEvent.objects.values_list("note"),
            *Site.objects.values_list("address"),
            *Letter.objects.values_list("subject", "text"),
        ]
        self.assertEqual([], [row for row in written if CHINESE.search(" ".join(row))])

    def test_it_knows_two_languages_only(self):
        with self.assertRaises(CommandError):
            load("fr")


class OnOtherDaysTest(TestCase):
    def test_it_is_told_on_any_day_of_the_year(self):
        for today in ("2026-09-01 07:00", "2027-08-30 23:30", "2028-02-29 12:00", "2026-12-31 23:59"):
            with self.subTest(today), self.without_letters(), transaction.atomic():
                now = instant(today)
                here = district.District("en", "!", now.date())
                here.make()

                Telling(here, now).tell()

                self.assertEqual([2, 1, 1], list(AUGUST.filter(deaths__gt=0).values_list("deaths", flat=True)))
                self.assertFalse(Incident.objects.filter(reported_at__gt=now).exists())
                self.assertFalse(ActionEvent.objects.filter(at__gt=now).exists())
                self.assertGreater(Action.objects.late(now).count(), 7)
                self.assertGreater((now.date() - Incident.objects.earliest("occurred_on").occurred_on).days, 690)
                self.assertGreater(Incident.objects.filter(occurred_on__gt=now - timedelta(365)).count(), 35)
                transaction.set_rollback(True)

    def without_letters(self):
        """The letters take most of the time and are looked at above."""
        return patch.multiple(telling.Telling, plan=lambda *_: None, write_letters=lambda *_: None)


class RefusedTest(BaseTestCase):
    def test_it_is_not_mixed_with_real_data_unasked(self):
        with self.assertRaisesMessage(CommandError, "of its own"):
            load()

        self.assertFalse(district.is_loaded())

    def test_it_writes_to_nobody_but_its_own_people(self):
        self.make_action(now=instant("2026-09-01 10:00"))
        told = Letter.objects.count(), Notice.objects.count()

        load(force=True)

        real = User.objects.filter(email__endswith="@example.org")
        self.assertEqual(
            told, (Letter.objects.filter(person__in=real).count(), Notice.objects.filter(person__in=real).count())
        )


class AsOfTest(TestCase):
    """The evening of 30 August: two of the three accidents have happened, and the app believes that it is that day."""

    def test_it_is_told_up_to_an_instant_and_the_clock_of_the_database_shows_it(self):
        load(as_of="2026-08-30 20:00")

        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL search_path = public, sample_clock, pg_catalog")
            cursor.execute("SELECT clock_timestamp() - pg_catalog.clock_timestamp(), statement_timestamp()")
            moved, _now = cursor.fetchone()
        self.assertAlmostEqual(moved.total_seconds(), (instant("2026-08-30 20:00") - NOW).total_seconds(), delta=1)
        self.assertEqual(["8-27", "8-30"], [f"{i.occurred_on:%-m-%d}" for i in AUGUST.filter(occurred_on__year=2026)])
        self.assertFalse(Action.objects.filter(assigned_at__gt=instant("2026-08-30 20:00")).exists())
        self.assertFalse(Letter.objects.filter(sent_at__gt=instant("2026-08-30 20:00")).exists())

    def test_it_is_refused_outside_a_trial_for_days_to_come_and_for_what_is_no_day(self):
        for trial, as_of in ((False, "2026-08-30 20:00"), (True, "2027-01-01 10:00"), (True, "yesterday")):
            with override_settings(TRIAL=trial), self.assertRaises(CommandError):
                load(as_of=as_of)
