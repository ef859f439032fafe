"""Filing a report to the authorities, and reading one as it was filed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.policy import signed_in

from ..forms.filing import FileForm
from ..models import Incident, Report
from ..models.obligation import levels_of
from .incident import find, refused, too_late


@signed_in
def new(request, pk):
    """The facts as they would be filed, above the form that files them."""
    incident = find(request, pk)
    if incident.status == Incident.Status.VOID:
        return too_late(request, incident)
    if not incident.may(request.user, "file_report"):
        raise PermissionDenied
    if not levels_of(incident):
        reason = _("No rules are known for this place and day, so nobody knows to whom it would be reported.")
        return refused(request, reason, _("Back to the incident"), incident.get_absolute_url())
    corrects = None
    if request.GET.get("corrects", "").isdecimal():
        corrects = get_object_or_404(incident.reports, number=request.GET["corrects"][:4])
    given = (request.POST,) if request.method == "POST" else ()
    form = FileForm(*given, incident=incident, corrects=corrects, by=request.user, now=request.now)
    if form.is_bound and (report := form.keep()):
        messages.success(request, _("Filed. It does not change any more."), extra_tags=f"incident-{pk}-report")
        return redirect(report)
    context = {"incident": incident, "form": form, "corrects": corrects, "missing": incident.missing_facts()}
    return render(request, "incidents/file_report.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_GET
def report(request, pk):
    reports = (
        Report.objects.visible_to(request.user)
        .select_related("incident__site__organization", "incident__site__region", "filed_by", "corrects")
        .defer("corrects__facts")
    )
    report = get_object_or_404(reports, pk=pk)
    others = list(report.incident.reports.defer("facts").order_by("number"))
    for other in others:
        other.incident = report.incident
    context = {
        "report": report,
        "incident": report.incident,
        "filed": report.as_filed,
        "others": others,
        "corrections": [other for other in others if other.corrects_id == report.pk],
        "may_file": report.incident.may(request.user, "file_report"),
    }
    return render(request, "incidents/report.html", context)
