"""The days within which a change of the casualties is reported and changes the grade."""

from django.utils.translation import gettext as _

from . import grades, packs
from .days import days_later
from .inputs import BadInput


def last_day(occurred_on, accident_kind, jurisdiction):
    """The last local day of the window, or None where no rule is known; the kind is work, fire or road_traffic."""
    rule = packs.rule_or_none("window", jurisdiction=jurisdiction, day=occurred_on)
    return rule and days_later(occurred_on, rule.days_for(accident_kind))


def dead_from(occurred_on, accident_kind, jurisdiction):
    """The first local day on which whoever is still missing counts as dead, or None where no rule is known."""
    rule = packs.rule_or_none("missing", jurisdiction=jurisdiction, day=occurred_on)
    return rule and days_later(occurred_on, rule.days_for(accident_kind) + 1)


def answer(given):
    """supplement_last_day: a change on that local day still counts; grade_after_third_death: with one more death on the
    day third_death_on, which changes the grade inside the window only."""
    rule = packs.rule("window", **given.where)
    days, occurred, died = rule.days_for(given.accident_kind), given.day_of_accident, given.day("third_death_on")
    last = occurred and days_later(occurred, days)
    answers = {"window_days": days, "supplement_last_day": last}
    if died and occurred:
        if died < occurred:
            raise BadInput("third_death_on", _("This is before the accident."))
        grading = packs.rule("grade", **given.where)
        found = grades.Casualties.of(given).graded(grading, 1 if died <= last else 0)
        answers |= {"grade_after_third_death": grades.names(grading).get(found), "regrades": died <= last}
    return answers
