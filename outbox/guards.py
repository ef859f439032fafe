"""What keeps letters from becoming a flood: for everybody together, and for each person."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from common.clock import local_day

from .models import Hold, Letter

MOST_WITHOUT_A_LOOK = 200  # letters of one run
UNUSUAL = 10  # times the usual volume of a day
USUAL_OF = timedelta(days=14)
MOST_SINGLE_LETTERS = 20  # a person and day; what is more waits for the digest


def stand_still(letters, now):
    """Whether no letter may be composed now: somebody stopped them, or a person should look at so many first."""
    if Hold.objects.standing().exists():
        return True
    if letters <= MOST_WITHOUT_A_LOOK or letters <= UNUSUAL * usual_of_a_day(now) or was_looked_at(now):
        return False
    Hold.objects.get_or_create(
        released_at=None, defaults={"because": Hold.Because.FLOOD, "at": now, "letters": letters}
    )
    return True


def usual_of_a_day(now):
    """Letters a day, over the last two weeks."""
    composed = Letter.objects.filter(composed_at__gt=now - USUAL_OF, composed_at__lt=now)
    return composed.count() / USUAL_OF.days


def was_looked_at(now):
    """Whether somebody let a flood go within the last day: what they saw may leave."""
    return Hold.objects.filter(because=Hold.Because.FLOOD, released_at__gt=now - timedelta(days=1)).exists()


def has_had_enough(person, now):
    """Whether this person got as many single letters on the local day of `now` as one bears."""
    today = local_day(now, person.time_zone)
    since = datetime.combine(today, time.min, ZoneInfo(person.time_zone))
    return person.letters.filter(digest_on=None, composed_at__gte=since).count() >= MOST_SINGLE_LETTERS
