"""The least that a page of this server can be: its session, its frame, one query by an index, as many rows."""

from django.shortcuts import get_object_or_404, render

from accounts.policy import signed_in
from actions.models import Action
from common.paging import ROWS_PER_PAGE
from incidents.models import Incident


@signed_in
def incidents(request):
    rows = Incident.objects.select_related("site__organization").order_by("-occurred_on", "-pk")[:ROWS_PER_PAGE]
    cells = ((row.number, row.name, row.occurred_on, row.site.name, row.deaths, row.status) for row in rows)
    return render(request, "bench/rows.html", {"rows": cells})


@signed_in
def actions(request):
    rows = Action.objects.select_related("site__organization").order_by("deadline", "pk")[:ROWS_PER_PAGE]
    cells = ((row.number, row.title, row.site.name, row.kind, row.deadline, row.status) for row in rows)
    return render(request, "bench/rows.html", {"rows": cells})


@signed_in
def incident(request, pk):
    row = get_object_or_404(Incident.objects.select_related("site__organization"), pk=pk)
    fields = ((field.name, getattr(row, field.attname)) for field in Incident._meta.concrete_fields)
    return render(request, "bench/rows.html", {"rows": fields})
