"""What the law demands of whom by when, after an accident: computed from its facts, for whoever keeps the clocks."""

from dataclasses import dataclass, field
from datetime import date, datetime

from common.calendars import end_of_day

from . import clocks, investigations, packs, windows


@dataclass(frozen=True)
class Facts:
    """What the demands depend on; None is not known yet, and what depends on it does not arise.

    `received` is {level: the instant at which it received the report}, `pauses` (from, to) of technical appraisals,
    `extension_days` what was approved. `graded` are (the instant from which it was known, grade) of grades that came
    after the first one, oldest first, and `first_grade` that one. The instants are aware, the days local to the site.
    """

    jurisdiction: str
    time_zone: str
    occurred_on: date
    grade: str | None = None
    first_grade: str | None = None
    graded: tuple = ()
    accident_kind: str = "work"
    region_code: str = ""
    chain: str = "ordinary"
    known_at: datetime | None = None
    received: dict = field(default_factory=dict)
    pauses: tuple = ()
    extension_days: int = 0
    report_received_on: date | None = None
    replied_on: date | None = None

    @property
    def where(self):
        return {"jurisdiction": self.jurisdiction, "day": self.occurred_on}

    @property
    def grades(self):
        """(since when, grade), oldest first; the first one from the beginning on, which is None."""
        return [(None, self.first_grade if self.graded else self.grade), *self.graded]

    def level(self, code):
        """The level that stands for this one where it happened: a municipality has no city with districts."""
        return clocks.level_in(packs.rule("reporting_levels", **self.where), self.chain, code)


@dataclass(frozen=True)
class Obligation:
    """`by` and `to` are unit or codes of levels; `due_at` is the first instant at which it is late."""

    kind: str
    by: str
    to: str
    due_at: datetime
    rule: packs.Rule
    not_before: date | None = None


def arising(facts):
    """Every Obligation that these facts give rise to, the earliest limit first; none where no rule is known."""
    found = [*reports(facts), *supplement(facts), *investigation(facts), *reply(facts), *assessment(facts)]
    return sorted(found, key=lambda obligation: obligation.due_at)


def reports(facts):
    """The unit within an hour of being told; then each level from its own receipt, up to the last one of the grade."""
    rule = packs.rule_or_none("unit_report", **facts.where)
    if rule is None:
        return
    if facts.known_at:
        due = clocks.later(facts.known_at, rule["minutes"])
        yield Obligation("unit_report", "unit", facts.level("county"), due, rule)
    demanded = {(hop.sender, hop.receiver) for hop in hops(facts, facts.grade)}
    yield from (found for pair, found in forwarding(facts).items() if pair in demanded)


def forwarding(facts):
    """{(sender, receiver): Obligation}. What a later grade demands for the first time, or sooner, runs from when it
    was known: nobody is late with what nobody could know."""
    found = {}
    for since, grade in facts.grades:
        for hop in hops(facts, grade):
            received, pair = facts.received.get(hop.sender), (hop.sender, hop.receiver)
            if received is None:
                continue
            due = clocks.later(max(received, since) if since else received, hop.minutes)
            if pair not in found or due < found[pair].due_at:
                found[pair] = Obligation("level_report", *pair, due, hop.rule)
    return found


def hops(facts, grade):
    """What is not graded yet goes up as far as the least."""
    least = next(iter(packs.rule("reporting_levels", **facts.where)["up_to"]))
    profile = packs.profile_of(facts.region_code, facts.jurisdiction)
    return clocks.hops(grade or least, facts.chain, profile, **facts.where)


def supplement(facts):
    """Changes of the casualties are reported until the end of the window."""
    rule = packs.rule_or_none("window", **facts.where)
    if rule and facts.grade:
        last = windows.last_day(facts.occurred_on, facts.accident_kind, facts.jurisdiction)
        yield Obligation("supplement", "unit", facts.level("county"), end_of_day(last, facts.time_zone), rule)


def investigation(facts):
    rule = packs.rule_or_none("investigation", **facts.where)
    if rule and facts.grade:
        level = investigator(facts)
        extra = {"pauses": facts.pauses, "extension_days": facts.extension_days}
        last = investigations.report_due(facts.occurred_on, jurisdiction=facts.jurisdiction, **extra)
        yield Obligation("investigation_report", "team", level, end_of_day(last, facts.time_zone), rule)


def reply(facts):
    rule = packs.rule_or_none("reply", **facts.where)
    if rule and facts.grade and facts.report_received_on:
        level = investigator(facts)
        last = investigations.reply_due(facts.grade, facts.report_received_on, **facts.where)
        yield Obligation("reply", level, "team", end_of_day(last, facts.time_zone), rule)


def assessment(facts):
    """By the law of the day of the reply where that of the accident did not know it yet."""
    if not (facts.grade and facts.replied_on):
        return
    rule = packs.rule_or_none("assessment", jurisdiction=facts.jurisdiction, day=facts.replied_on)
    if rule:
        where = {"jurisdiction": facts.jurisdiction, "day": facts.replied_on}
        first, last = investigations.assessment_window(facts.replied_on, **where)
        yield Obligation(
            "assessment", investigator(facts), "public", end_of_day(last, facts.time_zone), rule, not_before=first
        )


def investigator(facts):
    return facts.level(packs.rule("investigating_level", **facts.where)["by"][facts.grade]["level"])
