"""Unified social credit codes (GB 32100-2015): eighteen characters, the last of which checks the others."""

import re
import unicodedata

from django.utils.translation import gettext as _

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = [3**place % 31 for place in range(17)]


def plain(text):
    """As it is stored: half-width capitals without spaces and hyphens."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def check_character(code):
    """The eighteenth character that the first seventeen demand."""
    total = sum(CHARACTERS.index(letter) * weight for letter, weight in zip(code, WEIGHTS, strict=True))
    return CHARACTERS[-total % 31]


def wrong(code):
    """{"registration_code": what is wrong}, or nothing."""
    if len(code) != 18:
        text = _("A unified social credit code has 18 characters; this one has %(count)d.") % {"count": len(code)}
    elif strange := sorted(set(code) - set(CHARACTERS)):
        text = _("A unified social credit code has no “%(letters)s”.") % {"letters": "".join(strange)}
    elif code[-1] != check_character(code[:-1]):
        text = _("The last character does not fit the others: one of the 18 is mistyped.")
    else:
        return {}
    return {"registration_code": text}
