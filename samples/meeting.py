"""Meetings about the sample district: what is late for longest is asked for by name, there and then."""

import tomllib
from datetime import timedelta
from functools import partial
from pathlib import Path

from actions.models import Action
from meetings.models import Meeting
from meetings.models.decision import decide

FILE = Path(__file__).parent / "meetings.toml"
BEFORE_THE_FIRST = timedelta(days=7)
MOST_REMINDED = 2
REMINDED = (
    "请本周内完成整改，不能按期完成的，报明原因和保障措施。",
    "Please finish it this week, or say why not and what keeps the danger away.",
)


def foresee(telling):
    for row in tomllib.loads(FILE.read_text("utf-8"))["meeting"]:
        telling.on(telling.at(telling.day(row["day"]), row["at"]), partial(hold, telling, row))


def hold(telling, row, now):
    official, leader = telling.who("chen"), telling.who("he")
    last = Meeting.objects.filter(led_by=leader).order_by("-held_at").first()
    meeting = Meeting.hold(
        by=official,
        now=now,
        places={},
        since=last.held_at if last else now - BEFORE_THE_FIRST,
        held_at=now,
        led_by=leader,
        attendees=telling.say(row["attendees"]),
        minutes=telling.say(row["minutes"]),
    )
    told = {row.pk: row for row in telling.made.values() if isinstance(row, Action)}  # the copies that are told on
    late = Action.objects.filter(pk__in=told).late(now).order_by("due_at", "pk").values_list("pk", flat=True)
    for key in late[:MOST_REMINDED]:
        decide(meeting, "remind", partial(remind, telling, told[key], official, now), by=official)


def remind(telling, action, by, now):
    action.remind(by=by, now=now, note=telling.say(REMINDED))
    return action
