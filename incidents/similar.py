"""What happened before and was like it: by category, place and words, among what one may see, computed here alone."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, FloatField, Func, Q, TextField, Value, When
from django.utils.translation import gettext as _

from common.likeness import Likeness
from common.search import Tokens

from .models import Finding, Incident
from .rules import codes

MOST_SHOWN = 5
MOST_WORDS = 5
WORDS, CATEGORY, SITE, ORGANIZATION = 4.0, 2.0, 1.5, 0.75  # what each kind of likeness weighs at most
# The least share of its words that must be the same: by themselves, and in the same category.
ALONE, IN_CATEGORY = 0.25, 0.08


class HeldTokens(Func):
    function = "tsvector_to_array"
    output_field = ArrayField(TextField())

    def __init__(self):
        super().__init__(Tokens())


@dataclass(frozen=True)
class Similar:
    """`incident`, or a `finding` of it, with what it has in common, in words."""

    incident: Incident
    common: list
    finding: Finding | None = None


def incidents(user, *, text, category="", site=None, besides=None):
    """At most MOST_SHOWN Similar, the most like first: those of one category at one place need not share a word."""
    likeness = Likeness(Incident, text)
    alike = codes.alike(category) if category in codes.all_categories() else []
    here = Q(site=site) if site else Q(pk__in=[])
    found = Incident.objects.visible_to(user).standing().filter(likeness.sought | here & Q(category__in=alike))
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    found = found.annotate(share=likeness.score)
    found = found.filter(Q(share__gte=ALONE) | Q(category__in=alike) & (Q(share__gte=IN_CATEGORY) | here))
    score = F("share") * WORDS
    score += Case(When(category__in=alike, then=Value(CATEGORY)), default=Value(0.0))
    if site is not None:
        near = When(site__organization=site.organization_id, then=Value(ORGANIZATION))
        score += Case(When(site=site, then=Value(SITE)), near, default=Value(0.0), output_field=FloatField())
    ranked = found.annotate(score=score).order_by("-score", "-occurred_on", "-pk")
    best = dict(ranked.values_list("pk", "score")[:MOST_SHOWN])
    rows = Incident.objects.for_list().filter(pk__in=best).annotate(held=HeldTokens())
    rows = sorted(rows, key=lambda incident: best[incident.pk], reverse=True)
    return [Similar(incident, list(common(incident, likeness, alike, site))) for incident in rows]


def to(incident, user):
    """Those like an incident that is recorded."""
    text = f"{incident.description} {incident.place}"
    return incidents(user, text=text, category=incident.category, site=incident.site, besides=incident)


def common(incident, likeness, alike, site):
    if incident.category in alike:
        yield _("same category")
    if site is not None and incident.site_id == site.pk:
        yield _("same site")
    elif site is not None and incident.site.organization_id == site.organization_id:
        yield _("same enterprise")
    if words := likeness.shared_words(set(incident.held))[:MOST_WORDS]:
        yield _("words: %(words)s") % {"words": _(", ").join(words)}


def findings(user, *, text, besides):
    """Causes that were found in incidents other than `besides` and say much the same."""
    likeness = Likeness(Finding, text)
    found = Finding.objects.visible_to(user).standing().exclude(incident__status=Incident.Status.VOID)
    found = found.filter(likeness.sought).exclude(incident=besides)
    ranked = found.annotate(score=likeness.score).filter(score__gte=ALONE).order_by("-score", "-pk")
    best = dict(ranked.values_list("pk", "score")[:MOST_SHOWN])
    rows = Finding.objects.filter(pk__in=best).select_related("incident__site__organization")
    rows = sorted(rows.annotate(held=HeldTokens()), key=lambda finding: best[finding.pk], reverse=True)
    similar = []
    for finding in rows:
        words = likeness.shared_words(set(finding.held))[:MOST_WORDS]
        similar.append(Similar(finding.incident, [_("words: %(words)s") % {"words": _(", ").join(words)}], finding))
    return similar
