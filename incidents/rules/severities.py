"""How grave an injury is, by the workdays that it costs."""

from . import packs


def answer(given):
    """by_lost_days: 无, 轻伤 or 重伤; the value set for death and permanent total disability asks for a person."""
    rule = packs.rule("severity", **given.where)
    lost = given.count("lost_workdays")
    return {"by_lost_days": lost if lost is None else next(d["name"] for d in rule["degrees"] if lost >= d["from"])}
