"""Who usually does what at a site: stories name only those who differ."""

from dataclasses import dataclass

from .people import PEOPLE
from .places import SITES


@dataclass(frozen=True)
class Team:
    """`hand` does the work there, `manager` sees to its safety, `official` is the one of the sector."""

    hand: str
    manager: str
    official: str


def team_of(site):
    organization, sector = SITES[site].organization, SITES[site].sector
    official = first("official", sector=sector)
    manager = first("safety_manager", site=site) or first("safety_manager", organization=organization) or official
    return Team(first("reporter", site=site) or manager, manager, official)


def first(role, **place):
    """The login of the first person in office who holds `role` there, or nothing."""
    for login, person in PEOPLE.items():
        if person.role == role and not person.left and any(place.items() <= duty.items() for duty in person.duties):
            return login
    return ""
