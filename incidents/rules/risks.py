"""Levels of risk by the two usual methods, LEC and the matrix LS."""

from functools import reduce
from operator import mul

from django.utils.translation import gettext as _

from . import packs
from .inputs import BadInput


def answer(given):
    """lec: {"D": L×E×C as text, "colour"}; ls: {"R": L×S, "colour"}; None for the method whose answers are missing."""
    rule = packs.rule("risk_levels", **given.where)
    lec = None if given.has("S") else product(given, rule["lec"], ["L", "E", "C"])
    ls = product(given, rule["ls"], ["L", "S"]) if given.has("S") else None
    return {
        "lec": lec and {"D": f"{lec.normalize():f}", "colour": colour(rule["lec"], lec)},
        "ls": ls and {"R": int(ls), "colour": colour(rule["ls"], ls)},
    }


def product(given, method, names):
    factors = [given.number(name) for name in names]
    if None in factors:
        return None
    for name, factor in zip(names, factors, strict=True):
        if factor not in method[name]:
            known = ", ".join(str(value) for value in method[name])
            raise BadInput(name, _("This is not one of the values of the table: %(known)s.") % {"known": known})
    return reduce(mul, factors)


def colour(method, value):
    for band in method["bands"]:
        if value > band["above"] if "above" in band else value >= band["from"]:
            return band["colour"]
    return None
