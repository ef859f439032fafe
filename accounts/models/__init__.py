from .appointments import Appointment, Role
from .calendars import DayDecision
from .events import PersonEvent
from .invitations import Invitation
from .people import User
from .places import Organization, Region, Sector, Site

__all__ = [
    "Appointment",
    "DayDecision",
    "Invitation",
    "Organization",
    "PersonEvent",
    "Region",
    "Role",
    "Sector",
    "Site",
    "User",
]
