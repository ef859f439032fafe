"""Celery only wakes the work; the database is the truth. Lost, doubled or late: the outcome is the same."""

from celery import shared_task

from common import clock

from .composing import compose
from .delivery import deliver_all
from .models import Pulse
from .planning import plan


@shared_task
def say_what_is_due():
    """Wakings that piled up while no worker ran do not plan again and again: by the database's clock, not theirs."""
    if not Pulse.is_fresh(Pulse.Name.COMPOSE, now=clock.now()):
        for name, work in ((Pulse.Name.PLAN, plan), (Pulse.Name.COMPOSE, compose)):
            now = clock.now()
            Pulse.beat(name, work(now), now=now)
    Pulse.beat(Pulse.Name.DELIVER, deliver_all(), now=clock.now())
