"""The life of one invented action, from its assignment to today, by the moves that people make."""

from contextlib import suppress
from datetime import timedelta

from actions.models import Action, ActionEvent, Extension
from actions.models.verifying import DAYS_TO_VERIFY
from common.calendars import end_of_day
from common.clock import local_day

from . import words

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TERMS = {"containment": (1, 2, 3), "corrective": (7, 14, 30, 30, 45, 60, 90), "preventive": (30, 60, 90, 180)}

NEGLECTED = 0.05  # nobody ever submits it: what is late for months and years
HANDED_OVER, NEEDS_TIME, SENT_BACK, REOPENED, NOT_NEEDED, NEVER_CHECKED = 0.04, 0.08, 0.12, 0.03, 0.02, 0.01


class Over(Exception):
    """The next thing lies in the future: the action stays as it is."""


class Life:
    def __init__(self, decade, place, incident, finding, measure, spot):
        self.decade, self.random, self.place = decade, decade.random, place
        self.incident, self.finding, self.measure, self.spot = incident, finding, measure, spot

    def tell(self, at):
        self.assign(at)
        with suppress(Over):
            self.live()

    def live(self):
        random = self.random
        if random.random() < NOT_NEEDED:
            return self.void()
        if random.random() < HANDED_OVER and len(self.place.owners) > 2:
            self.hand_over()
        neglected = random.random() < NEGLECTED
        if random.random() < NEEDS_TIME:
            self.ask_for_time()
        if neglected:
            return None
        self.work()
        if random.random() < REOPENED and self.action.status == Action.Status.CLOSED:
            self.reopen()
            self.work()
        return None

    def work(self):
        """Submit until somebody else is content."""
        action, random = self.action, self.random
        term = (action.deadline - self.at.date()).days + 1
        self.wait(max(4, term * 24 * random.triangular(0.2, 1.3, 0.9)))
        self.submit()
        while random.random() < SENT_BACK:
            self.send_back()
            self.wait(random.randrange(20, 200))
            self.submit()
        self.verify()

    # the moves, as the model makes them

    def assign(self, at):
        decade, random, place = self.decade, self.random, self.place
        kind = "containment" if self.finding is None else "preventive" if random.random() < 0.12 else "corrective"
        measure = words.PREVENTIVE if kind == "preventive" else self.measure
        owner = random.choice(place.owners)
        verifier = random.choice([person for person in place.keepers if person is not owner])
        giver = random.choice([person for person in place.keepers if person is not owner])
        day = local_day(at, place.site.time_zone)
        deadline = day + random.choice(TERMS[kind]) * DAY
        self.at, self.former = at, {owner.pk}
        self.action = decade.copiers[Action].add(
            Action(
                number=decade.action_numbers.take(day.year),
                finding=self.finding,
                incident=None if self.finding else self.incident,
                site=place.site,
                title=decade.say(place, measure.title, self.spot)[:200],
                criterion=decade.say(place, measure.criterion, self.spot),
                kind=kind,
                strength=measure.strength,
                priority="critical" if random.random() < 0.06 else "ordinary",
                owner=owner,
                verifier=verifier,
                original_deadline=deadline,
                deadline=deadline,
                due_at=end_of_day(deadline, place.site.time_zone),
                assigned_by=giver,
                assigned_at=at,
                owner_told_at=at,
            )
        )
        self.record("assign", giver)

    def hand_over(self):
        action = self.action
        others = [p for p in self.place.owners if p not in (action.owner, action.verifier, action.assigned_by)]
        if others:
            self.wait(self.random.randrange(10, 100))
            owner = self.random.choice(others)
            self.former.add(owner.pk)
            self.move("hand_over", action.assigned_by, words.HANDED_OVER, owner=owner, owner_told_at=self.at)

    def ask_for_time(self):
        action, random = self.action, self.random
        self.wait(random.randrange(1, max(2, (action.deadline - self.at.date()).days * 24 + 40)))
        later = max(action.deadline, self.at.date()) + random.choice((7, 14, 30)) * DAY
        reason = self.say(words.ASKED)
        self.move("ask_extension", action.owner, None, note=reason)
        extension = Extension(action=action, deadline=later, reason=reason, asked_by=action.owner, asked_at=self.at)
        extension.asked_late = action.due_at <= self.at
        self.decade.copiers[Extension].add(extension)
        self.wait(random.randrange(2, 120))
        extension.decided_by, extension.decided_at = action.verifier, self.at
        extension.granted = random.random() < 0.7 and self.at.date() <= later
        if extension.granted:
            due = end_of_day(later, self.place.site.time_zone)
            self.move("grant_extension", action.verifier, None, deadline=later, due_at=due, owner_told_at=self.at)
        else:
            event = self.move("refuse_extension", action.verifier, words.REFUSED)
            extension.answer = event.note

    def submit(self):
        site = self.place.site
        verify_by = self.decade.calendars.of(site).add(local_day(self.at, site.time_zone), DAYS_TO_VERIFY)
        late = self.action.due_at <= self.at
        self.move(
            "submit", self.action.owner, words.SUBMITTED, submitted_at=self.at, submitted_late=late, verify_by=verify_by
        )

    def send_back(self):
        self.wait(self.random.randrange(3, 90))
        again = {"round": self.action.round + 1, "verify_by": None, "owner_told_at": self.at}
        self.move("send_back", self.action.verifier, words.SENT_BACK, **again)

    def verify(self):
        """By the verifier, or by another keeper who never owned it."""
        verifier = self.action.verifier
        if self.random.random() < 0.1:
            verifier = self.random.choice([p for p in self.place.keepers if p.pk not in self.former])
        self.wait(self.random.randrange(3, 150))
        verified = {"verified_by": verifier, "verified_at": self.at, "verify_by": None}
        if not self.action.has_check:
            self.move("verify", verifier, words.VERIFIED, **verified)
            return self.move("close", verifier, None, closed_at=self.at)
        check_by = local_day(self.at, self.place.site.time_zone) + self.action.days_to_check * DAY
        checked = {"checker": verifier, "check_by": check_by, "effect_criterion": self.action.criterion}
        self.move("verify", verifier, words.VERIFIED, **verified, **checked)
        if self.random.random() < NEVER_CHECKED:
            return None
        self.wait(
            (check_by - local_day(self.at, self.place.site.time_zone)).days * 24 + self.random.randrange(-140, 200)
        )
        return self.move("close", verifier, words.HOLDS, closed_at=self.at)

    def reopen(self):
        self.wait(self.random.randrange(300, 4000))
        deadline = self.at.date() + self.random.choice((14, 30)) * DAY
        self.move(
            "reopen",
            self.action.verifier,
            words.REOPENED,
            deadline=deadline,
            due_at=end_of_day(deadline, self.place.site.time_zone),
            round=self.action.round + 1,
            verified_by=None,
            verified_at=None,
            closed_at=None,
            submitted_at=None,
            submitted_late=False,
            checker=None,
            check_by=None,
            owner_told_at=self.at,
        )

    def void(self):
        self.wait(self.random.randrange(10, 300))
        keeper = self.random.choice([p for p in self.place.keepers if p is not self.action.owner])
        self.move("void", keeper, words.NOT_NEEDED)

    # how a move is made

    def wait(self, hours):
        self.at += hours * HOUR
        if self.at >= self.decade.until:
            raise Over

    def say(self, pairs):
        return self.decade.say(self.place, self.random.choice(pairs), self.spot)

    def move(self, verb, by, notes, *, note="", **changes):
        action, move = self.action, Action.MOVES[verb]
        if action.status not in move.sources:
            raise ValueError(f"{verb} does not start from {action.status}")
        for name, value in changes.items():
            setattr(action, name, value)
        action.status, action.version = move.target or action.status, action.version + 1
        return self.record(verb, by, note or (self.say(notes) if notes else ""))

    def record(self, verb, by, note=""):
        action = self.action
        event = ActionEvent(  # by keys: millions of these are made
            action_id=action.pk,
            verb=verb,
            by_id=by.pk,
            at=self.at,
            note=note,
            status=action.status,
            owner_id=action.owner_id,
            verifier_id=action.verifier_id,
            checker_id=action.checker_id,
            deadline=action.deadline,
            round=action.round,
        )
        return self.decade.copiers[ActionEvent].add(event)
