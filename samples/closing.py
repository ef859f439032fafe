"""Tells how cases ended: who was held responsible, who was told, and who closed the case."""

from functools import partial

from incidents.models import Handling, Training

from .days import DAY

PAPER = "form_after"


def foresee(telling, case, start):
    for parts, tell, clock in ((case.blamed, deal_with, "10:40"), (case.lessons, educate, "16:10")):
        for part in parts:
            telling.on(telling.at(start + part.day * DAY, clock), partial(tell, telling, case, part, start))
    for ending in case.endings:
        telling.on(telling.at(start + ending.day * DAY, "15:05"), partial(end, telling, case, ending))


def deal_with(telling, case, blamed, start, now):
    Handling.add(
        telling.made[case],
        by=telling.who(blamed.by or case.keeper),
        now=now,
        nobody=not blamed.person[0],
        reason=telling.say(blamed.reason),
        person=telling.say(blamed.person),
        post=telling.say(blamed.post),
        liability=telling.say(blamed.liability),
        proposed=telling.say(blamed.proposed),
        decision_number=telling.say(blamed.decision_number),
        authority=telling.say(blamed.authority),
        decided_on=None if blamed.decided is None else start + blamed.decided * DAY,
    )


def educate(telling, case, lesson, start, now):
    Training.add(
        telling.made[case],
        by=telling.who(lesson.by or case.keeper),
        now=now,
        files=[telling.album.picture(PAPER, now)] if lesson.is_signed else [],
        held_on=start + lesson.day * DAY,
        content=telling.say(lesson.content),
        invited=telling.say(lesson.invited),
        absent=telling.say(lesson.absent),
        result=telling.say(lesson.result),
    )


def end(telling, case, ending, now):
    incident = telling.made[case]
    incident.refresh_from_db()
    getattr(incident, ending.verb)(by=telling.who(ending.by), now=now, note=telling.say(ending.note))
