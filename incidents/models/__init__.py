from .casualty import Casualty, CasualtyState
from .event import IncidentEvent
from .exhibit import Exhibit, ExhibitFile
from .failing import Failing
from .finding import Finding, FindingFile
from .fine import Fine
from .handling import Handling
from .incident import Incident
from .matrix import Matrix, Rating
from .member import Member
from .milestones import Appraisal, Assessment, Prolongation, Reply, Submission
from .moment import Moment
from .obligation import Obligation
from .part import Part
from .photo import IncidentPhoto
from .receipt import Receipt
from .report import Report
from .statement import Statement, StatementFile, StatementReading
from .training import Training, TrainingFile
from .waiver import Waiver

__all__ = [
    "Appraisal",
    "Assessment",
    "Casualty",
    "CasualtyState",
    "Exhibit",
    "ExhibitFile",
    "Failing",
    "Fine",
    "Finding",
    "FindingFile",
    "Handling",
    "Incident",
    "IncidentEvent",
    "IncidentPhoto",
    "Matrix",
    "Member",
    "Moment",
    "Obligation",
    "Part",
    "Prolongation",
    "Rating",
    "Receipt",
    "Reply",
    "Report",
    "Statement",
    "StatementFile",
    "StatementReading",
    "Submission",
    "Training",
    "TrainingFile",
    "Waiver",
]
