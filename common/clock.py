"""The one clock: PostgreSQL's, so that a worker whose own clock is wrong by days changes nothing."""

from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateField, Func, IntegerField


def now():
    """The present instant (aware, UTC) as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def local_day(instant, zone):
    """The calendar day of `instant` in the IANA zone named `zone`."""
    return instant.astimezone(ZoneInfo(zone)).date()


class LocalDay(Func):
    """`local_day` as the database computes it, row by row: `LocalDay("site__time_zone", "closed_at")`."""

    template = "timezone(%(expressions)s)::date"
    output_field = DateField()


class DaysBetween(Func):
    """How many days the first day lies after the second one."""

    template, arg_joiner = "(%(expressions)s)", " - "
    output_field = IntegerField()


class RequestClock:
    """Gives every view one `request.now`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        request.now = now()
