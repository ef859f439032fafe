from .action import Action
from .bulk_move import BulkMove
from .event import ActionEvent
from .evidence import Evidence
from .extension import Extension
from .recurring import Recurrence

__all__ = ["Action", "ActionEvent", "BulkMove", "Evidence", "Extension", "Recurrence"]
