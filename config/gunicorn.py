"""How gunicorn serves Bihuan: `gunicorn -c python:config.gunicorn config.wsgi`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings  # noqa: E402 - the settings need their name first

bind = settings.LISTEN
workers = settings.WEB_WORKERS
threads = settings.WEB_THREADS
worker_class = "gthread"
worker_tmp_dir = (
    "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
)  # heartbeats: a slow disk looks like a dead worker
preload_app = True  # a mistake in the environment is said once, by the master, and ends it
keepalive = 65  # longer than a proxy keeps its own end
timeout = 60
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
loglevel = "error"  # it warns of every HEAD request
accesslog = None
