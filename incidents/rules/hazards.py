"""When statistics of hidden dangers are due, and the review after an application to resume work."""

import re
from datetime import date

from django.utils.translation import gettext as _

from . import packs
from .days import days_later
from .inputs import YEARS, BadInput


def answer(given):
    """quarter_stats_due for a quarter such as 2026Q3, annual_stats_due for a year, site_review_due."""
    statistics, review = packs.rule("hazard_statistics", **given.where), packs.rule("site_review", **given.where)
    quarter, year, received = given.text("quarter"), given.count("year"), given.day("application_received")
    if year is not None and year not in YEARS:
        raise BadInput("year", _("There is no such year."))
    return {
        "quarter_stats_due": quarter and after_quarter(quarter, statistics["quarter_day"]),
        "annual_stats_due": year and date(year + 1, statistics["year_month"], statistics["year_day"]),
        "site_review_due": received and days_later(received, review["days"]),
    }


def after_quarter(text, day):
    found = re.fullmatch(r"([0-9]{4})-?Q([1-4])", text.upper(), re.ASCII)
    if not found or int(found[1]) not in YEARS:
        raise BadInput("quarter", _("This is not a quarter such as 2026Q3."))
    year, quarter = int(found[1]), int(found[2])
    return date(year + quarter // 4, quarter % 4 * 3 + 1, day)
