"""The rectification list (整改清单): every action with its cause, owner, deadline, state and verifier."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actions.models import Action

from .parts import BLANK, Document, Signed, Table, Text, given
from .wording import moment, short_day

Status = Action.Status


def document(case):
    parts = [table(case)]
    if case.hidden_actions:
        parts.insert(0, Text(hidden(case.hidden_actions), kind="lines"))
    return Document(
        "rectification-list",
        _("Rectification list: %(name)s") % {"name": case.incident.name},
        [
            Text(summary(case), kind="lines"),
            *parts,
            Signed([(pgettext("of a form", "Written by"), BLANK), (_("Checked by"), BLANK), (_("Date"), BLANK)]),
        ],
        as_of=_("As recorded on %(when)s") % {"when": moment(case.now, case.zone)},
        is_wide=True,
    )


def summary(case):
    facts = {
        "unit": case.site.full_name,
        "count": len(case.actions),
        "closed": sum(action.status == Status.CLOSED for action in case.actions),
        "late": sum(action.is_late(case.now) for action in case.actions),
    }
    return _("%(unit)s. Actions: %(count)d, of which closed: %(closed)d, late: %(late)d.") % facts


def hidden(count):
    text = ngettext(
        "%(count)d more action is not shown, because the maker of this list may not see it.",
        "%(count)d more actions are not shown, because the maker of this list may not see them.",
        count,
    )
    return text % {"count": count}


def table(case):
    heads = [
        (_("No."), 5),
        (_("Cause or problem"), 19),
        (_("What is to be done, and when it is done"), 26),
        (_("Owner"), 9),
        (_("Deadline"), 11),
        (_("State"), 10),
        (_("Verifier"), 9),
        (_("Verified on"), 11),
    ]
    rows = [row(case, place, action) for place, action in enumerate(case.actions, start=1)]
    return Table(_("Actions"), heads, rows, nothing=given("", _("no action is recorded")))


def row(case, place, action):
    cause = case.cause_of(action)
    what = action.title
    if action.criterion:
        what += "\n" + _("Done when: %(criterion)s") % {"criterion": action.criterion}
    return [
        str(place),
        cause.statement if cause else _("Containment at once"),
        f"{what}\n{action.number}",
        given(action.owner, _("owner")),
        deadline(action),
        state(case, action),
        given(case.verifier_of(action), _("verifier")),
        short_day(case.local_day(action.verified_at)) if action.verified_at else "",
    ]


def deadline(action):
    if action.deadline is None:
        return given("", _("deadline"))
    text = short_day(action.deadline)
    if action.has_moved_deadline:
        text += "\n" + _("(at first %(day)s)") % {"day": short_day(action.original_deadline)}
    return text


def state(case, action):
    text = action.get_status_display()
    if action.is_late(case.now):
        days = -action.days_left(case.now)
        text += "\n" + ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}
    if action.status == Status.VERIFIED and action.check_by:
        facts = {"day": short_day(action.check_by), "who": action.checker}
        text += "\n" + _("effectiveness check by %(day)s (%(who)s)") % facts
    return text
