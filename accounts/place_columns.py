"""What the lists of sites and of organizations show of each, on the page and in the files."""

from django.utils.translation import gettext as _

from common.columns import Column

from .duty_lines import vacancies
from .models import Site


def site_columns():
    return [
        Column("site", _("Site"), lambda site: str(site), cell="accounts/_cell_site.html", sort="name", always=True),
        Column(
            "organization",
            _("Organization"),
            lambda site: str(site.organization),
            cell="accounts/_cell_organization_of.html",
            shown=True,
        ),
        Column("kind", _("Kind of organization"), lambda site: site.organization.get_kind_display()),
        Column("region", _("Region"), lambda site: site.region.full_name, sort="region", shown=True),
        Column("code", _("Code"), lambda site: site.region.code),
        Column("sector", _("Sector"), lambda site: site.sector and str(site.sector), shown=True),
        Column("address", _("Address"), lambda site: site.address),
        Column("latitude", _("Latitude"), lambda site: site.latitude),
        Column("longitude", _("Longitude"), lambda site: site.longitude),
        *(Column(name, label_of(name), lambda site, name=name: said(getattr(site, name))) for name in Site.FLAGS),
        Column(
            "vacancies",
            _("Nobody named in"),
            lambda site: _(", ").join(str(line.label) for line in vacancies(site)),
            cell="accounts/_cell_vacant.html",
            shown=True,
        ),
    ]


def organization_columns():
    return [
        Column(
            "organization",
            _("Organization"),
            lambda organization: str(organization),
            cell="accounts/_cell_organization.html",
            sort="name",
            always=True,
        ),
        Column("kind", _("Kind"), lambda organization: organization.get_kind_display(), sort="kind", shown=True),
        Column(
            "credit_code",
            _("Unified social credit code"),
            lambda organization: organization.registration_code,
            shown=True,
        ),
        Column("sites", _("Sites"), lambda organization: organization.known_sites, shown=True),
        Column("profile", _("Profile"), lambda organization: organization.profile),
    ]


def label_of(name):
    label = str(Site._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def said(flag):
    return _("yes") if flag else ""
