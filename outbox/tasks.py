"""Celery only wakes the work; the database is the truth. Lost, doubled or late: the outcome is the same."""

from celery import shared_task

from common import clock

from . import delivery
from .composing import compose
from .planning import plan


@shared_task
def say_what_is_due():
    now = clock.now()
    plan(now)
    compose(now)
    while delivery.deliver_one(clock.now()):
        pass
