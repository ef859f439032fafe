"""The first ladders of reminding and escalating; from then on they are rows that an administrator changes."""

from outbox.models import WHOLE_DAY, Ladder, Step

OWNER, VERIFIER, CHECKER = Step.Audience.OWNER, Step.Audience.VERIFIER, Step.Audience.CHECKER
LINE_MANAGER, SITE_OFFICIAL, LEADER = (
    Step.Audience.LINE_MANAGER,
    Step.Audience.SITE_OFFICIAL,
    Step.Audience.LEADER,
)
DAILY, WEEKLY = 1, 7

# {(kind, priority): [(days from the limit, audience, said again every so many days)]}
FIRST = {
    ("deadline", "ordinary"): [
        *((days, OWNER, None) for days in (-7, -3, -1, 0, 1, 3)),
        (7, OWNER, WEEKLY),
        (3, LINE_MANAGER, None),
        (7, LINE_MANAGER, WEEKLY),
        (7, SITE_OFFICIAL, WEEKLY),
    ],
    ("deadline", "critical"): [
        *((days, OWNER, None) for days in (-7, -3, -1, 0)),
        (1, OWNER, DAILY),
        (1, LINE_MANAGER, None),
        (3, LINE_MANAGER, DAILY),
        (3, SITE_OFFICIAL, WEEKLY),
        (7, LEADER, WEEKLY),
    ],
    ("verification", "ordinary"): [
        *((days, VERIFIER, None) for days in (0, 1, 3)),
        (7, VERIFIER, WEEKLY),
        (3, LINE_MANAGER, None),
        (7, LINE_MANAGER, WEEKLY),
    ],
    ("verification", "critical"): [
        (0, VERIFIER, None),
        (1, VERIFIER, DAILY),
        (1, LINE_MANAGER, None),
        (3, LINE_MANAGER, DAILY),
        (3, SITE_OFFICIAL, WEEKLY),
    ],
    ("extension", "ordinary"): [(0, VERIFIER, None), (1, VERIFIER, DAILY), (2, LINE_MANAGER, WEEKLY)],
    ("expiry", "ordinary"): [
        *((days, OWNER, None) for days in (-7, -1, 1)),
        (7, OWNER, WEEKLY),
        (1, VERIFIER, None),
        (7, VERIFIER, WEEKLY),
        (7, LINE_MANAGER, WEEKLY),
    ],
    ("expiry", "critical"): [
        *((days, OWNER, None) for days in (-7, -3, -1)),
        (1, OWNER, DAILY),
        (-1, VERIFIER, None),
        (1, VERIFIER, DAILY),
        (3, LINE_MANAGER, DAILY),
        (3, SITE_OFFICIAL, WEEKLY),
    ],
    ("effect", "ordinary"): [
        *((days, CHECKER, None) for days in (-7, 0, 3)),
        (7, CHECKER, WEEKLY),
        (7, LINE_MANAGER, WEEKLY),
        (14, SITE_OFFICIAL, WEEKLY),
    ],
    ("effect", "critical"): [
        *((days, CHECKER, None) for days in (-7, -1, 0, 1)),
        (3, CHECKER, WEEKLY),
        (3, LINE_MANAGER, WEEKLY),
        (3, SITE_OFFICIAL, WEEKLY),
        (7, LEADER, WEEKLY),
    ],
    ("extension", "critical"): [(0, VERIFIER, None), (1, VERIFIER, DAILY), (1, LINE_MANAGER, DAILY)],
}


def ensure(**_signal):
    """Make the ladders of an installation that has none yet; after every migration."""
    for (kind, priority), steps in FIRST.items():
        ladder, made = Ladder.objects.get_or_create(subject_kind="action", kind=kind, priority=priority)
        if made:
            Step.objects.bulk_create(
                Step(
                    ladder=ladder,
                    offset=days * WHOLE_DAY,
                    audience=audience,
                    every=every and every * WHOLE_DAY,
                )
                for days, audience, every in steps
            )
