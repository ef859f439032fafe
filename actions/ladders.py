"""The first ladders of reminding and escalating; from then on they are rows that an administrator changes."""

from outbox.models import Ladder, Step

OWNER, VERIFIER = Step.Audience.OWNER, Step.Audience.VERIFIER
LINE_MANAGER, SITE_OFFICIAL = Step.Audience.LINE_MANAGER, Step.Audience.SITE_OFFICIAL
WEEKLY = 7

# (days from the deadline, audience, said again every so many days)
DEADLINE = [
    *((days, OWNER, None) for days in (-7, -3, -1, 0, 1, 3)),
    (7, OWNER, WEEKLY),
    (3, LINE_MANAGER, None),
    (7, LINE_MANAGER, WEEKLY),
    (7, SITE_OFFICIAL, WEEKLY),
]
VERIFICATION = [
    (0, VERIFIER, None),
    (1, VERIFIER, None),
    (3, VERIFIER, None),
    (7, VERIFIER, WEEKLY),
    (3, LINE_MANAGER, None),
    (7, LINE_MANAGER, WEEKLY),
]


def ensure(**_signal):
    """Make the ladders of an installation that has none yet; after every migration."""
    for subject, steps in (("action", DEADLINE), ("verification", VERIFICATION)):
        for priority in ("ordinary", "critical"):
            ladder, made = Ladder.objects.get_or_create(subject=subject, priority=priority)
            if made:
                Step.objects.bulk_create(
                    Step(ladder=ladder, days=days, audience=audience, every=every) for days, audience, every in steps
                )
