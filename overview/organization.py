"""The page of one organization: what it is, its sites with what is open and late there, who looks after it."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render

from accounts.duty_lines import Coverage, Line, in_office, line_of
from accounts.models import Organization, Site
from accounts.policy import signed_in
from actions.models import Action

from .administration import only_administers
from .places import listed
from .site import MOST_EVENTS, seen_among, sees_contact

MOST_SITES = 100


@signed_in
def organization(request, pk):
    known = Organization.objects.known_to(request.user)
    organization = known.filter(pk=pk).first()
    if organization is None:
        return redirect(get_object_or_404(known, merged=pk))  # a double leads to what it was merged into
    sites = Site.objects.known_to(request.user).filter(organization=organization)
    marked = list(Coverage().mark(sites).select_related("region", "sector").order_by("name", "pk")[: MOST_SITES + 1])
    managers = managers_of(organization)
    context = {
        "organization": organization,
        "sites": with_work(marked[:MOST_SITES], request.user, request.now),
        "more_sites": len(marked) > MOST_SITES,
        "managers": managers,
        "people_seen": seen_among(managers, request.user),
        "day": request.now.date(),
        "sees_contact": sees_contact(request.user),
        "reads_records": not only_administers(request.user),
        "aliases": organization.aliases.all(),
        "events": organization.events.select_related("by", "organization", "site")[:MOST_EVENTS],
    }
    return render(request, "overview/organization.html", context)


def with_work(sites, user, now):
    """(site, how much is outstanding there, how much of it late, the lists of both), in one query for all."""
    outstanding = Action.objects.visible_to(user).outstanding().filter(site__in=sites).order_by()
    late = Count("pk", filter=Q(due_at__lte=now))
    counts = {row["site"]: row for row in outstanding.values("site").annotate(open=Count("pk"), late=late)}
    nothing = {"open": 0, "late": 0}
    return [
        {
            **counts.get(site.pk, nothing),
            "site": site,
            "open_url": listed("actions:list", site=site.pk, status=Action.Status.ASSIGNED),
            "late_url": listed("actions:list", site=site.pk, late=1),
        }
        for site in sites
    ]


def managers_of(organization):
    """Those who are named for the whole organization; who is named for one site stands on its page."""
    facts = ("person__absence_deputy", "region", "sector", "organization", "site", "deputy")
    posts = in_office().filter(organization=organization, site=None).select_related(*facts).order_by("starts_on", "pk")
    return [appointment for appointment in posts if line_of(appointment) == Line.ENTERPRISE]
