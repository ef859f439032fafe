"""Sheets that come by mail every week, month or quarter, with the numbers of the page. Information, not duty."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.calendars import Calendars
from accounts.models import Role, Site, User
from accounts.models.appointments import SEEING
from accounts.narrowing import within
from common.calendars import DAY, instant
from common.clock import local_day
from outbox.composing import KNOW
from outbox.models import Notice, Subscription
from outbox.subjects import Line, Subject

from ..scope import Asking, Scope
from .content import Content, Most, lists_of
from .period import Period
from .tables import capped, labels_of_numbers, moved

Every = Subscription.Every

READERS = {Role.LEADER, Role.OFFICIAL}  # who gets the weekly sheet without asking for it
WEEK = timedelta(days=7)
MOST = Most(incidents=0, stories=0, late=3, decisions=0)
MOST_IN_TITLE = 3


@dataclass(frozen=True)
class Sheet:
    """One that somebody gets: how often, and about which `places`, {name of a kind: its key}; none is all one sees."""

    person: User
    every: str
    places: dict
    subscription: Subscription | None = None

    @property
    def kind(self):
        """As notices call it: each climbs no ladder, and none overtakes another."""
        return f"{self.every}-{self.subscription.pk}" if self.places else str(self.every)

    def was_asked_for_by(self, day):
        """Whether it was asked for on `day` or before: in the middle of a month nobody gets the last one."""
        asked = self.subscription and local_day(self.subscription.asked_at, self.person.time_zone)
        return asked is None or asked <= day

    def notice(self, begins, not_before, now):
        return Notice(
            subject_kind="sheet",
            subject_id=self.person.pk,
            kind=self.kind,
            round=1,
            deadline=begins,
            step=0,
            person=self.person,
            not_before=not_before,
            created_at=now,
        )


def sheets_of(people, readers=None):
    """All Sheets that these people get: what they asked for and, by `readers` (keys), the weekly one unless stopped."""
    asked = Subscription.objects.filter(person__in=people).select_related(
        "region", "sector", "organization", "site__organization"
    )
    people = {person.pk: person for person in people}
    stopped, sheets = set(), []
    for subscription in asked:
        person = people[subscription.person_id]
        is_usual = subscription.every == Every.WEEK and not subscription.places
        if is_usual:
            stopped.add(person.pk)
        if subscription.wanted:
            sheets.append(Sheet(person, subscription.every, subscription.places, subscription))
    if readers is None:
        readers = {person.pk for person in people.values() if reads_by_duty(person)}
    return [Sheet(people[key], Every.WEEK, {}) for key in people if key in readers - stopped] + sheets


def reads_by_duty(person):
    return any(appointment.role in READERS for appointment in person.current_appointments)


def reads(person, subscription=None):
    """Whether this person sees what happens at any of the places."""
    sites = Site.objects.where_role(person, SEEING).standing()
    return sites.filter(within("", subscription.records if subscription else [])).exists()


# days


def begins(every, today):
    """The first day of the week, month or quarter in which `today` lies."""
    if every == Every.WEEK:
        return today - timedelta(days=today.weekday())
    month = today.month if every == Every.MONTH else today.month - (today.month - 1) % 3
    return date(today.year, month, 1)


def covered(every, begins_on, now):
    """The Period that the sheet tells of: weekly the week before and the days since, else what ended when it began."""
    if every == Every.WEEK:
        until = now.replace(second=0, microsecond=0)
        period = Period.of_days(begins_on - WEEK, begins_on, now)
        return Period(period.since, until, period.opening)
    return Period.of_days(begins(every, begins_on - DAY), begins_on - DAY, now)


def heading_of(sheet, begins_on):
    """Which places and what time it tells of, in words."""
    last = begins_on - DAY
    names = {
        "where": sheet.subscription.where if sheet.places else _("your places"),
        "month": date_format(last, "YEAR_MONTH_FORMAT"),
        "number": (last.month + 2) // 3,
        "year": last.year,
    }
    return {
        Every.WEEK: _("This week at %(where)s"),
        Every.MONTH: _("%(month)s at %(where)s"),
        Every.QUARTER: _("Quarter %(number)d of %(year)d at %(where)s"),
    }[sheet.every] % names


# the letters


class SheetsByMail(Subject):
    """One notice for each sheet and week, month or quarter, for its first working day; a run that comes late says it
    later in that time."""

    def due(self, ladders, directory, now):
        calendars = Calendars()
        people = [person for person in directory.holding(SEEING) if person.wants_information]
        for sheet in sheets_of(people, {person.pk for person in directory.holding(READERS)}):
            person = sheet.person
            today = local_day(now, person.time_zone)
            first = begins(sheet.every, today)
            day = calendars.calendar(directory.country_of(person.pk)).on_or_after(first)
            if day <= today and sheet.was_asked_for_by(first):
                yield sheet.notice(first, instant(day, person.sending_hour, person.time_zone), now)

    def unsaid(self, now):
        return None

    def untrue(self, notices):
        wanted = wanted_by({notice.person for notice in notices})
        reasons = {}
        for notice in notices:
            person, sheet = notice.person, wanted.get((notice.subject_id, notice.kind))
            if not person.wants_information or (sheet is None and reads_by_duty(person)):
                reasons[notice.pk] = Notice.Skipped.UNSUBSCRIBED
            elif sheet is None or (
                not person.is_active or person.pk != notice.subject_id or not reads(person, sheet.subscription)
            ):
                reasons[notice.pk] = Notice.Skipped.NO_ACCESS
        return reasons

    def site_of(self, subject_id):
        return None  # nobody stands in for a reader

    def name_of(self, notice):
        every = notice.kind.partition("-")[0]
        return {Every.WEEK: _("Weekly sheet"), Every.MONTH: _("Monthly sheet"), Every.QUARTER: _("Quarterly sheet")}[
            every
        ]

    def lines(self, notices, now):
        wanted = wanted_by({notice.person for notice in notices})
        for notice in sorted(notices, key=lambda notice: (notice.kind, notice.pk or 0)):
            if sheet := wanted.get((notice.person_id, notice.kind)):
                yield from lines_of(sheet, notice.deadline, now)


def wanted_by(people):
    """{(person's key, kind of notice): Sheet}."""
    return {(sheet.person.pk, sheet.kind): sheet for sheet in sheets_of(list(people))}


def lines_of(sheet, begins_on, now):
    """The numbers that are not zero, what was done, and by name what is late for longest."""
    scope, period = Scope(Asking(sheet.person, now, sheet.places)), covered(sheet.every, begins_on, now)
    content = Content(scope, period, MOST).settled()
    heading = heading_of(sheet, begins_on)
    lists, labels = lists_of(scope), labels_of_numbers()
    counted = [(name, labels[name], content.counts[name]) for name in labels if content.counts[name]]
    texts = [_("%(label)s: %(count)s") % {"label": label, "count": capped(name, n)} for name, label, n in counted]
    title = _("%(heading)s: %(what)s") % {"heading": heading, "what": _(", ").join(texts[:MOST_IN_TITLE])}
    if not counted:
        title = _("%(heading)s: nothing is late and nothing waits") % {"heading": heading}
        texts = [_("Nothing is late and nothing waits.")]
    line = Lines(sheet, title)
    yield line.made(heading, moved(content), address(scope, period, sheet.every), button=_("Open the sheet"))
    for text, name in zip(texts, [name for name, _label, _n in counted] or [""], strict=True):
        yield line.made("", text, lists.get(name, reverse("overview:home")))
    for action in content.late:
        days = -action.days_left(period.until)
        yield line.made(
            ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days},
            _("%(number)s %(title)s") % {"number": action.number, "title": action.title},
            action.get_absolute_url(),
            where=action.site.full_name,
            about=("action", action.pk),
            who=_("Owner: %(person)s") % {"person": action.owner},
            when=_("Deadline %(day)s") % {"day": date_format(action.deadline, "DATE_FORMAT")},
        )


@dataclass(frozen=True)
class Lines:
    """Lines of the letter about one sheet."""

    sheet: Sheet
    title: str

    def made(self, heading, what, url, **facts):
        return Line(
            group=KNOW,
            heading=heading,
            title=self.title,
            what=what,
            url=url,
            why=self.why,
            is_information=True,
            **{"where": "", "when": "", "button": _("Open")} | facts,
        )

    @property
    def why(self):
        if self.sheet.subscription is None:
            return _("You get this sheet every week because you look after places.")
        return _("You get this sheet because you asked for it: %(how_often)s.") % {
            "how_often": str(self.sheet.subscription).lower()
        }


def address(scope, period, every):
    """The page with the same numbers: of the instant of the letter, or of the last day of what is over."""
    since = local_day(period.since + DAY, settings.TIME_ZONE)
    ending = {"at": period.until.isoformat()} if every == Every.WEEK else {"day": period.day}
    return f"{reverse('overview:sheet')}?{urlencode(scope.parameters | {'since': since} | ending)}"
