"""The cast of all tests: two districts, one enterprise in each, and the people who work there."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase, TransactionTestCase

from accounts.models import Appointment, Organization, Region, Role, Sector, Site, User
from actions.models import Action
from alerts.models import Rule
from common.attachments import accept
from incidents.models import Finding, Incident
from outbox.models import Step

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 1, 10, 0, tzinfo=SHANGHAI)
PASSWORD = "a-long-passphrase-for-tests"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def instant(text, zone=SHANGHAI):
    """`2026-09-01 10:00`, local to Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def ten_on(day):
    """Ten in the morning of a local day in Shanghai."""
    return datetime.combine(day, time(10), SHANGHAI)


def photo(name="after.png"):
    return SimpleUploadedFile(name, PNG, "image/png")


class Cast:
    """Wang owns the work at the plant, Li verifies it, Sun is Wang's manager, Chen the official of the district,
    He the leader; Zhao is safety manager in another district and must see nothing. Guan administers accounts."""

    def make_cast(self):
        self.district = Region.objects.create(
            code="500101", name="甲区", name_en="District A", jurisdiction="CN", country="CN"
        )
        self.elsewhere = Region.objects.create(
            code="500102", name="乙区", name_en="District B", jurisdiction="CN", country="CN"
        )
        self.sector = Sector.objects.create(code="construction", name="建筑施工", name_en="Construction")
        self.company = Organization.objects.create(
            name="宏远建筑公司", name_en="Hongyuan Construction", profile="建筑施工，120人"
        )
        self.plant = Site.objects.create(
            organization=self.company, name="城南工地", name_en="South site", region=self.district, sector=self.sector
        )
        self.other_company = Organization.objects.create(name="乙区机械厂", name_en="District B Machinery")
        self.other_plant = Site.objects.create(
            organization=self.other_company,
            name="一车间",
            name_en="Workshop 1",
            region=self.elsewhere,
            sector=self.sector,
        )
        self.he = self.person("he", "何明", Role.LEADER, region=self.district)
        self.chen = self.person("chen", "陈晓东", Role.OFFICIAL, region=self.district, reports_to=self.he)
        self.sun = self.person("sun", "孙建国", Role.SAFETY_MANAGER, organization=self.company)
        self.li = self.person("li", "李伟", Role.SAFETY_MANAGER, site=self.plant, reports_to=self.sun)
        self.wang = self.person("wang", "王强", Role.REPORTER, site=self.plant, reports_to=self.sun)
        self.zhao = self.person("zhao", "赵敏", Role.SAFETY_MANAGER, region=self.elsewhere)
        self.guan = self.person("guan", "管理员", Role.ADMINISTRATOR)
        # An alert or a legal deadline would stand between the letters that a test counts.
        Rule.objects.update(is_active=False)
        Step.objects.filter(ladder__subject_kind="obligation").delete()

    def person(self, login, name, role, *, reports_to=None, language="en", **place):
        user = User.objects.create_user(
            f"{login}@example.org",
            PASSWORD,
            name=name,
            name_en=login.capitalize(),
            language=language,
            wants_information=False,  # a weekly sheet would stand between the letters that a test counts
        )
        self.appoint(user, role, reports_to=reports_to, **place)
        return user

    def appoint(self, user, role, *, reports_to=None, **place):
        return Appointment.objects.create(
            person=user,
            post=str(role),
            role=role,
            starts_on=date(2020, 1, 1),
            reports_to=reports_to and reports_to.appointments.first(),
            **place,
        )

    def make_incident(self, *, by=None, now=NOW, **given):
        facts = {
            "site": self.plant,
            "occurred_on": date(2026, 8, 27),
            "description": "A worker fell from the scaffold.",
            "category": "WSA10010",
            "deaths": 1,
            "serious_injuries": 0,
        }
        return Incident.log(by=by or self.chen, now=now, **facts | given)

    def make_finding(self, incident=None, *, by=None, now=NOW, **given):
        incident = incident or self.make_incident(now=now)
        facts = {"level": Finding.Level.DIRECT, "statement": "There was no lifeline."}
        return Finding.add(incident, by=by or self.chen, now=now, **facts | given)

    def make_action(self, *, finding=None, incident=None, by=None, now=NOW, **given):
        if finding is None and incident is None:
            finding = self.make_finding(now=now)
        facts = {
            "title": "Fit lifelines",
            "criterion": "Every edge above 2 m has a lifeline that was load-tested.",
            "owner": self.wang,
            "verifier": self.li,
            "deadline": date(2026, 9, 15),
        }
        return Action.assign(by=by or self.chen, now=now, finding=finding, incident=incident, **facts | given)

    def submitted(self, action=None, *, now=NOW):
        action = action or self.make_action(now=now)
        action.submit(by=self.wang, now=now, note="Done.", files=[accept(photo())])
        return action

    def closed(self, action=None, *, now=NOW, by=None):
        """Submitted and verified at `now`; closed on the day of its check, at ten."""
        action = self.submitted(action, now=now)
        action.verify(by=action.verifier, now=now)
        if action.has_check:
            action.close(by=by or action.checker, now=ten_on(action.check_by), note="It still holds.")
        return action

    def sign_in(self, user):
        self.client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


class BaseTestCase(Cast, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.make_cast()

    make_cast = classmethod(Cast.make_cast)
    person = classmethod(Cast.person)
    appoint = classmethod(Cast.appoint)


class Erasing:
    """Lets the rows of a test be emptied although events refuse it."""

    def _fixture_teardown(self):
        with connection.cursor() as cursor:
            cursor.execute("SET bihuan.erasing = 'on'")
        super()._fixture_teardown()
        with connection.cursor() as cursor:
            cursor.execute("RESET bihuan.erasing")


class RacingTestCase(Erasing, Cast, TransactionTestCase):
    """For races with real threads: rows are committed, tables emptied afterwards."""

    def setUp(self):
        self.make_cast()
