"""The sheet of a meeting, and what a meeting means to the sheets that follow."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models.appointments import SEEING
from accounts.narrowing import PLACES
from overview.scope import Asking, Scope
from overview.sheet.period import TICK, Period
from overview.sheet.tables import Cell, Head, Part, Row, Table, decided_title, to_sign, what, where

from .models import Meeting
from .models.meeting import holds_at_all


def own_places(user):
    """{name of a kind: its key} of what somebody with one duty sees; nothing where there are several."""
    duties = {
        tuple(getattr(appointment, f"{name}_id") for name in PLACES)
        for appointment in user.current_appointments
        if appointment.role in SEEING
    }
    if user.sees_everywhere or len(duties) != 1:
        return {}
    return {name: key for name, key in zip(PLACES, duties.pop(), strict=True) if key is not None}


def since_the_last(scope, until):
    """The Period since the last meeting before `until` about the same places; unasked, about those of one's duty."""
    places = scope.parameters or own_places(scope.user)
    last = Meeting.objects.visible_to(scope.user).standing().about(places).filter(held_at__lt=until).first()
    return last and Period(last.held_at, until, last.in_a_sentence)


def to_record(scope, period):
    """The meeting can be recorded from the sheet of this moment, by whoever leads or looks after all of it."""
    if period.until != scope.now:
        return
    asked = scope if scope.places else scope_of(own_places(scope.user), scope.user, scope.now)
    if holds_at_all(scope.user, asked.places):
        query = urlencode(asked.parameters | {"since": period.since.isoformat()})
        yield _("Record the meeting"), f"{reverse('meetings:new')}?{query}"


def scope_of(places, user, now):
    return Scope(Asking(user, now, places))


def sheet_of(meeting, user, now):
    """(Scope, Period) of the sheet that lay on the table."""
    keys = {name: place.pk for name in PLACES if (place := getattr(meeting, name)) is not None}
    before = Meeting.objects.visible_to(user).about(keys).filter(held_at=meeting.since).first()
    opening = before.in_a_sentence if before else date_format(localtime(meeting.since + TICK), "DATE_FORMAT")
    return scope_of(keys, user, now), Period(meeting.since, meeting.held_at, opening)


def ending(meeting, decisions):
    """The parts of the sheet that say what was decided, action by action, and what was said."""
    parts = [decided(decisions)]
    if meeting.minutes:
        parts.append(Part("minutes", _("5. What was said"), meeting.minutes.splitlines()))
    return parts


def signed(meeting):
    held_on = date_format(localtime(meeting.held_at), "DATE_FORMAT")
    return to_sign(str(meeting.led_by), str(meeting.recorded_by), held_on)


def decided(decisions):
    rows = []
    for decision in decisions:
        event = decision.event
        action = what(event.action)
        about = _("%(number)s · %(note)s") % {"number": event.action.number, "note": event.note}
        rows.append(
            Row(
                [
                    Cell(str(event)),
                    Cell(action.value, about if event.note else action.below, action.url),
                    where(event.action),
                    Cell(str(event.owner)),
                    Cell(event.deadline),
                ],
                event.action,
            )
        )
    heads = [
        Head(_("What was decided"), 15),
        Head(_("About what"), 41, _("Remark")),
        Head(_("Organization"), 20, _("Site")),
        Head(_("Owner"), 10),
        Head(_("Deadline"), 14),
    ]
    table = Table("decided", decided_title(), heads, rows, _("Nothing has been decided yet."))
    return Part("decided", decided_title(), tables=[table])
