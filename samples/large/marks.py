"""What marks rows as generated: they are found again by this and nothing else."""

from django.db.models import Q

from accounts.models import Appointment, Organization, Region, Sector, Site, User

from .words import SECTORS

PROVINCE = "98"  # no code of GB/T 2260 begins with it
DOMAIN = "generated.invalid"  # .invalid is nobody's (RFC 2606), and the outbox asks no server about it


def regions():
    return Region.objects.within(PROVINCE)


def sites():
    return Site.objects.filter(region__code__startswith=PROVINCE)


def organizations():
    return Organization.objects.filter(registration_code__startswith=f"91{PROVINCE}")


def people():
    """Those with an address of the reserved domain, and those without any whose duty is at a generated site."""
    here = Appointment.objects.filter(site__in=sites())
    return User.objects.filter(Q(email__iendswith=f"@{DOMAIN}") | Q(email=None, pk__in=here.values("person")))


def sectors():
    """As they were made; a row that somebody changed is theirs."""
    same = [
        sector.pk
        for sector in Sector.objects.filter(code__in=SECTORS)
        if (sector.name, sector.name_en) == SECTORS[sector.code]
    ]
    return Sector.objects.filter(pk__in=same)


def is_loaded():
    return regions().exists()
