"""Which incidents a rule puts together: those at one and the same kind of place."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Q

from incidents.models import Finding, Incident
from incidents.rules.codes import same_category

from .clusters import Occurrence, latest, runs
from .models import Rule

Within, Counts = Rule.Within, Rule.Counts

HURTING = ("deaths", "serious_injuries", "acute_poisonings", "minor_injuries", "missing", "victims")


class Place(NamedTuple):
    """Where, or of which kind, incidents are put together: as an Alert has it."""

    region_code: str = ""
    sector_id: int | None = None
    organization_id: int | None = None
    site_id: int | None = None
    category: str = ""
    factor: str = ""


ASKED = {
    Within.REGION: ("region_code",),
    Within.SECTOR: ("region_code", "sector_id"),
    Within.CATEGORY: ("region_code", "category"),
    Within.ORGANIZATION: ("organization_id",),
    Within.SITE_CATEGORY: ("site_id", "category"),
    Within.SITE_FACTOR: ("site_id", "factor"),
}


class Run(NamedTuple):
    """What a rule found at one place."""

    place: Place
    occurrences: list

    @property
    def last_on(self):
        return self.occurrences[-1].day

    @property
    def deaths(self):
        return sum(occurrence.deaths for occurrence in self.occurrences)

    @property
    def incidents(self):
        return {occurrence.incident for occurrence in self.occurrences}


def runs_by(rule, since, now, also=()):
    """The Runs of `rule`, saved or not, among what happened from the day `since` on and is known by `now`, and those
    older incidents that are named."""
    found, together = [], latest if rule.is_repeating else runs
    for place, occurrences in grouped(rule, since, now, also).items():
        if sum(one.counted for one in occurrences) < rule.least:
            continue  # nearly all of them, and sorting them would take long
        found += (Run(place, run) for run in together(occurrences, least=rule.least, days=rule.days))
    return sorted(found, key=lambda run: run.occurrences[0])


def grouped(rule, since, now, also=()):
    """{Place: its Occurrences}."""
    groups = defaultdict(set)
    for pk, day, deaths, *where in rows(rule, since, now, also):
        place = place_of(rule, *where)
        if place is not None:
            counted = deaths if rule.counts == Counts.DEATHS else 1
            groups[place].add(Occurrence(day, pk, counted, deaths or 0))
    return groups


def rows(rule, since, now, also=()):
    wanted = Q(occurred_on__gte=since) | Q(pk__in=also) if also else Q(occurred_on__gte=since)
    standing = Incident.objects.standing().filter(wanted, reported_at__lte=now).order_by()
    names = [
        "pk",
        "occurred_on",
        "deaths",
        "site__region__code",
        "site__sector",
        "site__organization",
        "site",
        "category",
    ]
    incidents = standing.filter(counted_by(rule))
    if rule.within != Within.SITE_FACTOR:
        return incidents.values_list(*names)
    causes = Finding.objects.standing().filter(level=Finding.Level.DIRECT).exclude(factor="")
    return incidents.filter(findings__in=causes).values_list(*names, "findings__factor")


def counted_by(rule):
    if rule.counts == Counts.ALL:
        return Q()
    if rule.counts == Counts.HURT:
        hurt = Q()
        for name in HURTING:
            hurt |= Q(**{f"{name}__gt": 0})
        return hurt
    return Q(deaths__gt=0)


def place_of(rule, region, sector, organization, site, category, factor=""):
    """The Place of an incident by this rule; None where it lacks what the rule asks for."""
    whole = Place(region[: rule.level], sector, organization, site, same_category(category), factor)
    asked = {name: getattr(whole, name) for name in ASKED[rule.within]}
    return Place(**asked) if all(asked.values()) else None
