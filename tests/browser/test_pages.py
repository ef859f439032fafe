"""Every page, in both languages, on a desk and on a phone, light and dark: axe finds nothing, nothing sticks out."""

from datetime import date, time, timedelta

from accounts.models import Role
from actions.models import Action
from alerts.models import Alert, Rule
from common.attachments import accept
from documents.kinds import KINDS
from incidents.models import (
    Casualty,
    Exhibit,
    Handling,
    Matrix,
    Member,
    Moment,
    Rating,
    Report,
    Statement,
    Training,
    Waiver,
)
from meetings.models import Meeting
from outbox.composing import compose
from outbox.models import Letter
from outbox.planning import plan
from tests.base import NOW, photo
from tests.browser.base import DESK, PHONE, BrowserTestCase


class PagesTestCase(BrowserTestCase):
    def setUp(self):
        super().setUp()
        incident = self.make_incident()
        direct = self.make_finding(incident)
        self.make_finding(incident, parent=direct, level="root", statement="Nobody was named for the scaffold.")
        self.assigned = self.make_action(finding=direct)
        self.submitted_action = self.submitted(self.make_action(finding=direct, title="Train the night shift"))
        self.closed_action = self.submitted(
            self.make_action(incident=incident, kind=Action.Kind.CONTAINMENT, title="Stop work")
        )
        self.closed_action.verify(by=self.li, now=NOW)
        compose(NOW)
        self.incident, self.direct = incident, direct
        self.raise_alert()
        self.investigate()
        self.meeting = Meeting.hold(
            by=self.chen,
            now=NOW,
            places={"region": self.district},
            since=NOW - timedelta(days=7),
            held_at=NOW,
            led_by=self.he,
            minutes="What was said.",
        )
        self.left = self.person("left", "孔令", Role.REPORTER, site=self.plant)
        self.make_action(finding=direct, owner=self.left, title="Without a person in office")
        self.left.deactivate(by=self.guan, now=NOW, note="Moved to another province.")
        self.casualty = Casualty.add(
            self.incident, by=self.chen, now=NOW, harm="serious", harm_since=self.incident.occurred_on, person="张三"
        )

    def raise_alert(self):
        """A second death within the week, and a third whose record was taken back."""
        self.rule = Rule.objects.get(counts="fatal")
        self.rule.follow_otherwise(by=self.guan, now=NOW, note="As usual.", is_active=True)
        self.make_incident(occurred_on=date(2026, 8, 30))
        third = self.make_incident(occurred_on=date(2026, 8, 31))
        plan(NOW)
        third.void(by=self.chen, now=NOW, note="Twice.")
        plan(NOW)
        self.alert = Alert.objects.get(kind="cluster")
        self.alert.answer(by=self.he, now=NOW, note="All scaffolds are checked today.", sites=[self.plant])

    def investigate(self):
        given = {"by": self.chen, "now": NOW}
        for name in ("张三", "Somebody with a rather long name of more than forty letters"):
            self.member = Member.add(
                self.incident, name=name, conflict="some", conflict_note="A cousin works there.", **given
            )
        day = self.incident.occurred_on
        self.moment = Moment.add(
            self.incident, on=day, at=time(9, 40), phase="after", what="Fall", source="video", **given
        )
        Moment.add(self.incident, on=day, what="脚手板翻转" * 20, source="statement", follows=self.moment, **given)
        facts = {"kind": "photo", "found_at": "9th floor", "secured_on": day, "secured_by": "Chen"}
        files = [accept(photo("a-file-with-a-very-long-name-that-has-nowhere-to-break.png"))]
        self.exhibit = Exhibit.add(
            self.incident, title="Edge", findings=[self.direct], moments=[self.moment], files=files, **facts, **given
        )
        facts = {"name": "王强", "standing": "witness", "taken_on": day, "taken_by": "Chen", "said": "Q: …"}
        self.statement = Statement.add(self.incident, person=self.wang, **facts, **given)
        facts = {"consequence": 3, "likelihood": 4, "reason": "As things are.", "since": 0}
        Rating.give(self.incident, kind="actual", matrix=Matrix.objects.newest(), **facts, **given)
        Handling.add(self.incident, person="王强", proposed="A warning.", **given)
        Training.add(self.incident, held_on=day, content="What happened.", invited="王强\n李伟", absent="李伟", **given)
        idle = self.make_finding(self.incident, statement="Somebody was careless.")
        self.waiver = Waiver.propose(idle, reason="Another action removes it.", **given)

    def investigation_pages(self):
        i = f"/incidents/{self.incident.pk}"
        yield from (
            f"{i}/{page}/" for page in ("investigation", "timeline", "fishbone", "exhibits", "statements", "rate")
        )
        yield f"{i}/closing/"
        kinds = ("team", "timeline", "exhibits", "statements", "responsible", "trainings")
        yield from (f"{i}/{kind}/add/" for kind in kinds)
        yield f"/incidents/timeline/{self.moment.pk}/take-out/"
        yield f"/incidents/statements/{self.statement.pk}/"
        yield f"/incidents/findings/{self.direct.pk}/no-action/"
        yield f"/incidents/findings/{self.direct.pk}/similar/"

    def legal_pages(self):
        i = f"/incidents/{self.incident.pk}"
        report = Report.file(self.incident, by=self.li, now=NOW, kind="first", level="district")
        yield from (f"{i}/obligations/", f"{i}/reports/new/", report.get_absolute_url())
        yield from (f"{i}/{kind}/add/" for kind in ("receipts", "prolongations", "failings", "fines"))

    def pages(self):
        a, s = self.assigned.pk, self.submitted_action.pk
        letter = Letter.objects.filter(person=self.li).first().pk
        yield (
            self.chen,
            [
                "/",
                "/incidents/",
                "/incidents/?q=nothing-like-it",
                "/incidents/new/",
                f"/incidents/{self.incident.pk}/",
                f"/incidents/{self.incident.pk}/edit/",
                f"/incidents/{self.incident.pk}/findings/",
                f"/incidents/{self.incident.pk}/void/",
                f"/incidents/{self.incident.pk}/casualties/",
                f"/incidents/{self.incident.pk}/casualties/new/",
                f"/incidents/casualties/{self.casualty.pk}/change/",
                f"/incidents/casualties/{self.casualty.pk}/reveal/",
                "/actions/",
                "/actions/?columns=criterion&columns=owner&columns=priority&columns=source",
                "/overview/sheet/",
                "/overview/by-mail/",
                "/overview/by-mail/usual/",
                "/overview/by-mail/usual/stop/",
                "/meetings/",
                f"/meetings/{self.meeting.pk}/",
                f"/meetings/{self.meeting.pk}/edit/",
                f"/meetings/{self.meeting.pk}/actions/{a}/",
                f"/meetings/new/?region={self.district.pk}&since=2026-08-20T00:00:00%2B08:00",
                "/actions/incomplete/",
                f"/actions/new/?finding={self.direct.pk}",
                f"/actions/{a}/",
                f"/actions/{a}/edit/",
                f"/actions/{a}/hand_over/",
                f"/actions/{self.closed_action.pk}/",
                f"/actions/{self.closed_action.pk}/reopen/",
                "/people/",
                f"/people/{self.wang.pk}/",
                "/actions/?owner_gone=1",
                "/late/",
                "/overview/rates/",
                f"/organizations/{self.company.pk}/exposures/2026/",
                f"/regions/{self.district.pk}/exposures/2026/",
                "/overview/pictures/",
                "/overview/pictures/months/?period=all",
                "/search/",
                "/search/?q=scaffold",
                "/search/?q=nothing-like-it",
                "/causes/",
                "/sites/",
                "/organizations/",
                f"/sites/{self.plant.pk}/",
                f"/sites/{self.plant.pk}/edit/",
                f"/organizations/{self.company.pk}/",
                "/profile/",
                "/accounts/password/change/",
                "/nowhere/",
            ],
        )
        yield self.chen, [*self.investigation_pages(), *self.legal_pages()]
        documents = f"/incidents/{self.incident.pk}/documents/"
        yield self.chen, [documents, *(f"{documents}{name}/" for name in KINDS)]
        yield self.li, ["/incidents/reasons/", f"/incidents/reasons/{self.waiver.pk}/approve/"]
        yield self.wang, ["/incidents/statements/", f"/incidents/statements/{self.statement.pk}/"]
        yield self.guan, ["/rules/matrix/", "/alerts/rules/", "/alerts/rules/new/", f"/alerts/rules/{self.rule.pk}/"]
        yield self.he, ["/", "/overview/", "/alerts/", f"/alerts/{self.alert.pk}/"]
        yield self.wang, [f"/actions/{self.assigned.pk}/explain/"]
        yield self.li, ["/", f"/actions/{s}/", f"/actions/{s}/verify/", "/mailbox/", f"/mailbox/{letter}/"]
        yield self.wang, ["/", f"/actions/{a}/", f"/actions/{a}/submit/", f"/actions/{a}/ask_extension/", "/mailbox/"]
        yield (
            self.guan,
            [
                "/",
                "/people/",
                "/people/new/",
                "/rules/",
                f"/people/{self.wang.pk}/",
                f"/people/{self.wang.pk}/edit/",
                f"/people/{self.wang.pk}/appoint/",
                f"/people/{self.wang.pk}/absence/",
                f"/people/{self.wang.pk}/deactivate/",
                f"/people/{self.left.pk}/reactivate/",
                f"/people/{self.left.pk}/",
                f"/appointments/{self.wang.appointments.get().pk}/edit/",
                f"/appointments/{self.wang.appointments.get().pk}/end/",
                "/sites/new/",
                "/organizations/new/",
                "/regions/new/",
                "/organizations/doubles/",
                f"/sites/{self.plant.pk}/",
                f"/sites/{self.plant.pk}/edit/",
                f"/sites/{self.plant.pk}/aliases/",
                f"/sites/{self.plant.pk}/merge/?q=Workshop",
                f"/sites/{self.plant.pk}/merge/?into={self.other_plant.pk}",
                f"/organizations/{self.company.pk}/merge/?into={self.other_company.pk}",
            ],
        )
        yield None, ["/invitation/", "/accounts/login/", "/accounts/password/reset/"]

    def look(self, language, viewport, theme):
        for person, paths in self.pages():
            if person is not None:
                type(person).objects.filter(pk=person.pk).update(language=language)
            page = self.visit(person, viewport=viewport, language=language, color_scheme=theme)
            for path in paths:
                with self.subTest(path=path, language=language):
                    self.open(page, path)
                    self.assertAccessible(page)
                    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                    self.assertEqual(page.evaluate(width), 0, "the page is wider than the window")
        self.assertEqual([problem for problem in self.problems if "404" not in problem], [])

    def test_in_english_at_a_desk(self):
        self.look("en", DESK, "light")

    def test_in_chinese_on_a_phone_in_the_dark(self):
        self.look("zh-hans", PHONE, "dark")
