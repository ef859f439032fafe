"""A throw-away database whose clock shows another day: for looking at the sample as it stood then.

Everything here asks PostgreSQL what time it is (`common.clock`). A schema that PostgreSQL searches before its own holds
functions of the same names that answer with that day, and run on from there.
"""

from django.db import connection

SCHEMA = "sample_clock"
CLOCKS = {"clock_timestamp": "VOLATILE", "statement_timestamp": "STABLE"}


def move(to, now):
    """From the next connection on it is `to` in this database where it is `now`."""
    seconds = (to - now).total_seconds()
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for clock, volatility in CLOCKS.items():
            cursor.execute(
                f"CREATE FUNCTION {SCHEMA}.{clock}() RETURNS timestamptz LANGUAGE sql {volatility} AS "
                f"$$SELECT pg_catalog.{clock}() + interval '{seconds} seconds'$$"
            )
        cursor.execute(f"ALTER DATABASE {name} SET search_path = public, {SCHEMA}, pg_catalog")
