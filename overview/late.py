"""Late, by site and by owner."""

from collections import Counter
from dataclasses import dataclass

import django_filters as filters
from django import forms
from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from accounts.directory import Directory
from accounts.models import Site, User
from actions.clocks import ActionClocks
from actions.models import Action
from common.clock import local_day
from common.filters import RecordFilter
from outbox.clocks import Ladders, coming_of

MOST_BARS = 12


def sites_seen(request):
    seen = Action.objects.visible_to(request.user)
    return Site.objects.filter(pk__in=seen.values("site")).select_related("organization")


def owners_seen(request):
    return User.objects.filter(pk__in=Action.objects.visible_to(request.user).values("owner"))


class LateFilterSet(filters.FilterSet):
    """Narrowed by choosing a bar: the form itself is not shown."""

    site = RecordFilter(queryset=sites_seen, label=_("Site"), widget=forms.HiddenInput)
    owner = RecordFilter(queryset=owners_seen, label=_("Owner"), widget=forms.HiddenInput)

    class Meta:
        model = Action
        fields = []


@dataclass(frozen=True)
class Bar:
    """How much is late at one site or with one owner, and for how many days the oldest of it."""

    of: object
    count: int
    oldest: int
    share: int  # of the longest bar in per cent: the longer a bar, the older the oldest


def bars(late, now):
    """(by site, by owner): the longest bars first, of however many late actions, in a fixed number of queries."""
    return (
        longest(late, "site", Site.objects.select_related("organization"), now),
        longest(late, "owner", User.objects.all(), now),
    )


def longest(late, what, records, now):
    """The longest bars, and how many more there would be. Counted by the database, zone by zone."""
    groups = late.order_by().values_list(what, "site__time_zone").annotate(Count("pk"), Min("deadline"))
    counts, oldest, today = Counter(), Counter(), {}
    for key, zone, count, deadline in groups:
        if zone not in today:
            today[zone] = local_day(now, zone)
        counts[key] += count
        oldest[key] = max(oldest[key], (today[zone] - deadline).days)
    ranked = sorted(counts, key=lambda key: (-oldest[key], -counts[key], key))
    found = records.in_bulk(ranked[:MOST_BARS])
    shown = [
        Bar(found[key], counts[key], oldest[key], oldest[key] * 100 // oldest[ranked[0]]) for key in ranked[:MOST_BARS]
    ]
    return {"bars": shown, "more": len(ranked) - len(shown)}


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
