"""Raw answers, as a table or a form gives them, read as counts, amounts, days and instants; or BadInput."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from . import money, packs

LARGEST_COUNT = 10_000_000
EMPTY = (None, "")
YEARS = range(1900, 2900)
WORK = "work"  # every accident that is neither fire nor road traffic


class BadInput(ValueError):
    """An answer that cannot be; `problems` is {name: what is wrong with it}."""

    def __init__(self, name, message):
        self.problems = {name: message}

    def __str__(self):
        return "; ".join(f"{name}: {message}" for name, message in self.problems.items())


class Inputs:
    """The answers to one question. What is absent, None or "" is not known and reads as None, never as 0."""

    def __init__(self, given):
        self.given = {str(name): value for name, value in dict(given).items()}
        self.unread = set(self.given)

    def raw(self, name):
        self.unread.discard(name)
        value = self.given.get(name)
        if isinstance(value, str):
            value = value.strip()
        return None if value in EMPTY else value

    def has(self, name):
        return self.raw(name) is not None

    def text(self, name, longest=400):
        value = self.raw(name)
        if value is not None and not isinstance(value, (str, int)):
            raise BadInput(name, _("This is not a text."))
        if value is not None and len(str(value)) > longest:
            raise BadInput(name, _("This is too long."))
        return None if value is None else str(value)

    def count(self, name):
        """A whole number of 0 or more, also in full-width digits."""
        value = self.raw(name)
        if value is None:
            return None
        digits = unicodedata.normalize("NFKC", str(value))
        if isinstance(value, (bool, float, list, dict)) or not re.fullmatch(r"[0-9]{1,9}", digits):
            raise BadInput(name, _("This is not a whole number of 0 or more."))
        if int(digits) > LARGEST_COUNT:
            raise BadInput(name, _("This number is too large."))
        return int(digits)

    def number(self, name):
        """A decimal of 0 or more, also in full-width digits."""
        value = self.raw(name)
        if value is None:
            return None
        digits = unicodedata.normalize("NFKC", str(value)).replace(",", "")
        if isinstance(value, (bool, list, dict)) or not re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,9})?", digits):
            raise BadInput(name, _("This is not a number of 0 or more."))
        return Decimal(digits)

    def amount(self, name):
        """An amount in yuan with at most two decimals; 约300万元 is understood, too."""
        value = self.raw(name)
        if value is None:
            return None
        if isinstance(value, (bool, list, dict)):
            raise BadInput(name, _("This is not an amount."))
        try:
            found = money.parse(str(value))
        except money.NotAnAmount as error:
            raise BadInput(name, str(error)) from error
        return found and found.yuan

    def flag(self, name):
        """Yes or no; what is absent is None."""
        value = self.raw(name)
        if value is not None and not isinstance(value, bool):
            raise BadInput(name, _("This is neither yes nor no."))
        return value

    def one_of(self, name, choices):
        value = self.text(name)
        if value is not None and value not in choices:
            known = ", ".join(choices)
            raise BadInput(name, _("“%(value)s” is not one of: %(known)s.") % {"value": value, "known": known})
        return value

    def listed(self, name):
        value = self.raw(name)
        if value is not None and not isinstance(value, list):
            raise BadInput(name, _("This is not a list."))
        return value

    # where and when

    @property
    def jurisdiction(self):
        return self.text("jurisdiction") or "CN"

    @property
    def zone(self):
        """The clock on the wall at the place of the accident."""
        name = self.text("time_zone") or packs.jurisdictions().get(self.jurisdiction, {}).get("time_zone", "UTC")
        try:
            return ZoneInfo(name)
        except (LookupError, ValueError, OSError) as error:
            raise BadInput("time_zone", _("This is not a time zone, for example Asia/Shanghai.")) from error

    def instant(self, name):
        """An instant; one that names no zone is local to the place of the accident. It is given back in that zone."""
        value = self.raw(name)
        return None if value is None else self.instant_of(name, value)

    def instant_of(self, name, value):
        if not isinstance(value, datetime):
            try:
                value = datetime.fromisoformat(str(value))
            except ValueError as error:
                raise BadInput(name, _("This is not a time such as 2026-08-27T09:40:00+08:00.")) from error
        if value.year not in YEARS:
            raise BadInput(name, _("There is no such day."))
        return value.replace(tzinfo=self.zone) if value.tzinfo is None else value.astimezone(self.zone)

    def day(self, name):
        """A local day; of an instant the day that it is at the place of the accident."""
        value = self.raw(name)
        return None if value is None else self.day_of(name, value)

    def day_of(self, name, value):
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T|\s|$)", value):
            raise BadInput(name, _("This is not a day such as 2026-08-27."))
        return self.instant_of(name, value).date()

    @property
    def day_of_accident(self):
        return self.day("occurred_at")

    @property
    def where(self):
        """What chooses a rule: the jurisdiction and the local day of the accident."""
        return {"jurisdiction": self.jurisdiction, "day": self.day_of_accident}

    @property
    def accident_kind(self):
        """work, or one of the kinds that have a window of their own: fire, road_traffic."""
        kinds = packs.rule("window", jurisdiction=self.jurisdiction)["days_of"]
        return self.one_of("accident_kind", [WORK, *kinds]) or WORK

    def order(self, *names):
        """Refuse instants that contradict each other: `names` in the order in which they have to come."""
        known = [(name, self.instant(name)) for name in names if self.has(name)]
        for (_earlier, before), (name, after) in zip(known, known[1:], strict=False):
            if after < before:
                raise BadInput(name, _("This is before what has to come first."))
