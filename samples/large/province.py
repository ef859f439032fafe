"""An invented province: districts, organizations, sites, and people with appointments in the three duty lines."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count

from accounts.models import Appointment, Organization, Region, Role, Sector, Site, User

from . import names
from .marks import DOMAIN, PROVINCE
from .words import SECTORS, TRADES

PLACES_AND_PEOPLE = (Region, Sector, Organization, Site, User, Appointment)
IN_OFFICE_SINCE = date(2010, 1, 1)
SITES_OF_AN_ORGANIZATION, SITES_OF_A_DISTRICT, DISTRICTS_OF_A_CITY = 10, 40, 8
OFFICIALS = (tuple(SECTORS)[:4], tuple(SECTORS)[4:])  # the sectors that each of a district's two officials looks after
WITHOUT_ADDRESS = 10  # every tenth reporter has no mail address and does not sign in


@dataclass(eq=False)
class Workplace:
    """A site with the people who have a duty there, and what its sector calls its corners."""

    site: Site
    language: str
    spots: tuple
    owners: list = field(default_factory=list)
    managers: list = field(default_factory=list)
    officials: list = field(default_factory=list)

    @property
    def keepers(self):
        return self.managers + self.officials


class Province:
    def __init__(self, random, *, sites, people, password):
        self.random, self.password = random, password
        self.size, self.headcount = sites, people
        self.users, self.duties = [], []
        self.logins = count(1)
        self.workplaces = []

    def make(self):
        self.make_places()
        self.make_people()
        self.appoint_all()

    # places

    def make_places(self):
        enterprises = max(1, self.size // SITES_OF_AN_ORGANIZATION)
        self.districts = self.make_regions(max(1, min(enterprises, self.size // SITES_OF_A_DISTRICT)))
        self.sectors = [self.sector(position, code) for position, code in enumerate(SECTORS, start=1)]
        self.organizations = Organization.objects.bulk_create(self.organization(index) for index in range(enterprises))
        sites = [self.make_site(index, enterprises) for index in range(self.size)]
        Site.objects.bulk_create(sites)

    def make_regions(self, districts):
        cities = -(-districts // DISTRICTS_OF_A_CITY)
        codes = {PROVINCE: ("生成省", "Generated Province")}
        for city in range(cities):
            zh, en = names.place(city)
            codes[f"{PROVINCE}{city + 1:02d}"] = f"{zh}市", f"{en} City"
        for district in range(districts):
            city, place = divmod(district, DISTRICTS_OF_A_CITY)
            zh, en = names.place(cities + district)
            codes[f"{PROVINCE}{city + 1:02d}{place + 1:02d}"] = f"{zh}区", f"{en} District"
        made = Region.objects.bulk_create(
            Region(code=code, name=zh, name_en=en, jurisdiction="CN", country="CN", time_zone="Asia/Shanghai")
            for code, (zh, en) in codes.items()
        )
        return [region for region in made if len(region.code) == 6]

    def sector(self, position, code):
        name, name_en = SECTORS[code]
        given = {"name": name, "name_en": name_en, "position": position}
        return Sector.objects.get_or_create(code=code, defaults=given)[0]

    def organization(self, index):
        place, brand = names.place(index % len(self.districts)), names.brand(index)
        kinds, _sites, _spots = TRADES[self.sectors[index % len(self.sectors)].code]
        kind = kinds[index // len(self.sectors) % len(kinds)]
        return Organization(
            name=f"{place[0]}{brand[0]}{kind[0]}",
            name_en=f"{place[1]} {brand[1]} {kind[1]}",
            registration_code=f"91{PROVINCE}{index:014d}",
            profile=f"员工{self.random.randrange(20, 900)}人。" if index % 4 else "",
        )

    def make_site(self, index, enterprises):
        owner = index % enterprises
        organization, sector = self.organizations[owner], self.sectors[owner % len(self.sectors)]
        region = self.districts[owner % len(self.districts)]
        _kinds, places, spots = TRADES[sector.code]
        number = index // enterprises
        kind = places[number % len(places)]
        site = Site(
            organization=organization,
            region=region,
            sector=sector,
            name=f"{number + 1}号{kind[0]}",
            name_en=f"{kind[1].capitalize()} {number + 1}",
            address=f"{region.name}工业路{self.random.randrange(1, 300)}号",
            time_zone=region.time_zone,
            major_hazard_source=sector.code in ("hazardous_chemicals", "town_gas") and number % 3 == 0,
            crowded_place=sector.code == "fire",
            small_scattered_remote=number % 9 == 8,
        )
        self.workplaces.append(Workplace(site, "en" if owner % 4 == 3 else "zh-hans", spots))
        return site

    # people

    def make_people(self):
        by_organization = {organization: [] for organization in self.organizations}
        for place in self.workplaces:
            by_organization[place.site.organization].append(place)
        leader = self.employ("leader", ("副省长", "Deputy head of the province"), Role.LEADER, [{"everywhere": True}])
        office = ("安委办主任", "Head of the safety committee office")
        chief = self.employ("chief", office, Role.OFFICIAL, [{"everywhere": True}], leader)
        self.employ("auditor", ("督查专员", "Auditor"), Role.AUDITOR, [{"everywhere": True}], leader)
        self.employ("administrator", ("系统管理员", "System administrator"), Role.ADMINISTRATOR, [{}])
        for district in self.districts:
            self.staff_district(district, chief)
        rest = max(self.headcount - len(self.users) - len(self.organizations), len(self.organizations))
        each, more = divmod(rest, len(self.organizations))
        for index, (organization, places) in enumerate(by_organization.items()):
            self.staff_organization(organization, places, each + (index < more))
        User.objects.bulk_create(self.users)

    def staff_district(self, district, chief):
        here = {"region": district}
        head = self.employ("district-leader", ("副区长", "Deputy head of the district"), Role.LEADER, [here], chief)
        post = ("区应急局局长", "Head of the emergency bureau")
        officials = [self.employ("district-official", post, Role.OFFICIAL, [here], head)]
        covered = [places for places in self.workplaces if places.site.region == district]
        for codes in OFFICIALS:
            duties = [here | {"sector": sector} for sector in self.sectors if sector.code in codes]
            post = ("行业监管科科长", "Inspector of the sector")
            official = self.employ("sector-official", post, Role.OFFICIAL, duties, officials[0])
            for place in covered:
                if place.site.sector.code in codes:
                    place.officials.append(official)
        for place in covered:
            place.officials.append(officials[0])

    def staff_organization(self, organization, places, count):
        director = self.employ(
            "safety-director",
            ("安全总监", "Safety director"),
            Role.SAFETY_MANAGER,
            [{"organization": organization}],
            places[0].officials[-1],
        )
        for place in places:
            place.managers.append(director)
        managers, workers = count // 5, count - count // 5
        for index in range(managers):
            mine = places[index::managers] or [places[index % len(places)]]
            duties = [{"site": place.site} for place in mine]
            person = self.employ("site-manager", ("安全主管", "Safety manager"), Role.SAFETY_MANAGER, duties, director)
            for place in mine:
                place.managers.append(person)
                place.owners.append(person)
        for index in range(workers):
            mine = places[index::workers] or [places[index % len(places)]]
            superior = mine[0].managers[-1]
            duties = [{"site": place.site} for place in mine]
            person = self.employ("reporter", ("车间主任", "Head of the workshop"), Role.REPORTER, duties, superior)
            for place in mine:
                place.owners.append(person)

    def employ(self, login, post, role, duties, superior=None):
        """A person with one appointment for each of `duties`; saved with everybody else's."""
        number = next(self.logins)
        name, name_en = names.person(self.random)
        writes = role != Role.REPORTER or number % WITHOUT_ADDRESS
        person = User(
            name=name,
            name_en=name_en,
            email=f"{login}-{number}@{DOMAIN}" if writes else None,
            password=self.password if writes else "!",
            signs_in=bool(writes),
            language="en" if number % 5 == 0 else "zh-hans",
        )
        self.users.append(person)
        for duty in duties:
            appointment = Appointment(
                person=person, post=post[0], post_en=post[1], role=role, starts_on=IN_OFFICE_SINCE, **duty
            )
            self.duties.append((appointment, superior))
        return person

    def appoint_all(self):
        """Superiors come before those who report to them: each is saved with the key of the one above."""
        first, waiting = {}, self.duties
        while waiting:
            ready = [pair for pair in waiting if pair[1] is None or pair[1] in first]
            waiting = [pair for pair in waiting if pair[1] is not None and pair[1] not in first]
            for appointment, superior in ready:
                appointment.person = appointment.person  # its key is known only now
                appointment.reports_to = first.get(superior)
            for appointment in Appointment.objects.bulk_create([appointment for appointment, _superior in ready]):
                first.setdefault(appointment.person, appointment)

    def examples(self):
        """An address for each kind of post."""
        found = {}
        for appointment, _superior in self.duties:
            if appointment.person.email:
                found.setdefault(appointment.person.email.rpartition("-")[0], appointment.person.email)
        return list(found.values())
