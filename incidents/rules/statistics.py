"""Whether an accident enters the statistics."""

from . import grades, packs


def answer(given):
    """stat_countable: without casualties and below the floor it is not counted. None: the loss is not known."""
    rule, casualties = packs.rule("statistics_floor", **given.where), grades.Casualties.of(given)
    if casualties.hurt:
        return {"stat_countable": True}
    return {"stat_countable": None if casualties.loss is None else casualties.loss >= rule["loss"]}
