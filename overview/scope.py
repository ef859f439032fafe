"""What an overview is about: all that somebody may see, or a region, a sector, an organization, a site of it.

Whatever is counted, drawn or listed for an overview starts with the records of a Scope, and leads with `listed` to the
list of exactly these rows.
"""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import Site, User
from accounts.narrowing import PLACES, NarrowedFilterSet, within
from actions.models import Action
from common.listing import Listing
from incidents.models import Finding, Incident


class ScopeFilterSet(NarrowedFilterSet):
    SITE = ""

    class Meta:
        model = Site
        fields = []

    def own_sites(self):
        actions = Action.objects.naming(self.request.user).order_by().values("site")
        return actions.union(Incident.objects.filter(reported_by=self.request.user).order_by().values("site"))


@dataclass(frozen=True)
class Asking:
    """Who asks for which places ({name: key}), when: as much of a request as a FilterSet reads."""

    user: User
    now: datetime
    places: dict = field(default_factory=dict)
    path: str = ""

    @property
    def GET(self):
        return QueryDict(urlencode(self.places))


class Scope:
    """The records that `request.user` may see at the places that the address names.

    What cannot be read narrows to nothing, and `errors` say why. Whoever makes an overview without a request, such as
    for a letter, gives `Asking(user, now, {"region": 7})`.
    """

    def __init__(self, request, filterset_class=ScopeFilterSet):
        self.user, self.now = request.user, request.now
        self.listing = Listing(request, filterset_class, Site.objects.none())
        self.form, self.errors = self.listing.filterset.form, self.listing.errors

    @cached_property
    def places(self):
        """The places that are asked for, as records; none is everything."""
        return [] if self.errors else self.listing.filterset.places

    @property
    def chips(self):
        return self.listing.chips

    @cached_property
    def parameters(self):
        """{name: key} as every list of the scope takes them."""
        asked = {name: self.form.cleaned_data.get(name) for name in PLACES} if not self.errors else {}
        return {name: place.pk for name, place in asked.items() if place is not None}

    @cached_property
    def is_one_enterprise(self):
        """Whether its places are compared site by site, because all of them are of one enterprise."""
        if {"organization", "site"} & set(self.parameters):
            return True
        few = self.listing.filterset.reach.few
        return few is not None and len({site.organization_id for site in few}) == 1

    @property
    def query(self):
        """The parameters as they stand in an address: region=7&sector=2, or nothing."""
        return urlencode(self.parameters)

    def listed(self, name, **filters):
        """The address of the list `name` with the rows of this scope to which `filters` apply."""
        query = urlencode(self.parameters | filters)
        return f"{reverse(name)}?{query}" if query else reverse(name)

    @property
    def actions(self):
        return self.of(Action.objects.visible_to(self.user), "site")

    @property
    def incidents(self):
        return self.of(Incident.objects.visible_to(self.user), "site")

    @property
    def findings(self):
        return self.of(Finding.objects.visible_to(self.user), "incident__site")

    @property
    def sites(self):
        return self.of(Site.objects.visible_to(self.user), "")

    def of(self, records, path):
        """Those of `records` of which the site, to which the field `path` leads, lies in this scope."""
        if self.errors:
            return records.none()
        return records.filter(within(path, self.places)) if self.places else records


class Here(Scope):
    """The scope of a page that has found its place already, or of a page about no place."""

    errors = ()

    def __init__(self, user, now, place=None):
        self.user, self.now = user, now
        self.places = [] if place is None else [place]
        self.parameters = {} if place is None else {place._meta.model_name: place.pk}

    @property
    def actions(self):
        return Action.objects.filter(site=self.seen_site) if self.seen_site else super().actions

    @property
    def incidents(self):
        return Incident.objects.filter(site=self.seen_site) if self.seen_site else super().incidents

    @cached_property
    def seen_site(self):
        """The one site of this scope, if the reader sees all that happens there: then its records need not be asked
        whether they are visible."""
        sites = [place for place in self.places if isinstance(place, Site) and self.user.sees(place)]
        return sites[0] if sites else None
