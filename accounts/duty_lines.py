"""The three lines of responsibility for a site (Work Safety Law, art. 3), and where a name is missing: blind spots."""

from dataclasses import dataclass, field

from django.db.models import BooleanField, ExpressionWrapper, Q, TextChoices
from django.utils.translation import pgettext_lazy

from .models import Appointment, Role

ANYWHERE = Q(pk__isnull=False)
NOWHERE = Q(pk__in=[])


class Line(TextChoices):
    TERRITORY = "territory", pgettext_lazy("duty line", "Territory")
    SECTOR = "sector", pgettext_lazy("duty line", "Sector")
    ENTERPRISE = "enterprise", pgettext_lazy("duty line", "Enterprise")


def in_office():
    return Appointment.objects.current().filter(person__is_active=True)


def line_of(appointment):
    """In which of the lines somebody is named by this appointment, wherever it holds; None for the others."""
    if appointment.role in (Role.OFFICIAL, Role.LEADER):
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
    facts = ("person__absence_deputy", "region", "sector", "organization", "site", "deputy")
    for appointment in in_office().covering(site).select_related(*facts).order_by("starts_on", "pk"):
        if line := line_of(appointment):
            lines[line].appointments.append(appointment)
    for line in lines.values():
        line.appointments.sort(key=closeness)
    return list(lines.values())


def closeness(appointment):
    """A post at the site before one at the organization, a smaller region before a larger, officials before leaders."""
    reach = len(appointment.region.code) if appointment.region else 0
    return appointment.site_id is None, appointment.organization_id is None, -reach, appointment.role == Role.LEADER


class Coverage:
    """At which sites each line has a name, read once, as conditions on sites: two queries however many there are."""

    def __init__(self):
        self.conditions = dict.fromkeys(Line, NOWHERE)
        named = in_office().filter(role__in=(Role.OFFICIAL, Role.LEADER))
        places = ("everywhere", "region__code", "sector", "organization", "site")
        for everywhere, region, sector, organization, site in named.order_by().values_list(*places).distinct():
            given = {"region__code__startswith": region, "sector": sector, "organization": organization, "pk": site}
            held = Q(**{name: value for name, value in given.items() if value is not None})
            line = Line.SECTOR if sector else Line.TERRITORY
            self.conditions[line] |= ANYWHERE if everywhere else held
        managers = in_office().filter(role=Role.SAFETY_MANAGER)
        whole = managers.filter(site=None, region=None, sector=None, organization__isnull=False)
        self.conditions[Line.ENTERPRISE] = Q(organization__in=whole.values("organization")) | Q(
            pk__in=managers.filter(site__isnull=False).values("site")
        )
        for region, sector, organization in (
            managers.filter(site=None, organization__isnull=False)
            .exclude(region=None, sector=None)
            .values_list("region__code", "sector", "organization")
        ):
            given = {"region__code__startswith": region, "sector": sector, "organization": organization}
            self.conditions[Line.ENTERPRISE] |= Q(**{name: value for name, value in given.items() if value is not None})

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
