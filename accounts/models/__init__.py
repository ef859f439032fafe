from .appointments import Appointment, Role
from .events import PersonEvent
from .invitations import Invitation
from .people import User
from .places import Organization, Region, Sector, Site

__all__ = [
    "Appointment",
    "Invitation",
    "Organization",
    "PersonEvent",
    "Region",
    "Role",
    "Sector",
    "Site",
    "User",
]
