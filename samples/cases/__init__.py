"""What happened in the district: three fatal accidents in one August, and what people noticed in time."""

from .fall import FALL
from .forklift import FORKLIFT
from .near_misses import NEAR_MISSES
from .others import OTHERS
from .press import PRESS

CASES = [FALL, PRESS, FORKLIFT, *OTHERS, *NEAR_MISSES]
