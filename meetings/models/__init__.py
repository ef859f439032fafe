from .decision import Decision
from .meeting import Meeting, MeetingEvent

__all__ = ["Decision", "Meeting", "MeetingEvent"]
