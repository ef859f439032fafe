"""What has to be there before a case may be closed."""

from . import packs


def missing(facts, **where):
    """Those of the four no-let-gos that are not yet met; `facts` is {name: whether it is}."""
    return [name for name in packs.rule("closing_gate", **where)["facts"] if not facts.get(name)]


def answer(given):
    """accident_can_close: only when all four are met; missing: which are not."""
    facts = {name: given.flag(name) for name in packs.rule("closing_gate", **given.where)["facts"]}
    shut = missing(facts, **given.where)
    return {"accident_can_close": not shut, "missing": shut}
