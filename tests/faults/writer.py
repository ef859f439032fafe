"""Gives work to one owner after another until it is done or killed."""

import sys

import django

django.setup()

from datetime import timedelta  # noqa: E402

from accounts.models import User  # noqa: E402
from actions.models import Action  # noqa: E402
from common import clock  # noqa: E402
from common.clock import local_day  # noqa: E402
from incidents.models import Finding  # noqa: E402


def write(finding, owners):
    cause = Finding.objects.select_related("incident__site__region").get(pk=finding)
    chen, li = User.objects.get(email="chen@example.org"), User.objects.get(email="li@example.org")
    for owner in User.objects.filter(pk__in=owners):
        now = clock.now()
        deadline = local_day(now, "Asia/Shanghai") + timedelta(days=100)
        Action.assign(
            by=chen,
            now=now,
            finding=cause,
            title="Fit lifelines",
            criterion="Fitted",
            owner=owner,
            verifier=li,
            deadline=deadline,
        )


if __name__ == "__main__":
    write(int(sys.argv[1]), [int(pk) for pk in sys.argv[2:]])
