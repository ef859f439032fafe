"""That something was decided in a meeting, as it is said beside an event of an action."""

from django.utils.translation import gettext as _

from actions.remarks import Remark

from .models import Decision, Meeting


def decided_in(events, user):
    """{event's pk: Remark}; whoever may not read the minutes learns the day alone."""
    keys = [event.pk for event in events]
    decisions = Decision.objects.filter(event__in=keys).select_related("meeting")
    readable = set(Meeting.objects.visible_to(user).filter(decisions__event__in=keys).values_list("pk", flat=True))
    return {
        decision.event_id: Remark(
            _("Decided in %(meeting)s") % {"meeting": decision.meeting.in_a_sentence},
            decision.meeting.get_absolute_url() if decision.meeting_id in readable else "",
        )
        for decision in decisions
    }
