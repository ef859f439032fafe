"""The band within which the unit is fined: a reference. People decide, with a reason when they leave the band."""

from dataclasses import dataclass

from . import grades, packs


@dataclass(frozen=True)
class Band:
    """`unit` is [from, to] in ten thousand yuan; `especially_grave` the factors for such cases, or None; `person` the
    share of last year's income of the main person in charge in percent, or None where no rule is known."""

    unit: list
    especially_grave: list | None
    person: int | None
    rule: packs.Rule


def band(grade, *, deaths, serious, loss, jurisdiction, day):
    """The Band for an accident of this grade, by the rule of the local day on which it happened; NoRule where none is.

    `serious` are serious injuries with acute poisonings. The highest tier that one of the counts reaches holds.
    """
    rule = packs.rule("fine", jurisdiction=jurisdiction, day=day)
    facts = {"deaths": deaths or 0, "serious": serious or 0, "loss": loss or 0}
    *tiers, lowest = [tier for tier in rule["tiers"] if tier["grade"] == grade]
    tier = next((tier for tier in tiers if any(facts[name] >= tier[name] for name in facts if name in tier)), lowest)
    person = packs.rule_or_none("personal_fine", jurisdiction=jurisdiction, day=day)
    return Band(tier["fine"], rule.values.get("especially_grave"), person and person["neglect"][grade], rule)


def answer(given):
    """unit_fine_wan_yuan: [from, to] in ten thousand yuan; especially_grave_times: the factors for especially grave
    cases; person_in_charge_income_percent. All None where there is no grade."""
    grade, casualties = grades.grade_given(given), grades.Casualties.of(given)
    if grade is None:
        return dict.fromkeys(["unit_fine_wan_yuan", "especially_grave_times", "person_in_charge_income_percent"])
    found = band(grade, deaths=casualties.deaths, serious=casualties.serious, loss=casualties.loss, **given.where)
    return {
        "unit_fine_wan_yuan": found.unit,
        "especially_grave_times": found.especially_grave,
        "person_in_charge_income_percent": found.person,
        "clause": str(found.rule.clause),
    }
