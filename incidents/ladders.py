"""The first ladders of legal deadlines; from then on they are rows that an administrator changes."""

from outbox.models import WHOLE_DAY, Ladder, Step

Audience = Step.Audience
OWNER, NEXT, OFFICIAL, LEADER = Audience.OWNER, Audience.NEXT_IN_LINE, Audience.SITE_OFFICIAL, Audience.LEADER
HOUR, WEEKLY = 60, 7 * WHOLE_DAY

IN_HOURS = [(-10, OWNER, None), (0, OWNER, None), (15, NEXT, 15), (HOUR, LEADER, None), (WHOLE_DAY, OWNER, None)]
IN_DAYS = [
    *((days * WHOLE_DAY, OWNER, None) for days in (-7, -3, -1, 0, 1)),
    (7 * WHOLE_DAY, OWNER, WEEKLY),
    (1 * WHOLE_DAY, LEADER, None),
    (7 * WHOLE_DAY, LEADER, WEEKLY),
]
A_MONTH_BEFORE = (-30 * WHOLE_DAY, OWNER, None)

# {(kind, priority): [(minutes from the limit, audience, said again every so many minutes)]}
FIRST = {
    ("unit_report", "critical"): [(-HOUR, OWNER, None), (-30, OWNER, None), *IN_HOURS, (30, OFFICIAL, None)],
    ("level_report", "critical"): [(-2 * HOUR, OWNER, None), (-30, OWNER, None), *IN_HOURS],
    ("supplement", "ordinary"): IN_DAYS[1:],
    ("investigation_report", "ordinary"): [A_MONTH_BEFORE, *IN_DAYS],
    ("reply", "ordinary"): IN_DAYS,
    ("assessment", "ordinary"): [(-60 * WHOLE_DAY, OWNER, None), A_MONTH_BEFORE, *IN_DAYS],
}


def ensure(**_signal):
    """Make the ladders of an installation that has none yet; after every migration."""
    for (kind, priority), steps in FIRST.items():
        ladder, made = Ladder.objects.get_or_create(subject_kind="obligation", kind=kind, priority=priority)
        if made:
            Step.objects.bulk_create(
                Step(ladder=ladder, offset=offset, audience=audience, every=every) for offset, audience, every in steps
            )
