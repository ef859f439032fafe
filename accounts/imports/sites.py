"""A list of sites with their organizations. What people have entered by hand is added to, not written over."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext_lazy

from ..models import Alias, Appointment, Organization, PlaceEvent, Site

LINK = "site"
ADMINISTRATORS_ONLY = True
SITE_REQUIRED = ("organization", "name", "region")
DAY = None
OF_SITE = (
    "name_en",
    "address",
    "latitude",
    "longitude",
    "small_scattered_remote",
    "crowded_place",
    "major_hazard_source",
)
OF_ORGANIZATION = {
    "organization_name_en": "name_en",
    "organization_kind": "kind",
    "organization_profile": "profile",
    "organization_code": "registration_code",
}
ALIASES = {"aliases": models.CharField(gettext_lazy("other names"), max_length=400, blank=True)}
FACTS = (*OF_SITE, *OF_ORGANIZATION, *ALIASES)
REQUIRED = ()


def field(fact):
    if fact in ALIASES:
        return ALIASES[fact]
    if fact in OF_ORGANIZATION:
        return Organization._meta.get_field(OF_ORGANIZATION[fact])
    return Site._meta.get_field(fact)


def may_be_given(by, site):
    return by.is_administrator


def prepare(entries, *, by, now):
    """Write the rows down, each by the verbs of its site: what they refuse is blamed on the row."""
    for entry in entries:
        if entry.outcome == "new" and not entry.site_is_new:
            entry.record, entry.outcome = entry.site, ""  # it was here before: nothing of it is undone
            entry.changed = write(entry, by, now, only_blank=True)
        else:
            entry.changed = write(entry, by, now, only_blank=entry.outcome == "new")
        entry.facts = {"changed": entry.changed}


def write(entry, by, now, *, only_blank):
    site, changed = entry.site, False
    facts = {name: value for name, value in entry.facts.items() if value not in (None, "")}
    of_site = {name: facts[name] for name in OF_SITE if name in facts}
    of_organization = {name: facts[given] for given, name in OF_ORGANIZATION.items() if given in facts}
    for record, given in ((site, of_site), (site.organization, of_organization)):
        new = {name: value for name, value in given.items() if is_news(record, name, value, only_blank)}
        if new:
            changed |= edit(entry, record, new, by, now)
    for name in filter(None, (alias.strip() for alias in facts.get("aliases", "").replace("；", "、").split("、"))):
        if name not in (site.name, site.name_en) and not site.aliases.filter(name=name).exists():
            changed |= attempt(entry, "aliases", lambda name=name: site.add_alias(name, by=by, now=now))
    return changed


def is_news(record, name, value, only_blank):
    is_now = getattr(record, name)
    blank = is_now in (None, "", False) or (name == "kind" and is_now == Organization.Kind.ENTERPRISE)
    return is_now != value and (blank or not only_blank)


def edit(entry, record, new, by, now):
    fact = next(iter(new))
    given = fact if isinstance(record, Site) else next(key for key, name in OF_ORGANIZATION.items() if name == fact)
    return attempt(entry, given, lambda: record.edit(by=by, now=now, **new))


def attempt(entry, fact, verb):
    try:
        verb()
    except ValidationError as error:
        entry.refuse(fact, " ".join(error.messages))
        return False
    return True


def load(keys, lock=False):
    """{pk: site}, with when something was last done to it."""
    sites = Site.objects.filter(pk__in=keys).select_related("organization", "region")
    return {site.pk: site for site in sites.annotate(touched_at=Max("events__at"))}


def is_ours(site, since):
    return site.merged_into_id is None and (site.touched_at is None or site.touched_at <= since)


def differences(site, facts, place, now):
    return facts["changed"]


def create(entries, *, source, by, now, numbers):
    return [site for _key, _facts, site, _note in entries]


def update(entries, *, by, now):
    """Nothing is left to do: `prepare` has written it."""


def built_on(sites, since):
    """Those where somebody has a duty, or that somebody has changed since."""
    duties = Appointment.objects.filter(site=OuterRef("pk"))
    changes = PlaceEvent.objects.filter(site=OuterRef("pk"), at__gt=since)
    worked_on = sites.filter(Exists(duties) | Exists(changes)).select_related("organization")
    return [site.full_name for site in worked_on]


def erase(sites):
    organizations = Organization.objects.filter(sites__in=sites)
    PlaceEvent.objects.filter(Q(site__in=sites) | Q(organization__in=organizations)).delete()
    Alias.objects.filter(site__in=sites).delete()
    sites.delete()
