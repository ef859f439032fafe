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

from . import figures, tallies
from .places import oldest
from .scope import Asking, Scope

MOST_IN_TITLE = 3
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


def numbers(scope):
    """The figures of the overview that one reads once a week."""
    late = figures.late(scope, tallies.late(scope)).total
    waiting, _reopened = figures.waiting(scope)
    incidents, fatal, _dead = figures.recent_incidents(scope, tallies.total(tallies.incidents(scope)))
    return [late, *waiting, incidents, fatal]


def lines_for(person, now):
    """The figures that are not zero, and by name what is late for longest."""
    counted = [figure for figure in numbers(Scope(Asking(person, now))) if figure.count]
    heading = _("This week at your places")
    texts = [_("%(label)s: %(count)s") % {"label": figure.label, "count": f"{figure.count:,}"} for figure in counted]
    title = _("%(heading)s: %(what)s") % {"heading": heading, "what": _(", ").join(texts[:MOST_IN_TITLE])}
    if not counted:
        title = _("This week at your places: nothing is late and nothing waits")
        yield line(title, heading, _("Nothing is late and nothing waits."), reverse("overview:home"))
    for number, (figure, text) in enumerate(zip(counted, texts, strict=True)):
        yield line(title, "" if number else heading, text, figure.url)
    for action in oldest(person, now):
        days = -action.days_left(now)
        yield line(
            title,
            ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days},
            _("%(number)s %(title)s") % {"number": action.number, "title": action.title},
            action.get_absolute_url(),
            where=action.site.full_name,
            about=("action", action.pk),
            who=_("Owner: %(person)s") % {"person": action.owner},
            when=_("Deadline %(day)s") % {"day": date_format(action.deadline, "DATE_FORMAT")},
        )


def line(title, heading, what, url, **facts):
    return Line(
        group=KNOW,
        heading=heading,
        title=title,
        what=what,
        url=url,
        button=_("Open"),
        why=_("You get this sheet every week because you look after places."),
        is_information=True,
        **{"where": "", "when": ""} | facts,
    )
