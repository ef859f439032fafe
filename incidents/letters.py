"""The words in which people are told about legal deadlines."""

from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.clock import local_day
from outbox.composing import DUE, KNOW, LATE
from outbox.distances import in_words
from outbox.models import WHOLE_DAY, Step
from outbox.subjects import Line

from .countdown import duration
from .models import Obligation

Kind, Audience = Obligation.Kind, Step.Audience
REPORTS = {Kind.UNIT_REPORT, Kind.LEVEL_REPORT, Kind.SUPPLEMENT}

WHY = {
    Audience.LINE_MANAGER: gettext_lazy(
        "You get this because you are the line manager of %(person)s, who is in charge."
    ),
    Audience.SAFETY_MANAGER: gettext_lazy("You get this because you are the safety manager of this site."),
    Audience.SITE_OFFICIAL: gettext_lazy("You get this because you are the official in charge of this site."),
    Audience.SECTOR_OFFICIAL: gettext_lazy("You get this because you are the official in charge of this sector."),
    Audience.TERRITORY_OFFICIAL: gettext_lazy("You get this because you are the official in charge of this territory."),
    Audience.LEADER: gettext_lazy("You get this because you lead this territory: please see that it gets done."),
    Audience.NEXT_IN_LINE: gettext_lazy(
        "You get this because you are a superior of %(person)s, who is in charge: please see that it gets done."
    ),
}
EXPECTED = {
    Kind.UNIT_REPORT: gettext_lazy("File the report now, by telephone first; what is not known yet follows."),
    Kind.LEVEL_REPORT: gettext_lazy("Tell the next level now, by telephone first, and record when it received it."),
    Kind.SUPPLEMENT: gettext_lazy("The casualties as they are known now have not been reported: file a report."),
    Kind.INVESTIGATION_REPORT: gettext_lazy(
        "Record the day on which it is submitted, or the extension that was approved."
    ),
    Kind.REPLY: gettext_lazy("When the government has replied, record the number and the day of the reply."),
    Kind.ASSESSMENT: gettext_lazy("See measure by measure whether it was done, and record the result."),
}


def name_of(notice):
    names = {"step": in_words(notice.step)}
    if notice.instead_of_id:
        names["person"] = notice.instead_of
        return _("Told instead of %(person)s: %(step)s") % names
    if notice.audience == Audience.OWNER:
        return _("Reminded: %(step)s") % names
    names["audience"] = Audience(notice.audience).label
    return _("%(audience)s told: %(step)s") % names


def line(notice, obligation, person, leader, now):
    """The words of one notice; `person` is who is in charge now, `leader` who leads the team, or None."""
    incident = obligation.incident
    in_charge = notice.audience == Audience.OWNER
    late = obligation.is_late(now)
    group = LATE if late else DUE if in_charge else KNOW
    heading = heading_of(obligation, late, now)
    if notice.instead_of_id:
        heading = _("In place of %(person)s: %(heading)s") % {"person": notice.instead_of, "heading": heading}
    files = in_charge and obligation.kind in REPORTS and incident.may(notice.person, "file_report")
    return Line(
        about=("obligation", obligation.pk),
        group=group,
        heading=heading,
        what=_("%(number)s %(title)s") % {"number": incident.number, "title": incident.name},
        where=incident.site.full_name,
        who=who(obligation, person, in_charge),
        when=limit(obligation),
        url=reverse("incidents:file_report" if files else "incidents:obligations", args=[incident.pk]),
        button=_("File the report") if files else _("Open"),
        why=why(notice, obligation, person, leader, in_charge),
        days_left=None if obligation.runs_in_hours and not late else obligation.days_left(now),
        deadline=local_day(obligation.due_at, obligation.site.time_zone),
    )


def heading_of(obligation, late, now):
    names = {"what": obligation, "time": duration(abs(obligation.due_at - now))}
    if obligation.runs_in_hours:
        return (_("%(what)s, late by %(time)s") if late else _("%(what)s due in %(time)s")) % names
    left = obligation.days_left(now)
    if late:
        names["late"] = in_words(-left * WHOLE_DAY)
        return _("%(what)s, %(late)s") % names
    if not left:
        return _("%(what)s due today") % names
    names["count"] = left
    return ngettext("%(what)s due in %(count)d day", "%(what)s due in %(count)d days", left) % names


def who(obligation, person, in_charge):
    parties = {"by": capfirst(obligation.by_in_words), "to": obligation.to_in_words}
    told = _("%(by)s → %(to)s") % parties
    if in_charge or person is None:
        return told
    return _("%(told)s, in charge: %(person)s") % {"told": told, "person": person}


def limit(obligation):
    clause = obligation.clause
    if obligation.runs_in_hours:
        when = date_format(obligation.due_at.astimezone(ZoneInfo(obligation.site.time_zone)), "DATETIME_FORMAT")
    else:
        when = date_format(obligation.last_day, "DATE_FORMAT")
    return _("Legal deadline %(when)s (%(clause)s)") % {"when": when, "clause": clause}


def why(notice, obligation, person, leader, in_charge):
    if notice.instead_of_id:
        because = _("You get this in place of %(person)s, who cannot be told now.") % {"person": notice.instead_of}
    elif in_charge and obligation.by == "team" and leader is None:
        because = _("You get this because nobody leads the investigation team, and you are the official in charge.")
    elif in_charge and obligation.by == "team":
        because = _("You get this because the investigation is in your hands.")
    elif in_charge and obligation.by == "unit":
        because = _("You get this because the law demands this of the unit, and you answer for safety there.")
    elif in_charge:
        because = _("You get this because the law demands this of your office.")
    else:
        return str(WHY[notice.audience]) % {"person": person or obligation.by_in_words}
    return _("%(because)s %(todo)s") % {"because": because, "todo": EXPECTED[obligation.kind]}
