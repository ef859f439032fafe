from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from common.listing import Listing

from ..duty_lines import Coverage
from ..models import Organization, Site
from ..place_columns import organization_columns, site_columns
from ..place_filters import OrganizationFilterSet, SiteFilterSet
from ..policy import signed_in


@signed_in
def site_list(request):
    sites = Site.objects.known_to(request.user).select_related("organization", "region", "sector")
    return Listing(request, SiteFilterSet, Coverage().mark(sites)).answer(
        template="accounts/sites.html",
        fragment="accounts/_sites.html",
        columns=site_columns(),
        title=_("Sites"),
    )


@signed_in
def organization_list(request):
    own = Site.objects.known_to(request.user).order_by().filter(organization=OuterRef("pk"))
    counts = own.values("organization").annotate(number=Count("pk")).values("number")
    organizations = Organization.objects.known_to(request.user)
    counted = organizations.annotate(known_sites=Coalesce(Subquery(counts), 0))
    return Listing(request, OrganizationFilterSet, counted).answer(
        template="accounts/organizations.html",
        fragment="accounts/_organizations.html",
        columns=organization_columns(),
        title=_("Organizations"),
    )
