"""A sheet of hours worked and headcount by organization and month, or of GDP by region and month.

Places have to be here. What a person has entered by hand is kept; what came from a file, a later file corrects.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.locks import take_turns

from ..models import Exposure, Organization, Region

LINK = "exposure"
ADMINISTRATORS_ONLY = False
SITE_REQUIRED = ()
DAY = None
PLACES = {
    "organization": models.CharField(gettext_lazy("organization"), max_length=120, blank=True),
    "region": models.CharField(gettext_lazy("region"), max_length=120, blank=True),
}
FIGURES = ("hours", "headcount", "gdp")
FACTS = (*PLACES, "month", *FIGURES)
REQUIRED = ("month",)


def field(fact):
    return PLACES[fact] if fact in PLACES else Exposure._meta.get_field(fact)


def prepare(entries, *, by, now):
    """Find the place of each row and what is known of it, and blame figures that cannot be."""
    take_turns("exposures")
    places, may = Named(entries), {}
    for entry in entries:
        place = places.of(entry)
        if place is None:
            continue
        if place not in may:
            may[place] = by is None or Exposure.may_be_entered(by, place)
        if not may[place]:
            entry.refuse(place._meta.model_name, _("You do not look after all of it."))
            continue
        entry.facts = facts_of(entry, place)
    sound = [entry for entry in entries if not entry.problems]
    refuse_twice(sound)
    there = in_force(sound)
    for entry in sound:
        settle(entry, there.get(key_of(entry.facts)), now)


def facts_of(entry, place):
    """The row as a model takes it: a place, the first day of the month, and those figures that it gives."""
    figures = {name: entry.facts[name] for name in FIGURES if entry.facts.get(name) is not None}
    own = Exposure.OF[place._meta.model_name]
    for name in figures:
        if name not in own:
            entry.refuse(name, _("This is not a figure of such a place."))
    if not figures:
        entry.blame("month", _("The row has no figure."))
    return {**entry.facts, "place": place, "month": entry.facts["month"].replace(day=1)}


def settle(entry, known, now):
    """What a row means where something is known: a person's figure is kept, another file's is corrected."""
    if known is not None and entry.outcome == "new":
        entry.record = known
        entry.outcome = "" if known.source else "kept" if differences(known, entry.facts, None, now) else "same"
    try:
        Exposure(at=now, **made_of(entry.facts, known)).refuse_bad_facts(now)
    except ValidationError as error:
        for fact, messages in error.message_dict.items():
            entry.refuse(fact, " ".join(messages))


def made_of(facts, known):
    """{field: value} of an Exposure: what the row does not say stays as it is."""
    kind = facts["place"]._meta.model_name
    figures = {
        name: facts[name] if facts.get(name) is not None else known and getattr(known, name)
        for name in Exposure.OF[kind]
    }
    return {kind: facts["place"], "month": facts["month"], **figures}


def refuse_twice(entries):
    first = {}
    for entry in entries:
        key = key_of(entry.facts)
        if key in first:
            entry.refuse("month", _("This place and month stand already in row %(row)d.") % {"row": first[key]})
        first.setdefault(key, entry.number)


def key_of(facts):
    return facts["place"], facts["month"]


def in_force(entries):
    """{(place, month): the figures that hold}"""
    return in_force_at({e.facts["place"] for e in entries}, {e.facts["month"] for e in entries})


def in_force_at(places, months):
    organizations = [place for place in places if isinstance(place, Organization)]
    regions = [place for place in places if isinstance(place, Region)]
    here = Exposure.objects.filter(Q(organization__in=organizations) | Q(region__in=regions), month__in=months)
    return {(e.place, e.month): e for e in here.in_force().select_related("organization", "region")}


class Named:
    """The places that rows name, looked up at once.

    Organizations are known by name, alias or credit code, regions by code or name.
    """

    def __init__(self, entries):
        names = {str(entry.facts.get("organization") or "") for entry in entries} - {""}
        codes = {str(entry.facts.get("region") or "") for entry in entries} - {""}
        called = Q(name__in=names) | Q(name_en__in=names) | Q(aliases__name__in=names) | Q(registration_code__in=names)
        self.organizations, self.regions = {}, {}
        for organization in Organization.objects.standing().filter(called).distinct().prefetch_related("aliases"):
            own = {organization.name, organization.name_en, organization.registration_code}
            for name in (own | {alias.name for alias in organization.aliases.all()}) & names:
                self.organizations.setdefault(name, []).append(organization)
        for region in Region.objects.filter(Q(code__in=codes) | Q(name__in=codes) | Q(name_en__in=codes)):
            for name in {region.code, region.name, region.name_en} & codes:
                self.regions.setdefault(name, []).append(region)

    def of(self, entry):
        """The one place of the row, or None after blaming it."""
        given = [kind for kind in PLACES if entry.facts.get(kind)]
        if len(given) != 1:
            entry.blame("month", _("A row is about one organization or about one region."))
            return None
        kind = given[0]
        found = getattr(self, f"{kind}s").get(entry.facts[kind], [])
        if len(found) == 1:
            return found[0]
        several, none = _("Several places are called so: give the code."), _("There is no such place here.")
        entry.refuse(kind, several if found else none)
        return None


# what is there


def load(keys, lock=False):
    """{pk: the figures that hold for the place and month of the exposure with that key}"""
    if lock:
        take_turns("exposures")
    given = list(Exposure.objects.filter(pk__in=keys).select_related("organization", "region"))
    there = in_force_at({e.place for e in given}, {e.month for e in given})
    return {exposure.pk: there[exposure.place, exposure.month] for exposure in given}


def is_ours(exposure, since):
    return bool(exposure.source)


def differences(exposure, facts, site, now):
    new = made_of(facts, exposure)
    return {name: [old, new[name]] for name, old in exposure.facts.items() if old != new[name]}


def create(entries, *, source, by, now, numbers):
    return Exposure.objects.bulk_create(
        Exposure(**made_of(facts, None), source=source, by=by, at=now) for _key, facts, _site, _note in entries
    )


def update(entries, *, by, now):
    """Figures are append-only: the object that stands for the record becomes the new entry."""
    for exposure, facts, _site, _note in entries:
        new = made_of(facts, exposure)
        exposure.pk, exposure._state.adding = None, True
        for name, value in {**new, "by": by, "at": now}.items():
            setattr(exposure, name, value)
    Exposure.objects.bulk_create(exposure for exposure, _facts, _site, _note in entries)


# taking it out again


def built_on(exposures, since):
    """Names of those for whose place and month something was entered since."""
    mine = {(e.place, e.month): e for e in exposures.select_related("organization", "region")}
    there = in_force_at({place for place, _month in mine}, {month for _place, month in mine})
    return sorted(str(mine[key]) for key in mine if there[key].pk != mine[key].pk)


def erase(exposures):
    exposures.delete()
