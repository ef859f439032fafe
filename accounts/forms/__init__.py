from .person import PersonField
from .profile import ProfileForm

__all__ = ["PersonField", "ProfileForm"]
