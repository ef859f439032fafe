"""Counting days and months as the law does: the day of the event is day 0 (Civil Code of China, art. 201 and 202)."""

from calendar import monthrange
from datetime import date, timedelta


def days_later(day, count):
    return day + timedelta(days=count)


def months_later(day, count):
    """The same day number `count` months later; where that month has no such day, its last one."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
