"""Tells the stories of `cases` as if they had happened day by day, through the same verbs that people use."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts.directory import Directory
from actions.models import Action
from alerts import watching
from alerts.models import Alert
from alerts.notices import AlertNotices
from common.calendars import Calendar
from common.clock import local_day
from incidents.models import Casualty, Finding, Incident
from outbox import composing, planning
from outbox.clocks import Ladders
from outbox.models import Letter, Notice

from . import closing, investigating, meeting, reporting
from .days import DAY, resolve
from .people import PEOPLE
from .pictures import Album
from .stories import CATEGORIES, read_cases

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = Calendar("CN")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SHORTEST_TIME = timedelta(days=3)  # a deadline that today's date would put before the assignment
MORNING = time(8, 1)  # just after the hour at which the daily letters leave
DAYS_OF_LETTERS = 60  # until today
END_OF_WORK = "18:00"
WORD = {"confirmed": "09:30", "found": "16:20"}
ASKED_BY_OWNER = {"submit", "ask_extension", "explain"}
DECIDED = {"send_back", "verify", "close", "reopen", "grant_extension", "refuse_extension", "extend"}
GIVEN_BY_KEEPER = {"hand_over", "void"}


class Telling:
    """Everything that happened up to `now`, in the order of time; what lies in the future does not happen.

    `told_on`: the day from which the stories count theirs, where that is a later one.
    """

    def __init__(self, district, now, told_on=None):
        self.district, self.say, self.now = district, district.say, now
        self.last_day = local_day(now, ZONE.key)
        self.today = told_on or self.last_day
        self.album = Album()
        self.letters_begin_on = self.last_day - DAYS_OF_LETTERS * DAY
        self.letters_began = False
        self.events = []  # (instant, order, what happens)
        self.made = {}  # case, cause or task → its row

    def tell(self):
        for case in read_cases():
            self.foresee(case)
        meeting.foresee(self)
        self.foresee_departures()
        self.foresee_mornings()
        with translation.override(self.district.language):
            for moment, _order, happen in sorted(self.events, key=lambda event: event[:2]):
                happen(moment)
                self.write_letters(moment)
            self.plan(self.now)
            self.write_letters(self.now)

    # when

    minute = MINUTE

    def on(self, moment, happen):
        """Note down what happens at `moment`; return whether that is over."""
        if moment <= self.now:
            self.events.append((moment, len(self.events), happen))
        return moment <= self.now

    def day(self, given, start=None):
        return resolve(given, self.today, start)

    def at(self, day, clock):
        return datetime.combine(day, time.fromisoformat(clock), ZONE)

    def foresee(self, case):
        start = self.day(case.day)
        logged = self.at(start, case.logged)
        if not self.on(logged, partial(self.log, case, start)):
            return
        for hurt in case.people:
            self.on(logged + HOUR, partial(self.name, case, hurt, start))
        investigating.foresee(self, case, start)
        reporting.foresee(self, case, start, logged)
        closing.foresee(self, case, start)
        self.on(logged + MINUTE, self.watch)
        for answer in case.answers:
            self.on(self.at(self.day(answer.day, start), answer.at), partial(self.answer, case, answer))
        for cause in case.causes:
            self.foresee_cause(case, cause, None, start, logged)
        for task in case.containment:
            self.foresee_task(case, task, None, start, logged)
        if case.void:
            day, *reason = case.void
            self.on(self.at(self.day(day, start), WORD["confirmed"]), partial(self.void, case, reason))

    def foresee_cause(self, case, cause, parent, start, earliest):
        found = max(self.at(self.day(cause.day, start), WORD["found"]), earliest)
        if not self.on(found, partial(self.find, case, cause, parent)):
            return
        if cause.confirmed_by:
            self.on(self.at(self.day(cause.confirmed, start), WORD["confirmed"]), partial(self.confirm, cause))
        for task in cause.tasks:
            self.foresee_task(case, task, cause, start, found)
        investigating.foresee_excuses(self, cause, start)
        for why in cause.whys:
            self.foresee_cause(case, why, cause, start, found)

    def foresee_task(self, case, task, cause, start, earliest):
        moment = max(self.at(self.day(task.day, start), task.at), earliest)
        deadline = self.day(task.deadline, start)
        if deadline < moment.date():
            deadline = moment.date() + SHORTEST_TIME
        happened = self.on(moment, partial(self.assign, case, task, cause, deadline))
        if happened and task.before:
            self.on(moment + HOUR / 2, partial(self.show_before, task))
        for deed in task.deeds:
            moment = max(self.at(self.day_of_deed(deed, start), deed.at), moment + HOUR)
            happened = happened and self.on(moment, partial(self.move, case, task, deed, start))

    def day_of_deed(self, deed, start):
        """Whoever decides about somebody's work does so on a working day, except in the first days."""
        day = self.day(deed.day, start)
        if deed.verb in DECIDED and isinstance(deed.day, int) and deed.day > 2:
            return OFFICE.on_or_after(day)
        return day

    def foresee_departures(self):
        for login, person in PEOPLE.items():
            if person.left:
                day = self.day(person.left)
                self.on(self.at(day, END_OF_WORK), partial(self.leave, login, day))

    def foresee_mornings(self):
        day = self.letters_begin_on
        self.on(datetime.combine(day, time.min, ZONE), self.begin_letters)
        while day <= self.last_day:
            self.on(datetime.combine(day, MORNING, ZONE), self.plan)
            day += DAY

    # what

    def leave(self, login, day, now):
        self.district.end(login, day)
        for name in ("_current_appointments", "seen_sites"):
            self.who(login).__dict__.pop(name, None)  # read once a copy

    def log(self, case, start, now):
        old, new = CATEGORIES[case.category]
        self.made[case] = Incident.log(
            by=self.who(case.by),
            now=now,
            photos=[self.album.picture(case.photo, now)] if case.photo else [],
            site=self.district.sites[case.site],
            kind=case.kind,
            occurred_on=start,
            occurred_time=time.fromisoformat(case.time),
            known_at=self.at(start, case.known),
            category=new if start >= date(2026, 7, 1) else old,
            place=self.say(case.place),
            description=self.say(case.text),
            immediate_measures=self.say(case.measures),
            other_information=self.say(case.other),
            direct_loss=None if case.loss is None else Decimal(case.loss),
            potential_severity=case.potential,
            **case.counts,
        )

    def name(self, case, hurt, start, now):
        Casualty.add(
            self.made[case],
            by=self.who(case.keeper),
            now=now,
            harm=hurt.harm,
            harm_since=start,
            person=self.say(hurt.name),
            employer=self.say(hurt.employer),
            job=self.say(hurt.job),
        )

    def watch(self, now):
        """Clusters and repetitions are found in the minute in which somebody wrote down what happened."""
        watching.incidents.look(local_day(now, ZONE.key), now)
        due = AlertNotices().due(Ladders(), Directory(), now)
        told = [notice for notice in due if notice.person_id in self.ours]
        Notice.objects.bulk_create(told, ignore_conflicts=True)

    def answer(self, case, answer, now):
        incident = self.made[case]
        clusters = Alert.objects.standing().filter(kind=Alert.Kind.CLUSTER, members__incident=incident)
        for alert in clusters:  # none where the rules are others
            alert.answer(by=self.who(answer.by), now=now, note=self.say(answer.text), sites=[incident.site])

    def void(self, case, reason, now):
        self.made[case].void(by=self.who(case.keeper), now=now, note=self.say(reason))

    def find(self, case, cause, parent, now):
        self.made[cause] = Finding.add(
            self.made[case],
            by=self.who(cause.author),
            now=now,
            level=cause.level,
            parent=self.made[parent] if parent else None,
            statement=self.say(cause.text),
            factor=cause.factor,
            evidence=self.say(cause.evidence),
        )

    def confirm(self, cause, now):
        self.made[cause].confirm(by=self.who(cause.confirmed_by), now=now)

    def assign(self, case, task, cause, deadline, now):
        self.made[task] = Action.assign(
            by=self.who(task.by),
            now=now,
            finding=self.made[cause] if cause else None,
            incident=None if cause else self.made[case],
            title=self.say(task.title),
            criterion=self.say(task.done_when),
            method=self.say(task.method),
            kind=task.kind,
            strength=task.strength,
            priority=task.priority,
            owner=self.who(task.owner),
            verifier=self.who(task.verifier),
            deadline=deadline,
        )

    def show_before(self, task, now):
        action = self.made[task]
        action.add_evidence([self.album.picture(task.before, now)], side="before", by=action.owner, now=now)

    def move(self, case, task, deed, start, now):
        action = self.made[task]
        if deed.verb == "explain" and not action.is_late(now):
            return  # by the day on which the sample is told it may not be late yet
        if deed.verb == "replace" and not action.replacements():
            return  # in years when holidays put the verification off
        given = {"by": self.mover(case, action, deed), "now": now, "note": self.say(deed.note)}
        if deed.show:
            given["files"] = [self.album.picture(deed.show, now)]
        if deed.owner:
            given["owner"] = self.who(deed.owner)
        if deed.because:
            given["late_reason"] = deed.because
        if deed.verifier:
            given["verifier"] = self.who(deed.verifier)
        if deed.checker:
            given["checker"] = self.who(deed.checker)
        if deed.deadline is not None:
            given["deadline"] = max(self.day(deed.deadline, start), action.deadline + DAY, now.date())
        if deed.verb == "renew":
            given["expires_on"] = max(given.pop("deadline"), action.expires_on + DAY)
        if deed.verb == "replace":
            given["replaced_by"] = action.replacements().first()
        getattr(action, deed.verb)(**given)

    def mover(self, case, action, deed):
        if deed.by:
            return self.who(deed.by)
        if deed.verb in ASKED_BY_OWNER:
            return action.owner
        if deed.verb in GIVEN_BY_KEEPER:
            return self.who(case.keeper)
        return action.checker or action.verifier

    def who(self, login):
        return self.district.people[login]

    # the letters, which leave without any mail server: not those of two years, which would bury what is right today,
    # but for those about alerts

    def begin_letters(self, now):
        self.letters_began = True

    def plan(self, now):
        planning.prepare(now)
        due = [notice for notice in planning.due(now) if notice.person_id in self.ours]
        Notice.objects.bulk_create(due, ignore_conflicts=True)

    def write_letters(self, now):
        if not self.letters_began:
            unsaid = Notice.objects.filter(person__in=self.ours, letter=None)
            unsaid.exclude(subject_kind="alert").delete()
        waiting = Notice.objects.waiting().filter(person__in=self.ours, not_before__lte=now)
        for person in sorted(set(waiting.values_list("person", flat=True))):
            composing.compose_for(person, now)
        Letter.objects.unsent().filter(person__in=self.ours).update(sent_at=now, attempts=1)

    @property
    def ours(self):
        return {person.pk for person in self.district.people.values()}
