"""Celery wakes the work; the database knows what the work is. A lost or doubled message costs nothing."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings  # noqa: E402 - the settings need their name first

# Celery warns root because of pickled messages; ours are JSON.
warnings.simplefilter("ignore", SecurityWarning)

app = Celery("bihuan")
app.conf.update(
    broker_url=settings.REDIS_URL or "filesystem://localhost",
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # for as long as it takes
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_serializer="json",
    accept_content=["json"],
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    beat_schedule_filename=str(settings.DATA_DIR / "beat"),
    # No expiry: a worker whose clock is wrong by hours would throw every message away.
    beat_schedule={"say-what-is-due": {"task": "outbox.tasks.say_what_is_due", "schedule": 60}},
)
if not settings.REDIS_URL:
    folder = settings.DATA_DIR / "broker"
    for name in ("queue", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    app.conf.broker_transport_options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
    }
app.autodiscover_tasks()


@worker_ready.connect
def begin_at_once(sender, **_signal):
    """A worker that comes back does not wait for the next minute."""
    app.send_task("outbox.tasks.say_what_is_due")
