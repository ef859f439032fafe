"""The pages of one investigation: how far it is and who investigates, what happened when."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import signed_in
from common.attachments import serve

from .. import similar
from .. import timeline as timelines
from ..gaps import gaps_of
from ..models import ExhibitFile, TrainingFile
from .incident import find
from .matrix import current_ratings


@signed_in
def investigation(request, pk):
    incident = find(request, pk)
    left = incident.members.exclude(taken_out_at=None).select_related("person", "taken_out_by")
    ratings = current_ratings(incident)
    context = {
        "gaps": [(text, reverse(name, args=[pk])) for text, name in gaps_of(incident, ratings)],
        "team": team_of(incident),
        "left": left,
        "ratings": [(rating, list(rating.matrix.rows([rating]))) for rating in ratings.values()],
        "similar": similar.to(incident, request.user),
    }
    return page(request, incident, "investigation", _("Investigation"), **context)


def team_of(incident):
    """(member, whether this person of the system sees the incident no more), the leader first."""
    people = [member.person_id for member in incident.team if member.person_id]
    seeing = set(User.objects.seeing(incident.site).filter(pk__in=people).values_list("pk", flat=True))
    seeing |= {incident.reported_by_id, None}
    ranks = {role: rank for rank, role in enumerate(incident.members.model.Role)}
    team = sorted(incident.team, key=lambda member: (ranks[member.role], member.pk))
    return [(member, member.person_id not in seeing) for member in team]


@signed_in
def timeline(request, pk):
    incident = find(request, pk)
    moments = list(incident.moments.select_related("follows", "taken_out_by").prefetch_related("exhibits"))
    lines = timelines.lines_of(incident, [moment for moment in moments if moment.taken_out_at is None])
    doubtful = sum(bool(line.doubts) for line in lines)
    out = [moment for moment in moments if moment.taken_out_at]
    return page(request, incident, "timeline", _("Timeline"), lines=lines, doubtful=doubtful, out=out)


@signed_in
def exhibits(request, pk):
    incident = find(request, pk)
    kept = incident.exhibits.select_related("taken_out_by").prefetch_related(
        "files__uploaded_by", "findings", "moments"
    )
    standing = [exhibit for exhibit in kept if exhibit.taken_out_at is None]
    out = [exhibit for exhibit in kept if exhibit.taken_out_at]
    return page(request, incident, "exhibits", _("Exhibits"), exhibits=standing, out=out)


@signed_in
def exhibit_file(request, pk):
    return serve(request, get_object_or_404(ExhibitFile.objects.visible_to(request.user), pk=pk))


@signed_in
def training_file(request, pk):
    """The list that people signed holds names: only who may read names reads it."""
    files = TrainingFile.objects.visible_to(request.user)
    file = get_object_or_404(
        files.select_related("training__incident__site__organization", "training__incident__site__region"), pk=pk
    )
    if not file.training.incident.may(request.user, "read_statements"):
        raise Http404
    return serve(request, file)


def page(request, incident, name, title, **context):
    may = {verb: incident.may(request.user, verb) for verb in ("investigate", "read_statements")}
    context |= {"incident": incident, "here": name, "title": title, "may": may}
    return render(request, f"incidents/investigation/{name}.html", context)
