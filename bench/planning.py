"""How long it takes to plan all that is due at once, to plan the same again, and to compose the letters of it.

As after the first start over old data. All of it is thrown away afterwards.
"""

import resource
from time import perf_counter, process_time

import django

django.setup()

from django.db import transaction  # noqa: E402 - the settings come first

from actions.models import Action  # noqa: E402
from common import clock  # noqa: E402
from outbox.models import Letter, Notice  # noqa: E402
from outbox.planning import plan  # noqa: E402
from outbox.rounds import compose_all_the_same  # noqa: E402


@transaction.atomic
def main():
    now, known = clock.now(), Notice.objects.count()
    first, again = timed(lambda: plan(now)), timed(lambda: plan(now))
    due = Notice.objects.filter(subject_kind="action").values("subject_id").distinct().count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{Action.objects.count():,} actions, of which {due:,} have something newly due; {known:,} notices before. "
        f"Planned {first}; planned again {again}; peak {peak:.0f} MiB.",
        flush=True,
    )
    composed = timed(lambda: letters(now))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Letters composed: {composed}; peak {peak:.0f} MiB.")
    transaction.set_rollback(True)


def letters(now):
    compose_all_the_same(now)
    return Letter.objects.filter(composed_at=now).count()


def timed(work):
    began, busy = perf_counter(), process_time()
    count = work()
    return f"{count:,} in {perf_counter() - began:.0f} s ({process_time() - busy:.0f} s of its own processor)"


if __name__ == "__main__":
    main()
