"""The rows of the sample district: made here, and found again by what marks them as the sample's."""

from datetime import date

from django.db.models import Q

from accounts.models import Appointment, Organization, Region, Sector, Site, User

from . import exposures
from .credit_codes import credit_code
from .days import resolve
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
    """Those of the sample, as they were made; a row that somebody changed is theirs."""
    return Sector.objects.filter(
        pk__in=[
            sector.pk
            for sector in Sector.objects.filter(code__in=SECTORS)
            if [sector.name, sector.name_en] == SECTORS[sector.code]
        ]
    )


def is_loaded():
    return regions().filter(code=DISTRICT).exists()


class District:
    """Makes places, people and appointments, and knows them by the short names the stories use."""

    def __init__(self, language, password, today):
        self.language = language
        self.today = today
        self.password = password  # hashed once for all: hashing is slow on purpose
        self.regions, self.sectors, self.organizations, self.sites, self.people = {}, {}, {}, {}, {}

    def make(self):
        self.make_places()
        for login, person in PEOPLE.items():
            self.people[login] = self.make_person(login, person)
        appointments = {login: self.appoint(login, person) for login, person in PEOPLE.items()}
        for login, person in PEOPLE.items():
            superior = appointments[person.reports_to][0] if person.reports_to else None
            deputy = self.people[person.deputy] if person.deputy else None
            Appointment.objects.filter(person=self.people[login]).update(reports_to=superior, deputy=deputy)
            if person.absent:
                User.objects.filter(pk=self.people[login].pk).update(absence_deputy=deputy)
        exposures.enter(self)

    def make_places(self):
        for code, (name, name_en) in REGIONS.items():
            self.regions[code] = Region.objects.create(
                code=code, name=name, name_en=name_en, jurisdiction="CN", country="CN", time_zone="Asia/Shanghai"
            )
        for position, (code, (name, name_en)) in enumerate(SECTORS.items(), start=1):
            given = {"name": name, "name_en": name_en, "position": position}
            self.sectors[code], _made = Sector.objects.get_or_create(code=code, defaults=given)
        for number, (key, organization) in enumerate(ORGANIZATIONS.items(), start=1):
            name, name_en = organization.name
            self.organizations[key] = Organization.objects.create(
                kind=organization.kind,
                name=name,
                name_en=name_en,
                profile=self.say(organization.profile),
                registration_code=credit_code(organization.body, DISTRICT, number),
            )
        for key, site in SITES.items():
            name, name_en = site.name
            latitude, longitude = site.at
            self.sites[key] = Site.objects.create(
                organization=self.organizations[site.organization],
                region=self.regions[site.region],
                sector=self.sectors[site.sector],
                name=name,
                name_en=name_en,
                address=self.say(site.address),
                latitude=latitude,
                longitude=longitude,
                **dict.fromkeys(site.marks, True),
            )

    def make_person(self, login, person):
        name, name_en = person.name
        absent = [resolve(day, self.today) for day in person.absent] or [None, None]
        return User.objects.create(
            name=name,
            name_en=name_en,
            email=address(login) if person.has_address else None,
            password=self.password if person.signs_in else "!",
            phone=person.phone,
            signs_in=person.signs_in,
            language=self.language,
            absent_from=absent[0],
            absent_until=absent[1],
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

    def end(self, login, day):
        """The last day in office: from the next on this person sees nothing here."""
        self.people[login].appointments.update(ends_on=day)

    def say(self, pair):
        return pair[self.language == "en"]
