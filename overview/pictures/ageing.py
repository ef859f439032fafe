"""How old open actions are, and which of them are late."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, CharField, Count, Q, SmallIntegerField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.models import Action

from . import wording
from .lettering import fits, width_of
from .picture import Cell, Key, Picture, Table
from .wording import grouped, named

AGES = (0, 8, 15, 31, 61, 91, 181, 366)  # the first day of each bucket, in days since the action was assigned
OLD = 91
PARTS = ("late", "in_time", "waiting")


@dataclass(frozen=True)
class Ageing:
    """`counts`: {(place of the age in AGES, late | in_time | waiting): actions that are not yet closed}."""

    counts: dict

    def of(self, age=None, part=None):
        return sum(number for (a, p), number in self.counts.items() if age in (None, a) and part in (None, p))

    @property
    def total(self):
        return self.of()


def count(actions, today, now):
    """By local days since the assignment, in one query. Waiting is what somebody else has to verify or to close."""
    status = Action.Status
    age = Case(
        *(When(given_on__lte=today - timedelta(days=AGES[place]), then=place) for place in range(len(AGES) - 1, 0, -1)),
        default=0,
        output_field=SmallIntegerField(),
    )
    part = Case(
        When(Q(status=status.ASSIGNED, due_at__lte=now), then=Value("late")),
        When(status=status.ASSIGNED, then=Value("in_time")),
        default=Value("waiting"),
        output_field=CharField(),
    )
    rows = actions.unclosed().with_days().order_by().annotate(age=age, part=part).values_list("age", "part")
    return Ageing({(age, part): number for age, part, number in rows.annotate(Count("pk"))})


def age_label(place):
    first = AGES[place]
    if place == len(AGES) - 1:
        return _("over a year")
    return _("%(first)s–%(last)s days") % grouped({"first": first, "last": AGES[place + 1] - 1})


class AgeingPicture(Picture):
    name = "ageing"
    label = gettext_lazy("Age of open actions")

    def count(self, look):
        return count(look.actions, look.today, look.now)

    @property
    def is_empty(self):
        return not self.data.total

    @property
    def title(self):
        if self.is_empty:
            return _("No action is open.")
        late = self.data.of(part="late")
        facts = {"late": late, "open": self.data.total, "old": self.old_late}
        if not late:
            return ngettext(
                "%(open)s action is open, and it is not late.",
                "%(open)s actions are open, none of them late.",
                facts["open"],
            ) % grouped(facts)
        if not self.old_late:
            return ngettext(
                "%(late)s of %(open)s open actions is late.", "%(late)s of %(open)s open actions are late.", late
            ) % grouped(facts)
        return ngettext(
            "%(late)s of %(open)s open actions is late; it was assigned more than 90 days ago.",
            "%(late)s of %(open)s open actions are late; %(old)s of them were assigned more than 90 days ago.",
            late,
        ) % grouped(facts)

    @property
    def old_late(self):
        return sum(self.data.of(place, "late") for place, first in enumerate(AGES) if first >= OLD)

    about = gettext_lazy("Actions that are not yet closed today, by the days since they were assigned.")

    @property
    def legend(self):
        return [Key("late", LABELS["late"]), Key("bar", LABELS["in_time"]), Key("rest", LABELS["waiting"])]

    @property
    def words(self):
        return [
            _("Late: %(late)s. To be done, not late: %(in_time)s. Waiting to be verified or closed: %(waiting)s.")
            % grouped({part: self.data.of(part=part) for part in PARTS})
        ]

    def url_of(self, age=None, part=None):
        asked = {"late": {"late": 1}, "in_time": {"progress": "in_time"}, "waiting": {"progress": "waiting"}}
        asked = dict(asked.get(part, {"progress": "open"}))
        if age is not None:
            asked["assigned_to"] = self.day_before(AGES[age])
            if age + 1 < len(AGES):
                asked["assigned_from"] = self.day_before(AGES[age + 1] - 1)
            if age == 0:
                del asked["assigned_to"]
        return self.look.given(**asked)

    def day_before(self, days):
        return (self.look.today - timedelta(days=days)).isoformat()

    @property
    def table(self):
        rows = [
            [Cell(age_label(place)), *(self.cell(place, part) for part in (*PARTS, None))] for place in range(len(AGES))
        ]
        head = [_("Age"), *(LABELS[part] for part in PARTS), _("Together")]
        return Table(head, rows)

    def cell(self, age, part):
        number = self.data.of(age, part)
        return Cell(number, self.url_of(age, part) if number else "")

    def draw(self, canvas):
        names = 98 if canvas.narrow else 104
        totals = [self.data.of(place) for place in range(len(AGES))]
        sums = max(width_of(f"{total:,}") for total in totals) + 14
        height, tall = (30, 20) if canvas.narrow else (32, 22)
        room = canvas.width - names - sums
        most = max(totals)
        for row, place in enumerate(range(len(AGES))):
            y, x = row * height, float(names)
            canvas.text(0, y + 19, age_label(place))
            for part, kind in zip(PARTS, ("late", "bar", "rest"), strict=True):
                number = self.data.of(place, part)
                width = room * number / most
                canvas.bar(x, y + 4, max(width - 1, 0), tall, kind)
                if fits(f"{number:,}", width - 8) and number:
                    self.draw_number(canvas, x + width / 2, y + 19, number, kind)
                if number:
                    said = _("%(age)s, %(part)s") % grouped({"age": age_label(place), "part": LABELS[part]})
                    said = named(said, wording.actions(number))
                    canvas.link(self.url_of(place, part), said, number, x, y + 4, width, tall)
                x += width
            total = self.data.of(place)
            canvas.text(x + 6, y + 19, f"{total:,}" if total else "0", "number strong" if total else "number soft")
            if total:
                said = named(age_label(place), wording.actions(total))
                canvas.link(self.url_of(place), said, total, x + 2, y + 4, sums - 4, tall)
        canvas.line(names, 0, names, len(AGES) * height, "base")

    def draw_number(self, canvas, x, y, number, kind):
        if kind == "late":
            canvas.bar(x - 4.5 * len(f"{number:,}") - 3, y - 12, 9 * len(f"{number:,}") + 6, 16, "plain-late")
        canvas.text(x, y, f"{number:,}", f"on-{kind} number", "middle")


LABELS = {
    "late": gettext_lazy("late"),
    "in_time": gettext_lazy("to be done, not late"),
    "waiting": gettext_lazy("waiting to be verified or closed"),
}
