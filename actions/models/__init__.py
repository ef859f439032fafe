from .action import Action
from .event import ActionEvent
from .evidence import Evidence
from .extension import Extension

__all__ = ["Action", "ActionEvent", "Evidence", "Extension"]
