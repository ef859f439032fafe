"""One at a time, where a rule looks at many rows and a constraint cannot."""

from django.db import connection


def take_turns(name):
    """Wait until no other transaction holds the lock called `name`, and hold it until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
