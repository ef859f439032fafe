from .rule import Rule, RuleChange  # isort: skip
from .alert import Alert
from .event import AlertEvent
from .member import AlertMember

__all__ = ["Alert", "AlertEvent", "AlertMember", "Rule", "RuleChange"]
