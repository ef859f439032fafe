"""Who is told of an alert, when, and for how long it is true."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.calendars import Calendars
from accounts.models import Role, Site
from common.calendars import instant
from common.clock import local_day
from outbox.models import Notice
from outbox.subjects import Subject, Unsaid

from . import letters, watching
from .models import Alert, AlertEvent
from .sight import Part, with_members

NEWS = timedelta(days=30)  # what became of an alert longer ago is told to nobody any more
DAY = timedelta(days=1)
SOON = timedelta(hours=1)  # until then the next run of the planner may say it
RESPONSIBLE = (Role.LEADER, Role.OFFICIAL)


class AlertNotices(Subject):
    def prepare(self, now):
        watching.look(now)

    def due(self, ladders, directory, now):
        alerts = with_members(unsaid(now).order_by("pk")).prefetch_related("events")
        told, calendars = told_at(alerts), Calendars()
        sites = sites_of_organizations(alerts)
        for alert in alerts:
            for person, part in readers(alert, directory, sites):
                if alert.kind in INFORMATION and not person.wants_information:
                    continue
                first = told.get((alert.pk, person.pk))
                if first is None:
                    yield notice(alert, "raised", 0, person, when(alert, person, directory, calendars), now)
                    continue
                for event in grown_since(alert, part, first):
                    yield notice(alert, "grew", event.pk, person, event.at, now)

    def unsaid(self, now):
        """A cluster of which nobody is told: no leader and no official looks after all of it."""
        said = Exists(Notice.objects.filter(subject_kind="alert", subject_id=OuterRef("pk")))
        clusters = Alert.objects.standing().filter(kind=Alert.Kind.CLUSTER, raised_at__lt=now - SOON)
        found = clusters.exclude(said).order_by("raised_at", "pk").first()
        return found and Unsaid(number_of(found.pk), found.raised_at)

    def numbers(self, subject_ids):
        return {key: number_of(key) for key in subject_ids}

    def untrue(self, notices):
        alerts = Alert.objects.in_bulk({notice.subject_id for notice in notices})
        visible = {
            person: set(Alert.objects.visible_to(person).filter(pk__in=alerts.keys()).values_list("pk", flat=True))
            for person in {notice.person for notice in notices}
        }
        reasons = {}
        for one in notices:
            alert = alerts.get(one.subject_id)
            if alert is None or not one.person.is_active or alert.pk not in visible[one.person]:
                reasons[one.pk] = Notice.Skipped.NO_ACCESS
            elif alert.kind in INFORMATION and not one.person.wants_information:
                reasons[one.pk] = Notice.Skipped.UNSUBSCRIBED
            elif alert.ended_at is not None:
                reasons[one.pk] = Notice.Skipped.NOT_TRUE
        return reasons

    def site_of(self, subject_id):
        """Who stands in for whom is decided where it happened last."""
        alert = with_members(Alert.objects.filter(pk=subject_id)).get()
        if alert.organization_id and not alert.of_incidents:
            return Site.objects.standing().filter(organization=alert.organization_id).select_related("region").first()
        members = alert.members.all()
        return max(members, key=lambda member: member.occurred_on).incident.site if members else alert.site

    def name_of(self, one):
        return _("Told that another incident joined") if one.kind == "grew" else _("Told of the alert")

    def lines(self, notices, now):
        return letters.lines(notices, now)


INFORMATION = {Alert.Kind.HOT, Alert.Kind.VACANT, Alert.Kind.SILENT, Alert.Kind.QUIET}


def number_of(key):
    return _("alert %(number)d") % {"number": key}


def unsaid(now):
    """Alerts about which somebody may have to be told something. A cluster is told also to who takes office later."""
    said = Notice.objects.filter(subject_kind="alert", subject_id=OuterRef("pk"), created_at__gte=OuterRef("grown_at"))
    fresh = Alert.objects.standing().filter(grown_at__gt=now - NEWS)
    return fresh.filter(Q(kind=Alert.Kind.CLUSTER) | ~Exists(said))


# who


def readers(alert, directory, sites):
    """(person, the Part they see) of those to whom an alert is told."""
    if alert.kind == Alert.Kind.CLUSTER:
        return responsible(alert, directory)
    if alert.kind == Alert.Kind.QUIET:
        places = sites.get(alert.organization_id, [])
    elif alert.of_incidents:
        places = list({m.incident.site_id: m.incident.site for m in alert.members.all() if not m.left_at}.values())
    else:
        places = [alert.site]
    people = [find(site) for site in places for find in closest(alert.kind, directory)]
    part = Part.where(alert, lambda site: True)  # who looks after a place sees all of it
    return [(person, part) for person in dict.fromkeys(people) if person is not None]


def responsible(alert, directory):
    """Leaders and officials in whose charge enough of it lies to be a cluster by itself; of a cluster at one
    organization also those who keep it safe."""
    roles = RESPONSIBLE
    if alert.counts and alert.organization_id:
        roles = (*RESPONSIBLE, Role.SAFETY_MANAGER)
    for person in directory.holding(roles):
        duties = [a for a in directory.own(person.pk) if a.role in roles]
        part = Part.where(alert, lambda site, duties=duties: any(duty.covers(site) for duty in duties))
        if part.is_enough:
            yield person, part


def closest(kind, directory):
    """Whom to look for at a site."""
    return {
        Alert.Kind.REPEAT: (directory.safety_manager, directory.site_official),
        Alert.Kind.HOT: (directory.safety_manager, directory.site_official, directory.leader),
        Alert.Kind.VACANT: (directory.territory_official, directory.sector_official),
        Alert.Kind.SILENT: (directory.site_official,),
        Alert.Kind.QUIET: (directory.site_official,),
    }[kind]


def sites_of_organizations(alerts):
    """{organization: its sites} of those from which nothing is heard."""
    wanted = {alert.organization_id for alert in alerts if alert.kind == Alert.Kind.QUIET}
    found = {}
    for site in Site.objects.standing().filter(organization__in=wanted).select_related("region"):
        found.setdefault(site.organization_id, []).append(site)
    return found


# when


def told_at(alerts):
    """{(alert, person): since when it is noted down that this person is told}; whoever stands in counts as told."""
    notices = Notice.objects.filter(subject_kind="alert", subject_id__in=[alert.pk for alert in alerts], kind="raised")
    return {(key, person): at for key, person, at in notices.values_list("subject_id", "person", "created_at")}


def grown_since(alert, part, told):
    """The events by which it grew, within the reader's sight, after this person was told of it."""
    days = {member.incident_id: member.occurred_on for member in part.members}
    return [
        event
        for event in alert.events.all()
        if event.verb in AlertEvent.GROWING
        and event.at > told
        and event.incident_id in days
        and days[event.incident_id] > local_day(event.at, settings.TIME_ZONE) - NEWS
    ]


def when(alert, person, directory, calendars):
    """A cluster at once; a repetition with the next letter of the day; what is only good to know with the sheet of
    the next week."""
    if alert.kind == Alert.Kind.CLUSTER:
        return alert.raised_at
    day = local_day(alert.raised_at, person.time_zone)
    if instant(day, person.sending_hour, person.time_zone) < alert.raised_at:
        day += DAY
    if alert.kind in INFORMATION:
        day += -day.weekday() % 7 * DAY
    day = calendars.calendar(directory.country_of(person.pk)).on_or_after(day)
    return instant(day, person.sending_hour, person.time_zone)


def notice(alert, kind, step, person, not_before, now):
    return Notice(
        subject_kind="alert",
        subject_id=alert.pk,
        kind=kind,
        round=1,
        step=step,
        person=person,
        urgent=alert.kind == Alert.Kind.CLUSTER,
        not_before=not_before,
        created_at=now,
    )
