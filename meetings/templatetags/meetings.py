from django.template import Library
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actions.models import Action
from incidents.models import Finding, Incident, Waiver

register = Library()


@register.simple_tag
def decide_on(meeting, record, user):
    """Where `user` decides about a row of the sheet; `here` says that it can be done without leaving the sheet."""
    decide = pgettext("in a meeting", "Decide")
    if isinstance(record, Action):
        return {"url": reverse("meetings:decide", args=[meeting.pk, record.pk]), "label": decide, "here": True}
    if isinstance(record, Waiver):
        return {"url": record.get_absolute_url(), "label": decide, "here": False}
    if not record.may(user, "add_action"):
        return None
    names = {Finding: "finding", Incident: "incident"}
    url = f"{reverse('meetings:give', args=[meeting.pk])}?{names[type(record)]}={record.pk}"
    return {"url": url, "label": _("New action"), "here": False}
