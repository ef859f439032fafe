"""Which enterprises are worst, or which sites of one: what each owes and for how long, never how much it reported."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Organization, Site
from actions.models import Action

from .figures import Figure, Share, deadlines_kept
from .tallies import named_by, year_ago

MOST_NAMED = 8
ORDER = ("critical", "fatal", "late", "oldest")


@dataclass(frozen=True)
class Worst:
    """`url` is its own overview; `oldest`: days since the earliest missed deadline; `dead`: people, in a year."""

    place: Organization | Site
    url: str
    critical: Figure
    late: Figure
    oldest: int
    kept: Share
    fatal: Figure
    dead: int

    @property
    def because(self):
        """By what, in words: “3 late actions, 1 of them critical, the oldest for 12 days, 2 dead in a year”."""
        critical, late = self.critical.count, self.late.count
        told = [
            late and ngettext("%(count)d late action", "%(count)d late actions", late) % {"count": late},
            critical
            and ngettext("%(count)d of them critical", "%(count)d of them critical", critical) % {"count": critical},
            self.oldest
            and ngettext("the oldest for %(count)d day", "the oldest for %(count)d days", self.oldest)
            % {"count": self.oldest},
            self.dead
            and ngettext("%(count)d dead in a year", "%(count)d dead in a year", self.dead) % {"count": self.dead},
        ]
        return pgettext("between parts of a sentence", ", ").join(filter(None, told))


def worst(scope, tallies):
    """(the worst by ORDER, how many more) of those with something late, or where somebody died within a year."""
    key, name, name_en = named_by(scope)
    counts, named = defaultdict(Counter), {}
    for row in tallies.late:
        count = counts[row[key]]
        count["late"] += row["count"]
        count["critical"] += row["count"] if row["priority"] == Action.Priority.CRITICAL else 0
        count["oldest"] = max(count["oldest"], row["oldest"])
    for row in [*tallies.due, *tallies.incidents]:
        counts[row[key]].update({what: row[what] for what in row if what not in (key, name, name_en)})
    kind = Site if scope.is_one_enterprise else Organization
    for row in [*tallies.late, *tallies.due, *tallies.incidents]:
        named[row[key]] = kind(pk=row[key], name=row[name], name_en=row[name_en])
    bad = [pk for pk, count in counts.items() if count["late"] or count["fatal"]]
    bad.sort(key=lambda pk: (*(-counts[pk][what] for what in ORDER), pk))
    return [row_of(scope, named[pk], counts[pk]) for pk in bad[:MOST_NAMED]], len(bad[MOST_NAMED:])


def row_of(scope, place, count):
    here = {place._meta.model_name: place.pk}

    def figure(label, name, to, **asked):
        return Figure(label, count[name], scope.listed(to, **here | asked), "late")

    fatal = {"hurt": "deaths", "status": "standing", "occurred_from": year_ago(scope.now)}
    return Worst(
        place=place,
        url=scope.listed("overview:overview", **here),
        critical=figure(_("Critical"), "critical", "actions:list", late=1, priority=Action.Priority.CRITICAL.value),
        late=figure(_("Late actions"), "late", "actions:list", late=1),
        oldest=count["oldest"],
        kept=deadlines_kept(scope, count, "first", **here),
        fatal=figure(_("Fatal incidents"), "fatal", "incidents:list", **fatal),
        dead=count["dead"],
    )
