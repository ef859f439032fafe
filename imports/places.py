"""Regions, sectors, organizations and sites that rows speak of: found by code, name or alias, made where
they are missing."""

from django.utils.translation import gettext as _

from accounts import divisions
from accounts.models import Alias, Organization, Region, Sector, Site

from .problems import Problem, Refused, quoted

BATCH = 1000
REGION_FIELDS = {"code", "name", "name_en", "country", "time_zone", "jurisdiction"}
SECTOR_FIELDS = {"code", "name", "name_en"}


class Places:
    """All places of one file, looked up in a fixed number of queries. `made` holds what did not exist before."""

    def __init__(self, mapping, named):
        """`named` are the place facts of the rows: dicts with the keys of `mapping.SITE`."""
        self.made = {"region": [], "sector": [], "organization": [], "site": []}
        self.regions = self.find_or_make(Region, REGION_FIELDS, mapping.regions, {p["region"] for p in named})
        self.sectors = self.find_or_make(Sector, SECTOR_FIELDS, mapping.sectors, {p["sector"] for p in named} - {""})
        self.organizations = self.make_organizations(named)
        self.sites = self.make_sites(named)

    def find_or_make(self, model, fields, defined, codes):
        found = {row.code: row for row in model.objects.filter(code__in=codes)}
        given = {row["code"]: row for row in defined}
        self.refuse_other_law(found, given)
        if model is Region:
            given = {code: divisions.facts(code) for code in codes if code in divisions.divisions()} | given
        unknown = sorted(codes - set(found) - set(given))
        if unknown:
            message = _("There is no %(kind)s “%(code)s”, and the mapping does not describe one.")
            kind = model._meta.verbose_name
            raise Refused(*[Problem(message % {"kind": kind, "code": quoted(code)}) for code in unknown])
        missing = [
            model(**{name: given[code][name] for name in fields if name in given[code]})
            for code in sorted(codes - set(found))
        ]
        model.objects.bulk_create(missing, BATCH)
        self.made[model._meta.model_name] += [row.pk for row in missing]
        return found | {row.code: row for row in missing}

    def refuse_other_law(self, found, given):
        """A region that is there already may have rules in force that the mapping does not claim."""
        for code, region in found.items():
            if (
                isinstance(region, Region)
                and code in given
                and region.jurisdiction != given[code].get("jurisdiction", "")
            ):
                message = _(
                    "The region %(code)s has the jurisdiction “%(there)s” here, and in the mapping “%(given)s”."
                )
                names = {"code": code, "there": region.jurisdiction, "given": given[code].get("jurisdiction", "")}
                raise Refused(Problem(message % names))

    def make_organizations(self, named):
        codes = {}
        for place in named:
            codes[place["organization"]] = codes.get(place["organization"]) or place["registration_code"]
        aliases = Alias.objects.filter(organization__isnull=False, name__in=codes).select_related("organization")
        found = {alias.name: alias.organization for alias in aliases.order_by("-pk")}
        found |= {row.name: row for row in Organization.objects.standing().filter(name__in=codes).order_by("-pk")}
        missing = [Organization(name=name, registration_code=code) for name, code in codes.items() if name not in found]
        Organization.objects.bulk_create(missing, BATCH)
        self.made["organization"] += [row.pk for row in missing]
        return found | {row.name: row for row in missing}

    def make_sites(self, named):
        found = self.known_sites({row.pk for row in self.organizations.values()})
        missing = {}
        for place in named:
            key = (self.organizations[place["organization"]].pk, place["name"])
            if key not in found and key not in missing:
                region = self.regions[place["region"]]
                missing[key] = Site(
                    organization=self.organizations[place["organization"]],
                    name=place["name"],
                    address=place["address"],
                    region=region,
                    sector=self.sectors.get(place["sector"]),
                    time_zone=region.time_zone,
                )
        Site.objects.bulk_create(missing.values(), BATCH)
        self.made["site"] += [row.pk for row in missing.values()]
        return found | missing

    def known_sites(self, organizations):
        """{(organization's pk, a name): site}; the name of a double, and an alias, lead to the site that stands."""
        facts = ("region", "organization", "sector")
        here = Site.objects.filter(organization__in=organizations).select_related(
            *facts, *(f"merged_into__{f}" for f in facts)
        )
        aliases = Alias.objects.filter(site__organization__in=organizations).select_related(
            *(f"site__{f}" for f in facts)
        )
        found = {(alias.site.organization_id, alias.name): alias.site for alias in aliases}
        found |= {(s.organization_id, s.name): s.merged_into for s in here if s.merged_into_id}
        return found | {(s.organization_id, s.name): s for s in here if not s.merged_into_id}

    def site(self, place):
        return self.sites[self.organizations[place["organization"]].pk, place["name"]]
