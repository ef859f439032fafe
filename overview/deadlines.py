"""Legal deadlines on my work: what this person has to see to, and what is late where they lead."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from common.clock import local_day
from incidents.countdown import Countdown
from incidents.models import Incident, Obligation
from incidents.responsible import led_by, owed_by

AHEAD = timedelta(days=30)
FRESH = timedelta(days=2)  # hours that passed so lately come before days that passed long ago
MOST_SHOWN = 20

Kind = Obligation.Kind


@dataclass(frozen=True)
class Deadline:
    """One line: the Countdown, the link to the next step with its button, and whether it is this person's to do."""

    countdown: Countdown
    url: str
    button: str
    is_own: bool

    @property
    def incident(self):
        return self.countdown.obligation.incident


def legal_deadlines(user, now):
    """(lines, how many more): unmet, late or due within a month, or what can be done now; hours that run come first."""
    visible = Obligation.objects.visible_to(user).unmet().exclude(incident__status=Incident.Status.VOID)
    is_own = Case(When(owed_by(user), then=Value(True)), default=Value(False))
    near = Q(due_at__lte=now + AHEAD) | Q(not_before__lte=now.date())
    presses = Q(near, is_own=True) | Q(led_by(user), due_at__lte=now)
    rows = visible.annotate(is_own=is_own).filter(presses).for_list()
    rows = [row for row in rows.order_by("due_at", "pk") if can_be_done(row, now)]
    rows.sort(key=lambda row: (not (row.runs_in_hours and row.due_at > now - FRESH), row.due_at))
    return [line(row, user, now) for row in rows[:MOST_SHOWN]], max(0, len(rows) - MOST_SHOWN)


def can_be_done(row, now):
    return row.not_before is None or local_day(now, row.site.time_zone) >= row.not_before


def line(row, user, now):
    files = row.is_own and row.kind in (Kind.UNIT_REPORT, Kind.SUPPLEMENT) and row.incident.may(user, "file_report")
    url = reverse("incidents:file_report" if files else "incidents:obligations", args=[row.incident_id])
    return Deadline(Countdown(row, now), url, _("File the report") if files else _("Open"), row.is_own)
