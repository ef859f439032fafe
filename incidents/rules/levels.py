"""Up to which level an accident is reported, who investigates it, and who decides about the fine: by its grade."""

from . import grades, packs


def answer(given):
    """report_up_to, investigated_by, fined_by: in the words of the law; may_delegate_to_unit: whether the county may
    entrust the unit with the investigation: of a general accident of which it is known that it hurt nobody."""
    grade = grades.grade_given(given)
    casualties = grades.Casualties.of(given)
    reporting = packs.rule("reporting_levels", **given.where)
    investigating = packs.rule("investigating_level", **given.where)
    fining = packs.rule_or_none("fining_level", **given.where)
    if grade is None:
        return dict.fromkeys(["report_up_to", "investigated_by", "fined_by"]) | {"may_delegate_to_unit": False}
    return {
        "report_up_to": reporting["levels"][reporting["up_to"][grade]]["zh"],
        "investigated_by": investigating["by"][grade]["zh"],
        "fined_by": fining and fining["by"][grade]["zh"],
        "may_delegate_to_unit": grade == investigating["may_entrust_unit"] and casualties.nobody_was_hurt,
    }
