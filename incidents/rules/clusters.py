"""Accidents that follow each other: a warning, never a grade, which is found for each of them alone."""

from django.utils.translation import gettext as _

from . import grades, packs
from .inputs import BadInput, Inputs


def is_cluster(days_of_fatal_accidents, jurisdiction="CN"):
    """Whether so many fatal accidents lie within so few days that somebody has to be warned."""
    rule = packs.rule("cluster", jurisdiction=jurisdiction)
    days, enough = sorted(days_of_fatal_accidents), rule["fatal_accidents"]
    return any((last - first).days < rule["days"] for first, last in zip(days, days[enough - 1 :], strict=False))


def answer(given):
    """grades: of each accident; totals: accidents, deaths and the days they span, the first and the last included;
    is_cluster: whether this is a series to warn about."""
    listed = given.listed("accidents")
    if not listed or not all(isinstance(each, dict) for each in listed):
        raise BadInput("accidents", _("This is not a list of accidents with their days."))
    accidents = [Inputs({"jurisdiction": given.jurisdiction, **each}) for each in listed]
    days = [each.day("date") for each in accidents]
    if None in days:
        raise BadInput("accidents", _("An accident has no day."))
    casualties = [grades.Casualties.of(each) for each in accidents]
    rules = [packs.rule("grade", jurisdiction=given.jurisdiction, day=day) for day in days]
    graded = [grades.names(rule).get(each.graded(rule)) for each, rule in zip(casualties, rules, strict=True)]
    deaths = [each.deaths or 0 for each in casualties]
    fatal = [day for day, dead in zip(days, deaths, strict=True) if dead]
    span = (max(days) - min(days)).days + 1
    return {
        "grades": graded,
        "totals": {"accidents": len(days), "deaths": sum(deaths), "span_days_inclusive": span},
        "is_cluster": is_cluster(fatal, given.jurisdiction),
    }
