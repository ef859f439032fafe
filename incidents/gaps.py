"""What an investigation still lacks, in words: 四不放过 asks whether the causes are found before a case is closed."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Finding, Member


def gaps_of(incident, ratings):
    """(sentence, the name of the page where it is mended) of each; `ratings` are the newest by kind."""
    return [*of_team(incident), *of_parts(incident), *of_findings(incident), *of_ratings(ratings)]


def of_team(incident):
    if not any(member.role == Member.Role.LEADER for member in incident.team):
        yield _("Nobody leads the team."), "incidents:investigation"
    unasked = sum(member.conflict == Member.Conflict.NOT_ASKED for member in incident.team)
    if unasked:
        text = ngettext(
            "%(count)d member was not asked about a conflict of interest.",
            "%(count)d members were not asked about a conflict of interest.",
            unasked,
        )
        yield text % {"count": unasked}, "incidents:investigation"


def of_parts(incident):
    if not incident.moments.filter(taken_out_at=None).exists():
        yield _("The timeline is empty."), "incidents:timeline"
    unsigned = incident.statements.standing().filter(signed_at=None).count()
    if unsigned:
        text = ngettext("%(count)d statement is not signed.", "%(count)d statements are not signed.", unsigned)
        yield text % {"count": unsigned}, "incidents:statements"


def of_findings(incident):
    direct, root = Q(level=Finding.Level.DIRECT), Q(level=Finding.Level.ROOT)
    counts = incident.findings.standing().aggregate(
        direct=Count("pk", filter=direct),
        root=Count("pk", filter=root),
        proposed=Count("pk", filter=Q(status=Finding.Status.PROPOSED)),
    )
    if not counts["direct"]:
        yield _("No direct cause is found."), "overview:incident"
    if not counts["root"]:
        yield _("No root cause is found."), "overview:incident"
    if counts["proposed"]:
        text = ngettext("%(count)d cause is not confirmed.", "%(count)d causes are not confirmed.", counts["proposed"])
        yield text % {"count": counts["proposed"]}, "overview:incident"


def of_ratings(ratings):
    if not ratings:
        yield _("The severity is not rated."), "incidents:investigation"
