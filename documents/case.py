"""All that is recorded about one incident and that one reader may see, read once in a fixed number of queries."""

from copy import copy

from django.conf import settings
from django.utils.functional import cached_property

from accounts.models import User
from actions.models import Action
from common.clock import local_day
from incidents.models import Finding, Incident, Moment
from overview.incident import actions_of

PAPERS = {  # parts of the record that stand for a paper, and the day of it
    "appraisals": "first_day",
    "prolongations": "approved_on",
    "submissions": "submitted_on",
    "replies": "replied_on",
    "fines": "decided_on",
    "assessments": "assessed_on",
}
DIRECT = Finding.Level.DIRECT


class Case:
    """`now` is the instant of the documents."""

    leaves = is_revealed = False

    def __init__(self, incident, reader, now):
        self.incident, self.reader, self.now = incident, reader, now

    def leaving(self, is_revealed=False):
        """The same for a pack: nobody who was hurt or is held responsible is named, unless they are revealed."""
        leaving = copy(self)  # with what was read so far
        leaving.leaves, leaving.is_revealed = True, is_revealed
        return leaving

    @property
    def site(self):
        return self.incident.site

    @property
    def zone(self):
        return self.site.time_zone

    def local_day(self, instant):
        return local_day(instant, self.zone)

    @property
    def url(self):
        """Of the living record."""
        return settings.BASE_URL.rstrip("/") + self.incident.get_absolute_url()

    @cached_property
    def all_findings(self):
        return list(self.incident.findings.with_waiver().prefetch_related("files__uploaded_by"))

    @property
    def findings(self):
        return [finding for finding in self.all_findings if finding.status != Finding.Status.WITHDRAWN]

    @property
    def direct_causes(self):
        return [finding for finding in self.findings if finding.level == DIRECT]

    @property
    def indirect_causes(self):
        return [finding for finding in self.findings if finding.level != DIRECT]

    @cached_property
    def seen_and_hidden(self):
        seen, hidden = actions_of(self.incident, self.all_findings, self.reader)
        return seen, len(hidden)

    @property
    def all_actions(self):
        """Those that the reader may see, also what was declared void."""
        return self.seen_and_hidden[0]

    @property
    def actions(self):
        """Those that stand and that the reader may see, in the order of their causes."""
        order = {finding.pk: place for place, finding in enumerate(self.findings)}
        last = len(order)
        standing = [action for action in self.all_actions if action.status != Action.Status.VOID]
        return sorted(standing, key=lambda action: (order.get(action.finding_id, last), action.pk))

    @property
    def hidden_actions(self):
        return self.seen_and_hidden[1]

    @cached_property
    def people_who_verified(self):
        return User.objects.in_bulk({action.verified_by_id for action in self.all_actions} - {None})

    def verifier_of(self, action):
        """Who saw that it is done, or is to see it."""
        return self.people_who_verified.get(action.verified_by_id, action.verifier)

    def cause_of(self, action):
        return next((finding for finding in self.all_findings if finding.pk == action.finding_id), None)

    @cached_property
    def casualties(self):
        rows = [row for row in self.incident.casualty_rows.all() if row.stands]
        for row in rows:
            row.incident = self.incident  # its rights are asked without asking the database for each
        return rows

    def name_of(self, casualty):
        return casualty.person if self.is_revealed else casualty.masked

    @cached_property
    def moments(self):
        standing = self.incident.moments.filter(taken_out_at=None)
        return sorted(standing, key=lambda moment: (moment.starts, moment.pk))

    def moments_of(self, *phases):
        return [moment for moment in self.moments if moment.phase in phases]

    @property
    def course(self):
        return self.moments_of(Moment.Phase.BEFORE, Moment.Phase.EVENT)

    @property
    def rescue(self):
        return self.moments_of(Moment.Phase.AFTER)

    @cached_property
    def exhibits(self):
        return list(self.incident.exhibits.filter(taken_out_at=None).prefetch_related("files__uploaded_by"))

    @property
    def names_those_responsible(self):
        return self.incident.may(self.reader, "read_statements") and (self.is_revealed or not self.leaves)

    @cached_property
    def handlings(self):
        """Who is held responsible, and what was done about it."""
        return list(self.incident.handlings.filter(taken_out_at=None))

    @cached_property
    def trainings(self):
        return list(self.incident.trainings.filter(taken_out_at=None).prefetch_related("files__uploaded_by"))

    @cached_property
    def closed_at(self):
        """When the case was closed; None while it is open."""
        if self.incident.status != Incident.Status.CLOSED:
            return None
        ended = self.incident.events.filter(verb__in=("close", "override")).order_by("-at", "-pk").first()
        return ended and ended.at

    @cached_property
    def reports(self):
        """The versions that were filed, the first of them first."""
        reports = list(self.incident.reports.select_related("filed_by").order_by("number"))
        for report in reports:
            report.incident = self.incident  # its level is asked below, without asking the database for each
        return reports

    @cached_property
    def report(self):
        """The version that the quick report is of: the newest, unless another is set; None is what is recorded now."""
        return self.reports[-1] if self.reports else None

    @cached_property
    def papers(self):
        """What came from authorities or went to them and has a number: (name, number, day), in the order of the law."""
        incident = self.incident
        standing = {name: getattr(incident, name).filter(taken_out_at=None) for name in PAPERS}
        return [
            (row._meta.verbose_name, str(row), getattr(row, PAPERS[name]))
            for name, rows in standing.items()
            for row in rows
        ]

    @cached_property
    def statements(self):
        """How many were taken down; who said what is restricted."""
        return self.incident.statements.standing().count()

    @cached_property
    def photos(self):
        return list(self.incident.photos.select_related("uploaded_by"))

    @property
    def team(self):
        ranks = {role: rank for rank, role in enumerate(self.incident.members.model.Role)}
        return sorted(self.incident.team, key=lambda member: (ranks[member.role], member.pk))
