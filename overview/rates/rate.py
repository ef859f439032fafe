"""One rate of one sum: its value with the numbers put in, or why there is none."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.rules.rates import rate
from overview.places import listed

from .kinds import GDP, HEADCOUNT, HOURS, HURT
from .months import spans


@dataclass(frozen=True)
class Rate:
    """`places` narrows lists of incidents to what `sums` counts; None where no list holds exactly that."""

    kind: object
    sums: object
    places: dict | None

    @property
    def count(self):
        return self.sums.counted[self.asked]

    @property
    def incidents(self):
        return self.sums.incidents[self.asked]

    @property
    def unknown(self):
        """In how many incidents something that is added up is not known."""
        return self.sums.unknown[self.asked]

    @property
    def value(self):
        """Half up, to the places that are usual; None where something is not known, or zero to divide by."""
        if self.is_in_doubt or self.missing:
            return None
        return rate(self.count, self.divisor, self.per, self.kind.decimals)

    @property
    def shown(self):
        return None if self.value is None else number_format(self.value, force_grouping=True)

    @property
    def with_numbers(self):
        """The formula with the numbers put in: 4 × 1,000 ÷ 2,931.5."""
        if self.value is None:
            return ""
        count, per = (number_format(number, force_grouping=True) for number in (self.count, self.kind.per))
        over = self.divisor
        if self.kind.over == HEADCOUNT:
            over = round(Decimal(over) / len(self.sums.months), 1)
        whole = isinstance(over, Decimal) and over == over.to_integral_value() and self.kind.over != HEADCOUNT
        over = number_format(int(over) if whole else over, force_grouping=True)
        return f"{count} ÷ {over}" if self.kind.per == 1 else f"{count} × {per} ÷ {over}"

    @property
    def why_not(self):
        """Why nothing is shown."""
        if self.value is not None:
            return ""
        if self.missing:
            return self.what_is_missing()
        if self.is_in_doubt:
            text = ngettext(
                "In %(count)d incident it is not known what became of those who were hurt.",
                "In %(count)d incidents it is not known what became of those who were hurt.",
                self.unknown or self.sums.unknown[HURT, True],
            )
            return text % {"count": self.unknown or self.sums.unknown[HURT, True]}
        return _("There is nothing to divide by: it is zero.")

    @property
    def doubt(self):
        """What is not known and was not counted, where a value is shown all the same."""
        if self.value is None or not self.unknown:
            return ""
        text = ngettext(
            "In %(count)d incident not all casualties are known; what is not known is not counted.",
            "In %(count)d incidents not all casualties are known; what is not known is not counted.",
            self.unknown,
        )
        return text % {"count": self.unknown}

    @property
    def url(self):
        """The incidents that were counted."""
        return self.listed(counted=self.kind.counted) if self.incidents else ""

    @property
    def unknown_url(self):
        """Those of which something is not known."""
        what = self.kind.counted if self.unknown else "hurt"
        return self.listed(lacking=what) if self.unknown or self.is_in_doubt else ""

    # private

    @property
    def asked(self):
        return self.kind.counted, self.kind.accidents_only

    @property
    def missing(self):
        return self.sums.missing.get(self.kind.over, {})

    @property
    def is_in_doubt(self):
        unsure = self.kind.is_exact and self.unknown
        return bool(unsure or (self.kind.over == HURT and self.sums.unknown[HURT, True]))

    @property
    def divisor(self):
        """Sums over the months; see `per`."""
        return self.sums.counted[HURT, True] if self.kind.over == HURT else self.sums.figures[self.kind.over]

    @property
    def per(self):
        """An average of months is the sum of them by their number: multiplied here, and divided once."""
        return self.kind.per * len(self.sums.months) if self.kind.over == HEADCOUNT else self.kind.per

    def listed(self, **asked):
        if self.places is None:
            return ""
        kind = {"kind": "accident"} if self.kind.accidents_only else {}
        return listed("incidents:list", **self.places, **self.sums.months.asked, status="standing", **kind, **asked)

    def what_is_missing(self):
        names = {HOURS: _("hours worked"), HEADCOUNT: _("average headcount"), GDP: _("GDP")}
        figure, months = names[self.kind.over], list(self.missing.values())
        if len(months) == 1:
            return _("Not known: %(figure)s of %(months)s.") % {"figure": figure, "months": spans(months[0])}
        text = _("Not known for every month: %(figure)s of %(count)d organizations.")
        return text % {"figure": figure, "count": len(months)}
