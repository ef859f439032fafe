"""How long the planner takes over all that is due at once, and over the same again; both thrown away afterwards."""

import resource
from time import perf_counter, process_time

import django

django.setup()

from django.db import transaction  # noqa: E402 - the settings come first

from actions.models import Action  # noqa: E402
from common import clock  # noqa: E402
from outbox.models import Notice  # noqa: E402
from outbox.planning import plan  # noqa: E402


@transaction.atomic
def main():
    now = clock.now()
    actions, known = Action.objects.count(), Notice.objects.count()
    first, again = measured(now), measured(now)
    due = Notice.objects.filter(subject_kind="action").values("subject_id").distinct().count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    transaction.set_rollback(True)
    print(
        f"\nplan: {actions:,} actions, {known:,} notices known before; {first} for {due:,} actions; "
        f"again {again}; peak {peak:.0f} MiB."
    )


def measured(now):
    began, busy = perf_counter(), process_time()
    planned = plan(now)
    return f"{planned:,} notices in {perf_counter() - began:.0f} s ({process_time() - busy:.0f} s of its own processor)"


if __name__ == "__main__":
    main()
