"""The page of one organization: what it is like over time, its sites with what is open there, who looks after it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render

from accounts.duty_lines import Line, line_of, posts_of, vacant_at
from accounts.models import Alias, Organization, Site
from accounts.policy import signed_in
from actions.models import Action
from common.clock import local_day

from .administration import only_administers
from .figures import Figure, deadlines_kept, strong_measures
from .history import history
from .rates.kinds import BY_NAME
from .rates.months import usual
from .rates.rate import Rate
from .rates.sums import of_organizations
from .scope import Here
from .site import MOST_EVENTS, seen_among, sees_contact
from .tallies import judged, year_ago

MOST_SITES = 100
RATES = ("deaths_per_1000", "hurt_per_1000", "frequency", "trir", "dart", "ltifr")


@signed_in
def organization(request, pk):
    user, known = request.user, Organization.objects.known_to(request.user)
    standing = Count("sites", filter=Q(sites__merged_into=None))
    called = Alias.objects.filter(organization=OuterRef("pk")).order_by("name").values("name")
    organization = known.annotate(standing=standing, called=ArraySubquery(called)).filter(pk=pk).first()
    if organization is None:
        return redirect(get_object_or_404(known, merged=pk))  # a double leads to what it was merged into
    sites = Site.objects.known_to(user).filter(organization=organization).select_related("region", "sector")
    sites = list(sites.order_by("name", "pk")[: MOST_SITES + 1])
    posts = posts_of(organization, sites)
    managers = [post for post in posts if names_for_all(post, organization)]
    context = {
        "organization": organization,
        "sites": [{"site": site, "vacant": vacant_at(site, posts)} for site in sites[:MOST_SITES]],
        "more_sites": len(sites) > MOST_SITES,
        "managers": managers,
        "people_seen": seen_among(managers, user),
        "day": request.now.date(),
        "sees_contact": sees_contact(user),
        "reads_records": not only_administers(user),
        "aliases": organization.called,
        "events": organization.events.select_related("by", "organization", "site")[:MOST_EVENTS],
    }
    if context["reads_records"]:
        scope = Here(user, request.now, organization)
        work = work_at(sites[:MOST_SITES], scope)
        context |= {
            "sites": [row | work[row["site"]] for row in context["sites"]],
            "year_ago": year_ago(request.now),
            "history": history(scope),
        }
        if sees_all_of(organization, sites, user):
            context |= rates_of(organization, scope)
    return render(request, "overview/organization.html", context)


def sees_all_of(organization, sites, user):
    """Whether this reader sees all that happens at all its sites: rates are those of the whole."""
    here = user.sees_everywhere or (len(sites) == organization.standing and all(user.sees(site) for site in sites))
    return bool(sites) and here


def rates_of(organization, scope):
    """This year's rates, as the page of rates has them."""
    months = usual(local_day(scope.now, scope.user.time_zone))
    sums = of_organizations([organization.pk], months)[organization.pk]
    return {"months": months, "rates": [Rate(BY_NAME[name], sums, scope.parameters) for name in RATES]}


def work_at(sites, scope):
    """{site: what is outstanding and late there, timeliness and strength of what was due}, in one query for all"""
    due = Q(original_deadline__gte=year_ago(scope.now)) & ~Q(status=Action.Status.VOID)
    outstanding = Q(status=Action.Status.ASSIGNED)
    rows = scope.actions.filter(site__in=sites).order_by().values("site")
    rows = rows.annotate(
        open=Count("pk", filter=outstanding),
        late=Count("pk", filter=outstanding & Q(due_at__lte=scope.now)),
        **{name: Count("pk", filter=due & condition) for name, condition in judged(scope.now).items()},
    )
    counts = {row["site"]: row for row in rows}
    return {site: work_of(site, counts.get(site.pk, {}), scope) for site in sites}


def work_of(site, counts, scope):
    def figure(name, tone="", **asked):
        return Figure("", counts.get(name, 0), scope.listed("actions:list", site=site.pk, **asked), tone)

    return {
        "open": figure("open", status=Action.Status.ASSIGNED.value),
        "late": figure("late", "late", late=1),
        "first": deadlines_kept(scope, counts, "first", site=site.pk),
        "agreed": deadlines_kept(scope, counts, "agreed", site=site.pk),
        "strong": strong_measures(scope, counts, site=site.pk),
    }


def names_for_all(post, organization):
    """Whether somebody is named for the whole organization; who is named for one site stands on its page."""
    return post.organization_id == organization.pk and post.site_id is None and line_of(post) == Line.ENTERPRISE
