"""Celery only wakes the work; the database is the truth. Lost, doubled or late: the outcome is the same."""

from celery import shared_task

from common import clock

from .models import Pulse
from .rounds import deliver, done, make_round


@shared_task
def say_what_is_due():
    """Wakings that piled up while no worker ran do not plan again and again: by the database's clock, not theirs."""
    if Pulse.is_fresh(Pulse.Name.COMPOSE, now=clock.now()):
        done(Pulse.Name.DELIVER, deliver)
    else:
        make_round()
