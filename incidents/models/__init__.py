from .event import IncidentEvent
from .finding import Finding, FindingFile
from .incident import Incident
from .member import Member
from .moment import Moment
from .part import Part
from .photo import IncidentPhoto
from .statement import Statement, StatementFile, StatementReading

__all__ = [
    "Finding",
    "FindingFile",
    "Incident",
    "IncidentEvent",
    "IncidentPhoto",
    "Member",
    "Moment",
    "Part",
    "Statement",
    "StatementFile",
    "StatementReading",
]
