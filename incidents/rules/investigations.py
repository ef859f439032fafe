"""When the report of an investigation is due, the reply to it, and the assessment of what was done."""

from django.utils.translation import gettext as _

from . import grades, packs
from .days import days_later, months_later
from .inputs import BadInput

APPRAISAL_DAYS = ("appraisal_days", "technical_appraisal_days", "paused_days")  # as tables call it


def report_due(occurred_on, *, pauses=(), extension_days=0, jurisdiction="CN"):
    """The last local day, or NoRule. `pauses` are (from, to) of technical appraisals, whose time does not count."""
    rule = packs.rule("investigation", jurisdiction=jurisdiction, day=occurred_on)
    return days_later(occurred_on, rule["days"] + paused_days(pauses) + extension_days)


def paused_days(pauses):
    """The days of appraisals; the first day of each is its day 0, and where two overlap a day counts once."""
    total, until = 0, None
    for first, last in sorted(pauses):
        if until is None or first > until:
            until = first
        total += max(0, (last - until).days)
        until = max(until, last)
    return total


def reply_due(grade, received_on, **where):
    """The last local day for the reply of the investigating government, from the day it received the report."""
    return days_later(received_on, packs.rule("reply", **where)[grade]["days"])


def assessment_window(approved_on, **where):
    """(first, last) local day of the assessment after the reply."""
    rule = packs.rule("assessment", **where)
    return months_later(approved_on, rule["from_months"]), months_later(approved_on, rule["until_months"])


# the doors of the vectors


def answer(given):
    """report_due: with the time of appraisals (`pauses`: [[from, to], …], or one of APPRAISAL_DAYS) and an approved
    extension (`extension_days`); report_due_max_extended: with the longest that there may be."""
    rule = packs.rule("investigation", **given.where)
    occurred, longest = given.day_of_accident, rule["longest_extension"]
    extension = given.count("extension_days") or 0
    if extension > longest:
        message = _("An extension is at most %(days)d days.") % {"days": longest}
        raise BadInput("extension_days", message)
    paused = sum(given.count(name) or 0 for name in APPRAISAL_DAYS) + paused_days(read_pauses(given))
    if occurred is None:
        return {"report_due": None, "report_due_max_extended": None}
    base = days_later(occurred, rule["days"] + paused)
    return {"report_due": days_later(base, extension), "report_due_max_extended": days_later(base, longest)}


def read_pauses(given):
    found = []
    for pair in given.listed("pauses") or []:
        if isinstance(pair, dict):
            pair = [pair.get("from"), pair.get("to")]
        if not isinstance(pair, list) or len(pair) != 2 or None in pair:
            raise BadInput("pauses", _("A pause has a first and a last day."))
        first, last = (given.day_of("pauses", day) for day in pair)
        if last < first:
            raise BadInput("pauses", _("A pause ends before it begins."))
        found.append((first, last))
    return found


def reply_answer(given):
    """reply_due and reply_due_max_extended, from the day report_received."""
    grade, received = grades.grade_given(given), given.day("report_received")
    rule = packs.rule("reply", **given.where)
    if grade is None or received is None:
        return {"reply_due": None, "reply_due_max_extended": None}
    due = days_later(received, rule[grade]["days"])
    return {"reply_due": due, "reply_due_max_extended": days_later(due, rule[grade]["longest_extension"])}


def assessment_answer(given):
    """window: the first and the last day of the assessment, from the day approved_on of the reply."""
    approved = given.day("approved_on")
    where = given.where if given.has("occurred_at") else given.where | {"day": approved}
    return {"window": approved and list(assessment_window(approved, **where))}
