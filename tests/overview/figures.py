"""What tests of figures share: to find them in whatever a page was given, and to count the list that one opens."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from actions.filters import ActionFilterSet
from actions.models import Action
from common.listing import Listing
from incidents.filters import IncidentFilterSet
from incidents.models import Incident
from overview.causes import CauseFilterSet, causes_without_action
from overview.figures import Figure

LISTS = {
    reverse("actions:list"): (ActionFilterSet, Action.objects.visible_to),
    reverse("incidents:list"): (IncidentFilterSet, Incident.objects.visible_to),
    reverse("overview:causes"): (CauseFilterSet, causes_without_action),
}


@dataclass
class Visit:
    """As much of a request as a list reads."""

    user: User
    now: datetime
    url: str

    @property
    def path(self):
        return urlsplit(self.url).path

    @property
    def GET(self):
        return QueryDict(urlsplit(self.url).query)


def figures_of(value):
    """Every Figure in a context, however deep."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from figures_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from figures_of(part)
    elif type(value).__module__.startswith("overview."):
        yield from figures_of(dict(vars(value)))


def rows_behind(figure, user, now):
    """The rows of the list that a figure opens, as that list finds them for this reader.

    A list may not know a place where this reader sees none of its rows: then the figure is zero, and no link.
    """
    visit = Visit(user, now, figure.url)
    filterset, seen = LISTS[visit.path]
    listing = Listing(visit, filterset, seen(user))
    assert not (listing.errors and figure.count), (figure.url, listing.errors)
    return listing.rows
