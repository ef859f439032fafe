"""Tells how cases were investigated: the team, what happened when, who said what, what was secured, how severe it was."""

from datetime import time
from functools import partial

from incidents.models import Exhibit, Matrix, Member, Moment, Rating, Statement, Waiver

from .days import DAY

ENTERED = {"team": (0, "14:30"), "moments": (1, "16:00"), "statements": (2, "17:00"), "exhibits": (6, "17:30")}
RATED = (4, "10:30")
APPROVED = 2  # days after a reason was proposed
PAPER = "form_after"


def foresee(telling, case, start):
    for inquiry in case.inquiries:
        for name, tell in (("team", join), ("moments", happen), ("statements", state), ("exhibits", secure)):
            for part in getattr(inquiry, name):
                day, clock = ENTERED[name]
                day = max(day, getattr(part, "day", 0))
                told = partial(tell, telling, case, inquiry, part, start)
                telling.on(telling.at(start + day * DAY, clock), told)
        for score in inquiry.ratings:
            telling.on(
                telling.at(start + RATED[0] * DAY, RATED[1]), partial(rate, telling, case, inquiry, score, start)
            )


def foresee_excuses(telling, cause, start):
    for excuse in cause.excuses:
        telling.on(telling.at(start + excuse.day * DAY, "15:00"), partial(propose, telling, cause, excuse))
        if excuse.approved_by:
            day = start + (excuse.day + APPROVED) * DAY
            telling.on(telling.at(day, "09:45"), partial(approve, telling, excuse))


def clock(text):
    return time.fromisoformat(text) if text else None


def join(telling, case, inquiry, seat, start, now):
    Member.add(
        telling.made[case],
        by=telling.who(inquiry.by),
        now=now,
        person=telling.who(seat.person) if seat.person else None,
        name=telling.say(seat.name),
        body=telling.say(seat.body),
        role=seat.role,
        conflict=seat.conflict,
        conflict_note=telling.say(seat.conflict_note),
    )


def happen(telling, case, inquiry, instant, start, now):
    telling.made[case, instant.key or instant] = Moment.add(
        telling.made[case],
        by=telling.who(inquiry.by),
        now=now,
        on=start + instant.day * DAY,
        at=clock(instant.at),
        about=instant.about,
        phase=instant.phase,
        what=telling.say(instant.what),
        source=instant.source,
        source_note=telling.say(instant.source_note),
        certainty=instant.certainty,
        follows=telling.made[case, instant.after] if instant.after else None,
    )


def state(telling, case, inquiry, said, start, now):
    incident, by = telling.made[case], telling.who(inquiry.by)
    statement = Statement.add(
        incident,
        by=by,
        now=now,
        files=[telling.album.picture(PAPER, now)] if said.is_signed else [],
        name=telling.say(said.name),
        person=telling.who(said.person) if said.person else None,
        position=telling.say(said.position),
        standing=said.standing,
        taken_on=start + said.day * DAY,
        taken_at=clock(said.at),
        taken_by=telling.say(said.taken_by),
        place=telling.say(said.place),
        said=telling.say(said.said),
        corrects=incident.statements.get(number=said.corrects) if said.corrects else None,
    )
    if said.is_signed:
        statement.sign(by=by, now=now, signing="paper", signed_on=statement.taken_on)


def secure(telling, case, inquiry, proof, start, now):
    causes = [cause for cause in telling.made if getattr(cause, "key", "") in proof.causes]
    Exhibit.add(
        telling.made[case],
        by=telling.who(inquiry.by),
        now=now,
        files=[telling.album.picture(proof.photo, now)] if proof.photo else [],
        kind=proof.kind,
        title=telling.say(proof.title),
        description=telling.say(proof.description),
        found_at=telling.say(proof.found_at),
        kept_at=telling.say(proof.kept_at),
        secured_on=start + proof.day * DAY,
        secured_at=clock(proof.at),
        secured_by=telling.say(proof.secured_by),
        moments=[telling.made[case, key] for key in proof.moments],
        findings=[telling.made[cause] for cause in causes],
    )


def rate(telling, case, inquiry, score, start, now):
    Rating.give(
        telling.made[case],
        by=telling.who(inquiry.by),
        now=now,
        kind=score.kind,
        matrix=Matrix.objects.newest(),
        consequence=score.consequence - 1,
        likelihood=score.likelihood - 1,
        reason=telling.say(score.reason),
        since=0,
    )


def propose(telling, cause, excuse, now):
    reason = telling.say(excuse.reason)
    telling.made[excuse] = Waiver.propose(telling.made[cause], by=telling.who(excuse.by), now=now, reason=reason)


def approve(telling, excuse, now):
    telling.made[excuse].approve(by=telling.who(excuse.approved_by), now=now)
