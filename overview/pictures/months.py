"""Incidents and casualties by month, with the same months of earlier years."""

from dataclasses import dataclass, fields

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from . import wording
from .lettering import width_of
from .period import end_of_month, months_before
from .picture import Cell, Key, Picture, Table
from .wording import grouped

YEARS_BEFORE = 2
MOST_YEARS = 10
LEAST_MOST = 4
COUNTED = {
    "incidents": Count("pk"),
    "dead": Coalesce(Sum("deaths"), 0),
    "fatal": Count("pk", filter=Q(deaths__gt=0)),
    "injured": Sum(Coalesce("serious_injuries", 0) + Coalesce("acute_poisonings", 0) + Coalesce("minor_injuries", 0)),
    "injuring": Count("pk", filter=Q(serious_injuries__gt=0) | Q(acute_poisonings__gt=0) | Q(minor_injuries__gt=0)),
}


@dataclass(frozen=True)
class Month:
    """How many incidents, how many died and were hurt, and in how many of them. What is not known is not counted."""

    incidents: int = 0
    dead: int = 0
    fatal: int = 0
    injured: int = 0
    injuring: int = 0


NOTHING = Month()


@dataclass(frozen=True)
class Months:
    """`by_month`: {first day: Month}, earlier years too. `total` of the period, `before`: of its days a year earlier.

    `unknown`: incidents of the period that do not say whether anybody died; `untold`: people hurt or killed in them,
    not told apart.
    """

    by_month: dict
    total: Month
    before: Month
    unknown: int
    untold: int

    def of(self, first, years=0):
        return self.by_month.get(months_before(first, 12 * years), NOTHING)


def count(incidents, period):
    """Months of standing `incidents`, which are not yet narrowed to the period, in two queries."""
    incidents = incidents.order_by()
    back = period.years_before(YEARS_BEFORE)
    seen = incidents.filter(occurred_on__lte=period.ends)
    if back.starts:
        seen = seen.filter(occurred_on__gte=back.starts)
    rows = seen.values(month=TruncMonth("occurred_on")).annotate(**COUNTED)
    by_month = {row.pop("month"): Month(**row) for row in rows}
    now = period.within(incidents, "occurred_on").aggregate(
        **COUNTED, unknown=Count("pk", filter=Q(deaths=None)), untold=Coalesce(Sum("victims"), 0)
    )
    before = period.years_before(1).within(incidents, "occurred_on").aggregate(**COUNTED)
    rest = {name: now.pop(name) for name in ("unknown", "untold")}
    return Months(by_month, month_of(now), month_of(before), **rest)


def month_of(sums):
    return Month(**{field.name: sums[field.name] or 0 for field in fields(Month)})


