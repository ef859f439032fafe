"""The words in which people are told of an alert."""

from itertools import groupby

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox.composing import DECIDE, KNOW
from outbox.subjects import Line

from .foreseen import happened
from .models import Alert, AlertEvent
from .sight import Part, with_members
from .wording import sentence

MOST_LINES = 3  # of one kind in a letter; more are counted, and the list is a link away


def lines(notices, now):
    """A line for each, as its reader sees it; many of one kind are one line."""
    alerts = with_members(Alert.objects.filter(pk__in={notice.subject_id for notice in notices})).in_bulk()
    events = AlertEvent.objects.select_related("incident").in_bulk({n.step for n in notices if n.kind == "grew"})

    def kind_of(notice):
        return alerts[notice.subject_id].kind

    for kind, group in groupby(sorted(notices, key=kind_of), kind_of):
        group = list(group)
        if kind != Alert.Kind.CLUSTER and len(group) > MOST_LINES:
            yield counted(kind, len(group))
            continue
        for notice in group:
            part = Part.of(alerts[notice.subject_id], notice.person)
            yield line(part, notice, events.get(notice.step))


def line(part, notice, event):
    alert = part.alert
    duty = alert.of_incidents
    heading = Alert.Kind(alert.kind).label
    if event is not None:
        heading = _("One more in a cluster") if alert.kind == Alert.Kind.CLUSTER else _("Happened once more")
        if event.verb == AlertEvent.Verb.WORSE:
            heading = _("More people have died")
    return Line(
        group=DECIDE if duty else KNOW,
        heading=str(heading),
        what=sentence(part),
        where="",
        when="",
        note="\n".join(incidents(part, notice.person)),
        url=alert.get_absolute_url(),
        button=_("Say what is done about it") if duty else _("Open"),
        why=why(notice, alert),
        is_information=not duty,
    )


def incidents(part, person):
    """A line for each incident, the newest first; of a cluster also for what was late there already."""
    late = {}
    if part.alert.kind == Alert.Kind.CLUSTER:
        late = {told.member: told.late for told in happened(part.members, person)}
    for member in reversed(part.members):
        yield incident(member)
        for action, days in late.get(member, ()):
            facts = {"days": days, "action": action, "owner": action.owner or _("nobody yet")}
            yield (
                ngettext(
                    "Late there already, for %(days)d day: %(action)s, %(owner)s",
                    "Late there already, for %(days)d days: %(action)s, %(owner)s",
                    days,
                )
                % facts
            )


def incident(member):
    """One incident of it, in a line."""
    told = {
        "day": date_format(member.occurred_on, "DATE_FORMAT"),
        "name": member.incident.name,
        "casualties": member.incident.casualties_in_words,
    }
    return _("%(day)s: %(name)s (%(casualties)s)") % told


def counted(kind, count):
    what = {
        Alert.Kind.REPEAT: ngettext("%(count)d repetition", "%(count)d repetitions", count),
        Alert.Kind.HOT: ngettext("%(count)d hot spot", "%(count)d hot spots", count),
        Alert.Kind.VACANT: ngettext(
            "%(count)d site where nobody is named", "%(count)d sites where nobody is named", count
        ),
        Alert.Kind.SILENT: ngettext(
            "%(count)d site of which nothing is recorded", "%(count)d sites of which nothing is recorded", count
        ),
        Alert.Kind.QUIET: ngettext(
            "%(count)d organization that reports nothing", "%(count)d organizations that report nothing", count
        ),
    }[kind]
    duty = kind in Alert.OF_INCIDENTS
    return Line(
        group=DECIDE if duty else KNOW,
        heading=str(Alert.Kind(kind).label),
        what=what % {"count": count},
        where="",
        when="",
        url=f"{reverse('alerts:list')}?kind={kind}",
        button=_("Open the list"),
        why=_("You get this because you look after these places."),
        is_information=not duty,
    )


def why(notice, alert):
    if notice.instead_of_id:
        return _("You get this because %(person)s cannot be told: please see to it.") % {"person": notice.instead_of}
    if alert.kind == Alert.Kind.CLUSTER:
        return _("You get this at once because you are responsible for where all of this happened.")
    return _("You get this because you look after this place.")
