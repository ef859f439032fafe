"""When it happens: hours of the day by days of the week, as a heat map."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.calendars import weekdays

from .lettering import fits
from .picture import Cell, Key, Picture, Table
from .scales import shade
from .wording import grouped, incidents, named

WINDOW = 4  # hours
UNKNOWN = None


@dataclass(frozen=True)
class Hours:
    """`counts`: {(1 for Monday to 7, local hour from 0 to 23 or None where it is not known): incidents}."""

    counts: dict

    def of_day(self, day):
        return sum(number for (each, _hour), number in self.counts.items() if each == day)

    def of_hour(self, hour):
        return sum(number for (_day, each), number in self.counts.items() if each == hour)

    @property
    def known(self):
        return sum(number for (_day, hour), number in self.counts.items() if hour is not UNKNOWN)

    @property
    def unknown(self):
        return self.of_hour(UNKNOWN)

    @property
    def busiest(self):
        """(first hour, how many) of the four hours of the day, one after the other, in which most happened."""
        windows = [(sum(self.of_hour((first + n) % 24) for n in range(WINDOW)), -first) for first in range(24)]
        number, first = max(windows)
        return -first, number


def count(happened):
    """In one query. Days and hours are those of the site."""
    rows = happened.order_by().values_list(ExtractIsoWeekDay("occurred_on"), ExtractHour("occurred_time"))
    return Hours({(day, hour): number for day, hour, number in rows.annotate(Count("pk"))})


def oclock(hour):
    return f"{hour:02}:00"


def hours_of(hour):
    return f"{hour:02}:00–{hour:02}:59"


class HoursPicture(Picture):
    name = "hours"
    label = gettext_lazy("Hours and days of the week")

    def count(self, look):
        return count(look.incidents)

    @property
    def is_empty(self):
        return not self.data.counts

    @property
    def title(self):
        if self.is_empty:
            return _("No incident in this time.")
        if not self.data.known:
            return _("Of no incident the time is known.")
        first, number = self.data.busiest
        facts = {
            "count": number,
            "all": self.data.known,
            "first": oclock(first),
            "last": oclock((first + WINDOW - 1) % 24 + 1),
        }
        if self.data.unknown:
            return ngettext(
                "%(count)s of %(all)s incident with known time happened between %(first)s and %(last)s.",
                "%(count)s of %(all)s incidents with known time happened between %(first)s and %(last)s.",
                facts["all"],
            ) % grouped(facts)
        return ngettext(
            "%(count)s of %(all)s incident happened between %(first)s and %(last)s.",
            "%(count)s of %(all)s incidents happened between %(first)s and %(last)s.",
            facts["all"],
        ) % grouped(facts)

    @property
    def about(self):
        return _("Incidents by the hour and the day of the week, in the time of the site, %(period)s.") % grouped(
            {"period": self.look.period.in_words}
        )

    @property
    def legend(self):
        return [Key("heat", _("1 to %(most)s incidents") % grouped({"most": self.most}), "scale")]

    @property
    def words(self):
        if self.is_empty:
            return []
        day, _short, name = max(weekdays(), key=lambda each: self.data.of_day(each[0]))
        said = [
            _("Most on one day of the week: %(day)s, %(count)s.")
            % grouped({"day": name, "count": self.data.of_day(day)})
        ]
        if self.data.unknown:
            said.append(
                ngettext(
                    "Of %(count)s incident the time is not known; it stands apart.",
                    "Of %(count)s incidents the time is not known; they stand apart.",
                    self.data.unknown,
                )
                % grouped({"count": self.data.unknown})
            )
        else:
            said.append(_("The time of every incident is known."))
        return said

    def url_of(self, day=None, hour=None):
        asked = {"weekday": day} if day else {}
        if hour is not None:
            asked["hour"] = hour
        return self.look.happened(**asked)

    @property
    def table(self):
        head = [_("Hour"), *(name for _day, _short, name in weekdays()), _("Together")]
        hours = [(hour, hours_of(hour), hour) for hour in range(24)]
        hours += [(UNKNOWN, _("not known"), "none")] if self.data.unknown else []
        rows = []
        for hour, label, asked in hours:
            cells = [self.cell(self.data.counts.get((day, hour), 0), day, asked) for day, _short, _name in weekdays()]
            rows.append([Cell(label), *cells, self.cell(self.data.of_hour(hour), None, asked)])
        return Table(head, rows)

    def cell(self, number, day, hour):
        return Cell(number, self.url_of(day, hour) if number else "")

    def say(self, name, hour, number):
        if hour is UNKNOWN:
            return named(_("%(day)s, time not known") % grouped({"day": name}), incidents(number))
        return named(_("%(day)s, %(hours)s") % grouped({"day": name, "hours": hours_of(hour)}), incidents(number))

    @property
    def most(self):
        """The most incidents of one hour on one day of the week."""
        return max((number for (_day, hour), number in self.data.counts.items() if hour is not UNKNOWN), default=0)

    def draw(self, canvas):
        return self.draw_narrow(canvas) if canvas.narrow else self.draw_wide(canvas)

    def draw_wide(self, canvas):
        """Days below each other, hours side by side; above, how many by the hour; at the end, by the day."""
        left, sums, unknown = 44, 44, 58 if self.data.unknown else 0
        band = (canvas.width - left - sums - unknown) / 24
        top, height = 56, 28
        self.draw_bars(canvas, left, band, top - 6)
        for hour in range(24):
            if hour % 2 == 0:
                canvas.text(left + hour * band, top + 7 * height + 16, f"{hour:02}", "soft small", "middle")
        canvas.text(left + 24 * band, top + 7 * height + 16, "24", "soft small", "middle")
        if unknown:
            canvas.text(canvas.width - sums - unknown / 2 + 6, top - 10, "?", "soft strong", "middle")
            canvas.text(
                canvas.width - sums - unknown / 2 + 6, top + 7 * height + 16, _("no time"), "soft small", "middle"
            )
        for row, (day, short, name) in enumerate(weekdays()):
            y = top + row * height
            canvas.text(0, y + 18, short, "soft" if day > 5 else "")
            for hour in range(24):
                self.draw_cell(canvas, left + hour * band, y, band - 2, height - 2, day, name, hour)
            if unknown:
                self.draw_cell(
                    canvas, canvas.width - sums - unknown + 14, y, unknown - 16, height - 2, day, name, UNKNOWN
                )
            self.draw_sum(canvas, canvas.width - sums, y, sums, height, day, name)

    def draw_bars(self, canvas, left, band, base):
        most = max([self.data.of_hour(hour) for hour in range(24)] + [1])
        for hour in range(24):
            number = self.data.of_hour(hour)
            tall = 34 * number / most
            canvas.bar(left + hour * band, base - tall, band - 2, tall, "rest")
            if number and fits(f"{number:,}", band, 11):
                canvas.text(left + (hour + 0.5) * band - 1, base - tall - 3, f"{number:,}", "small soft", "middle")
            if number:
                said = named(hours_of(hour), incidents(number))
                canvas.link(self.url_of(hour=hour), said, number, left + hour * band, base - 46, band - 2, 46)

    def draw_narrow(self, canvas):
        """Hours below each other, days side by side."""
        left, top, height = 40, 20, 20
        band = (canvas.width - left) / 7
        for place, (_day, short, _name) in enumerate(weekdays()):
            canvas.text(left + (place + 0.5) * band, 12, short, "soft", "middle")
        rows = [*range(24), *([UNKNOWN] if self.data.unknown else [])]
        for row, hour in enumerate(rows):
            y = top + row * height + (6 if hour is UNKNOWN else 0)
            if hour is UNKNOWN or hour % 2 == 0:
                canvas.text(0, y + 14, "?" if hour is UNKNOWN else f"{hour:02}:00", "soft small")
            for place, (day, _short, name) in enumerate(weekdays()):
                self.draw_cell(canvas, left + place * band, y, band - 2, height - 2, day, name, hour)
        y = top + len(rows) * height + 8
        for place, (day, _short, name) in enumerate(weekdays()):
            self.draw_sum(canvas, left + place * band, y, band - 2, height, day, name)

    def draw_cell(self, canvas, x, y, width, height, day, name, hour):
        number = self.data.counts.get((day, hour), 0)
        step = shade(number, self.most) if hour is not UNKNOWN else 0
        canvas.bar(x, y, width, height, f"heat{step}")
        if number:
            if fits(f"{number:,}", width, 11):
                canvas.text(x + width / 2, y + height / 2 + 4, f"{number:,}", f"on{step} number small", "middle")
            url = self.url_of(day, "none" if hour is UNKNOWN else hour)
            canvas.link(url, self.say(name, hour, number), number, x, y, width, height)

    def draw_sum(self, canvas, x, y, width, height, day, name):
        number = self.data.of_day(day)
        if canvas.narrow:
            canvas.text(x + width / 2, y + 14, f"{number:,}", "number strong small", "middle")
        else:
            canvas.text(x + width, y + 18, f"{number:,}", "number strong", "end")
        if number:
            canvas.link(self.url_of(day), named(name, incidents(number)), number, x, y, width, height - 2)
