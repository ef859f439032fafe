"""Takes out again what was invented, and nothing else: the sample district, or generated data."""

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Left

from accounts.models import Alias, Appointment, DayDecision, Exposure, Invitation, PersonEvent, PlaceEvent, User
from actions.models import Action, ActionEvent, Evidence, Extension, Recurrence
from alerts.models import Alert, AlertEvent, AlertMember
from incidents.models import (
    Appraisal,
    Assessment,
    Casualty,
    CasualtyState,
    Exhibit,
    ExhibitFile,
    Failing,
    Finding,
    FindingFile,
    Fine,
    Handling,
    Incident,
    IncidentEvent,
    IncidentPhoto,
    Member,
    Moment,
    Obligation,
    Prolongation,
    Rating,
    Receipt,
    Reply,
    Report,
    Statement,
    StatementFile,
    StatementReading,
    Submission,
    Training,
    TrainingFile,
    Waiver,
)
from meetings.models import Decision, Meeting, MeetingEvent
from outbox.models import Letter, Notice, Subscription

LEGAL_FACTS = [Appraisal, Assessment, Failing, Fine, Prolongation, Receipt, Reply, Submission]
PARTS = [Exhibit, Handling, Member, Moment, Statement, Training]  # of investigations


class Entangled(Exception):
    """Records outside name people or places that were to go; nothing was removed."""

    def __init__(self, table):
        kind = next(
            (model._meta.verbose_name_plural for model in apps.get_models() if model._meta.db_table == table), table
        )
        super().__init__(str(kind))


def erase(marks):
    """Delete every row that `marks` (a module) finds, and then the files; return how many incidents and actions went."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL bihuan.erasing = 'on'; SET CONSTRAINTS ALL IMMEDIATE")
            counts, files = erase_records(marks)
            erase_people_and_places(marks)
            transaction.on_commit(lambda: [storage.delete(name) for storage, name in files])
    except IntegrityError as error:
        raise Entangled(error.__cause__.diag.table_name) from None
    return counts


def erase_records(marks):
    sites, people = marks.sites(), marks.people()
    actions = Action.objects.filter(site__in=sites)
    incidents = Incident.objects.filter(site__in=sites)
    findings = Finding.objects.filter(incident__in=incidents)
    counts = incidents.count(), actions.count()
    meetings = meetings_of(marks)
    about = Q(subject_kind="action", subject_id__in=actions.values("pk"))
    members = AlertMember.objects.filter(incident__in=incidents).values("alert")
    of_places = Q(site__in=sites) | Q(organization__in=marks.organizations())
    alerts = list(Alert.objects.filter(Q(pk__in=members) | of_places).values_list("pk", flat=True))
    obligations = Obligation.objects.filter(incident__in=incidents)
    about |= Q(subject_kind="obligation", subject_id__in=obligations.values("pk"))
    about |= Q(subject_kind="alert", subject_id__in=alerts)
    attachments = [
        Evidence.objects.filter(action__in=actions),
        FindingFile.objects.filter(finding__in=findings),
        IncidentPhoto.objects.filter(incident__in=incidents),
        StatementFile.objects.filter(statement__incident__in=incidents),
        ExhibitFile.objects.filter(exhibit__incident__in=incidents),
        TrainingFile.objects.filter(training__incident__in=incidents),
    ]
    files = [(row.file.storage, row.file.name) for rows in attachments for row in rows.only("file")]
    series = numbers_of(incidents) | numbers_of(actions)
    delete(
        Decision.objects.filter(Q(event__action__in=actions) | Q(meeting__in=meetings)),
        MeetingEvent.objects.filter(meeting__in=meetings),
        meetings,
        Notice.objects.filter(Q(person__in=people) | about),
        Letter.objects.filter(person__in=people),
        AlertEvent.objects.filter(Q(alert__in=alerts) | Q(by__in=people)),
        AlertMember.objects.filter(alert__in=alerts),
        Alert.objects.filter(pk__in=alerts),
        *attachments,
        Extension.objects.filter(action__in=actions),
        Recurrence.objects.filter(action__in=actions),
        ActionEvent.objects.filter(action__in=actions),
        actions,
        obligations,
        Report.objects.filter(incident__in=incidents),
        IncidentEvent.objects.filter(incident__in=incidents),
        Exhibit.findings.through.objects.filter(exhibit__incident__in=incidents),
        Exhibit.moments.through.objects.filter(exhibit__incident__in=incidents),
        Waiver.objects.filter(finding__in=findings),
        Rating.objects.filter(incident__in=incidents),
        StatementReading.objects.filter(statement__incident__in=incidents),
        *(part.objects.filter(incident__in=incidents) for part in PARTS + LEGAL_FACTS),
        CasualtyState.objects.filter(casualty__incident__in=incidents),
        Casualty.objects.filter(incident__in=incidents),
        findings,
        incidents,
    )
    forget_series(series)
    return counts, files


def meetings_of(marks):
    """Meetings about invented places, or recorded or led by invented people."""
    people, regions = marks.people(), marks.regions()
    here = Q(site__in=marks.sites()) | Q(organization__in=marks.organizations()) | Q(region__in=regions)
    return Meeting.objects.filter(here | Q(led_by__in=people) | Q(recorded_by__in=people))


def erase_people_and_places(marks):
    people = User.objects.filter(pk__in=list(marks.people().values_list("pk", flat=True)))
    sites, regions = marks.sites(), marks.regions()
    duties = Appointment.objects.filter(Q(person__in=people) | Q(site__in=sites) | Q(region__in=regions))
    organizations = marks.organizations()
    here = Q(site__in=sites) | Q(organization__in=organizations)
    subscriptions = Subscription.objects.filter(here | Q(person__in=people) | Q(region__in=regions))
    delete(
        subscriptions,
        Alias.objects.filter(here),
        PlaceEvent.objects.filter(here),
        DayDecision.objects.filter(organization__in=organizations),
        Exposure.objects.filter(Q(organization__in=organizations) | Q(region__in=regions)),
        PersonEvent.objects.filter(Q(person__in=people) | Q(appointment__in=duties)),
        Invitation.objects.filter(person__in=people),
        duties,
        sites,
        organizations,
        regions,
        people,
        marks.sectors().filter(sites=None, appointments=None, meetings=None),
    )


def delete(*all_rows):
    """One statement for each. Django's delete() would first read the rows that go, and there may be millions; that
    nothing else refers to them is for the foreign keys to say, as always."""
    for rows in all_rows:
        rows.order_by()._raw_delete(rows.db)


def numbers_of(records):
    """The series, as (kind, year), from which these records took their numbers."""
    series = records.order_by().annotate(series=Left("number", len("I-2026"))).values_list("series", flat=True)
    return {tuple(name.split("-")) for name in series.distinct()}


def forget_series(series):
    """A series of which no number is left starts anew: only what was invented ever used it."""
    with connection.cursor() as cursor:
        for kind, year in series:
            model = {"I": Incident, "A": Action}[kind]
            if not model.objects.filter(number__startswith=f"{kind}-{year}-").exists():
                cursor.execute("DELETE FROM common_series WHERE kind = %s AND year = %s", [kind, year])
