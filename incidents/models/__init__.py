from .event import IncidentEvent
from .finding import Finding, FindingFile
from .incident import Incident
from .photo import IncidentPhoto

__all__ = ["Finding", "FindingFile", "Incident", "IncidentEvent", "IncidentPhoto"]
