"""Code tables of standards, read from `data/`: accident categories (GB 6441) and cause factors."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Code:
    code: str
    zh: str
    en: str

    def __str__(self):
        return self.zh if (get_language() or "").startswith("zh") else self.en


@cache
def read(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@cache
def category_tables():
    """(first day in force, name, {code: Code}) of each table, newest first."""
    tables = [read(path.stem) for path in DATA.glob("categories-*.json")]
    tables.sort(key=lambda table: table["in_force_from"], reverse=True)
    return [
        (date.fromisoformat(t["in_force_from"]), t["name"], {c["code"]: Code(**c) for c in t["categories"]})
        for t in tables
    ]


def categories_on(day):
    """The category codes that hold for an accident of the local `day`: GB 6441-2025 from 2026-07-01, 1986 before."""
    for since, _name, codes in category_tables():
        if day >= since:
            return codes
    return category_tables()[-1][2]


def category_table_on(day):
    """The name of the standard that `categories_on(day)` comes from."""
    return next((name for since, name, _ in category_tables() if day >= since), category_tables()[-1][1])


@cache
def all_categories():
    return {code: label for _since, _name, codes in category_tables() for code, label in codes.items()}


@cache
def factors():
    """Codes of unsafe conditions (6.x), unsafe acts (7.x) and indirect causes (I.x), by code."""
    return {f["code"]: Code(**f) for f in read("factors-gb6441-1986")["factors"]}


def factors_of(level):
    """The factors for a level: conditions and acts are direct causes, what lies behind them is not."""
    return {code: label for code, label in factors().items() if code.startswith("I.") == (level != "direct")}


def alike(code):
    """Every code, of whichever table, that has the same name as this one: fire is fire in both standards."""
    name = all_categories()[code].zh
    return [other for other, label in all_categories().items() if label.zh == name]
