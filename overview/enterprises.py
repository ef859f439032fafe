"""Which enterprises are worst: what each owes and for how long, never how much it reported."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Organization
from actions.models import Action

from .figures import Figure, Share, deadlines_kept
from .tallies import ENTERPRISE, year_ago

MOST_NAMED = 8
ORDER = ("critical", "fatal", "late", "oldest")


@dataclass(frozen=True)
class Enterprise:
    """`url` is its own overview; `oldest`: days since the earliest missed deadline; `dead`: people, in a year."""

    organization: Organization
    url: str
    critical: Figure
    late: Figure
    oldest: int
    kept: Share
    fatal: Figure
    dead: int


def enterprises(scope, late, due, incidents):
    """(the worst by ORDER, how many more) of those with something late, or where somebody died within a year."""
    key, name, name_en = ENTERPRISE
    counts, named = defaultdict(Counter), {}
    for row in late:
        count = counts[row[key]]
        count["late"] += row["count"]
        count["critical"] += row["count"] if row["priority"] == Action.Priority.CRITICAL else 0
        count["oldest"] = max(count["oldest"], row["oldest"])
    for row in [*late, *due, *incidents]:
        named[row[key]] = Organization(pk=row[key], name=row[name], name_en=row[name_en])
    for row in [*due, *incidents]:
        counts[row[key]].update({what: number for what, number in row.items() if what not in ENTERPRISE})
    bad = [pk for pk, count in counts.items() if count["late"] or count["fatal"]]
    bad.sort(key=lambda pk: (*(-counts[pk][what] for what in ORDER), pk))
    return [row_of(scope, named[pk], counts[pk]) for pk in bad[:MOST_NAMED]], len(bad[MOST_NAMED:])


def row_of(scope, organization, count):
    def figure(label, name, to, **asked):
        return Figure(label, count[name], scope.listed(to, **{"organization": organization.pk} | asked), "late")

    fatal = {"hurt": "deaths", "status": "reported", "occurred_from": year_ago(scope.now)}
    return Enterprise(
        organization=organization,
        url=scope.listed("overview:overview", organization=organization.pk),
        critical=figure(_("Critical"), "critical", "actions:list", late=1, priority=Action.Priority.CRITICAL.value),
        late=figure(_("Late actions"), "late", "actions:list", late=1),
        oldest=count["oldest"],
        kept=deadlines_kept(scope, count, "first", organization=organization.pk),
        fatal=figure(_("Fatal incidents"), "fatal", "incidents:list", **fatal),
        dead=count["dead"],
    )
