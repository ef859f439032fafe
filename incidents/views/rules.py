"""The rules in force, for those who keep the installation, and whether they answer their own cases."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.policy import administrators
from common.clock import local_day

from ..rules import packs, vectors


@administrators
@require_GET
def rules(request):
    tables = [vectors.read(path) for path in sorted(vectors.OWN.glob("*.csv"))]
    today = local_day(request.now, request.user.time_zone)
    return render(request, "incidents/rules.html", {"packs": packs.packs(), "tables": tables, "today": today})
