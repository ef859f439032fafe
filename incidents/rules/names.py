"""The name by which an accident is known: “month·day”, grade, type (for example …“8·27”一般高处坠落事故)."""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from common.search import BETWEEN

from .inputs import BadInput

LEAP_YEAR = 2024  # in which every day of a month is one
DAY = re.compile(rf"(?<![0-9])0?([1-9][0-9]?)(?:{BETWEEN}|\s*月\s*)0?([1-9][0-9]?)(?![0-9])", re.ASCII)


def proposed_name(incident):
    """A name in the language of the moment, at most 200 characters; the reader may edit it."""
    facts = {
        "organization": incident.site.organization,
        "month": incident.occurred_on.month,
        "day": incident.occurred_on.day,
        "grade": incident.get_grade_display() if incident.grade else "",
        "category": incident.category_label,
    }
    if incident.kind == "near_miss":
        text = _("%(organization)s “%(month)d·%(day)d” near miss: %(category)s")
    elif incident.kind != "accident":
        text = _("%(organization)s “%(month)d·%(day)d” occurrence: %(category)s")
    elif facts["grade"]:
        text = _("%(organization)s “%(month)d·%(day)d” %(grade)s accident: %(category)s")
    else:
        text = _("%(organization)s “%(month)d·%(day)d” accident: %(category)s")
    return (text % facts).strip(" :：")[:200]


def day_part(text):
    """8·27, however a text writes a month and a day: 8.27, ８．２７, 8-27, 2026年8月27日. None where it has none."""
    for month, day in DAY.findall(unicodedata.normalize("NFKC", text)):
        try:
            date(LEAP_YEAR, int(month), int(day))
        except ValueError:
            continue
        return f"{int(month)}·{int(day)}"
    return None


def answer(given):
    """normalised_date_part of a text; name, from the `place`, the day occurred_at, the `grade` and the `type`."""
    text, place, day = given.text("text"), given.text("place"), given.day_of_accident
    answers = {"normalised_date_part": None, "name": None}
    if text:
        answers["normalised_date_part"] = day_part(text)
        if answers["normalised_date_part"] is None:
            raise BadInput("text", _("This names no day of a month."))
    if place and day:
        parts = place, day.month, day.day, given.text("grade") or "", given.text("type") or ""
        answers["name"] = "{}“{}·{}”{}{}事故".format(*parts)
    return answers
