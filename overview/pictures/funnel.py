"""From the report to the last action closed: how many incidents have come how far, and where they wait."""

from dataclasses import dataclass

from django.db.models import Case, Count, Max, Min, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.progress import LACKING, REACHED, STEPS, excused
from common.counting import count_all
from incidents.models import Finding, Incident

from . import wording
from .pareto import percent
from .picture import Cell, Key, Picture, Table
from .wording import grouped, named


@dataclass(frozen=True)
class Funnel:
    """`reached`: how many incidents were reported, and how many of these came as far as each of STEPS."""

    reported: int
    reached: dict

    def lost(self, step):
        """How many came as far as the step before and wait for this one."""
        place = STEPS.index(step)
        return (self.reached[STEPS[place - 1]] if place else self.reported) - self.reached[step]


def count(incidents, actions):
    """As `reaching` would count them one step after the other, but in two queries."""
    is_over = Q(status=Incident.Status.CLOSED)
    found = incidents.filter(pk__in=Finding.objects.standing().values("incident"))
    idle = excused(found, actions)
    reported, with_cause, idle, idle_and_over = count_all(incidents, found, idle, idle.filter(is_over))
    over = Q(finding__incident__status=Incident.Status.CLOSED) | Q(incident__status=Incident.Status.CLOSED)
    origin = Coalesce("finding__incident", "incident")
    # An incident has come as far as the action that is furthest behind.
    furthest_behind = (
        actions.standing()
        .order_by()
        .annotate(origin=origin)
        .filter(origin__in=found.values("pk"))
        .values("origin")
        .annotate(least=Min("stage"), over=Max(Case(When(over, then=1), default=0)))
    )
    stages = {"actions": 0, "submitted": 1, "verified": 2, "closed": 3}
    reached = furthest_behind.aggregate(
        **{step: Count("origin", filter=Q(least__gte=stage)) for step, stage in stages.items()},
        concluded=Count("origin", filter=Q(least__gte=stages["closed"], over=1)),
    )
    over_with_work = reached.pop("concluded")
    reached = {step: count + idle for step, count in reached.items()}
    return Funnel(reported, {"causes": with_cause, **reached, "concluded": over_with_work + idle_and_over})


class FunnelPicture(Picture):
    name = "funnel"
    label = gettext_lazy("From report to closure")

    def count(self, look):
        return count(look.incidents, look.actions)

    @property
    def is_empty(self):
        return not self.data.reported

    @property
    def stuck(self):
        """The step for which most incidents wait."""
        return max(STEPS, key=lambda step: (self.data.lost(step), -STEPS.index(step)))

    @property
    def title(self):
        if self.is_empty:
            return _("No incident in this time.")
        facts = {"closed": self.data.reached["concluded"], "all": self.data.reported}
        closed = ngettext(
            "%(closed)s of %(all)s incident is closed.", "%(closed)s of %(all)s incidents are closed.", facts["all"]
        ) % grouped(facts)
        if not self.data.lost(self.stuck):
            return closed
        waits = WAITS[self.stuck] % grouped({"count": self.data.lost(self.stuck)})
        return _("%(sentence)s %(more)s") % grouped({"sentence": closed, "more": waits})

    @property
    def about(self):
        return _("How many incidents have come so far, and how many wait for the next step, %(period)s.") % grouped(
            {"period": self.look.period.in_words}
        )

    @property
    def legend(self):
        return [Key("bar", _("have come so far")), Key("gap", _("wait for this step"))]

    @property
    def words(self):
        waiting = [step for step in STEPS if self.data.lost(step)]
        return [WAITING[step] % grouped({"count": self.data.lost(step)}) for step in waiting]

    def label_of(self, step):
        return REACHED[step] if step else _("reported")

    def url_of(self, step=None):
        return self.look.happened(progress=step) if step else self.look.happened()

    @property
    def table(self):
        rows = [self.row(None, self.data.reported, None)]
        rows += [self.row(step, self.data.reached[step], self.data.lost(step)) for step in STEPS]
        return Table([_("Step"), _("Incidents"), _("Share"), _("Wait for it")], rows)

    def row(self, step, number, lost):
        return [
            Cell(self.label_of(step)),
            Cell(number, self.url_of(step) if number else ""),
            Cell(percent(number, self.data.reported)),
            Cell("–" if lost is None else lost, self.url_of(f"no_{step}") if lost else ""),
        ]

    def draw(self, canvas):
        names, height, tall = (0, 50, 20) if canvas.narrow else (170, 38, 24)
        numbers = 92
        room = canvas.width - names - numbers
        for row, step in enumerate([None, *STEPS]):
            number = self.data.reached[step] if step else self.data.reported
            y = row * height + (20 if canvas.narrow else 6)
            if canvas.narrow:
                canvas.text(0, y - 6, str(self.label_of(step)).capitalize())
            else:
                canvas.text(0, y + 16, str(self.label_of(step)).capitalize())
            width = room * number / self.data.reported
            kind = "closed" if step == "concluded" else "bar"
            canvas.bar(names, y, width, tall, kind)
            lost = self.data.lost(step) if step else 0
            gap = room * lost / self.data.reported
            canvas.bar(names + width, y, gap, tall, "gap")
            canvas.text(canvas.width - 42, y + tall / 2 + 4, f"{number:,}", "number strong", "end")
            canvas.text(canvas.width, y + tall / 2 + 4, percent(number, self.data.reported), "number soft", "end")
            if number:
                said = named(self.label_of(step), wording.incidents(number))
                canvas.link(self.url_of(step), said, number, names, y, width, tall)
            if lost:
                text = f"−{lost:,}"
                end = names + width + gap
                if canvas.fits(text, gap - 4):
                    canvas.text(names + width + gap / 2, y + tall / 2 + 4, text, "number", "middle")
                elif canvas.fits(text, names + room - end):
                    canvas.text(end + 4, y + tall / 2 + 4, text, "number")
                else:
                    canvas.text(names + width - 4, y + tall / 2 + 4, text, f"on-{kind} number", "end")
                said = named(LACKING[step], wording.incidents(lost))
                canvas.link(self.url_of(f"no_{step}"), said, lost, names + width, y, gap, tall)
        canvas.line(names, 0 if not canvas.narrow else 14, names, canvas.height, "base")


WAITING = {
    "causes": gettext_lazy("Wait for causes to be found: %(count)s."),
    "actions": gettext_lazy("Wait for actions to be given: %(count)s."),
    "submitted": gettext_lazy("Wait for work to be done: %(count)s."),
    "verified": gettext_lazy("Wait for verification: %(count)s."),
    "closed": gettext_lazy("Wait for effectiveness checks: %(count)s."),
    "concluded": gettext_lazy("Wait for the case to be closed: %(count)s."),
}
WAITS = {
    "causes": gettext_lazy("Most wait for their causes to be found: %(count)s."),
    "actions": gettext_lazy("Most wait for actions to be given: %(count)s."),
    "submitted": gettext_lazy("Most wait for work to be done: %(count)s."),
    "verified": gettext_lazy("Most wait for verification: %(count)s."),
    "closed": gettext_lazy("Most wait for effectiveness checks: %(count)s."),
    "concluded": gettext_lazy("Most wait for the case to be closed: %(count)s."),
}
