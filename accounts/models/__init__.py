from .appointments import Appointment, Role
from .calendars import DayDecision
from .events import PersonEvent
from .exposures import Exposure
from .invitations import Invitation
from .people import User
from .place_records import Alias, PlaceEvent
from .places import Organization, Region, Sector, Site

__all__ = [
    "Alias",
    "Appointment",
    "DayDecision",
    "Exposure",
    "Invitation",
    "Organization",
    "PersonEvent",
    "PlaceEvent",
    "Region",
    "Role",
    "Sector",
    "Site",
    "User",
]
