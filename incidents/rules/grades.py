"""The grade of an accident, from a rule pack chosen by jurisdiction and local day.

China: Decree 493 (2007), article 3. Criteria are joined by “or”: the highest wins, nothing is added across columns.
Serious injuries and acute industrial poisonings are one criterion. Minor injuries never raise a grade.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.utils.translation import get_language

from .codes import DATA, read


@dataclass(frozen=True)
class Grading:
    """`criterion` is the one that decided: deaths, serious, minor or loss. `threshold` is what it reached."""

    grade: str
    criterion: str
    threshold: Decimal
    pack: str
    version: str


@cache
def packs():
    found = [read(path.stem) for path in DATA.glob("grades-*.json")]
    return sorted(found, key=lambda pack: pack["in_force_from"], reverse=True)


def pack_for(jurisdiction, day):
    for pack in packs():
        if pack["jurisdiction"] == jurisdiction and day >= date.fromisoformat(pack["in_force_from"]):
            return pack
    return None


def clause(graded_by):
    """The clause of the law, as people cite it, behind “pack version” as an incident keeps it."""
    for pack in packs():
        if graded_by == f"{pack['pack']} {pack['version']}":
            return pack["clause"]["zh" if (get_language() or "").startswith("zh") else "en"]
    return graded_by


def grade(*, jurisdiction, day, regime, deaths, serious_injuries, acute_poisonings, minor_injuries, direct_loss):
    """The Grading of an accident on the local `day`, or None where no rule applies.

    Counts are whole numbers ≥ 0 or None (unknown); `direct_loss` is a Decimal in yuan or None (unknown). None is
    returned outside known jurisdictions, in special regimes (art. 45), and where nobody was hurt and nothing was lost:
    that is a near miss, not a graded accident (art. 2).
    """
    pack = pack_for(jurisdiction, day)
    if pack is None or regime not in pack["regimes"]:
        return None
    facts = {
        "deaths": Decimal(deaths or 0),
        "serious": Decimal((serious_injuries or 0) + (acute_poisonings or 0)),
        "minor": Decimal(minor_injuries or 0),
        "loss": direct_loss or Decimal(0),
    }
    for rung in pack["grades"]:
        for criterion, value in facts.items():
            if criterion in rung and value >= Decimal(rung[criterion]):
                return Grading(rung["grade"], criterion, Decimal(rung[criterion]), pack["pack"], pack["version"])
    return None
