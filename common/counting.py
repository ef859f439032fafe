"""Several questions for the price of one to the database, and all answered of one instant."""

from django.core.exceptions import EmptyResultSet
from django.db import connection


def count_all(*querysets):
    """How many rows each of `querysets` has, in one query. One that is sliced is counted no further than its end."""
    return ask_all((), querysets)[1]


def ask_all(tables, counted):
    """(the rows of each of `tables`, as dictionaries; how many rows each of `counted` has), in one query.

    `tables` are `values()` of numbers and texts: they travel as JSON.
    """
    parts, params = [], []
    questions = [("coalesce(json_agg(rows), '[]')", rows, "'[]'::json") for rows in tables]
    questions += [("count(*)", keys_of(rows), "0") for rows in counted]
    for answer, rows, nothing in questions:
        try:
            part, given = rows.query.sql_with_params()
        except EmptyResultSet:
            parts.append(nothing)
            continue
        parts.append(f"(SELECT {answer} FROM ({part}) AS rows)")  # noqa: S608 – of Django's own SQL
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        answers = cursor.fetchone()
    return answers[: len(tables)], answers[len(tables) :]


def keys_of(rows):
    return (rows if rows.query.is_sliced else rows.order_by()).values("pk")
