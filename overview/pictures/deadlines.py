"""Deadlines of outstanding actions as a calendar: the past weeks and the coming eight."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, DateField, Q, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.calendars import weekdays

from .months import month_name
from .period import monday_of
from .picture import Cell, Key, Picture, Table
from .scales import shade
from .wording import grouped

WEEKS_BEFORE, WEEKS_AHEAD = 4, 8
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Deadlines:
    """`due`: {day: outstanding actions with that deadline} from `first` to `last`; `late`: how many of them are late.

    `earlier` and `later` lie before and after these weeks, `undated` have no deadline yet.
    """

    first: object
    last: object
    due: dict
    late: dict
    earlier: int
    later: int
    undated: int


def count(actions, today, now):
    """In one query."""
    first = monday_of(today) - WEEKS_BEFORE * WEEK
    last = monday_of(today) + (WEEKS_AHEAD + 1) * WEEK - DAY
    before, after = first - DAY, last + DAY
    day = Case(
        When(deadline__lt=first, then=Value(before)),
        When(deadline__gt=last, then=Value(after)),
        default="deadline",
        output_field=DateField(),
    )
    late = {"how_late": Count("pk", filter=Q(due_at__lte=now))}
    rows = actions.outstanding().order_by().annotate(day=day).values_list("day").annotate(Count("pk"), **late)
    due, late = Counter(), Counter()
    for day, number, how_late in rows:
        due[day] += number
        late[day] += how_late
    outside = [due.pop(day, 0) for day in (before, after, None)]
    return Deadlines(first, last, due, {day: late[day] for day in due}, *outside)


class DeadlinesPicture(Picture):
    name = "deadlines"
    label = gettext_lazy("Calendar of deadlines")

    def count(self, look):
        return count(look.actions, look.today, look.now)

    @property
    def is_empty(self):
        data = self.data
        return not (data.due or data.earlier or data.later or data.undated)

    @property
    def coming(self):
        """How many are due from today to the end of the picture."""
        return sum(number for day, number in self.data.due.items() if day >= self.look.today)

    @property
    def past(self):
        return self.data.earlier + sum(number for day, number in self.data.due.items() if day < self.look.today)

    @property
    def title(self):
        if self.is_empty:
            return _("No action is to be done.")
        if not self.coming and not self.past:
            return _("Nothing is due in the coming eight weeks, and nothing is late.")
        if not self.coming:
            return ngettext(
                "Nothing is due in the coming eight weeks; %(count)s action is late.",
                "Nothing is due in the coming eight weeks; %(count)s actions are late.",
                self.past,
            ) % grouped({"count": self.past})
        coming = ngettext(
            "%(count)s action is due in the coming eight weeks",
            "%(count)s actions are due in the coming eight weeks",
            self.coming,
        ) % grouped({"count": self.coming})
        if not self.past:
            return _("%(coming)s; none is late.") % grouped({"coming": coming})
        late = ngettext("%(count)s is late", "%(count)s are late", self.past) % grouped({"count": self.past})
        return _("%(coming)s; %(late)s.") % grouped({"coming": coming, "late": late})

    about = gettext_lazy("Actions that are to be done, by the day until which they are due.")

    @property
    def legend(self):
        return [Key("overdue", _("late")), Key("heat2", _("due")), Key("today", _("today"))]

    @property
    def words(self):
        data, said = self.data, []
        if self.coming:
            days = [day for day in data.due if day >= self.look.today]
            worst = max(days, key=lambda day: (data.due[day], -day.toordinal()))
            said.append(
                _("Most are due on %(day)s: %(count)s.")
                % grouped({"day": date_format(worst), "count": data.due[worst]})
            )
        if data.earlier:
            said.append(
                ngettext("%(count)s was due before %(day)s.", "%(count)s were due before %(day)s.", data.earlier)
                % grouped({"count": data.earlier, "day": date_format(data.first)})
            )
        if data.later:
            said.append(
                ngettext("%(count)s is due after %(day)s.", "%(count)s are due after %(day)s.", data.later)
                % grouped({"count": data.later, "day": date_format(data.last)})
            )
        if data.undated:
            said.append(
                ngettext("%(count)s has no deadline yet.", "%(count)s have no deadline yet.", data.undated)
                % grouped({"count": data.undated})
            )
        return said

    def url_of(self, first=None, last=None):
        days = {"due_from": first, "due_to": last}
        return self.look.given(status="assigned", **{name: day.isoformat() for name, day in days.items() if day})

    @property
    def table(self):
        data = self.data
        rows = []
        if data.earlier:
            label = _("before %(day)s") % grouped({"day": date_format(data.first)})
            rows.append(self.row(label, data.earlier, data.earlier, self.url_of(last=data.first - DAY)))
        for day in sorted(data.due):
            rows.append(self.row(in_words(day), data.due[day], data.late[day], self.url_of(day, day)))
        if data.later:
            label = _("after %(day)s") % grouped({"day": date_format(data.last)})
            rows.append(self.row(label, data.later, 0, self.url_of(first=data.last + DAY)))
        if data.undated:
            rows.append(self.row(_("without a deadline"), data.undated, 0, ""))
        return Table([_("Due"), _("Actions"), _("Late")], rows)

    def row(self, label, due, late, url):
        return [Cell(label), Cell(due, url), Cell(late)]

    @property
    def weeks(self):
        return [self.data.first + place * WEEK for place in range(WEEKS_BEFORE + 1 + WEEKS_AHEAD)]

    @property
    def most(self):
        return max(self.data.due.values(), default=0)

    def draw(self, canvas):
        self.draw_narrow(canvas) if canvas.narrow else self.draw_wide(canvas)

    def draw_wide(self, canvas):
        """Weeks side by side, days below each other; on either side what lies outside."""
        left, side, top, height = 40, 56, 22, 36
        begin = left + side
        band = (canvas.width - begin - side) / len(self.weeks)
        for row, (_day, short, _name) in enumerate(weekdays()):
            canvas.text(0, top + row * height + 21, short, "soft" if row > 4 else "")
        month = None
        for column, monday in enumerate(self.weeks):
            x = begin + column * band
            if monday.month != month:
                month = monday.month
                year = monday.month == 1 and column + 2 < len(self.weeks)
                canvas.text(x, 12, date_format(monday, "YEAR_MONTH_FORMAT") if year else month_name(monday), "strong")
            for row in range(7):
                self.draw_day(canvas, monday + row * DAY, x, top + row * height, band - 3, height - 3)
        tall = 7 * height - 3
        self.draw_outside(canvas, "earlier", left, top, side - 8, tall)
        self.draw_outside(canvas, "later", canvas.width - side + 5, top, side - 5, tall)

    def draw_narrow(self, canvas):
        """Weeks below each other, as in a calendar; above and below what lies outside."""
        left, height, y, month = 36, 36, 20, None
        band = (canvas.width - left) / 7
        for place, (_day, short, _name) in enumerate(weekdays()):
            canvas.text(left + (place + 0.5) * band - 1, 12, short, "soft", "middle")
        y += self.draw_outside(canvas, "earlier", left, y, canvas.width - left - 3, height - 3)
        for monday in self.weeks:
            if monday.month != month:
                month = monday.month
                canvas.text(0, y + 21, month_name(monday), "strong small")
            for place in range(7):
                self.draw_day(canvas, monday + place * DAY, left + place * band, y, band - 3, height - 3)
            y += height
        self.draw_outside(canvas, "later", left, y, canvas.width - left - 3, height - 3)

    def draw_day(self, canvas, day, x, y, width, height):
        number, late = self.data.due.get(day, 0), self.data.late.get(day, 0)
        step = shade(number, self.most, 3)
        kind = "overdue" if late else f"heat{step}" if step else "heat0" if day.weekday() < 5 else "off"
        canvas.bar(x, y, width, height, kind)
        on = "on-late" if late else f"on{step}" if step else "soft"
        canvas.text(x + 4, y + 12, day.day, f"{on} small")
        if number:
            canvas.text(x + width - 5, y + height - 7, f"{number:,}", f"{on} number strong", "end")
            said = _("%(day)s: %(count)s due, %(late)s of them late") if late else _("%(day)s: %(count)s due")
            said %= grouped({"day": in_words(day), "count": number, "late": late})
            canvas.link(self.url_of(day, day), said, number, x, y, width, height)
        if day == self.look.today:
            canvas.bar(x + 1, y + 1, width - 2, height - 2, "today")

    def draw_outside(self, canvas, which, x, y, width, height):
        """What is due before or after the weeks shown, if anything is. Returns how high it was."""
        number = getattr(self.data, which)
        if not number:
            return 0
        late = which == "earlier"
        label = _("earlier") if late else _("later")
        canvas.bar(x, y, width, height, "overdue" if late else "heat1")
        on = "on-late" if late else "on1"
        if canvas.narrow:
            canvas.text(x + 6, y + height / 2 + 4, label, on)
            canvas.text(x + width - 6, y + height / 2 + 4, f"{number:,}", f"{on} number strong", "end")
        else:
            canvas.text(x + width / 2, y + height / 2 - 4, label, f"{on} small", "middle")
            canvas.text(x + width / 2, y + height / 2 + 14, f"{number:,}", f"{on} number strong", "middle")
        said = {
            "earlier": _("%(count)s due before %(day)s, all of them late")
            % grouped({"count": number, "day": date_format(self.data.first)}),
            "later": _("%(count)s due after %(day)s") % grouped({"count": number, "day": date_format(self.data.last)}),
        }[which]
        url = self.url_of(last=self.data.first - DAY) if late else self.url_of(first=self.data.last + DAY)
        canvas.link(url, said, number, x, y, width, height)
        return height + 3


def in_words(day):
    return _("%(weekday)s, %(day)s") % grouped({"weekday": weekdays()[day.weekday()][2], "day": date_format(day)})
