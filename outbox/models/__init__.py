from .hold import Hold, Pulse
from .ladder import WHOLE_DAY, Ladder, LadderChange, Step
from .letter import Letter
from .notice import Notice
from .subscription import Subscription

__all__ = ["WHOLE_DAY", "Hold", "Ladder", "LadderChange", "Letter", "Notice", "Pulse", "Step", "Subscription"]
