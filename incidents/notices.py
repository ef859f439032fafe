"""What is said about legal deadlines, to whom, when, and for how long it is true."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from accounts.calendars import Calendars
from accounts.directory import Directory
from accounts.models import Site
from outbox.clocks import Clock, due_of
from outbox.models import Ladder, Notice, Step
from outbox.planning import batches
from outbox.subjects import Subject, Unsaid

from . import letters
from .models import Incident, Obligation
from .responsible import OWN_LEVELS, leaders_of, responsible

KIND = "obligation"
OWNER = Step.Audience.OWNER
NEVER = datetime(1900, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
REPEATS = {True: timedelta(hours=2), False: timedelta(days=60)}  # by whether it runs in hours
LONG_OVER = DAY  # what was over for longer when it became known is said once, to whoever is in charge
SOON = timedelta(hours=1)  # until then the next run of the planner may say it
BATCH = 1000


class ObligationNotices(Subject):
    ladders = {
        "unit_report": gettext_lazy("Legal deadline: report of the unit"),
        "level_report": gettext_lazy("Legal deadline: report to the next level"),
        "supplement": gettext_lazy("Legal deadline: supplementary report of casualties"),
        "investigation_report": gettext_lazy("Legal deadline: report of the investigation"),
        "reply": gettext_lazy("Legal deadline: reply to the report of the investigation"),
        "assessment": gettext_lazy("Legal deadline: assessment of what was done"),
    }

    # which clocks run

    def due(self, ladders, directory, now):
        """Of what became known long after its limit, one notice to whoever is in charge."""
        since = now - ladders.look_back(KIND) - REPEATS[False]
        running = Obligation.objects.unmet().exclude(incident__status=Incident.Status.VOID)
        running = running.filter(Q(due_at__gt=since) | Q(made_at__gt=since), due_at__lte=now + ladders.look_ahead)
        for clock, is_over in clocks_of(running, directory):
            if is_over:
                late = replace(clock, told_at=NEVER)
                yield from late.notices((0, late.moment(0, late.days_of([]))), OWNER, [], directory, now)
            else:
                yield from due_of(clock, ladders.of(clock), directory, now)

    def unsaid(self, now):
        said = Notice.objects.filter(subject_kind=KIND, subject_id=OuterRef("pk"))
        ours = Q(by__in=("unit", "team", *OWN_LEVELS))
        slipped = Obligation.objects.unmet().filter(ours, due_at__lt=now - SOON, made_at__lt=now - SOON)
        slipped = slipped.exclude(incident__status=Incident.Status.VOID).exclude(Exists(said))
        found = slipped.select_related("incident").order_by("due_at", "pk").first()
        return found and Unsaid(found.incident.number, found.due_at)

    def numbers(self, subject_ids):
        return dict(Obligation.objects.filter(pk__in=subject_ids).values_list("pk", "incident__number"))

    # what may still be said

    def untrue(self, notices):
        found = Obligation.objects.select_related("incident__site__region")
        obligations = found.in_bulk({notice.subject_id for notice in notices})
        people = {notice.person_id: notice.person for notice in notices}  # whose rights are read once
        reasons = {}
        for notice in notices:
            obligation, person = obligations.get(notice.subject_id), people[notice.person_id]
            if obligation is not None and not is_true(obligation):
                reasons[notice.pk] = Notice.Skipped.NOT_TRUE
            elif obligation is None or not person.is_active or not obligation.incident.is_visible_to(person):
                reasons[notice.pk] = Notice.Skipped.NO_ACCESS
        return reasons

    def orphaned(self, notices):
        found = Obligation.objects.select_related("incident__site__region")
        obligations = found.in_bulk({notice.subject_id for notice in notices})
        return {
            notice.pk
            for notice in notices
            if notice.audience == OWNER
            and (obligation := obligations.get(notice.subject_id))
            and not notice.person.has_duty_at(obligation.site)
        }

    def site_of(self, subject_id):
        return Site.objects.select_related("region", "organization").get(incidents__obligations=subject_id)

    # the words

    def name_of(self, notice):
        return letters.name_of(notice)

    def lines(self, notices, now):
        found = Obligation.objects.select_related("incident__site__organization", "incident__site__region")
        obligations = found.in_bulk({notice.subject_id for notice in notices})
        directory = Directory([obligation.site for obligation in obligations.values()])
        leaders = leaders_of({obligation.incident_id for obligation in obligations.values()})
        for notice in notices:
            obligation = obligations[notice.subject_id]
            leader = leaders.get(obligation.incident_id)
            person = responsible(obligation, directory, leader)
            yield letters.line(notice, obligation, person, leader, now)


def is_true(obligation):
    standing = obligation.superseded_at is None and obligation.met_at is None
    return standing and obligation.incident.status != Incident.Status.VOID


def clocks_of(obligations, directory):
    """(Clock, whether it was over long before it became known) of each for which somebody is in charge."""
    calendars = Calendars()
    rows = obligations.select_related("incident__site__organization", "incident__site__region", "arose_from")
    for batch in batches(rows.order_by("pk").iterator(chunk_size=BATCH)):
        leaders = leaders_of({row.incident_id for row in batch})
        for row in batch:
            person = responsible(row, directory, leaders.get(row.incident_id))
            if person is not None:
                yield clock_of(row, person, calendars), row.due_at + LONG_OVER < row.made_at


def clock_of(row, person, calendars):
    """Whoever set it off knows of it since then; anybody else is told of the steps that are over."""
    did_it = row.arose_from is not None and row.arose_from.by_id == person.pk
    return Clock(
        subject_kind=KIND,
        subject_id=row.pk,
        kind=row.kind,
        priority=Ladder.Priority.CRITICAL if row.runs_in_hours else Ladder.Priority.ORDINARY,
        round=1,
        limit=row.due_at if row.runs_in_hours else row.last_day,
        person=person,
        audience=OWNER,
        people={OWNER: person, Step.Audience.VERIFIER: None},  # nobody verifies what the law demands
        told_at=row.made_at if did_it else NEVER,
        site=row.site,
        calendar=calendars.of(row.site),
        repeats_for=REPEATS[row.runs_in_hours],
    )