class MonthsPicture(Picture):
    name = "months"
    label = gettext_lazy("Incidents and casualties by month")

    def count(self, look):
        return count(look.scope.incidents.standing(), look.period)

    @property
    def by_years(self):
        """All years stand below each other; a year's or twelve months are compared with those before."""
        return self.look.period.starts is None

    @property
    def months(self):
        return self.look.period.months

    @property
    def years(self):
        """The years of the big table, newest first."""
        first = min((month.year for month in self.data.by_month), default=self.look.today.year)
        return list(range(self.look.today.year, max(first, self.look.today.year - MOST_YEARS + 1) - 1, -1))

    @property
    def is_empty(self):
        return not self.data.total.incidents and not self.data.before.incidents

    @property
    def title(self):
        total, before = self.data.total, self.data.before
        if self.is_empty:
            return _("No incident in this time or a year earlier.")
        happened = wording.incidents(total.incidents)
        died = ngettext("%(count)s person died", "%(count)s people died", total.dead) % grouped({"count": total.dead})
        if self.by_years and total.dead:
            return _("%(incidents)s in all; %(deaths)s.") % grouped({"incidents": happened, "deaths": died})
        if self.by_years:
            return _("%(incidents)s in all; nobody died.") % grouped({"incidents": happened})
        more = total.incidents - before.incidents
        compared = (
            ngettext("%(count)s more than a year earlier", "%(count)s more than a year earlier", more)
            if more > 0
            else ngettext("%(count)s fewer than a year earlier", "%(count)s fewer than a year earlier", -more)
            if more < 0
            else _("as many as a year earlier")
        )
        compared = compared % grouped({"count": abs(more)}) if more else compared
        facts = {"incidents": happened, "compared": compared, "deaths": died}
        if total.dead:
            return _("%(incidents)s, %(compared)s; %(deaths)s.") % grouped(facts)
        return _("%(incidents)s, %(compared)s; nobody died.") % grouped(facts)

    @property
    def about(self):
        if self.by_years:
            return _("Each cell is a month. The number says how many incidents happened, the red mark how many died.")
        return _(
            "Incidents, deaths and injured people by month, %(period)s, and in the same months of the two years before."
        ) % grouped({"period": self.look.period.in_words})

    @property
    def legend(self):
        if self.by_years:
            return [
                Key("heat", _("1 to %(most)s incidents") % grouped({"most": self.most_of_a_month}), "scale"),
                Key("dead", _("deaths"), "dot"),
            ]
        return [
            Key("bar", _("this period")),
            Key("earlier", _("a year earlier")),
            Key("before", _("two years earlier")),
        ]

    @property
    def words(self):
        total, data = self.data.total, self.data
        said = [
            ngettext("%(count)s person was injured.", "%(count)s people were injured.", total.injured)
            % grouped({"count": total.injured})
        ]
        if not self.by_years:
            said.append(
                _("A year earlier, on the same days: %(incidents)s, %(deaths)s dead, %(injured)s injured.")
                % grouped(
                    {
                        "incidents": wording.incidents(data.before.incidents),
                        "deaths": data.before.dead,
                        "injured": data.before.injured,
                    }
                )
            )
        if total.incidents:
            worst = max(self.months_shown, key=lambda first: data.of(first).incidents)
            said.append(
                _("Most incidents in one month: %(count)s, in %(month)s.")
                % grouped({"count": data.of(worst).incidents, "month": in_full(worst)})
            )
        if not_shown := self.not_shown:
            said.append(
                ngettext(
                    "%(count)s incident before %(year)s is not shown.",
                    "%(count)s incidents before %(year)s are not shown.",
                    not_shown,
                )
                % grouped({"count": not_shown, "year": str(self.years[-1])})
            )
        if self.look.today < end_of_month(self.look.today.replace(day=1)):
            said.append(_("%(month)s is not over yet.") % grouped({"month": in_full(self.look.today)}))
        if data.unknown:
            said.append(
                ngettext(
                    "%(count)s incident does not say whether anybody died.",
                    "%(count)s incidents do not say whether anybody died.",
                    data.unknown,
                )
                % grouped({"count": data.unknown})
            )
        if data.untold:
            said.append(
                ngettext(
                    "%(count)s more person was hurt or killed; the register does not tell which.",
                    "%(count)s more people were hurt or killed; the register does not tell which.",
                    data.untold,
                )
                % grouped({"count": data.untold})
            )
        return said

    @property
    def not_shown(self):
        """How many incidents of all years happened before those that are shown."""
        months = self.data.by_month.items() if self.by_years else ()
        return sum(month.incidents for first, month in months if first.year < self.years[-1])

    @property
    def months_shown(self):
        if not self.by_years:
            return self.months
        return [first for first in self.data.by_month if first.year >= self.years[-1]]

    @property
    def table(self):
        months = sorted(self.months_shown)
        if self.by_years:
            head = [_("Month"), _("Incidents"), _("Deaths"), _("Injured")]
            return Table(head, [[Cell(in_full(first)), *self.cells(first)] for first in months])
        head = [
            _("Month"),
            _("Incidents"),
            _("a year earlier"),
            _("two years earlier"),
            _("Deaths"),
            _("a year earlier"),
        ]
        head += [_("two years earlier"), _("Injured"), _("a year earlier"), _("two years earlier")]
        rows = []
        for first in months:
            cells = [self.cells(first, years) for years in range(YEARS_BEFORE + 1)]
            row = [cell for kind in range(3) for cell in (year[kind] for year in cells)]
            rows.append([Cell(in_full(first)), *row])
        return Table(head, rows)

    def cells(self, first, years=0):
        """Incidents, deaths and injured of a month, each with its list."""
        month = self.data.of(first, years)
        first = months_before(first, 12 * years)
        return [
            Cell(month.incidents, self.url_of(first) if month.incidents else ""),
            Cell(month.dead, self.url_of(first, hurt="deaths") if month.dead else "", month.fatal),
            Cell(month.injured, self.url_of(first, hurt="injuries") if month.injured else "", month.injuring),
        ]

    def url_of(self, first, **asked):
        """The list of a month, no longer than the period and the same days of earlier years."""
        period = self.look.period
        starts = first
        ends = end_of_month(first)
        if first == period.ends.replace(day=1):
            ends = min(ends, period.ends)
        return self.look.happened(occurred_from=starts.isoformat(), occurred_to=ends.isoformat(), **asked)

    # drawing

    def draw(self, canvas):
        if self.by_years:
            from .years import Years  # which draws with what stands here

            return Years(self, canvas).draw()
        top = 0
        panels = [
            ("incidents", _("Incidents"), 112 if canvas.narrow else 128, "bar", self.say_incidents),
            ("dead", _("Deaths"), 44, "dead", self.say_deaths),
            ("injured", _("Injured"), 44, "bar", self.say_injured),
        ]
        for what, label, height, kind, say in panels:
            canvas.text(0, top + 11, label, "strong")
            top += 18
            self.draw_panel(canvas, what, top, height, kind, say)
            top += height + 22
        self.draw_month_names(canvas, top - 22)
        return None

    def values(self, what):
        """{(month, years before): number} of all bars of a panel."""
        years = range(YEARS_BEFORE + 1)
        return {(first, n): getattr(self.data.of(first, n), what) for first in self.months for n in years}

    def most(self, what):
        """Each panel has its own measure; one death is not drawn as high as it gets."""
        return max([*self.values(what).values(), LEAST_MOST])

    def labelled(self, what, canvas):
        """The months of which the number stands above the bar: all if they fit, else the greatest and the last."""
        numbers = {first: self.values(what)[first, 0] for first in self.months}
        if all(canvas.fits(f"{number:,}", self.band(canvas)) for number in numbers.values()):
            return {first for first, number in numbers.items() if number}
        return {max(numbers, key=numbers.get), self.months[-1]}

    def band(self, canvas):
        return canvas.width / max(12, len(self.months))

    def draw_panel(self, canvas, what, top, height, kind, say):
        values, most = self.values(what), self.most(what)
        labelled = self.labelled(what, canvas)
        room, base = height - 14, top + height
        band = self.band(canvas)
        wide, slim = band * 0.42, band * 0.17
        for place, first in enumerate(self.months):
            left = place * band + band * 0.06
            for years, each in ((2, "before"), (1, "earlier")):
                tall = room * values[first, years] / most
                canvas.bar(left + (2 - years) * slim, base - tall, slim - 0.8, tall, each)
            value = values[first, 0]
            tall = room * value / most
            x = left + 2 * slim
            canvas.bar(x, base - tall, wide, tall, kind)
            if first in labelled:
                middle = min(x + wide / 2, canvas.width - width_of(f"{value:,}") / 2)
                canvas.text(middle, base - tall - 4, f"{value:,}", "number", "middle")
            if value:
                canvas.link(
                    self.url_of(first, **ASKED[what]),
                    say(first),
                    self.rows(first, what),
                    place * band,
                    top,
                    band,
                    height,
                )
        canvas.line(0, base, canvas.width, base, "base")

    def rows(self, first, what):
        """In how many incidents they died or were hurt."""
        return getattr(self.data.of(first), {"dead": "fatal", "injured": "injuring"}.get(what, what))

    def draw_month_names(self, canvas, base):
        """The months below the bars, and the year below the first one and each January, where there is room."""
        band, free = self.band(canvas), canvas.width
        for place, first in reversed(list(enumerate(self.months))):
            canvas.text((place + 0.5) * band, base + 15, short(first, band), "soft", "middle")
            year = date_format(first, "Y")
            if (place == 0 or first.month == 1) and place * band + width_of(year) < free:
                free = place * band
                canvas.text(free + band * 0.06, base + 31, year, "soft")

    def say_incidents(self, first):
        return _("%(month)s: %(incidents)s; a year earlier %(before)s, two years earlier %(long_before)s") % grouped(
            {
                "month": in_full(first),
                "incidents": wording.incidents(self.data.of(first).incidents),
                "before": self.data.of(first, 1).incidents,
                "long_before": self.data.of(first, 2).incidents,
            }
        )

    def say_deaths(self, first):
        month = self.data.of(first)
        return _("%(month)s: %(people)s dead in %(incidents)s; a year earlier %(before)s") % grouped(
            {
                "month": in_full(first),
                "people": month.dead,
                "incidents": wording.incidents(month.fatal),
                "before": self.data.of(first, 1).dead,
            }
        )

    def say_injured(self, first):
        month = self.data.of(first)
        return _("%(month)s: %(people)s injured in %(incidents)s; a year earlier %(before)s") % grouped(
            {
                "month": in_full(first),
                "people": month.injured,
                "incidents": wording.incidents(month.injuring),
                "before": self.data.of(first, 1).injured,
            }
        )

    @property
    def most_of_a_month(self):
        return max((self.data.of(first).incidents for first in self.months_shown), default=0)


ASKED = {"incidents": {}, "dead": {"hurt": "deaths"}, "injured": {"hurt": "injuries"}}


def in_full(first):
    return date_format(first, "YEAR_MONTH_FORMAT")


def month_name(day):
    """Aug or 8月."""
    return date_format(day, pgettext("a month's short name, as Django's date filter takes it", "M"))


def short(first, band):
    """The month as it fits under a bar, or else its number."""
    if band > 30:
        return month_name(first)
    return date_format(first, pgettext("a month below a narrow bar, as Django's date filter takes it", "M"))
