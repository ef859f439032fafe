"""Alerts about a place: hot spots, blind spots, and places from which nothing is heard."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce

from accounts.duty_lines import Coverage, vacancies
from accounts.models import Appointment, Exposure, PlaceEvent, Site
from actions.models import Action
from common.clock import local_day
from incidents.models import Incident

from ..models import Alert, AlertEvent
from ..weighing import SERIOUS, lost_workdays

YEAR = timedelta(days=365)
QUIET_FOR = timedelta(days=90)
MANY = 100  # people
HOT_FROM = 2 * SERIOUS  # lost workdays in a year, of two incidents or more


@dataclass
class Found:
    """That something is so at a place: what the alert about it says, and its weight among its kind."""

    place: dict
    weight: int = 0
    facts: dict = field(default_factory=dict)


def look(today, now):
    for kind, find in FINDERS.items():
        compare(kind, {place_key(found.place): found for found in find(today, now)}, now)


def compare(kind, found, now):
    """Raise what is new, end what is no more, and keep the facts of the others up to date."""
    standing = {place_key(vars(alert)): alert for alert in Alert.objects.standing().filter(kind=kind)}
    for key in sorted(found.keys() - standing.keys()):
        one = found[key]
        alert = Alert(kind=kind, raised_at=now, grown_at=now, weight=one.weight, facts=one.facts, **one.place)
        alert.save(force_insert=True)
        AlertEvent.objects.create(alert=alert, verb=AlertEvent.Verb.RAISED, at=now)
    for key in sorted(standing.keys() - found.keys()):
        AlertEvent.objects.create(alert=standing[key], verb=AlertEvent.Verb.ENDED, at=now, because=Alert.Ended.LIFTED)
        Alert.objects.filter(pk=standing[key].pk).update(
            ended_at=now, ended_because=Alert.Ended.LIFTED, version=F("version") + 1
        )
    for key in found.keys() & standing.keys():
        one, alert = found[key], standing[key]
        if (one.weight, one.facts) != (alert.weight, alert.facts):
            Alert.objects.filter(pk=alert.pk).update(weight=one.weight, facts=one.facts)


def place_key(facts):
    return facts.get("site_id") or 0, facts.get("organization_id") or 0


# what is found, by kind


def hot_spots(today, now):
    """Sites at which people were hurt twice or more in the last twelve months, gravely enough together."""
    serious = Coalesce("serious_injuries", 0) + Coalesce("acute_poisonings", 0)
    hurt = Q(deaths__gt=0) | Q(serious_injuries__gt=0) | Q(acute_poisonings__gt=0) | Q(minor_injuries__gt=0)
    incidents = Incident.objects.standing().filter(hurt, occurred_on__gt=today - YEAR, reported_at__lte=now)
    sites = (
        incidents.order_by()
        .values("site")
        .annotate(incidents=Count("pk"), dead=Sum("deaths"), serious=Sum(serious), minor=Sum("minor_injuries"))
    )
    for row in sites.filter(incidents__gte=2):
        site = row.pop("site")
        facts = {name: count or 0 for name, count in row.items()}
        weight = lost_workdays(facts["dead"], facts["serious"], facts["minor"])
        if weight >= HOT_FROM:
            yield Found({"site_id": site}, weight, facts)


def vacant(today, now):
    """Sites without one of the three persons that are to be named."""
    coverage = Coverage()
    for site in coverage.mark(Site.objects.standing().filter(coverage.vacant_anywhere())).only("pk"):
        lines = [line.value for line in vacancies(site)]
        yield Found({"site_id": site.pk}, len(lines), {"vacant": lines})


def silent(today, now):
    """Sites known for a year of which nothing has been recorded in it: no incident, and no work on an action."""
    since = today - YEAR
    heard = Incident.objects.filter(occurred_on__gte=since).order_by().values("site")
    unheard = set(Site.objects.standing().exclude(pk__in=heard).values_list("pk", flat=True))
    work = Q()
    for name in ("assigned_at", "submitted_at", "verified_at", "closed_at"):
        work |= Q(**{f"{name}__gte": now - YEAR})
    unheard -= set(Action.objects.filter(work, site__in=unheard).order_by().values_list("site", flat=True))
    last = last_record(unheard)
    for site in unheard & known_before(unheard, since, now - YEAR):
        yield Found({"site_id": site}, 0, {"last": last.get(site)})


def last_record(sites):
    """{site: the day of the last incident or action there}, of those that have any."""
    happened = Incident.objects.filter(site__in=sites).order_by().values_list("site").annotate(Max("occurred_on"))
    days = dict(happened)
    for site, given in (
        Action.objects.filter(site__in=sites).order_by().values_list("site").annotate(Max("assigned_at"))
    ):
        day = local_day(given, settings.TIME_ZONE)
        days[site] = max(days.get(site, day), day)
    return {site: day.isoformat() for site, day in days.items()}


def known_before(sites, day, instant):
    """Those of `sites` that somebody entered, looked after or wrote about before that day: the others are new."""
    known = set()
    added = PlaceEvent.objects.filter(at__lt=instant)
    duty = Appointment.objects.filter(starts_on__lt=day)
    for records in (
        added,
        duty,
        Incident.objects.filter(occurred_on__lt=day),
        Action.objects.filter(assigned_at__lt=instant),
    ):
        known |= set(records.filter(site__in=sites).order_by().values_list("site", flat=True))
    for records in (added, duty):
        at_organization = records.filter(organization__sites__in=sites).order_by()
        known |= set(at_organization.values_list("organization__sites", flat=True))
    return known


def quiet(today, now):
    """Organizations in which many people work and from which nobody has reported anything for 90 days."""
    people = people_at(today)
    since = today - QUIET_FOR
    lately = Incident.objects.filter(
        occurred_on__gte=since - YEAR, reported_at__gte=now - QUIET_FOR, reported_at__lte=now
    )
    reporting = set(lately.order_by().values_list("site__organization", flat=True).distinct())
    silent = {key for key, count in people.items() if count >= MANY} - reporting
    sites = dict(Site.objects.standing().filter(organization__in=silent).values_list("pk", "organization"))
    known = {sites[site] for site in known_before(set(sites), since, now - QUIET_FOR)}
    reports = Incident.objects.filter(site__in=sites, reported_at__lte=now).order_by()
    last = dict(reports.values_list("site__organization").annotate(last=Max("reported_at")))
    for key in known:
        day = local_day(last[key], settings.TIME_ZONE).isoformat() if key in last else None
        yield Found({"organization_id": key}, people[key], {"people": people[key], "last": day})


def people_at(today):
    """{organization: how many people work there}, as far as anybody knows: by the last headcount of a year, but at
    least as many as are appointed there."""
    appointed = defaultdict(set)
    current = Appointment.objects.current().filter(person__is_active=True).order_by()
    for path in ("organization", "site__organization"):
        for key, person in current.exclude(**{path: None}).values_list(path, "person"):
            appointed[key].add(person)
    people = {key: len(persons) for key, persons in appointed.items()}
    year = Exposure.objects.filter(organization__isnull=False, month__gt=today - YEAR).in_force()
    counted = {}
    for key, month, headcount in year.values_list("organization", "month", "headcount"):
        if headcount is not None:
            counted[key] = max(counted.get(key, (month, headcount)), (month, headcount))
    for key, (_month, headcount) in counted.items():
        people[key] = max(people.get(key, 0), headcount)
    return people


FINDERS = {
    Alert.Kind.HOT: hot_spots,
    Alert.Kind.VACANT: vacant,
    Alert.Kind.SILENT: silent,
    Alert.Kind.QUIET: quiet,
}
