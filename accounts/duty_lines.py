"""The three lines of responsibility for a site (Work Safety Law, art. 3), and where a name is missing: blind spots."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import BooleanField, ExpressionWrapper, Q, TextChoices
from django.utils.translation import pgettext_lazy

from .models import Appointment, Region, Role

ANYWHERE = Q(pk__isnull=False)
NOWHERE = Q(pk__in=[])
ALL_OF_IT = Q(region=None, sector=None)  # of an organization or a site
FACTS = ("person__absence_deputy", "region", "sector", "organization", "site", "deputy")  # that are shown of a post
OFFICIALS = (Role.OFFICIAL, Role.LEADER)


class Line(TextChoices):
    TERRITORY = "territory", pgettext_lazy("duty line", "Territory")
    SECTOR = "sector", pgettext_lazy("duty line", "Sector")
    ENTERPRISE = "enterprise", pgettext_lazy("duty line", "Enterprise")


def in_office():
    return Appointment.objects.current().filter(person__is_active=True)


def line_of(appointment):
    """In which of the lines somebody is named by this appointment, wherever it holds; None for the others."""
    if appointment.role in OFFICIALS:
        return Line.SECTOR if appointment.sector_id else Line.TERRITORY
    if appointment.role == Role.SAFETY_MANAGER and (appointment.organization_id or appointment.site_id):
        return Line.ENTERPRISE
    return None


@dataclass
class DutyLine:
    """One line at one site: the appointments that name somebody, the closest first."""

    line: Line
    appointments: list = field(default_factory=list)
    lacks_sector: bool = False

    @property
    def is_vacant(self):
        return not self.appointments


def lines_at(site):
    """The three lines of a site, each with its names, in one query."""
    lines = {line: DutyLine(line) for line in Line}
    lines[Line.SECTOR].lacks_sector = site.sector_id is None
    for appointment in in_office().covering(site).select_related(*FACTS).order_by("starts_on", "pk"):
        if line := line_of(appointment):
            lines[line].appointments.append(appointment)
    for line in lines.values():
        line.appointments.sort(key=closeness)
    return list(lines.values())


def posts_of(organization, sites):
    """The appointments that name somebody for the organization or for any of its `sites`, in one query."""
    posts = in_office().near(sites, [organization]).select_related(*FACTS).order_by("starts_on", "pk")
    return [post for post in posts if line_of(post)]


def vacant_at(site, posts):
    """The lines in which none of `posts` names anybody at this site."""
    named = {line_of(post) for post in posts if post.covers(site)}
    return [line for line in Line if line not in named]


def regions_by_prefix():
    """{beginning of a code: the keys of the regions whose codes begin so}."""
    within = defaultdict(set)
    for key, code in Region.objects.order_by().values_list("pk", "code"):
        for length in range(1, len(code) + 1):
            within[code[:length]].add(key)
    return within


def closeness(appointment):
    """A post at the site before one at the organization, a smaller region before a larger, officials before leaders."""
    reach = len(appointment.region.code) if appointment.region else 0
    return appointment.site_id is None, appointment.organization_id is None, -reach, appointment.role == Role.LEADER


class Coverage:
    """At which sites each line has a name, as conditions on sites, in as many queries however many there are."""

    def __init__(self):
        self.within = regions_by_prefix()
        managers = in_office().filter(role=Role.SAFETY_MANAGER)
        whole, narrowed = managers.filter(ALL_OF_IT), managers.exclude(ALL_OF_IT).exclude(organization=None, site=None)
        one_by_one = in_office().filter(Q(role__in=OFFICIALS) | Q(pk__in=narrowed.values("pk")))
        named = defaultdict(list)
        columns = ("role", "everywhere", "region__code", "sector", "organization", "site")
        for role, *place in one_by_one.order_by().values_list(*columns).distinct():
            line = Line.ENTERPRISE if role not in OFFICIALS else Line.SECTOR if place[2] else Line.TERRITORY
            named[line].append(place)
        self.conditions = {line: self.places(named[line]) for line in Line}
        at_organizations = whole.filter(site=None, organization__isnull=False).values("organization")
        at_sites = whole.filter(site__isnull=False).values("site")
        self.conditions[Line.ENTERPRISE] |= Q(organization__in=at_organizations) | Q(pk__in=at_sites)

    def places(self, named):
        """Regions are gathered by sector: thousands of officials make a dozen conditions."""
        condition, regions = NOWHERE, defaultdict(set)
        for everywhere, code, sector, organization, site in named:
            if everywhere:
                return ANYWHERE
            if organization is None and site is None:
                regions[sector] |= self.within[code]
            else:
                condition |= self.at(code, sector, organization, site)
        for sector, keys in regions.items():
            condition |= Q(region__in=keys) & (Q() if sector is None else Q(sector=sector))
        return condition

    def at(self, code, sector, organization, site):
        """All that is given must hold."""
        given = {"sector": sector, "organization": organization, "pk": site}
        held = Q(**{name: value for name, value in given.items() if value is not None})
        return held if code is None else held & Q(region__in=self.within[code])

    def vacant(self, line):
        return ~self.conditions[line]

    def vacant_anywhere(self):
        return self.vacant(Line.TERRITORY) | self.vacant(Line.SECTOR) | self.vacant(Line.ENTERPRISE)

    def mark(self, sites):
        """`sites` with a column for each line that says whether nobody is named there; see `vacancies`."""
        return sites.annotate(
            **{
                f"vacant_{line.value}": ExpressionWrapper(self.vacant(line), output_field=BooleanField())
                for line in Line
            }
        )


def vacancies(site):
    """The lines without a name of a site that `Coverage.mark` marked."""
    return [line for line in Line if getattr(site, f"vacant_{line.value}")]
