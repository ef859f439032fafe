"""What is counted and what it is divided by, organization by organization, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum

from accounts.models import Exposure, Organization, Site
from accounts.models.appointments import SEEING
from incidents.models import Incident
from incidents.models.queryset import COUNTED, adds_to, lacks

from .kinds import GDP, HEADCOUNT, HOURS, KINDS

FIGURES = (HOURS, HEADCOUNT)
ASKED = {(kind.counted, kind.accidents_only) for kind in KINDS} | {("hurt", True)}


@dataclass
class Sums:
    """Of one organization, of several together, or of a region, in `months`.

    `counted`, `incidents` and `unknown` are by (what, accidents only): how much, in how many incidents, and in how
    many it is not known. `figures` are sums over the months, headcount too; of those that `missing` names they are not
    known: {figure: {organization's pk, or None for a region: months}}.
    """

    months: object
    counted: dict = field(default_factory=lambda: defaultdict(int))
    incidents: dict = field(default_factory=lambda: defaultdict(int))
    unknown: dict = field(default_factory=lambda: defaultdict(int))
    figures: dict = field(default_factory=lambda: defaultdict(int))
    missing: dict = field(default_factory=lambda: defaultdict(dict))

    @property
    def is_complete(self):
        return not any(self.missing.get(name) for name in FIGURES)

    def add(self, other):
        for mine, theirs in (
            (self.counted, other.counted),
            (self.incidents, other.incidents),
            (self.unknown, other.unknown),
            (self.figures, other.figures),
        ):
            for key, value in theirs.items():
                mine[key] += value
        for name, months in other.missing.items():
            self.missing[name] |= months

    def take_incidents(self, row):
        for what, accidents in ASKED:
            key = what, accidents
            self.counted[key] += sum(row[f"{fact}_{accidents}"] or 0 for fact in COUNTED[what])
            self.incidents[key] += row[f"{what}_{accidents}_incidents"]
            self.unknown[key] += row[f"{what}_{accidents}_unknown"]

    def take_figures(self, names, there, key=None):
        """`there`: {month: {figure: value or None}}"""
        for name in names:
            known = {month: there.get(month, {}).get(name) for month in self.months}
            self.figures[name] = sum(value for value in known.values() if value is not None)
            if missing := [month for month, value in known.items() if value is None]:
                self.missing[name] = {key: missing}


def together(all_sums, months):
    total = Sums(months)
    for sums in all_sums:
        total.add(sums)
    return total


def seen(scope):
    """The sites of the scope of which this reader sees all that happens."""
    user = scope.user
    sites = Site.objects.standing() if user.sees_everywhere else Site.objects.standing().where_role(user, SEEING)
    return scope.of(sites, "")


def whole(scope):
    """(keys of the organizations all of whose sites lie in the scope, keys of those of which a part does)."""
    there = Q(pk__in=seen(scope).order_by().values("pk"))
    counts = Site.objects.standing().order_by().values("organization")
    counts = counts.annotate(total=Count("pk"), there=Count("pk", filter=there)).filter(there__gt=0)
    wholly, partly = [], []
    for key, total, there in counts.values_list("organization", "total", "there"):
        (wholly if total == there else partly).append(key)
    return wholly, partly


def by_organization(keys, months):
    """{organization: Sums}, by name"""
    found = of_organizations(keys, months)
    organizations = Organization.objects.filter(pk__in=keys).order_by("name", "pk")
    return {organization: found[organization.pk] for organization in organizations}


def of_organizations(keys, months):
    """{organization's key: Sums}"""
    found = {key: Sums(months) for key in keys}
    for row in counts_of(Incident.objects.filter(site__organization__in=keys), months, "site__organization"):
        found[row["site__organization"]].take_incidents(row)
    there = defaultdict(dict)
    exposures = Exposure.objects.filter(organization__in=keys, month__gte=months.first, month__lte=months.last)
    for exposure in exposures.in_force():
        there[exposure.organization_id][exposure.month] = exposure.facts
    for key, sums in found.items():
        sums.take_figures(FIGURES, there[key], key)
    return found


def of_region(region, months):
    """Sums of all accidents in a region, over its GDP."""
    sums = Sums(months)
    for row in counts_of(Incident.objects.filter(site__region__code__startswith=region.code), months):
        sums.take_incidents(row)
    exposures = Exposure.objects.of(region).filter(month__gte=months.first, month__lte=months.last)
    sums.take_figures((GDP,), {e.month: e.facts for e in exposures.in_force()})
    return sums


def counts_of(incidents, months, *by):
    """Rows with what was counted in `months`, one for each value of the fields `by`, or one for all."""
    happened = incidents.filter(
        ~Q(status=Incident.Status.VOID), occurred_on__gte=months.first, occurred_on__lte=months.last_day
    ).order_by()
    columns = {}
    for what, accidents in ASKED:
        which = Q(kind=Incident.Kind.ACCIDENT) if accidents else Q()
        for fact in COUNTED[what]:
            columns[f"{fact}_{accidents}"] = Sum(fact, filter=which)
        columns[f"{what}_{accidents}_incidents"] = Count("pk", filter=which & adds_to(what))
        columns[f"{what}_{accidents}_unknown"] = Count("pk", filter=which & lacks(what))
    return happened.values(*by).annotate(**columns) if by else [happened.aggregate(**columns)]
