from .appointments import Appointment, Role
from .people import User
from .places import Organization, Region, Sector, Site

__all__ = ["Appointment", "Organization", "Region", "Role", "Sector", "Site", "User"]
