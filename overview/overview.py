"""The page a leader reads before the meeting: what is late, who owes it, what waits, and whether measures hold."""

from accounts.policy import signed_in
from alerts.showing import current

from . import figures, tallies
from .debtors import debtors, longest_silent
from .scope import Scope
from .worst import worst


@signed_in
def overview(request):
    scope = Scope(request)
    context = {} if scope.errors else numbers(scope)
    return scope.listing.html("overview/overview.html", "overview/_overview.html", scope=scope, **context)


def numbers(scope):
    """All that the page shows, in five questions to the database."""
    late, due, incidents = tallies.late(scope), tallies.due(scope), tallies.incidents(scope)
    kept = tallies.total(due)
    waiting, reopened = figures.waiting(scope)
    owing = debtors(scope)
    places, more = worst(scope, late, due, incidents)
    return {
        "alerts": current(scope.user, scope.places),
        "alerts_url": scope.listed("alerts:list"),
        "year_ago": tallies.year_ago(scope.now),
        "late": figures.late(scope, late),
        "why": figures.why_late(scope, late),
        "debtors": owing,
        "silent": longest_silent(owing),
        "worst": places,
        "more_places": more,
        "kept": [figures.deadlines_kept(scope, kept, which) for which in ("first", "agreed")],
        "strong": figures.strong_measures(scope, kept),
        "waiting": waiting,
        "held": figures.did_not_hold(scope, kept, reopened),
        "incidents": figures.recent_incidents(scope, tallies.total(incidents)),
    }
