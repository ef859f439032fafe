"""The product's own Celery application, in a hurry: what takes minutes takes half a second.

Nothing but durations differs from `config.celery`, so that a run of a few seconds sees what a night would.
"""

from datetime import timedelta

import django

from config.celery import app

django.setup()

from outbox import delivery, smtp  # noqa: E402 - the settings come first
from outbox.models import hold  # noqa: E402

delivery.FIRST_PAUSE, delivery.LONGEST_PAUSE = 0.5, 1
smtp.LONGEST_TALK = 2
hold.FRESH = timedelta(seconds=0.2)
app.conf.beat_schedule["say-what-is-due"]["schedule"] = 0.5
app.conf.beat_max_loop_interval = 0.5
app.conf.broker_transport_options = {"socket_timeout": 2, "socket_connect_timeout": 2}

celery = app
