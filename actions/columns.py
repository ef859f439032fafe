"""The list as a file: (label, value of an action)."""

from django.utils.translation import gettext as _


def action_columns(now):
    return [
        (_("Number"), lambda action: action.number),
        (_("What is to be done"), lambda action: action.title),
        (_("Done when"), lambda action: action.criterion),
        (_("Organization"), lambda action: str(action.site.organization)),
        (_("Site"), lambda action: str(action.site)),
        (_("Owner"), lambda action: action.owner and str(action.owner)),
        (_("Verifier"), lambda action: action.verifier and str(action.verifier)),
        (_("Deadline"), lambda action: action.deadline),
        (_("First deadline"), lambda action: action.original_deadline),
        (_("Days late"), lambda action: days_late(action, now)),
        (_("State"), lambda action: action.get_status_display()),
        (_("Kind"), lambda action: action.get_kind_display()),
        (_("Strength"), lambda action: action.get_strength_display()),
        (_("Priority"), lambda action: action.get_priority_display()),
        (_("Incident"), lambda action: action.origin_incident and action.origin_incident.number),
        (_("Imported from"), lambda action: action.source),
    ]


def days_late(action, now):
    """Days after the deadline, negative before it; empty once nothing is outstanding."""
    left = action.days_left(now)
    return None if left is None else -left
