"""What supervisors and load balancers ask: `/healthz`, do we answer; `/readyz`, does everything do its work?

A middleware and not views: whoever asks knows no host name, and the clock of a request needs the database.
"""

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import JsonResponse
from django.utils.cache import add_never_cache_headers

from common import clock
from outbox import health

PATIENCE = 1  # seconds that Redis has to answer


class Health:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        look = {"/healthz": alive, "/readyz": ready}.get(request.path)
        if look is None:
            return self.get_response(request)
        try:
            response = look()
        except Error:
            response = JsonResponse({"status": "no database"}, status=503)
        add_never_cache_headers(response)
        return response


def alive():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def ready():
    """200 while reminders move, also without Redis (degraded) or held by a person; 503 when they stand still."""
    reminders = health.look(clock.now())
    broker = redis_answers()
    status = "down" if reminders.stands_still else "degraded" if broker is False or reminders.hold else "ok"
    answer = {"status": status, "redis": {True: "ok", False: "away", None: "not used"}[broker]}
    return JsonResponse(answer | reminders.as_json(), status=503 if status == "down" else 200)


def redis_answers():
    """Whether Redis answers; None where this installation does without."""
    if not settings.REDIS_URL:
        return None
    try:
        with redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as client:
            return client.ping()
    except redis.RedisError:
        return False
