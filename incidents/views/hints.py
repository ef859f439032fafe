"""What shows itself while one types, and on a page where no script runs: nothing is saved, nothing refused."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.models import Site
from accounts.policy import signed_in

from .. import similar
from ..blame import blaming
from .finding import find as find_finding
from .incident import find as find_incident


@signed_in
@require_POST
def similar_incidents(request):
    """Those like the report that is being typed. Sent and not asked for in the address: a description is long."""
    typed, key = request.POST, request.POST.get("site", "")
    site = Site.objects.visible_to(request.user).filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    text = " ".join(typed.get(name, "") for name in ("description", "place"))
    found = similar.incidents(request.user, text=text, category=typed.get("category", ""), site=site)
    return render(request, "incidents/_similar.html", {"similar": found})


@signed_in
@require_POST
def about_a_cause(request, pk):
    """Words that judge people, and causes of other incidents that say much the same."""
    incident, text = find_incident(request, pk), request.POST.get("statement", "")
    return render(request, "incidents/_cause_hints.html", hints(request, incident, text))


def hints(request, incident, text):
    return {"blaming": blaming(text), "similar": similar.findings(request.user, text=text, besides=incident)}


@signed_in
def similar_causes(request, pk):
    finding = find_finding(request, pk)
    context = {"incident": finding.incident, "finding": finding}
    return render(
        request, "incidents/similar_causes.html", context | hints(request, finding.incident, finding.statement)
    )
