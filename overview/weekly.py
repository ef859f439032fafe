"""The weekly sheet: what is late and open at their places, for leaders and officials. Information, not duty."""

from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.calendars import Calendars
from accounts.models import Role, Site, User
from common.calendars import instant
from common.clock import local_day
from outbox.composing import KNOW
from outbox.models import Notice
from outbox.subjects import Line, Subject

from .places import figures, oldest

READERS = {Role.LEADER, Role.OFFICIAL}


class WeeklySheet(Subject):
    """One notice a reader and week, for the first working day; a run that comes late says it later in the week."""

    def due(self, ladders, directory, now):
        calendars = Calendars()
        for person in directory.holding(READERS):
            today = local_day(now, person.time_zone)
            monday = today - timedelta(days=today.weekday())
            day = calendars.calendar(directory.country_of(person.pk)).on_or_after(monday)
            if person.wants_information and day <= today:
                yield Notice(
                    subject_kind="sheet",
                    subject_id=person.pk,
                    kind="weekly",
                    round=1,
                    deadline=monday,
                    step=0,
                    person=person,
                    not_before=instant(day, person.sending_hour, person.time_zone),
                    created_at=now,
                )

    def unsaid(self, now):
        return None

    def untrue(self, notices):
        reasons = {}
        for notice in notices:
            if not notice.person.wants_information:
                reasons[notice.pk] = Notice.Skipped.UNSUBSCRIBED
            elif not notice.person.is_active or notice.person_id != notice.subject_id or not reads_it(notice.person):
                reasons[notice.pk] = Notice.Skipped.NO_ACCESS
        return reasons

    def site_of(self, subject_id):
        return None  # nobody stands in for a reader

    def name_of(self, notice):
        return _("Weekly sheet")

    def lines(self, notices, now):
        for person in User.objects.filter(pk__in={notice.person_id for notice in notices}):
            yield from lines_for(person, now)


def reads_it(person):
    """Whether this person leads or oversees anything of what is kept here."""
    roles = {appointment.role for appointment in person.current_appointments}
    return bool(roles & READERS) and Site.objects.visible_to(person).exists()


def lines_for(person, now):
    """The figures that are not zero, and by name what is late for longest."""
    why = _("You get this sheet every week because you look after places.")
    counted = [figure for figure in figures(person, now) if figure.count]
    if not counted:
        yield line(
            _("This week at your places"), _("Nothing is late and nothing waits."), reverse("overview:home"), why
        )
    for figure in counted:
        what = _("%(label)s: %(count)d") % {"label": figure.label, "count": figure.count}
        yield line(_("This week at your places"), what, figure.url, why)
    for action in oldest(person, now):
        days = -action.days_left(now)
        yield line(
            ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days},
            _("%(number)s %(title)s") % {"number": action.number, "title": action.title},
            action.get_absolute_url(),
            why,
            where=_("%(site)s, %(owner)s") % {"site": action.site.full_name, "owner": action.owner},
            when=_("Deadline %(day)s") % {"day": date_format(action.deadline, "DATE_FORMAT")},
        )


def line(heading, what, url, why, where="", when=""):
    return Line(
        group=KNOW,
        heading=heading,
        what=what,
        where=where,
        when=when,
        url=url,
        button=_("Open"),
        why=why,
        is_information=True,
    )
