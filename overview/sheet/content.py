"""What a sheet tells of its places: what changed, what is late, what has to be decided, as it stood at its instant."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Min
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from accounts.models import Organization
from actions.history import Moves, Past, removed_at
from actions.models import Action
from actions.models.timeliness import Moved
from common.clock import local_day
from common.counting import count_all
from incidents import history
from incidents.models import Waiver

MOST_CAUSES = 1000  # more of them than anybody would count, and dear to count
HARM = ("deaths", "serious_injuries")
QUESTIONS = ("outstanding", "late", "to_verify", "asking", "without_person")


@dataclass(frozen=True)
class Most:
    """How many rows each part of a sheet shows; `words` is the length of what somebody wrote."""

    incidents: int
    stories: int
    late: int
    decisions: int  # of each kind
    enterprises: int = 5
    words: int = 40


SCREEN = Most(incidents=10, stories=20, late=30, decisions=10)
PAPER = Most(incidents=3, stories=3, late=5, decisions=2)  # one side of A4
EVERYTHING = Most(incidents=500, stories=1000, late=2000, decisions=500, enterprises=500, words=10_000)


class Content:
    """Everything that the sheet of `scope` (overview.scope.Scope) and `period` says, however it is laid out."""

    def __init__(self, scope, period, most=SCREEN):
        self.scope, self.period, self.most = scope, period, most
        self.past = Past(scope.actions, period.until)
        self.moves = Moves(scope.actions, period.since, period.until)

    # numbers

    @cached_property
    def counts(self):
        """{question: how many} at the end of the period."""
        return counts_of(self.past, self.scope)

    @cached_property
    def counts_before(self):
        return counts_of(Past(self.scope.actions, self.period.since), self.scope)

    @property
    def lists(self):
        """{question: the list that shows what it counts}, of the sheet of this very moment; no list shows past days."""
        return lists_of(self.scope) if self.period.until == self.scope.now else {}

    @cached_property
    def harm(self):
        """{fact: how many} of the incidents that were logged, as far as was known then: also how many they are."""
        rows = list(self.new_incidents.only(*HARM))
        history.put_back(rows, self.period.until)
        return {"incidents": len(rows)} | {name: sum(getattr(row, name) or 0 for row in rows) for name in HARM}

    @property
    def new_incidents(self):
        return history.logged(self.scope.incidents, self.period.since, self.period.until)

    # rows

    @cached_property
    def incidents(self):
        """The gravest of those that were logged, with the facts that were known then."""
        gravest = self.new_incidents.for_list().order_by(
            "-severity", Coalesce("deaths", 0).desc(), "-occurred_on", "-pk"
        )
        rows = list(gravest[: self.most.incidents])
        history.put_back(rows, self.period.until)
        return rows

    @cached_property
    def recounts(self):
        rows = history.recounts(self.scope.incidents, self.period.since, self.period.until, self.most.incidents)
        history.put_back([row.incident for row in rows], self.period.until)
        return rows

    @cached_property
    def stories(self):
        return self.moves.stories(self.most.stories)

    @cached_property
    def late(self):
        rows = self.past.first(self.past.late(), self.most.late)
        self.past.say_why_late(rows)
        return rows

    @cached_property
    def asking(self):
        rows = self.past.first(self.past.asking(), self.most.decisions, "since")
        wishes = self.past.wishes(rows)
        return [(row, wishes[row.pk]) for row in rows]

    @cached_property
    def to_verify(self):
        return self.past.first(self.past.to_verify(), self.most.decisions, "since")

    @cached_property
    def without_person(self):
        return self.past.first(self.past.without_person(), self.most.decisions)

    @cached_property
    def causes(self):
        found = causes_without_action(self.scope, self.period.until)
        places = found.select_related("incident__site__organization", "incident__site__region")
        rows = list(places.order_by("created_at", "pk")[: self.most.decisions])
        history.put_back([row.incident for row in rows], self.period.until)
        return rows

    @cached_property
    def waivers(self):
        found = waivers_to_decide(self.scope, self.period.until).select_related(
            "proposed_by", "finding__incident__site__organization", "finding__incident__site__region"
        )
        return list(found.order_by("proposed_at", "pk")[: self.most.decisions])

    @cached_property
    def worst(self):
        """(organization, how much is late there, for how many days the oldest of it), the most first."""
        counts, oldest = Counter(), {}
        for rows, path in zip(self.past.late(), ("site", "action__site"), strict=True):
            groups = rows.order_by().values_list(f"{path}__organization", f"{path}__time_zone")
            for key, zone, count, deadline in groups.annotate(Count("pk"), Min("deadline")):
                counts[key] += count
                days = (local_day(self.period.until, zone) - deadline).days
                oldest[key] = max(days, oldest.get(key, 0))
        ranked = sorted(counts, key=lambda key: (-counts[key], -oldest[key], key))[: self.most.enterprises]
        found = Organization.objects.in_bulk(ranked)
        return [(found[key], counts[key], oldest[key]) for key in ranked]

    def settled(self):
        """Read all rows now, and give them the wording that they had."""
        stories = [story.action for story in self.stories]
        asking = [row for row, _wish in self.asking]
        self.past.reword([*stories, *self.late, *asking, *self.to_verify, *self.without_person])
        return self


def lists_of(scope):
    """{question: the list that shows what it counts at this moment}."""
    return {
        "outstanding": scope.listed("actions:list", status=Action.Status.ASSIGNED),
        "late": scope.listed("actions:list", late=1),
        "to_verify": scope.listed("actions:list", status=Action.Status.SUBMITTED),
        "asking": scope.listed("actions:list", more_time=Moved.ASKED, status=Action.Status.ASSIGNED),
        "without_person": scope.listed("actions:list", owner_gone=1),
        "causes": scope.listed("overview:causes"),
    }


def counts_of(past, scope):
    counts = past.count(**{name: getattr(past, name)() for name in QUESTIONS})
    causes = causes_without_action(scope, past.instant)[: MOST_CAUSES + 1]
    counts["causes"], counts["waivers"] = count_all(causes, waivers_to_decide(scope, past.instant))
    return counts


def causes_without_action(scope, instant):
    return history.unanswered_causes(scope.findings, instant).exclude(removed_at(instant)).order_by()


def waivers_to_decide(scope, instant):
    waivers = scope.of(Waiver.objects.visible_to(scope.user), "finding__incident__site")
    return history.proposed_waivers(waivers, instant).order_by()
