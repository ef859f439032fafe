from .appointments import AppointmentEditForm, AppointmentForm, EndForm
from .invitations import AcceptForm, CodeForm
from .people import AbsenceForm, DeactivateForm, PersonEditForm, PersonForm, ReactivateForm
from .person import PersonField
from .profile import ProfileForm

__all__ = [
    "AbsenceForm",
    "AcceptForm",
    "AppointmentEditForm",
    "AppointmentForm",
    "CodeForm",
    "DeactivateForm",
    "EndForm",
    "PersonEditForm",
    "PersonField",
    "PersonForm",
    "ProfileForm",
    "ReactivateForm",
]
