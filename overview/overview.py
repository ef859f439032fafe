"""The page a leader reads before the meeting: what is late, who owes it, what waits, and whether measures hold."""

from accounts.policy import signed_in
from alerts.showing import current

from . import figures
from .debtors import debtors, longest_silent
from .scope import Scope
from .tallies import Tallies, total, year_ago
from .worst import worst


@signed_in
def overview(request):
    scope = Scope(request)
    context = {} if scope.errors else numbers(scope)
    return scope.listing.html("overview/overview.html", "overview/_overview.html", scope=scope, **context)


def numbers(scope):
    """All that the page shows."""
    tallies = Tallies.of(scope)
    due, happened = total(tallies.due), total(tallies.incidents)
    owing = debtors(scope)
    places, more = worst(scope, tallies)
    return {
        "alerts": current(scope.user, scope.places),
        "alerts_url": scope.listed("alerts:list"),
        "year_ago": year_ago(scope.now),
        "late": figures.late(scope, tallies.late),
        "why": figures.why_late(scope, tallies.late),
        "debtors": owing,
        "silent": longest_silent(owing),
        "worst": places,
        "more_places": more,
        "kept": [figures.deadlines_kept(scope, due, which) for which in ("first", "agreed")],
        "strong": figures.strong_measures(scope, due),
        "waiting": figures.waiting(scope, tallies.counts),
        "held": figures.did_not_hold(scope, tallies.counts, due),
        "incidents": figures.recent_incidents(scope, happened),
    }
