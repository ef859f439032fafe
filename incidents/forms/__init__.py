from .casualty import CASUALTY_FORMS, CasualtyAddForm, MissingForm
from .facts import category_choices, read_day, show_what_is_saved
from .finding import FindingAddForm, FindingEditForm
from .incident import IncidentForm
from .moves import MOVE_FORMS, PhotosForm
from .report import ReportForm

__all__ = [
    "CASUALTY_FORMS",
    "MOVE_FORMS",
    "CasualtyAddForm",
    "FindingAddForm",
    "FindingEditForm",
    "IncidentForm",
    "MissingForm",
    "PhotosForm",
    "ReportForm",
    "category_choices",
    "read_day",
    "show_what_is_saved",
]
