"""Days, money and people as official papers write them."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.models.in_words import CASUALTIES

from .parts import is_chinese

TEN_THOUSAND = Decimal(10_000)


def day(value):
    return date_format(value, pgettext("the format of a day in official papers", "j F Y"))


def short_day(value):
    """For narrow columns."""
    return date_format(value, pgettext("the format of a day in a narrow column", "j M Y"))


def short_time(on, at=None):
    return short_day(on) + (date_format(at, " H:i") if at else "")


def short_moment(instant, zone):
    local = instant.astimezone(ZoneInfo(zone))
    return short_time(local.date(), local.time())


def day_and_time(on, at=None):
    """A local day and, where it is known, the time."""
    if at is None:
        return day(on)
    return day(on) + date_format(at, pgettext("the format of a time after a day in official papers", ", H:i"))


def moment(instant, zone):
    """An instant in the IANA zone `zone`."""
    local = instant.astimezone(ZoneInfo(zone))
    return day_and_time(local.date(), local.time())


def yuan(amount, is_estimate):
    """Money in words: offices in China count in ten thousands."""
    if is_chinese():
        wan = amount / TEN_THOUSAND
        text = f"{number_format(wan.normalize() if wan % 1 else wan.quantize(Decimal(1)), force_grouping=True)}万元"
    else:
        cents = 2 if amount % 1 else 0
        text = _("%(amount)s yuan") % {"amount": number_format(amount, cents, force_grouping=True)}
    return _("about %(amount)s (estimate)") % {"amount": text} if is_estimate else text


def people(counts):
    """The casualties, worst first, in words; of {fact: number or None}. Empty where nothing is known."""
    told = [words(counts[name]) % {"count": counts[name]} for name, words in CASUALTIES.items() if counts[name]]
    if told:
        return pgettext("between the parts of a sentence", ", ").join(told)
    if counts["deaths"] is None or counts["serious_injuries"] is None:
        return ""
    return _("nobody hurt")


def shortened(text, characters):
    """A text on one line and at most so long."""
    return Truncator(" ".join(text.split())).chars(characters)


def sentences(*texts):
    return ("" if is_chinese() else " ").join(filter(None, texts))


def address(*parts):
    """From the largest part to the smallest in Chinese, the other way round in English."""
    parts = [part for part in parts if part]
    return "".join(parts) if is_chinese() else ", ".join(reversed(parts))


def stopped(text):
    """A sentence with one full stop, whether or not its writer set one."""
    text = text.rstrip()
    return text if text.endswith(tuple("。.！!？?；;")) else text + ("。" if is_chinese() else ".")
