"""Flow: how many actions were opened and closed, and how many were still open, by week or by month."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db.models import Case, Count, DateField, Min, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, Trunc
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from actions.models import Action
from common.clock import local_day

from .canvas import SMALL
from .lettering import width_of
from .months import month_name
from .period import monday_of, months_from
from .picture import Cell, Key, Picture, Table
from .scales import nice
from .wording import grouped

MOST_MONTHS = 60
NARROW_STEPS = 26
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Step:
    """A week or a month from its first to its last local day: actions opened and closed in it, and open at its end."""

    first: object
    last: object
    opened: int
    closed: int
    open: int


@dataclass(frozen=True)
class Flow:
    """`unit` is week or month; `undated` are closed ones of which the register does not say when."""

    unit: str
    steps: tuple
    undated: int


def count(actions, period):
    """As the records stand today: what was closed and reopened is open all along, what is void was never given.

    One query, and one more for where all years begin.
    """
    unit, firsts = steps_of(actions, period)
    before = Value(firsts[0] - timedelta(days=1), DateField())  # stands for whatever lies before the first step

    def step_of(day):
        return Greatest(Cast(Trunc(day, unit, output_field=DateField()), DateField()), before)

    begun = Q(given_on__lte=period.ends)  # tomorrow has begun in some places
    over = Q(status=Action.Status.CLOSED) & (Q(closed_on=None) | Q(closed_on__lte=period.ends))
    left = Greatest(Coalesce("closed_on", "given_on"), "given_on")  # a register may know the one and not the other
    rows = (
        concerning(actions.standing(), firsts[0])
        .with_days()
        .order_by()
        .annotate(
            opened_in=Case(When(begun, then=step_of("given_on"))),
            closed_in=Case(When(over & Q(closed_on__isnull=False), then=step_of("closed_on"))),
            left_in=Case(When(begun & over, then=step_of(left))),
        )
        .values_list("opened_in", "closed_in", "left_in")
        .annotate(Count("pk"))
    )
    opened, shut, gone, undated = Counter(), Counter(), Counter(), 0
    for opened_in, closed_in, left_in, number in rows:
        opened[opened_in] += number
        shut[closed_in] += number
        gone[left_in] += number
        undated += number if left_in and not closed_in else 0
    steps, still = [], opened[before.value] - gone[before.value]
    for first, following in zip(firsts, [*firsts[1:], period.ends + timedelta(days=1)], strict=True):
        still += opened[first] - gone[first]
        steps.append(Step(first, following - timedelta(days=1), opened[first], shut[first], still))
    return Flow(unit, tuple(steps), undated)


def concerning(actions, first):
    """Without what was given and closed long before the first day: most of ten years, and it changes no number."""
    before = datetime.combine(first - timedelta(days=2), time.min, UTC)
    long_ago = Q(status=Action.Status.CLOSED, assigned_at__lt=before, closed_at__lt=before)
    return actions.exclude(long_ago)


def steps_of(actions, period):
    """(week or month, the first days): weeks of a year, or months of all years, but not more than five."""
    if period.starts:
        first = monday_of(period.starts)
        return "week", [first + place * WEEK for place in range((period.ends - first).days // 7 + 1)]
    begin = actions.standing().aggregate(begin=Min("assigned_at"))["begin"]
    first = local_day(begin, settings.TIME_ZONE) if begin else period.ends
    months = list(months_from(min(first, period.ends), period.ends))
    return "month", months[-MOST_MONTHS:]


class FlowPicture(Picture):
    name = "flow"
    label = gettext_lazy("Opened, closed, still open")

    def count(self, look):
        return count(look.actions, look.period)

    @property
    def steps(self):
        return self.data.steps

    @property
    def is_empty(self):
        return not any(step.opened or step.closed or step.open for step in self.steps)

    @property
    def title(self):
        if self.is_empty:
            return _("No action was open in this time.")
        last, before = self.steps[-1], self.steps[max(0, len(self.steps) - 1 - RECENT[self.data.unit])]
        facts = {"open": last.open, "before": before.open}
        if last.open > before.open:
            return ngettext(
                "More was opened than closed: %(open)s action is open, %(before)s were a month ago.",
                "More was opened than closed: %(open)s actions are open, %(before)s were a month ago.",
                last.open,
            ) % grouped(facts)
        if last.open < before.open:
            return ngettext(
                "More was closed than opened: %(open)s action is open, %(before)s were a month ago.",
                "More was closed than opened: %(open)s actions are open, %(before)s were a month ago.",
                last.open,
            ) % grouped(facts)
        return ngettext(
            "%(open)s action is open, as many as a month ago.",
            "%(open)s actions are open, as many as a month ago.",
            last.open,
        ) % grouped(facts)

    @property
    def about(self):
        weeks = self.data.unit == "week"
        if weeks:
            return _("Actions by week. What was closed and opened again counts as open all along.")
        return _("Actions by month. What was closed and opened again counts as open all along.")

    @property
    def legend(self):
        return [
            Key("area", _("still open at the end")),
            Key("bar", _("opened")),
            Key("closed", pgettext("of actions", "closed")),
        ]

    @property
    def words(self):
        steps = self.steps
        said = [
            _("From %(first)s to %(last)s %(opened)s were opened and %(closed)s closed.")
            % grouped(
                {
                    "first": date_format(steps[0].first),
                    "last": date_format(steps[-1].last),
                    "opened": sum(step.opened for step in steps),
                    "closed": sum(step.closed for step in steps),
                }
            )
        ]
        most = max(steps, key=lambda step: step.open)
        said.append(
            _("Most were open on %(day)s: %(count)s.") % grouped({"day": date_format(most.last), "count": most.open})
        )
        if self.data.undated:
            said.append(
                ngettext(
                    "%(count)s imported action was closed, the register does not say when.",
                    "%(count)s imported actions were closed, the register does not say when.",
                    self.data.undated,
                )
                % grouped({"count": self.data.undated})
            )
        return said

    def opened_url(self, step):
        days = {"assigned_from": step.first.isoformat(), "assigned_to": step.last.isoformat()}
        return self.look.given(progress="standing", **days)

    def closed_url(self, step):
        return self.look.given(status="closed", closed_from=step.first.isoformat(), closed_to=step.last.isoformat())

    def open_url(self, step):
        return self.look.given(open_on=step.last.isoformat())

    @property
    def table(self):
        head = [_("Week from") if self.data.unit == "week" else _("Month")]
        head += [_("Opened"), _("Closed"), _("Still open at the end")]
        rows = [
            [
                Cell(self.name_of(step)),
                Cell(step.opened, self.opened_url(step) if step.opened else ""),
                Cell(step.closed, self.closed_url(step) if step.closed else ""),
                Cell(step.open, self.open_url(step) if step.open else ""),
            ]
            for step in reversed(self.steps)
        ]
        return Table(head, rows)

    def name_of(self, step):
        return date_format(step.first) if self.data.unit == "week" else date_format(step.first, "YEAR_MONTH_FORMAT")

    def draw(self, canvas):
        steps = self.steps[-NARROW_STEPS:] if canvas.narrow else self.steps
        most = max(max(step.open, step.opened, step.closed) for step in steps)
        left = max(30, width_of(f"{nice(most, 3)[-1]:,}", SMALL) + 8)
        band = (canvas.width - left) / len(steps)
        self.draw_open(canvas, steps, left, band, 20, 110)
        self.draw_flow(canvas, steps, left, band, 170)

    def draw_open(self, canvas, steps, left, band, top, height):
        canvas.text(0, 11, _("Still open"), "strong")
        if len(steps) < len(self.steps):
            canvas.text(width_of(_("Still open")) + 12, 11, self.last_few(len(steps)), "soft small")
        ticks = nice(max(step.open for step in steps), 3)
        base = top + height
        for tick in ticks:
            y = base - height * tick / ticks[-1]
            canvas.line(left, y, canvas.width, y, "base" if tick == 0 else "grid")
            canvas.text(left - 6, y + 4, f"{tick:,}", "soft small number", "end")
        for place, step in enumerate(steps):
            x = left + place * band
            if step.open:
                said = _("%(count)s open at the end of %(day)s") % grouped(
                    {"count": step.open, "day": date_format(step.last)}
                )
                canvas.link(self.open_url(step), said, step.open, x, top, band, height)
        points = []
        for place, step in enumerate(steps):
            y = base - height * step.open / ticks[-1]
            points += [(left + place * band, y), (left + (place + 1) * band, y)]
        canvas.area([(left, base), *points, (canvas.width, base)], "area")
        canvas.curve(points, "edge")
        last = steps[-1]
        canvas.text(canvas.width, base - height * last.open / ticks[-1] - 6, f"{last.open:,}", "number strong", "end")

    def last_few(self, count):
        """What a narrow picture says of what it leaves out."""
        if self.data.unit == "week":
            return _("the last %(count)s weeks") % grouped({"count": count})
        return _("the last %(count)s months") % grouped({"count": count})

    def draw_flow(self, canvas, steps, left, band, top):
        """What was opened stands up, what was closed hangs down, by the same measure."""
        canvas.text(0, top - 10, _("Opened"), "strong")
        opened, closed = (max([1, *(getattr(step, what) for step in steps)]) for what in ("opened", "closed"))
        ticks = nice(max(opened, closed), 2)
        step_of = ticks[1]
        above, below = -(-opened // step_of) * step_of, -(-closed // step_of) * step_of
        unit = 120 / (above + below)
        middle = top + unit * above
        for tick in ticks[1:]:
            for y, end in ((middle - unit * tick, above), (middle + unit * tick, below)):
                if tick <= end:
                    canvas.line(left, y, canvas.width, y, "grid")
                    canvas.text(left - 6, y + 4, f"{tick:,}", "soft small number", "end")
        for place, step in enumerate(steps):
            x = left + place * band + band * 0.12
            canvas.bar(x, middle - unit * step.opened, band * 0.76, unit * step.opened, "bar")
            canvas.bar(x, middle, band * 0.76, unit * step.closed, "closed")
            facts = {"step": self.name_of(step), "opened": step.opened, "closed": step.closed}
            if step.opened:
                said = _("From %(step)s: %(opened)s opened") % grouped(facts)
                canvas.link(self.opened_url(step), said, step.opened, x, top, band * 0.76, unit * above)
            if step.closed:
                said = _("From %(step)s: %(closed)s closed") % grouped(facts)
                canvas.link(self.closed_url(step), said, step.closed, x, middle, band * 0.76, unit * below)
        canvas.line(left, middle, canvas.width, middle, "base")
        bottom = middle + unit * below
        canvas.text(0, bottom + 18, _("Closed"), "strong")
        self.draw_names(canvas, steps, left, band, bottom + 18)

    def draw_names(self, canvas, steps, left, band, y):
        """The months, each where its first step begins; the year below its first month."""
        free, year = left + 44, None
        for place, step in enumerate(steps):
            x = left + place * band
            begins = step.first.day <= 7 if self.data.unit == "week" else True
            name = month_name(step.first)
            if not begins or x < free or x + width_of(name, SMALL) > canvas.width:
                continue
            if step.first.year != year:
                year = step.first.year
                canvas.text(x, y + 15, date_format(step.first, "Y"), "soft small")
            canvas.text(x, y, name, "soft small")
            free = x + width_of(name, SMALL) + 8


RECENT = {"week": 4, "month": 1}  # steps of about a month
