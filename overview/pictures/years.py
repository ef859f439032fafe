"""Every month of every year, as a heat map: how many incidents happened, and how many people died."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .canvas import SIZE, SMALL, pill_width
from .lettering import fits, width_of
from .months import in_full, short
from .scales import shade
from .wording import grouped, incidents, named


class Years:
    """Drawn for a MonthsPicture of all years."""

    def __init__(self, picture, canvas):
        self.picture, self.canvas, self.data = picture, canvas, picture.data
        self.sums = {} if canvas.narrow else {year: self.sum_of(year) for year in picture.years}
        self.left = 34 if canvas.narrow else 44
        room = max((width_of(text) for text in self.sums.values()), default=0)
        self.band = (canvas.width - self.left - room - 8 * bool(room)) / 12
        self.on_one_line = all(self.fits_one_line(self.data.of(first)) for first in picture.months_shown)
        self.height = 30 if self.on_one_line or canvas.narrow else 42

    def sum_of(self, year):
        months = [month for first, month in self.data.by_month.items() if first.year == year]
        happened, dead = sum(month.incidents for month in months), sum(month.dead for month in months)
        return _("%(incidents)s, %(deaths)s dead") % grouped({"incidents": happened, "deaths": dead})

    def fits_one_line(self, month):
        mark = pill_width(month.dead) + 4 if month.dead else 0
        return width_of(f"{month.incidents:,}") + mark <= self.band - 6

    def draw(self):
        today, top = self.picture.look.today, 18
        for month in range(1, 13):
            name = short(today.replace(month=month, day=1), self.band)
            self.canvas.text(self.left + (month - 0.5) * self.band, 11, name, "soft", "middle")
        for row, year in enumerate(self.picture.years):
            y = top + row * (self.height + 2)
            self.canvas.text(0, y + self.height / 2 + 4, date_format(today.replace(year=year, month=1, day=1), "Y"))
            for month in range(1, 13):
                first = today.replace(year=year, month=month, day=1)
                if first <= today:
                    self.draw_cell(first, self.left + (month - 1) * self.band, y, self.band - 2)
            if year in self.sums:
                self.canvas.text(self.canvas.width, y + self.height / 2 + 4, self.sums[year], "soft", "end")

    def draw_cell(self, first, x, y, width):
        month, middle = self.data.of(first), y + self.height / 2
        step = shade(month.incidents, self.picture.most_of_a_month)
        self.canvas.bar(x, y, width, self.height, f"heat{step}")
        if not month.incidents:
            return
        text, on = f"{month.incidents:,}", f"on{step} number"
        if self.canvas.narrow:
            size = SMALL if not fits(text, width, SIZE) else SIZE
            if fits(text, width, size):
                self.canvas.text(x + width / 2, middle + 6, text, on + " small" * (size == SMALL), "middle")
            if month.dead:
                self.canvas.dot(x + width - 5, y + 5, 3.5, "dead")
        elif not month.dead:
            self.canvas.text(x + width / 2, middle + 4, text, on, "middle")
        elif self.on_one_line:
            mark = pill_width(month.dead)
            self.canvas.text(x + (width - mark - 4) / 2, middle + 4, text, on, "middle")
            self.canvas.pill(x + width - mark / 2 - 4, middle, month.dead, "dead")
        else:
            self.canvas.text(x + width / 2, y + 14, text, on, "middle")
            self.canvas.pill(x + width / 2, y + self.height - 13, month.dead, "dead")
        self.canvas.link(self.picture.url_of(first), self.say(first, month), month.incidents, x, y, width, self.height)

    def say(self, first, month):
        said = named(in_full(first), incidents(month.incidents))
        if not month.dead:
            return said
        return _("%(incidents)s, %(count)s dead") % grouped({"incidents": said, "count": month.dead})
