"""Within which minutes an accident is told to whom: from the moment somebody is told, hop by hop, to the last level."""

from dataclasses import dataclass
from datetime import UTC, timedelta

from . import grades, packs


@dataclass(frozen=True)
class Hop:
    """One level tells the next: `sender` and `receiver` are codes of levels."""

    sender: str
    receiver: str
    minutes: int
    rule: packs.Rule


def later(instant, minutes):
    """Hours run on, whatever the clocks on the wall do."""
    return (instant.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(instant.tzinfo)


def unit_minutes(**where):
    """How long the head of the unit has, from being told (Decree 493, art. 9)."""
    return packs.rule("unit_report", **where)["minutes"]


def chain(grade, name="ordinary", **where):
    """The codes of the levels through which an accident of this grade is reported, lowest first."""
    rule = packs.rule("reporting_levels", **where)
    levels = rule["chains"][name]
    return levels[: levels.index(level_in(rule, name, rule["up_to"][grade])) + 1]


def chain_of(region_code, **where):
    """The name of the chain of a region, by the beginning of its code."""
    rule = packs.rule_or_none("reporting_levels", **where)
    chains = rule.values.get("chain_of", {}) if rule else {}
    return next((name for name, codes in chains.items() if region_code.startswith(tuple(codes))), "ordinary")


def level_name(code):
    """The level as the newest rule of any jurisdiction names it; the code itself where none does."""
    named = (rule["levels"][code] for rule in packs.rules("reporting_levels") if code in rule["levels"])
    level = next(named, None)
    return str(packs.Text(level["zh"], level["en"])) if level else code


def level_in(rule, name, level):
    """The level of a chain that stands for `level` there: the lowest of at least its rank."""
    rank = rule["levels"][level]["rank"]
    return next(code for code in rule["chains"][name] if rule["levels"][code]["rank"] >= rank)


def hops(grade, name="ordinary", profile="", **where):
    """Every Hop of the chain; a local profile may be stricter than the country (`packs.profile_of`)."""
    rule = packs.rule("level_report", **where)
    local = packs.rule_or_none("level_report", profile=profile, **where) if profile else None
    levels = chain(grade, name, **where)
    found = []
    for number, (sender, receiver) in enumerate(zip(levels, levels[1:], strict=False)):
        here = local or rule
        minutes = here.values.get("first_hop", {}).get(grade) if number == 0 else None
        found.append(Hop(sender, receiver, minutes or here["minutes"], here))
    return found


def is_larger_peril(rule, counts, facts):
    """Whether an occurrence without casualties is one that has to be reported like an accident (Order 21, art. 26)."""
    reached = [(counts.get(name) or 0) >= least for name, least in rule["counts"].items()]
    return any(reached) or any(facts.get(name) for name in rule["facts"])


# the doors of the vectors


def answer(given):
    """unit_report_due, and unit_report_late where unit_reported_at is given; for each hop X_to_Y_due from the receipt
    X_received_at of the level that sends, and X_to_Y_due_latest if every level before uses all its time; chain;
    is_larger_peril_incident."""
    given.order("occurred_at", "known_at", "unit_reported_at")
    levels = packs.rule("reporting_levels", **given.where)
    name = given.one_of("chain", levels["chains"]) or "ordinary"
    profile = given.one_of("profile", ["default", *packs.profiles(given.jurisdiction)]) or "default"
    grade = grades.grade_given(given) or next(iter(levels["up_to"]))  # what is not graded goes up as far as the least
    answers = peril(given)
    known = given.instant("known_at")
    latest = known and later(known, unit_minutes(**given.where))
    reported = given.instant("unit_reported_at")
    answers |= {"unit_report_due": latest, "unit_report_late": reported and latest and reported > latest}
    answers["chain"] = chain(grade, name, **given.where)
    for hop in hops(grade, name, profile.removeprefix("default"), **given.where):
        latest = latest and later(latest, hop.minutes)
        given.order("occurred_at", f"{hop.sender}_received_at")  # a level may hear of it before the unit's head does
        received = given.instant(f"{hop.sender}_received_at")
        for pair in pairs(levels, hop):
            answers[f"{pair}_due"] = received and later(received, hop.minutes)
            answers[f"{pair}_due_latest"] = latest
    return answers


def pairs(levels, hop):
    """The hop under every name that its levels have."""
    for sender in [hop.sender, *levels["levels"][hop.sender].get("also", ())]:
        for receiver in [hop.receiver, *levels["levels"][hop.receiver].get("also", ())]:
            yield f"{sender}_to_{receiver}"


def peril(given):
    rule = packs.rule_or_none("peril", **given.where)
    if rule is None:
        return {"is_larger_peril_incident": None}
    counts = {name: given.count(name) for name in rule["counts"]}
    facts = {name: given.flag(name) for name in rule["facts"]}
    return {"is_larger_peril_incident": is_larger_peril(rule, counts, facts)}


def local_answer(given):
    """district_to_city_minutes and unit_to_district_minutes in a local profile, or in the country's default."""
    grade = grades.grade_given(given)
    profile = given.one_of("profile", ["default", *packs.profiles(given.jurisdiction)]) or "default"
    minutes = {"unit_to_district_minutes": unit_minutes(**given.where), "district_to_city_minutes": None}
    if grade is None:
        return minutes
    first, *_rest = hops(grade, profile=profile.removeprefix("default"), **given.where)
    return minutes | {"district_to_city_minutes": first.minutes}
