from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.policy import signed_in
from actions.models import Action
from alerts.showing import to_answer
from common.clock import local_day
from common.listing import Listing
from outbox import health

from . import administration, work
from .causes import CauseFilterSet, causes_without_action
from .deadlines import legal_deadlines
from .late import LateFilterSet, bars, hindrances, whats_next
from .places import at_a_glance, manages

MOST_SILENT = 3


@signed_in
def home(request):
    user, now = request.user, request.now
    manager = manages(user)
    to_do, to_decide = work.to_do(user, now), work.to_decide(user, now)
    deadlines, more_deadlines = legal_deadlines(user, now)
    left_behind, more_left = work.to_hand_over(user, now) if manager else ([], 0)
    return render(
        request,
        "overview/home.html",
        {
            "may_log": user.reports,
            "today": local_day(now, user.time_zone or settings.TIME_ZONE),
            "deadlines": deadlines,
            "deadlines_more": more_deadlines,
            "deadlines_late": sum(row.countdown.is_late for row in deadlines),
            "to_do": to_do,
            "to_do_late": work.late(to_do),
            "to_decide": to_decide,
            "to_decide_late": work.late(to_decide),
            "to_hand_over": left_behind,
            "to_hand_over_more": more_left,
            "to_know": work.to_know(user, now),
            "alerts": to_answer(user) if manager else [],
            "figures": at_a_glance(user, now) if manager else [],
            "to_mend": administration.to_mend(user, now) if user.is_administrator else [],
            "health": health.look(now) if user.is_administrator else None,
            "only_administers": administration.only_administers(user),
        },
    )


@signed_in
def late(request):
    """The page that is printed for the meeting: who owes what, and for how long."""
    actions = Action.objects.visible_to(request.user).late(request.now).for_list().prefetch_related("extensions")
    actions = actions.order_by("due_at", "pk")
    listing = Listing(request, LateFilterSet, actions)
    by_site, by_owner = bars(listing.rows, request.now)
    coming = whats_next(listing.page, request.now)
    return listing.html(
        "overview/late.html",
        "overview/_late.html",
        by_site=by_site,
        by_owner=by_owner,
        why=hindrances(listing.rows, request.now),
        silent=listing.rows.unanswered_longest(MOST_SILENT, request.now),
        items=[(action, -action.days_left(request.now), coming.get(action.pk)) for action in listing.page],
    )


@signed_in
def causes(request):
    """Causes that nobody is removing yet."""
    found = causes_without_action(request.user).select_related("incident__site__organization", "incident__site__region")
    found = found.order_by("-incident__occurred_on", "-incident_id", "-pk")
    listing = Listing(request, CauseFilterSet, found)
    rows = [(finding, finding.may(request.user, "add_action")) for finding in listing.page]
    title = _("Causes without an action")
    return listing.html("overview/causes.html", "overview/_causes_without.html", rows=rows, title=title)
