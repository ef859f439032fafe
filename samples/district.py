"""The rows of the sample district: made here, and found again by what marks them as the sample's."""

from datetime import date

from django.db.models import Q

from accounts.models import Appointment, Organization, Region, Sector, Site, User

from .people import DOMAIN, PEOPLE, address
from .places import DISTRICT, ORGANIZATIONS, REGION, REGIONS, SECTORS, SITES

IN_OFFICE_SINCE = date(2020, 1, 1)


def regions():
    return Region.objects.within(REGION)


def sites():
    return Site.objects.filter(region__code__startswith=REGION)


def organizations():
    return Organization.objects.filter(registration_code__regex=f"^..{DISTRICT}")


def people():
    """Those with an address of the reserved domain, and those without any whose duty is at a site of the sample."""
    here = Appointment.objects.filter(site__in=sites())
    return User.objects.filter(Q(email__iendswith=f"@{DOMAIN}") | Q(email=None, pk__in=here.values("person")))


def sectors():
    """The seven, as they were made; a row that somebody changed is theirs."""
    return Sector.objects.filter(
        pk__in=[
            sector.pk
            for sector in Sector.objects.filter(code__in=SECTORS)
            if (sector.name, sector.name_en) == SECTORS[sector.code]
        ]
    )


def is_loaded():
    return regions().filter(code=DISTRICT).exists()


class District:
    """Makes places, people and appointments, and knows them by the short names the stories use."""

    def __init__(self, language, password):
        self.language = language
        self.password = password  # hashed once for all: hashing is slow on purpose
        self.regions, self.sectors, self.organizations, self.sites, self.people = {}, {}, {}, {}, {}

    def make(self):
        self.make_places()
        for login, person in PEOPLE.items():
            self.people[login] = self.make_person(login, person)
        appointments = {login: self.appoint(login, person) for login, person in PEOPLE.items()}
        for login, person in PEOPLE.items():
            if person.reports_to:
                superior = appointments[person.reports_to][0]
                Appointment.objects.filter(person=self.people[login]).update(reports_to=superior)

    def make_places(self):
        for code, (name, name_en) in REGIONS.items():
            self.regions[code] = Region.objects.create(
                code=code, name=name, name_en=name_en, jurisdiction="CN", country="CN", time_zone="Asia/Shanghai"
            )
        for position, (code, (name, name_en)) in enumerate(SECTORS.items(), start=1):
            given = {"name": name, "name_en": name_en, "position": position}
            self.sectors[code], _made = Sector.objects.get_or_create(code=code, defaults=given)
        for place, (key, (kind, (name, name_en), profile)) in enumerate(ORGANIZATIONS.items(), start=1):
            self.organizations[key] = Organization.objects.create(
                kind=kind,
                name=name,
                name_en=name_en,
                profile=self.say(profile),
                registration_code=f"91{DISTRICT}SAMPLE{place:04d}",
            )
        for key, (organization, sector, (name, name_en), street, marks) in SITES.items():
            self.sites[key] = Site.objects.create(
                organization=self.organizations[organization],
                region=self.regions[DISTRICT],
                sector=self.sectors[sector],
                name=name,
                name_en=name_en,
                address=self.say(street),
                **dict.fromkeys(marks, True),
            )

    def make_person(self, login, person):
        name, name_en = person.name
        return User.objects.create(
            name=name,
            name_en=name_en,
            email=address(login) if person.has_address else None,
            password=self.password if person.signs_in else "!",
            phone=person.phone,
            signs_in=person.signs_in,
            language=self.language,
        )

    def appoint(self, login, person):
        return [
            Appointment.objects.create(
                person=self.people[login],
                post=person.post[0],
                post_en=person.post[1],
                role=person.role,
                starts_on=IN_OFFICE_SINCE,
                **self.place(duty),
            )
            for duty in person.duties
        ]

    def place(self, duty):
        found = {"region": self.regions, "sector": self.sectors, "organization": self.organizations, "site": self.sites}
        return {key: found[key][value] if key in found else value for key, value in duty.items()}

    def say(self, pair):
        return pair[self.language == "en"]
