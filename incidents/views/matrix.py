"""The matrix by which severity is rated: administrators make its versions, whoever investigates rates by the newest."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.policy import administrators, signed_in
from common.lifecycle import AlreadyMoved

from ..forms.matrix import SIZES, MatrixForm, SizeForm
from ..forms.rating import RatingForm
from ..models import Matrix
from .incident import find as find_incident
from .incident import too_late


@administrators
def matrix(request):
    """The newest version, to make another of it. The button for the size sends the form too, but only to get fields."""
    newest = Matrix.objects.newest()
    asked = SizeForm(request.POST or None, initial={name: len(getattr(newest, name)) for name in SIZES})
    sizes = asked.cleaned_data if asked.is_bound and asked.is_valid() else asked.initial
    given = {"matrix": newest, "sizes": sizes, "by": request.user, "now": request.now}
    if "resize" in request.POST:
        typed = {name: value for name, value in request.POST.items() if name in MatrixForm(**given).fields}
        return matrix_page(request, newest, asked, MatrixForm(**given, initial=typed))
    form = MatrixForm(request.POST or None, **given)
    try:
        if form.is_bound and asked.is_valid() and form.keep():
            messages.success(request, _("The new version holds from now on. What was rated before keeps its own."))
            return redirect("matrix")
    except AlreadyMoved:
        data = request.POST.copy()
        data["since"] = newest.number
        return matrix_page(request, newest, asked, MatrixForm(data, **given), conflict=True, status=409)
    return matrix_page(request, newest, asked, form, status=422 if form.is_bound else 200)


def matrix_page(request, newest, sizes, form, *, status=200, conflict=False):
    versions = [(version, list(version.rows())) for version in Matrix.objects.select_related("made_by")]
    context = {"matrix": newest, "sizes": sizes, "form": form, "versions": versions, "conflict": conflict}
    return render(request, "incidents/matrix.html", context, status=status)


@signed_in
def rate(request, pk):
    incident = find_incident(request, pk)
    if incident.is_over:
        return too_late(request, incident)
    if not incident.may(request.user, "investigate"):
        raise PermissionDenied
    given = {"incident": incident, "by": request.user, "now": request.now}
    form = RatingForm(request.POST or None, initial={"kind": request.GET.get("kind")}, **given)
    try:
        if form.is_bound and form.keep():
            messages.success(request, _("The rating is kept."), extra_tags=f"incident-{pk}-rating")
            return redirect("incidents:investigation", pk)
    except AlreadyMoved:
        data = request.POST.copy()
        for name, value in form.looked_at().items():
            data[name] = value
        return rating_page(request, incident, RatingForm(data, **given), conflict=True, status=409)
    return rating_page(request, incident, form, status=422 if form.is_bound else 200)


def rating_page(request, incident, form, *, status, conflict=False):
    ratings = list(current_ratings(incident).values())
    context = {"incident": incident, "form": form, "ratings": ratings, "conflict": conflict}
    return render(request, "incidents/investigation/rating.html", context, status=status)


def current_ratings(incident):
    """{kind: the newest rating of that kind}, as it was before as it could have been."""
    newest = {}
    for rating in incident.ratings.select_related("matrix", "by"):
        newest.setdefault(rating.kind, rating)
    return dict(sorted(newest.items()))
