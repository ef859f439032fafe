"""The grade of an accident: the highest that its deaths, serious injuries or loss reach."""

from dataclasses import dataclass
from decimal import Decimal

from . import packs


@dataclass(frozen=True)
class Grading:
    """`criterion` is the one that decided: deaths, serious, minor or loss. `threshold` is what it reached."""

    grade: str
    criterion: str
    threshold: Decimal
    pack: str
    version: str


def rule_on(jurisdiction, day):
    """The rule that grades accidents of that day, or None where none is known."""
    return packs.rule_or_none("grade", jurisdiction=jurisdiction, day=day)


def clause(graded_by):
    """The clause of the law, as people cite it, behind “pack version” as an incident keeps it."""
    found = [rule.clause for rule in packs.rules("grade") if str(rule.pack) == graded_by]
    return str(found[0]) if found else graded_by


def grade(*, jurisdiction, day, regime, deaths, serious_injuries, acute_poisonings, minor_injuries, direct_loss):
    """The Grading of an accident on the local `day`, or None where no rule applies.

    Counts are whole numbers ≥ 0 or None (unknown); `direct_loss` is a Decimal in yuan or None (unknown). None is
    returned outside known jurisdictions, in special regimes (art. 45), and where nobody was hurt and nothing was lost:
    that is a near miss, not a graded accident (art. 2).
    """
    rule = rule_on(jurisdiction, day)
    if rule is None or regime not in rule["regimes"]:
        return None
    return highest(rule, deaths, (serious_injuries or 0) + (acute_poisonings or 0), minor_injuries, direct_loss)


def highest(rule, deaths, serious, minor, loss):
    """Criteria are joined by “or”: nothing is added across them, and what is not known reaches nothing."""
    facts = {"deaths": deaths or 0, "serious": serious or 0, "minor": minor or 0, "loss": loss or 0}
    for rung in rule["grades"]:
        for criterion, value in facts.items():
            if criterion in rung and value >= rung[criterion]:
                return Grading(rung["grade"], criterion, Decimal(rung[criterion]), rule.pack.code, rule.pack.version)
    return None


def names(rule):
    """{grade: the word of the law for it}."""
    return {rung["grade"]: rung["name"] for rung in rule["grades"]}


# the door of the vectors


@dataclass(frozen=True)
class Casualties:
    deaths: int | None
    serious: int | None
    minor: int | None
    missing: int | None
    loss: Decimal | None

    @classmethod
    def of(cls, given):
        serious, poisoned = given.count("serious_injuries"), given.count("acute_poisoning")
        return cls(
            deaths=given.count("deaths"),
            serious=None if serious is poisoned is None else (serious or 0) + (poisoned or 0),
            minor=given.count("minor_injuries"),
            missing=given.count("missing"),
            loss=given.amount("direct_loss_yuan"),
        )

    @property
    def hurt(self):
        return any([self.deaths, self.serious, self.minor, self.missing])

    @property
    def nobody_was_hurt(self):
        """That it is known that nobody was: what is not known is not said to be nobody."""
        return [self.deaths, self.serious, self.minor] == [0, 0, 0] and not self.missing

    def graded(self, rule, more_deaths=0):
        found = highest(rule, (self.deaths or 0) + (more_deaths or 0), self.serious, self.minor, self.loss)
        return found and found.grade


def grade_given(given):
    """The grade that the answers name, in the words of the law or as a code, or the one that the casualties reach."""
    rule = packs.rule("grade", **given.where)
    known = names(rule)
    codes = known | {name: name for name in known.values()}
    word = given.one_of("grade", codes)
    if word is not None:
        return next(code for code, name in known.items() if word in (code, name))
    return Casualties.of(given).graded(rule)


def answer(given):
    """grade: as known; possible_grade: if all who are missing were dead; grade_after_window: those who are missing for
    longer than the window (all of them, where no days_since_accident is given) count as dead."""
    casualties, kind = Casualties.of(given), given.accident_kind
    days = given.count("days_since_accident")
    regime = given.text("regime") or "general"
    given.flag("loss_known")  # an empty loss says the same
    rule = packs.rule("grade", **given.where)
    if regime not in rule["regimes"]:
        return {"grade": None, "possible_grade": None, "grade_after_window": None, "criterion": None}
    missing = packs.rule_or_none("missing", **given.where)
    found = highest(rule, casualties.deaths, casualties.serious, casualties.minor, casualties.loss)
    word = names(rule).get
    answers = {
        "grade": word(found and found.grade),
        "possible_grade": word(casualties.graded(rule, casualties.missing)),
        "criterion": found and found.criterion,
        "clause": str(rule.clause),
    }
    if missing:
        dead = casualties.missing if days is None or days > missing.days_for(kind) else 0
        answers["grade_after_window"] = word(casualties.graded(rule, dead))
    return answers
