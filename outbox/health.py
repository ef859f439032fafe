"""Whether reminders live: what `/readyz` tells and the page of the administrator shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from .models import Hold, Letter, Notice, Pulse
from .subjects import registered

STILL = timedelta(minutes=3)  # after so long without a sign of life somebody should look
RECENT = timedelta(days=14)


@dataclass(frozen=True)
class Health:
    """`oldest_due` is the instant at which the letter that waits longest should have been tried."""

    now: datetime
    pulses: dict  # {name: Pulse}
    hold: Hold | None
    oldest_due: datetime | None

    @property
    def stands_still(self):
        """Nobody planned, composed or sent for minutes, or a letter that may leave is not even tried."""
        silent = any(name not in self.pulses or self.is_long_ago(self.pulses[name].at) for name in Pulse.Name.values)
        stuck = self.oldest_due is not None and not self.hold and self.is_long_ago(self.oldest_due)
        return silent or stuck

    def is_long_ago(self, instant):
        return self.now - instant > STILL

    def as_json(self):
        last = {f"last_{name}": self.pulses[name].at if name in self.pulses else None for name in Pulse.Name.values}
        return {
            "reminders": "still" if self.stands_still else "held" if self.hold else "ok",
            **last,
            "oldest_due": self.oldest_due,
        }


def look(now):
    return Health(
        now=now,
        pulses={pulse.name: pulse for pulse in Pulse.objects.all()},
        hold=Hold.objects.standing().select_related("by").first(),
        oldest_due=Letter.objects.unsent().filter(next_try__lte=now).aggregate(first=Min("next_try"))["first"],
    )


def queue(now):
    """What waits: notices that are due and in no letter, and letters that are not sent."""
    return {
        "notices": Notice.objects.waiting().filter(not_before__lte=now).count(),
        "letters": Letter.objects.unsent().count(),
        "tried": Letter.objects.unsent().filter(attempts__gt=0).exclude(error="").count(),
    }


def failures(now):
    """[(reason, how many)] of the last two weeks: why letters failed, and why notices were not said."""
    recent = now - RECENT
    letters = Letter.objects.filter(failed_at__gt=recent).values("error").annotate(count=Count("pk"))
    reasons = {}
    for row in letters:
        reason = row["error"].partition(":")[0]
        reasons[reason] = reasons.get(reason, 0) + row["count"]
    return sorted(reasons.items(), key=lambda item: -item[1])


def skipped(now):
    rows = Notice.objects.filter(skipped_at__gt=now - RECENT).values("skipped_because").annotate(count=Count("pk"))
    names = dict(Notice.Skipped.choices)
    return [(names[row["skipped_because"]], row["count"]) for row in rows.order_by("-count")]


def unsaid(now):
    """The record that is late for longest and of which nothing was said, of each kind: there should be none."""
    return [found for subject in registered.values() if (found := subject.unsaid(now))]
