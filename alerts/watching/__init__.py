"""Keeps alerts as the records have it: raises, joins, lowers and ends them, each step with its event."""

from django.conf import settings
from django.db import transaction

from common.clock import local_day
from common.locks import take_turns

from . import incidents, places


@transaction.atomic
def look(now):
    """Computed from the state of the records at `now`: run late, twice, or from two processes, it leaves the same.

    One process at a time: a second one waits and then finds it done.
    """
    take_turns("alerts")
    today = local_day(now, settings.TIME_ZONE)
    incidents.look(today, now)
    places.look(today, now)
