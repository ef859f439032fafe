"""The few of which there are most: bars by share, and the line of their sum up to four fifths."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .lettering import shortened
from .picture import Cell, Key, Picture, Table
from .wording import grouped

MARK = 80  # per cent
MOST_ROWS = 12
FIRST = 3


@dataclass(frozen=True)
class Group:
    """`key`: what the list is asked by, empty where it cannot be."""

    key: str
    label: object
    count: int


@dataclass(frozen=True)
class Pareto:
    """`groups` with the greatest first, and how many records lie in none."""

    groups: tuple
    unnamed: int

    @property
    def total(self):
        return sum(group.count for group in self.groups)

    @property
    def sums(self):
        """How much each group and those before it make together."""
        sums = []
        for group in self.groups:
            sums.append(group.count + (sums[-1] if sums else 0))
        return sums

    @property
    def few(self):
        """How many of the greatest make four fifths together."""
        return next((place for place, sum_ in enumerate(self.sums, 1) if sum_ * 100 >= self.total * MARK), 0)


def ranked(counts, labels, known, unnamed):
    """A Pareto of {key: count}. Keys that the lists do not know, of which `known` is not, stay without one."""
    order = sorted(counts, key=lambda key: (-counts[key], key))
    return Pareto(
        tuple(Group(key if key in known else "", labels.get(key, key), counts[key]) for key in order), unnamed
    )


class ParetoPicture(Picture):
    parameter = ""  # what the list of incidents is asked by

    @property
    def is_empty(self):
        return not self.data.groups

    @property
    def facts(self):
        """What a title may say."""
        first, few = self.data.groups[0], self.data.few
        return {
            "few": few,
            "all": len(self.data.groups),
            "share": round(self.data.sums[few - 1] * 100 / self.data.total),
            "first": first.label,
            "count": first.count,
            "mark": MARK,
        }

    @property
    def is_short(self):
        """Whether there are too few of them to tell few from many."""
        return len(self.data.groups) <= FIRST

    @property
    def is_spread(self):
        """Whether no few of them stand out: then the title says so."""
        return self.data.few * 3 > len(self.data.groups)

    @property
    def legend(self):
        return [
            Key("bar", _("up to %(share)s%% of all") % grouped({"share": MARK})),
            Key("rest", _("the rest")),
            Key("curve", _("sum so far"), "line"),
        ]

    @property
    def shown(self):
        """The rows of the picture: the first groups, and the others as one."""
        groups = self.data.groups
        if len(groups) <= MOST_ROWS:
            return list(groups)
        rest = groups[MOST_ROWS - 1 :]
        label = ngettext("%(count)s other", "%(count)s others", len(rest)) % grouped({"count": len(rest)})
        return [*groups[: MOST_ROWS - 1], Group("", label, sum(group.count for group in rest))]

    def url_of(self, group):
        return self.look.happened(**{self.parameter: group.key}) if group.key else ""

    def say(self, group, sum_):
        return _("%(label)s: %(count)s, %(share)s%%; with those above %(sum)s%%") % grouped(
            {
                "label": group.label,
                "count": group.count,
                "share": round(group.count * 100 / self.data.total),
                "sum": round(sum_ * 100 / self.data.total),
            }
        )

    @property
    def words(self):
        first = self.data.groups[:FIRST]
        if len(first) < FIRST:
            return []
        facts = {"share": percent(self.data.sums[FIRST - 1], self.data.total)}
        facts["names"] = pgettext("between the items of a list", ", ").join(str(group.label) for group in first)
        return [_("The first three make up %(share)s: %(names)s.") % grouped(facts)]

    @property
    def table(self):
        rows = [
            [
                Cell(group.label),
                Cell(group.count, self.url_of(group)),
                Cell(percent(group.count, self.data.total)),
                Cell(percent(sum_, self.data.total)),
            ]
            for group, sum_ in zip(self.data.groups, self.data.sums, strict=True)
        ]
        return Table([self.of_what, _("Incidents"), _("Share"), _("Sum so far")], rows)

    def draw(self, canvas):
        names, counts, sums = (0, 0, 72) if canvas.narrow else (232, 40, 48)
        left, right = names + counts + 8 * bool(names), canvas.width - sums - 2
        height, top = 42 if canvas.narrow else 30, 24
        rows, places = [], []
        for row, group in enumerate(self.shown):
            so_far = sum(each.count for each in self.shown[: row + 1])
            y = top + row * height
            rows.append((group, so_far, y))
            middle = y + height / 2 + (8 if canvas.narrow else 0)
            places.append((left + (right - left) * so_far / self.data.total, middle))
            tall, width = 12 if canvas.narrow else 18, (right - left) * group.count / self.data.total
            canvas.bar(left, middle - tall / 2, width, tall, "bar" if row < self.data.few else "rest")
        bottom = top + len(rows) * height
        self.draw_mark(canvas, left + (right - left) * MARK / 100, top, bottom)
        canvas.line(left, top, left, bottom, "base")
        canvas.curve(places)
        for x, y in places:
            canvas.dot(x, y, 3)
        for group, so_far, y in rows:
            if canvas.narrow:
                canvas.text(canvas.width - 38, y + 13, f"{group.count:,}", "halo number", "end")
                canvas.text(canvas.width, y + 13, percent(so_far, self.data.total), "soft number", "end")
                canvas.text(0, y + 13, shortened(group.label, canvas.width - 92), "halo")
            else:
                canvas.text(0, y + 19, shortened(group.label, names))
                canvas.text(left - 14, y + 19, f"{group.count:,}", "number", "end")
                canvas.text(canvas.width, y + 19, percent(so_far, self.data.total), "soft number", "end")
            canvas.link(self.url_of(group), self.say(group, so_far), group.count, 0, y, canvas.width, height)

    def draw_mark(self, canvas, x, top, bottom):
        canvas.line(x, top - 6, x, bottom, "mark")
        canvas.text(x, top - 10, f"{MARK}%", "soft", "middle")


def percent(part, whole):
    return f"{round(part * 100 / whole)}%" if whole else "–"
