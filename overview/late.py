"""Late, by site and by owner."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import django_filters as filters
from django import forms
from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from accounts.directory import Directory
from accounts.models import Organization, Site, User
from accounts.narrowing import LinkedFilterSet
from actions.clocks import ActionClocks
from actions.models import Action
from actions.models.explaining import ANSWERS, UNANSWERED
from common.clock import local_day
from common.filters import RecordFilter
from outbox.clocks import Ladders, coming_of

MOST_BARS = 12


def owners_seen(request):
    return User.objects.filter(pk__in=Action.objects.visible_to(request.user).values("owner"))


class LateFilterSet(LinkedFilterSet):
    """Narrowed by choosing a bar, too."""

    why_late = filters.ChoiceFilter(
        method="only_because", choices=ANSWERS, label=_("Why late"), widget=forms.HiddenInput
    )
    owner = RecordFilter(queryset=owners_seen, label=_("Owner"), widget=forms.HiddenInput)

    class Meta:
        model = Action
        fields = []

    def own_sites(self):
        return Action.objects.naming(self.request.user).order_by().values("site")

    def only_because(self, queryset, name, value):
        return queryset.late_because(value, self.request.now)


@dataclass(frozen=True)
class Bar:
    """How much is late at one site or with one owner, and for how many days the oldest of it."""

    of: object
    count: int
    oldest: int
    share: int  # of the longest bar in per cent: the longer a bar, the older the oldest


def bars(late, now):
    """(by site, by owner): the longest bars first, of however many late actions, in a fixed number of queries.

    The database counts them once, by both; each zone has a day of its own.
    """
    groups = late.order_by().values_list("site", "owner", "site__time_zone").annotate(Count("pk"), Min("deadline"))
    by_site, by_owner, today = Tally(), Tally(), {}
    for site, owner, zone, count, deadline in groups:
        if zone not in today:
            today[zone] = local_day(now, zone)
        days = (today[zone] - deadline).days
        by_site.add(site, count, days)
        if owner is not None:  # imported, and nobody has named one yet: nobody's bar
            by_owner.add(owner, count, days)
    return by_site.longest(Site.objects.select_related("organization")), by_owner.longest(User.objects.all())


class Tally:
    """How many actions are late under each key, and for how many days the oldest of them."""

    def __init__(self):
        self.counts, self.oldest = Counter(), Counter()

    def add(self, key, count, days):
        self.counts[key] += count
        self.oldest[key] = max(self.oldest[key], days)

    def longest(self, records):
        """The longest bars, and how many more there would be."""
        ranked = sorted(self.counts, key=lambda key: (-self.oldest[key], -self.counts[key], key))
        first, found = ranked[:MOST_BARS], records.in_bulk(ranked[:MOST_BARS])
        shown = [
            Bar(found[key], self.counts[key], self.oldest[key], self.oldest[key] * 100 // self.oldest[first[0]])
            for key in first
        ]
        return {"bars": shown, "more": len(ranked) - len(first)}


@dataclass(frozen=True)
class Hindered:
    """How much is late at one enterprise (or at all), and why: `reasons` are (one of ANSWERS, its label, how many)."""

    of: object
    count: int
    unanswered: int
    reasons: list


def hindrances(late, now):
    """(all together, the enterprises with most that is late, how many more of them), counted in one query."""
    groups = late.sorted_by_why(now).order_by().values_list("site__organization", "why").annotate(Count("pk"))
    found = defaultdict(Counter)
    for organization, why, count in groups:
        found[organization][why] += count
    ranked = sorted(found, key=lambda key: (-found[key].total(), -found[key][UNANSWERED], key))
    named = Organization.objects.in_bulk(ranked[:MOST_BARS])
    return {
        "all": hindered(None, sum(found.values(), Counter())),
        "organizations": [hindered(named[key], found[key]) for key in ranked[:MOST_BARS]],
        "more": len(ranked) - len(named),
    }


def hindered(of, counts):
    reasons = [(why, label, counts[why]) for why, label in ANSWERS if counts[why]]
    return Hindered(of, counts.total(), counts[UNANSWERED], reasons)


def whats_next(actions, now):
    """{action's pk: the Notice that will be said next if nothing changes}, for all of them at once."""
    directory = Directory([action.site for action in actions])
    clocks, ladders, coming = ActionClocks(), Ladders(), {}
    for action in actions:
        notices = [
            notice for clock in clocks.of(action) for notice in coming_of(clock, ladders.of(clock), directory, now)
        ]
        if notices:
            coming[action.pk] = min(notices, key=lambda notice: notice.not_before)
    return coming
