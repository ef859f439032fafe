from .facts import category_choices, read_day, show_what_is_saved
from .finding import FindingAddForm, FindingEditForm
from .incident import IncidentForm
from .moves import MOVE_FORMS, PhotosForm
from .report import ReportForm

__all__ = [
    "MOVE_FORMS",
    "FindingAddForm",
    "FindingEditForm",
    "IncidentForm",
    "PhotosForm",
    "ReportForm",
    "category_choices",
    "read_day",
    "show_what_is_saved",
]
