"""The lists of sites and of organizations as files: (label, value)."""

from django.utils.translation import gettext as _

from .duty_lines import vacancies
from .models import Site


def site_columns():
    return [
        (_("Organization"), lambda site: str(site.organization)),
        (_("Site"), lambda site: str(site)),
        (_("Kind of organization"), lambda site: site.organization.get_kind_display()),
        (_("Region"), lambda site: site.region.full_name),
        (_("Code"), lambda site: site.region.code),
        (_("Sector"), lambda site: site.sector and str(site.sector)),
        (_("Address"), lambda site: site.address),
        (_("Latitude"), lambda site: site.latitude),
        (_("Longitude"), lambda site: site.longitude),
        *((label_of(name), lambda site, name=name: said(getattr(site, name))) for name in Site.FLAGS),
        (_("Nobody named in"), lambda site: _(", ").join(str(line.label) for line in vacancies(site))),
    ]


def organization_columns():
    return [
        (_("Organization"), lambda organization: str(organization)),
        (_("Kind"), lambda organization: organization.get_kind_display()),
        (_("Unified social credit code"), lambda organization: organization.registration_code),
        (_("Sites"), lambda organization: organization.known_sites),
        (_("Profile"), lambda organization: organization.profile),
    ]


def label_of(name):
    label = str(Site._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def said(flag):
    return _("yes") if flag else ""
