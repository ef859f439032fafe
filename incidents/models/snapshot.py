"""The facts of an incident as they stood when they were reported, as plain data, and read again from it."""

from accounts.models import Organization, Region, Sector, Site

from .incident import Incident

OF_PLACES = {
    "organization": (Organization, ("name", "name_en", "registration_code", "profile")),
    "region": (Region, ("code", "name", "name_en", "jurisdiction", "country", "time_zone")),
    "sector": (Sector, ("code", "name", "name_en")),
    "site": (Site, ("name", "name_en", "address", "time_zone")),
}
NOT_REPORTED = {"id", "version", "form_key", "source", "source_key", "completed", "severity", "former_names"}
REPORTED = [
    field for field in Incident._meta.concrete_fields if not field.is_relation and field.name not in NOT_REPORTED
]


def snapshot(incident):
    """{incident: {fact: value}, organization, region, sector, site: {fact: value}, photos: how many, lacking: labels}.

    Values are codes and numbers, not words: a report is read in the language of its reader.
    """
    site = incident.site
    records = {"organization": site.organization, "region": site.region, "sector": site.sector, "site": site}
    places = {
        name: record and {fact: getattr(record, fact) for fact in OF_PLACES[name][1]}
        for name, record in records.items()
    }
    facts = {field.name: getattr(incident, field.name) for field in REPORTED}
    return {"incident": facts, "photos": incident.photos.count(), **places}


def restored(facts):
    """An Incident with its site, unsaved, that says what `snapshot` kept: it reads and speaks like a live one."""
    places = {name: OF_PLACES[name][0](**facts[name]) if facts[name] else None for name in OF_PLACES}
    site = places.pop("site")
    for name, place in places.items():
        setattr(site, name, place)
    kept = facts["incident"]
    given = {field.name: field.to_python(kept[field.name]) for field in REPORTED if field.name in kept}
    return Incident(site=site, **given)
