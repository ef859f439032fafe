"""One round of reminding, as it is made every minute; and its rehearsal, which says what a round would send."""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from math import gcd
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from accounts.models import User
from common import clock
from common.calendars import end_of_day
from common.clock import local_day

from .composing import compose
from .delivery import deliver_all
from .models import Hold, Pulse, Step
from .planning import plan

log = logging.getLogger(__name__)

HOUR = 60  # minutes


def make_round():
    """Plan, compose and send what is due; return how much each of them did.

    Each leaves its sign of life when it came to its end; one that did not keeps the others from nothing.
    """
    return [done(name, work) for name, work in WORK.items()]


def done(name, work):
    now = clock.now()
    try:
        count = work(now)
    except Exception:
        log.exception("Reminders: %s did not come to its end", name)
        return 0
    Pulse.beat(name, count, now=clock.now() if name == Pulse.Name.DELIVER else now)
    return count


def deliver(now=None):
    """Send all that is due, each letter by the clock of its own moment."""
    return deliver_all()


WORK = {Pulse.Name.PLAN: plan, Pulse.Name.COMPOSE: compose, Pulse.Name.DELIVER: deliver}


@dataclass
class Rehearsal:
    """`mails` are what `keep` made of each mail, in the order of sending; `holds` stood or would have begun."""

    mails: list = field(default_factory=list)
    holds: list = field(default_factory=list)


class Album(BaseEmailBackend):
    """Sends nothing and keeps of each mail what `keep` says."""

    def __init__(self, keep):
        super().__init__()
        self.keep, self.mails = keep, []

    def send_messages(self, messages):
        self.mails += map(self.keep, messages)
        return len(messages)


@transaction.atomic
def rehearse(now, on=None, keep=lambda mail: mail):
    """The Rehearsal of a round at `now` or, if nothing changes until then, of all rounds of the local day `on`.

    It is the round itself, undone at its end. What stands still is let go, so that one sees what would leave then.
    Whatever lies before the day `on` is rehearsed as well: what is said by then is not said again.
    """
    rehearsal = Rehearsal()
    for instant, is_shown in [(now, True)] if on is None else rounds_until(now, on):
        postbox = Album(keep)
        holds = rehearse_round(instant, postbox)
        if is_shown:
            rehearsal.mails += postbox.mails
            rehearsal.holds += holds
    transaction.set_rollback(True)
    return rehearsal


def rehearse_round(now, postbox):
    """A round, whose letters come into `postbox`; returns the holds that kept them."""
    plan(now)
    holds = compose_all_the_same(now)
    deliver_all(lambda: now, postbox)
    return holds


def compose_all_the_same(now):
    """Compose as if somebody let go what stands still; returns the holds that did."""
    holds = []
    compose(now)
    while hold := Hold.objects.standing().first():
        holds.append(hold)
        hold.release(by=User.objects.first(), now=now, note="rehearsed")
        compose(now)
    return holds


def rounds_until(now, on):
    """(instant, whether it is shown): the last round of each day before the local day `on`, and those of that day.

    Days are those of the installation. Of the rounds of a day those are made that the steps in force can tell apart.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    today, end = local_day(now, settings.TIME_ZONE), end_of_day(on, settings.TIME_ZONE)
    yield now, today == on
    for ahead in range((on - today).days):
        yield end_of_day(today + timedelta(days=ahead), settings.TIME_ZONE) - timedelta(minutes=1), False
    instant, apart = datetime.combine(on, time.min, zone), minutes_apart()
    while instant < end:
        if instant > now:
            yield instant, True
        instant = (instant.astimezone(UTC) + apart).astimezone(zone)


def minutes_apart():
    """The longest time in which no two steps of a ladder are reached that are more than that apart."""
    steps = Step.objects.values_list("offset", "every")
    return timedelta(minutes=gcd(HOUR, *(minutes for step in steps for minutes in step if minutes)))
