"""Likely doubles, and merging two records of one place after a look at what will move."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from common.lifecycle import AlreadyMoved

from .. import doubles as likely
from .. import following
from ..forms.places import MergeForm
from ..models import Organization, Site
from ..policy import administrators
from .keeping import after, conflict, form_page, key_in, kind

MOST_FOUND = 20
MOST_GROUPS = 50
COMPARED = {
    Organization: ("name", "name_en", "kind", "registration_code", "country", "profile"),
    Site: ("name", "name_en", "organization", "region", "sector", "address", "time_zone", "latitude", "longitude"),
}


@administrators
def doubles(request):
    groups = likely.organizations()[:MOST_GROUPS]
    of_sites = likely.sites()[:MOST_GROUPS]
    organizations = Organization.objects.in_bulk([pk for group in groups for pk in group])
    sites = places(Site).in_bulk([pk for group in of_sites for pk in group])
    context = {
        "organizations": [[organizations[pk] for pk in group] for group in groups],
        "sites": [[sites[pk] for pk in group] for group in of_sites],
    }
    return render(request, "accounts/doubles.html", context)


@administrators
def merge_organization(request, pk):
    return merge(request, get_object_or_404(places(Organization), pk=pk))


@administrators
def merge_site(request, pk):
    return merge(request, get_object_or_404(places(Site), pk=pk))


def merge(request, place):
    """First into which, then what will move, then it is done."""
    into = key_in(request.POST or request.GET, "into")
    if into is None:
        return choose(request, place)
    target = get_object_or_404(places(type(place)), pk=into)
    form = MergeForm(request.POST or None, record=place, target=target, by=request.user, now=request.now)
    try:
        if form.is_bound and form.keep():
            names = {"double": place.full_name, "place": target.full_name}
            return after(request, target, _("%(double)s was merged into %(place)s.") % names)
    except AlreadyMoved:
        return conflict(request, place, form.typed())
    return form_page(request, form, "accounts/merge.html", target=target, **preview(place, target), **kind(place))


def choose(request, place):
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    others = places(type(place)).exclude(pk=place.pk)
    alike = [pk for group in likely_groups(place) if place.pk in group for pk in group]
    context = {
        "place": place,
        "text": text,
        "found": found(others, text)[:MOST_FOUND] if text else [],
        "likely": others.filter(pk__in=alike),
        **kind(place),
    }
    return render(request, "accounts/merge_choose.html", context)


def likely_groups(place):
    return likely.organizations() if isinstance(place, Organization) else likely.sites()


def found(others, text):
    named = others.named(text)
    if others.model is Site:
        return named | others.filter(organization__in=Organization.objects.named(text).order_by().values("pk"))
    return named | others.filter(registration_code__istartswith=text)


def places(model):
    standing = model.objects.standing()
    return standing.select_related("organization", "region", "sector") if model is Site else standing


def preview(place, target):
    """What will move, what will be filled in, and what speaks against it."""
    fills = place.fills(target)
    is_organization = isinstance(place, Organization)
    return {
        "place": place,
        "facts": [
            {
                "label": place._meta.get_field(name).verbose_name,
                "place": in_words(place, name),
                "target": in_words(target, name),
                "filled": name in fills,
            }
            for name in COMPARED[type(place)]
        ],
        "moving": following.counts(place),
        "sites": place.sites_beside(target) if is_organization else [],
        "conflicts": place.conflicts(target) if is_organization else [],
        "warnings": [] if is_organization else warnings(place, target),
    }


def in_words(place, name):
    display = getattr(place, f"get_{name}_display", None)
    value = display() if display and place._meta.get_field(name).choices else getattr(place, name)
    return "–" if value in (None, "") else value


def warnings(place, target):
    """Differences that change who sees what, which law holds, or when a day ends."""
    differ = {
        _(
            "They belong to different organizations: whoever is named for that of %(place)s will see all of it, and"
            " whoever is named only for that of %(double)s no longer will."
        ): (place.organization_id != target.organization_id),
        _("They lie in different regions: whoever is named only for that of %(double)s will no longer see it."): (
            place.region_id != target.region_id
        ),
        _("They belong to different sectors: whoever is named only for that of %(double)s will no longer see it."): (
            place.sector_id and target.sector_id and place.sector_id != target.sector_id
        ),
        _("Their clocks differ: deadlines end with the day at %(place)s."): place.time_zone != target.time_zone,
    }
    names = {"double": place.full_name, "place": target.full_name}
    return [text % names for text, differs in differ.items() if differs]
