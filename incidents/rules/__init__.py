from .evaluation import GROUPS, evaluate

__all__ = ["GROUPS", "evaluate"]
