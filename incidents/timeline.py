"""The rows of a timeline in their order, and where they contradict each other: said in words, never refused."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from .models import Moment

ABOUT = timedelta(minutes=30)  # how far a time that is only about right may be off
CLOSE = timedelta(minutes=10)  # how far clocks of the incident itself may differ
LONGEST_TOLD = 40


@dataclass
class Line:
    moment: Moment
    doubts: list = field(default_factory=list)
    begins_day: bool = False


def lines_of(incident, moments):
    """Lines for the standing `moments` of `incident`, sorted by time, each with what contradicts it."""
    moments = in_order(moments)
    anchor = when_it_happened(incident, moments)
    known = {moment.pk: moment for moment in moments}
    lines, day = [], None
    for moment in moments:
        lines.append(Line(moment, list(doubts(moment, known, anchor)), begins_day=moment.on != day))
        day = moment.on
    return lines


def in_order(moments):
    """By day and time. A row without a time stands behind the one that it follows, else at the head of its day."""
    timed = sorted((moment for moment in moments if moment.at), key=lambda moment: (moment.starts, moment.pk))
    rows = list(timed)
    for moment in sorted((moment for moment in moments if not moment.at), key=lambda moment: (moment.on, moment.pk)):
        rows.insert(place_of(moment, rows), moment)
    return rows


def place_of(moment, rows):
    start = next((place for place, row in enumerate(rows) if row.on >= moment.on), len(rows))
    for place, row in enumerate(rows):
        if row.pk == moment.follows_id and row.on == moment.on:
            return place + 1
    while start < len(rows) and rows[start].on == moment.on and rows[start].at is None:
        start += 1
    return start


def when_it_happened(incident, moments):
    """Wall time at the site, by the report, else by the row that says so; None where only the day is known."""
    if incident.occurred_time:
        return datetime.combine(incident.occurred_on, incident.occurred_time)
    return next((m.starts for m in moments if m.phase == Moment.Phase.EVENT and m.at), None)


def doubts(moment, known, anchor):
    """Sentences about what contradicts this row."""
    earlier = known.get(moment.follows_id)
    if earlier and is_later(earlier, moment):
        yield _("It is said to come after “%(row)s”, but its time is earlier.") % {"row": told(earlier)}
    if anchor is None or not moment.at:
        return
    distance, slack = moment.starts - anchor, ABOUT if moment.about else timedelta(0)
    if moment.phase == Moment.Phase.BEFORE and distance > slack:
        yield _("It is said to have led up to the incident, but its time is later than the incident.")
    elif moment.phase == Moment.Phase.AFTER and -distance > slack:
        yield _("It is said to be rescue or response, but its time is earlier than the incident.")
    elif moment.phase == Moment.Phase.EVENT and abs(distance) > max(slack, CLOSE):
        yield _("It is said to be the incident itself, but the report gives another time.")


def is_later(one, other):
    """Whether `one` is later than `other` beyond what “about” leaves open; without times, by the day."""
    if one.at is None or other.at is None:
        return one.on > other.on
    slack = ABOUT if one.about or other.about else timedelta(0)
    return one.starts - other.starts > slack


def told(moment):
    text = " ".join(moment.what.split())
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"
