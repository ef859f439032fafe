from .casualty import Casualty, CasualtyState
from .event import IncidentEvent
from .exhibit import Exhibit, ExhibitFile
from .finding import Finding, FindingFile
from .incident import Incident
from .matrix import Matrix, Rating
from .member import Member
from .moment import Moment
from .part import Part
from .photo import IncidentPhoto
from .statement import Statement, StatementFile, StatementReading
from .waiver import Waiver

__all__ = [
    "Casualty",
    "CasualtyState",
    "Exhibit",
    "ExhibitFile",
    "Finding",
    "FindingFile",
    "Incident",
    "IncidentEvent",
    "IncidentPhoto",
    "Matrix",
    "Member",
    "Moment",
    "Part",
    "Rating",
    "Statement",
    "StatementFile",
    "StatementReading",
    "Waiver",
]
