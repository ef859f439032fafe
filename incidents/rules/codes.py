"""Code tables of standards: accident categories and their other dimensions (GB 6441), and cause factors."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from . import grades, packs
from .inputs import BadInput

NEWEST = "GB 6441-2025"
OLDEST = "GB 6441-1986"
NEEDS_CHOICE = "needs_choice"
NAMELESS = {"GB86-20", "WSA10099"}  # “other” is no category in which something can happen again


@dataclass(frozen=True)
class Code(packs.Text):
    """`accident_kind` is fire or road_traffic where a code says so: the law gives these other windows."""

    code: str = ""
    accident_kind: str = "work"


def table(rule, name):
    """{code: Code} of a rule that holds a list of them."""
    return {entry["code"]: Code(**entry) for entry in rule[name]}


@cache
def category_tables():
    """(rule, {code: Code}) of each table, newest first."""
    return [(rule, table(rule, "categories")) for rule in packs.rules("categories")]


def table_on(day):
    """The table for an accident of the local `day`; what is older than every table is coded by the oldest."""
    return next((pair for pair in category_tables() if pair[0].since <= day), category_tables()[-1])


def categories_on(day):
    """The category codes that hold for an accident of the local `day`: GB 6441-2025 from 2026-07-01, 1986 before."""
    return table_on(day)[1]


def category_table_on(day):
    """The name of the standard that `categories_on(day)` comes from."""
    return table_on(day)[0]["table"]


@cache
def all_categories():
    return {code: label for _rule, codes in category_tables() for code, label in codes.items()}


@cache
def factors():
    """Codes of unsafe conditions (6.x), unsafe acts (7.x) and indirect causes (I.x), by code."""
    return table(packs.rule("factors"), "factors")


def factors_of(level):
    """The factors for a level: conditions and acts are direct causes, what lies behind them is not."""
    return {code: label for code, label in factors().items() if code.startswith("I.") == (level != "direct")}


def alike(code):
    """Every code, of whichever table, that has the same name as this one: fire is fire in both standards."""
    name = all_categories()[code].zh
    return [other for other, label in all_categories().items() if label.zh == name]


@cache
def same_category(code):
    """One code for what is called the same in the standards of 1986 and 2025; nothing for “other”."""
    if code in NAMELESS:
        return ""
    return max(alike(code)) if code in all_categories() else code


def successors(code):
    """The codes of GB 6441-2025 that one of 1986 became; where there are several, somebody has to choose."""
    return {entry["old"]: entry["new"] for entry in packs.rule("category_map")["map"]}[code]


def harm_code(*, deaths, serious, minor):
    """The second dimension of GB 6441-2025, by the gravest harm; None while it is not known that nobody was hurt."""
    rule = packs.rule("harm_codes")
    if deaths:
        return rule["death"]
    if serious:
        return rule["serious"]
    if minor:
        return rule["minor"]
    return None if None in (deaths, serious, minor) else rule["none"]


def industry_code(code):
    """The third dimension, from four digits of GB/T 4754 with or without the letter of the section; None where not."""
    rule = packs.rule("industry_code")
    found = re.fullmatch(rf"[A-T]?([0-9]{{{rule['digits']}}})", code.strip().upper(), re.ASCII)
    return found and rule["prefix"] + found[1]


# the door of the vectors


def answer(given):
    """type_table and lost_day_table of the day occurred_at. Of a `type`, by name or code: gb6441_2025_code and
    gb6441_1986_code. Of an `old` type: map_1986_to_2025, a name or needs_choice, with map_choices. Of the casualties:
    gb6441_2025_harm_code. Of an `industry` of GB/T 4754: gb6441_2025_industry_code."""
    casualties = grades.Casualties.of(given)
    tables = {rule["table"]: rule for rule in packs.rules("categories")}
    answers = {
        "gb6441_2025_harm_code": harm_code(
            deaths=casualties.deaths, serious=casualties.serious, minor=casualties.minor
        ),
        "gb6441_2025_industry_code": given.has("industry") and industry_code(given.text("industry")) or None,
    }
    for key, kind in [("type_table", "categories"), ("lost_day_table", "severity")]:
        rule = packs.rule_or_none(kind, **given.where)
        answers[key] = rule and rule["table"].replace(" ", "")
    if given.has("type"):
        found = {name: named(given.text("type"), rule) for name, rule in tables.items()}
        if not any(found.values()):
            raise BadInput("type", _("No table has this type."))
        answers["gb6441_2025_code"], answers["gb6441_1986_code"] = found[NEWEST], found[OLDEST]
    if given.has("old"):
        code = named(given.text("old"), tables[OLDEST])
        if code is None:
            raise BadInput("old", _("No table has this type."))
        new = [all_categories()[each].zh for each in successors(code)]
        answers |= {"map_1986_to_2025": new[0] if len(new) == 1 else NEEDS_CHOICE, "map_choices": new}
    return answers


def named(text, rule):
    """The code in this table for a name, however wide its brackets, or for a code."""
    text = plain(text)
    for entry in rule["categories"]:
        if text in {plain(entry[name]) for name in ("code", "zh", "en")}:
            return entry["code"]
    return None


def plain(text):
    return unicodedata.normalize("NFKC", text).replace(" ", "").casefold()
