"""Amounts as people write them: 999.99万元, 约300万元, 三百万元, 1,250,000."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from . import packs

FEN = Decimal("0.01")
LARGEST = Decimal(10) ** 14  # what the column holds
SIZES = [("亿", 10**8), ("万", 10**4), ("千", 10**3), ("百", 10**2), ("十", 10)]
DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2}
FORMAL = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟萬億", "零一二三四五六七八九十百千万亿")


class NotAnAmount(ValueError):
    """A text that is no amount in yuan; the message says why."""


@dataclass(frozen=True)
class Amount:
    """`yuan` is a Decimal with two places; `estimated` where the text says about, nearly, more than."""

    yuan: Decimal
    estimated: bool


def parse(text):
    """The Amount that a text says, None where it says that nothing is known, NotAnAmount where it says none."""
    words = packs.rule("money")
    plain = unicodedata.normalize("NFKC", text).translate(FORMAL).strip()
    if plain in [unicodedata.normalize("NFKC", word) for word in words["unknown"]]:
        return None
    if len(plain) > 60:
        raise NotAnAmount(_("This is too long for an amount."))
    if plain.startswith(("-", "−")):
        raise NotAnAmount(_("An amount is not below zero."))
    plain, estimated = without(re.sub(r"[()]", "", plain), words["estimates"])
    for word in words["currency"]:
        plain = plain.removeprefix(word).removesuffix(word).strip()
    if re.search(r"\d\s+\d", plain):
        raise NotAnAmount(not_one())
    yuan = number_of(re.sub(r"\s", "", plain))
    if yuan != yuan.quantize(FEN):
        raise NotAnAmount(_("An amount in yuan has at most two decimals."))
    if yuan >= LARGEST:
        raise NotAnAmount(_("This amount is too large."))
    return Amount(yuan.quantize(FEN), estimated)


def without(text, words):
    """(`text` with a gap where one of `words` stood, whether one did); the longest words go first."""
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    left, count = re.subn(pattern, " ", text)
    return left.strip(), count > 0


def number_of(text):
    """300, 1,250,000.5, 三百万, 1亿2000万, 三万五: a Decimal."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?|\d{1,20}(\.\d{1,12})?", text, re.ASCII):
        return Decimal(text.replace(",", ""))
    if text in DIGITS:
        return Decimal(DIGITS[text])
    for unit, size in SIZES:
        if unit in text:
            head, tail = text.rsplit(unit, 1)
            return part(head or ("一" if unit == "十" else "")) * size + rest(tail, size)
    raise NotAnAmount(not_one())


def part(text):
    return number_of(text.removeprefix("零"))


def rest(text, size):
    """What stands after a unit is smaller than it; a lone Chinese digit counts tenths of it: 三万五 is 35,000."""
    if not text:
        return Decimal(0)
    found = Decimal(DIGITS[text]) * size / 10 if text in DIGITS and size > 10 else part(text)
    if found >= size:
        raise NotAnAmount(not_one())
    return found


def not_one():
    return _("This is not one amount, such as 1250000, 12.5万元 or 三百万元.")


def answer(given):
    """loss_yuan: the amount in yuan, or None; estimated: whether the text calls it one."""
    from .inputs import BadInput  # which reads amounts by this module

    try:
        found = parse(given.text("text") or "")
    except NotAnAmount as error:
        raise BadInput("text", str(error)) from error
    return {"loss_yuan": found and found.yuan, "estimated": found.estimated if found else None}
