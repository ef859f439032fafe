"""Legal deadlines on my work: what this person has to see to, and what is late where they lead."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from common.clock import local_day
from incidents.countdown import Countdown
from incidents.models import Incident, Obligation
from incidents.responsible import led_by, owed_by

AHEAD = timedelta(days=30)
FRESH = timedelta(days=2)  # hours that passed so lately come before days that passed long ago
MOST_SHOWN, MOST_COUNTED = 20, 1000

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
    today = local_day(now, user.time_zone or settings.TIME_ZONE)
    near = Q(due_at__lte=now + AHEAD, not_before=None) | Q(not_before__lte=today)
    is_own = Case(When(owed_by(user), then=Value(True)), default=Value(False))
    presses = Q(near, is_own=True) | Q(led_by(user), due_at__lte=now)
    running = When(kind__in=Obligation.IN_HOURS, due_at__gt=now - FRESH, then=Value(0))
    rows = visible.annotate(is_own=is_own, later=Case(running, default=Value(1))).filter(presses)
    shown = list(rows.for_list().order_by("later", "due_at", "pk")[:MOST_SHOWN])
    others = rows.order_by("pk")[MOST_SHOWN : MOST_SHOWN + MOST_COUNTED].count()
    return [line(row, user, now) for row in shown], others


def line(row, user, now):
    files = row.is_own and row.kind in (Kind.UNIT_REPORT, Kind.SUPPLEMENT) and row.incident.may(user, "file_report")
    url = reverse("incidents:file_report" if files else "incidents:obligations", args=[row.incident_id])
    return Deadline(Countdown(row, now), url, _("File the report") if files else _("Open"), row.is_own)
