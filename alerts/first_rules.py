"""The first rules of an installation; from then on they are rows that an administrator changes."""

from .models import Rule

WEEK, YEAR = 7, 365
FIRST = [
    {"counts": Rule.Counts.FATAL, "least": 2, "days": WEEK, "within": Rule.Within.REGION},
    {"counts": Rule.Counts.ALL, "least": 2, "days": YEAR, "within": Rule.Within.SITE_CATEGORY},
    {"counts": Rule.Counts.ALL, "least": 2, "days": YEAR, "within": Rule.Within.SITE_FACTOR},
]


def ensure(**_signal):
    """Make the rules of an installation that has none yet; after every migration."""
    if not Rule.objects.exists():
        Rule.objects.bulk_create(Rule(**facts) for facts in FIRST)
