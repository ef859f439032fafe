"""Pictures of what happens and what is done about it, drawn by the server as SVG."""

from .ageing import AgeingPicture
from .categories import CategoriesPicture
from .causes import CausesPicture
from .deadlines import DeadlinesPicture
from .flow import FlowPicture
from .funnel import FunnelPicture
from .hours import HoursPicture
from .months import MonthsPicture
from .picture import Look
from .places import PlacesPicture

__all__ = ["PICTURES", "TELLING", "Look"]

IN_ORDER = (
    MonthsPicture,
    PlacesPicture,
    CategoriesPicture,
    CausesPicture,
    HoursPicture,
    FunnelPicture,
    AgeingPicture,
    DeadlinesPicture,
    FlowPicture,
)
PICTURES = {picture.name: picture for picture in IN_ORDER}
TELLING = (MonthsPicture, FunnelPicture, FlowPicture)  # what the overview shows of them
