"""Tells how cases were reported from level to level and what became of their investigation.

What a case does not say happened in time: the unit files at once, the county tells the city within its two hours, the
report of the investigation is submitted, answered, and what it asked for assessed when it should be.
"""

from functools import partial

from incidents.models import Appraisal, Assessment, Receipt, Reply, Report, Submission

from .days import DAY
from .parts import NOTHING

MINUTES_TO_FILE, MINUTES_TO_FORWARD = 5, 70
GOVERNMENT = ("云岭区人民政府", "Government of Yunling District")
COMMITTEE = ("区安委办", "Safety committee office of the district")
DONE = (
    "调查报告所提整改措施逐条核查，均已落实。",
    "Each measure that the report asked for was checked on the spot; all are in place.",
)
BY_TELEPHONE = ("区应急局值班室报市应急局值班室", "Duty room of the district to the duty room of the city")


def foresee(telling, case, start, logged):
    told = case.reporting
    if case.void:
        return
    filed = telling.at(start, told.filed) if told.filed else logged + MINUTES_TO_FILE * telling.minute
    received = filed
    if told.county:
        received = telling.at(start, told.county)
        moment = max(received, logged) + telling.minute
        telling.on(moment, partial(receive, telling, case, "county", received, told.by_telephone))
    telling.on(filed, partial(file, telling, case, "first", "county", NOTHING))
    forwarded = telling.at(start, told.city) if told.city else received + MINUTES_TO_FORWARD * telling.minute
    moment = max(forwarded, logged) + telling.minute
    telling.on(moment, partial(receive, telling, case, "city", forwarded, BY_TELEPHONE))
    for again in told.follow_ups:
        day, clock, *note = again
        telling.on(telling.at(start + day * DAY, clock), partial(file, telling, case, "follow_up", "city", note))
    for about, document, first, last in told.appraisals:
        days = start + first * DAY, start + last * DAY
        telling.on(telling.at(days[1], "16:30"), partial(appraise, telling, case, about, document, days))
    foresee_the_end(telling, case, start)


def foresee_the_end(telling, case, start):
    """Each of these comes after the one before; 0 is not yet."""
    for day, tell in (
        (case.reporting.submitted, submit),
        (case.reporting.replied, reply),
        (case.reporting.assessed, assess),
    ):
        if not day:
            return
        telling.on(telling.at(start + day * DAY, "16:40"), partial(tell, telling, case, start + day * DAY))


def file(telling, case, kind, level, note, now):
    if telling.made[case].has_clocks:
        by = telling.who(case.unit if kind == "first" else case.keeper)
        Report.file(telling.made[case], by=by, now=now, kind=kind, level=level, note=telling.say(note))


def receive(telling, case, level, received, note, now):
    facts = {"level": level, "received_at": received, "how": "telephone", "note": telling.say(note)}
    add(telling, case, Receipt, now, **facts)


def appraise(telling, case, about, document, days, now):
    facts = {"about": telling.say(about), "document": telling.say(document)}
    add(telling, case, Appraisal, now, first_day=days[0], last_day=days[1], **facts)


def submit(telling, case, day, now):
    add(telling, case, Submission, now, submitted_on=day, authority=telling.say(GOVERNMENT))


def reply(telling, case, day, now):
    number = f"云政复〔{day.year}〕{day.timetuple().tm_yday // 7 + 3}号"
    add(telling, case, Reply, now, replied_on=day, number=number, authority=telling.say(GOVERNMENT))


def assess(telling, case, day, now):
    facts = {"body": telling.say(COMMITTEE), "result": telling.say(DONE)}
    add(telling, case, Assessment, now, assessed_on=day, **facts)


def add(telling, case, kind, now, **facts):
    if telling.made[case].has_clocks:
        kind.add(telling.made[case], by=telling.who(case.keeper), now=now, **facts)
