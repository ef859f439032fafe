"""Takes the sample district out again, and nothing else."""

from django.db import connection, transaction
from django.db.models import ProtectedError, Q

from accounts.models import Alias, Appointment, Invitation, PersonEvent, PlaceEvent, User
from actions.models import Action, ActionEvent, Evidence, Extension
from incidents.models import Finding, FindingFile, Incident, IncidentEvent, IncidentPhoto
from outbox.models import Letter, Notice

from . import district


class Entangled(Exception):
    """Records outside the sample name its people or places; nothing was removed."""

    def __init__(self, records):
        self.kinds = sorted({str(record._meta.verbose_name_plural) for record in records})
        super().__init__(", ".join(self.kinds))


def erase():
    """Delete every row of the sample and then its files; return how many incidents and actions went."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL bihuan.erasing = 'on'")
            counts, files = erase_records()
            erase_people_and_places()
            transaction.on_commit(lambda: [storage.delete(name) for storage, name in files])
    except ProtectedError as error:
        raise Entangled(error.protected_objects) from None
    return counts


def erase_records():
    sites, people = district.sites(), district.people()
    actions = Action.objects.filter(site__in=sites)
    incidents = Incident.objects.filter(site__in=sites)
    findings = Finding.objects.filter(incident__in=incidents)
    counts = incidents.count(), actions.count()
    said = Notice.objects.filter(
        Q(person__in=people) | Q(subject_kind="action", subject_id__in=list(actions.values_list("pk", flat=True)))
    )
    attachments = [
        Evidence.objects.filter(action__in=actions),
        FindingFile.objects.filter(finding__in=findings),
        IncidentPhoto.objects.filter(incident__in=incidents),
    ]
    files = [(row.file.storage, row.file.name) for rows in attachments for row in rows]
    findings.update(parent=None)
    series = numbers_of(incidents) | numbers_of(actions)
    for rows in (
        said,
        Letter.objects.filter(person__in=people),
        *attachments,
        Extension.objects.filter(action__in=actions),
        ActionEvent.objects.filter(action__in=actions),
        actions,
        IncidentEvent.objects.filter(incident__in=incidents),
        findings,
        incidents,
    ):
        rows.delete()
    forget_series(series)
    return counts, files


def erase_people_and_places():
    people = User.objects.filter(pk__in=list(district.people().values_list("pk", flat=True)))
    sites, regions = district.sites(), district.regions()
    duties = Appointment.objects.filter(Q(person__in=people) | Q(site__in=sites) | Q(region__in=regions))
    duties.update(reports_to=None)
    people.update(added_by=None, absence_deputy=None)
    events = PersonEvent.objects.filter(Q(person__in=people) | Q(appointment__in=duties))
    invitations = Invitation.objects.filter(person__in=people)
    organizations = district.organizations()
    here = Q(site__in=sites) | Q(organization__in=organizations)
    for places in (sites, organizations):
        places.update(merged_into=None, added_by=None)
    for rows in (
        *(model.objects.filter(here) for model in (Alias, PlaceEvent)),
        *(events, invitations, duties, people, sites, organizations, regions),
    ):
        rows.delete()
    district.sectors().filter(sites=None, appointments=None).delete()


def numbers_of(records):
    """The series, as (kind, year), from which these records took their numbers."""
    return {tuple(number.split("-")[:2]) for number in records.values_list("number", flat=True)}


def forget_series(series):
    """A series of which no number is left starts anew: only the sample ever used it."""
    with connection.cursor() as cursor:
        for kind, year in series:
            model = {"I": Incident, "A": Action}[kind]
            if not model.objects.filter(number__startswith=f"{kind}-{year}-").exists():
                cursor.execute("DELETE FROM common_series WHERE kind = %s AND year = %s", [kind, year])
