"""What a list of actions shows of each, on the page and in the files."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.columns import Column


def action_columns(now):
    return [
        Column("number", _("Number"), lambda action: action.number, always=True, head=False),
        Column(
            "title",
            _("What is to be done"),
            lambda action: action.title,
            cell="actions/_cell_title.html",
            sort="number",
            always=True,
        ),
        Column("criterion", _("Done when"), lambda action: action.criterion),
        Column("organization", _("Organization"), lambda action: str(action.site.organization)),
        Column("site", _("Site"), lambda action: str(action.site), cell="actions/_cell_site.html", shown=True),
        Column(
            "owner",
            _("Owner"),
            lambda action: action.owner and str(action.owner),
            cell="actions/_cell_owner.html",
            shown=True,
        ),
        Column(
            "verifier",
            _("Verifier"),
            lambda action: action.verifier and str(action.verifier),
            cell="actions/_cell_verifier.html",
            shown=True,
        ),
        Column(
            "deadline",
            _("Deadline"),
            lambda action: action.deadline,
            cell="actions/_deadline.html",
            sort="deadline",
            shown=True,
        ),
        Column("check_by", _("Effectiveness check by"), lambda action: action.check_by),
        Column("checker", _("Checks whether it holds"), lambda action: action.checker and str(action.checker)),
        Column("expires_on", _("Containment holds until"), lambda action: action.expires_on),
        Column("original_deadline", _("First deadline"), lambda action: action.original_deadline),
        Column("days_late", _("Days late"), lambda action: days_late(action, now)),
        Column("why_late", _("Why late"), lambda action: why_late(action, now), cell="actions/_cell_why_late.html"),
        Column(
            "state",
            _("State"),
            lambda action: action.get_status_display(),
            cell="actions/_cell_state.html",
            sort="status",
            shown=True,
        ),
        Column("kind", _("Kind"), lambda action: action.get_kind_display()),
        Column("strength", _("Strength"), lambda action: action.get_strength_display()),
        Column("priority", _("Priority"), lambda action: action.get_priority_display()),
        Column(
            "incident",
            _("Incident"),
            lambda action: action.origin_incident and action.origin_incident.number,
            reads=("finding__incident", "incident"),
        ),
        Column("source", _("Imported from"), lambda action: action.source),
    ]


def why_late(action, now):
    """What was answered, then for how long there has been no answer; empty where nothing is asked."""
    said = []
    if action.is_explained:
        said.append(_("%(reason)s: %(note)s") % {"reason": action.get_late_reason_display(), "note": action.late_note})
    days = action.days_unanswered(now)
    if days is not None:
        said.append(
            ngettext("not answered for %(count)d day", "not answered for %(count)d days", days) % {"count": days}
        )
    return _("; ").join(said)


def days_late(action, now):
    """Days after the deadline, negative before it; empty once nothing is outstanding."""
    left = action.days_left(now)
    return None if left is None else -left
