"""What the law demands on one incident: its clocks, what was reported to whom, the milestones of the investigation."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.policy import signed_in

from ..countdown import demands_on
from ..forms import legal
from ..models import Appraisal, Assessment, Failing, Fine, Prolongation, Receipt, Reply, Submission
from ..models.clocked import KINDS_OF_FACTS
from ..models.fine import band_of, in_yuan
from ..models.obligation import levels_of
from .incident import find
from .investigation import page
from .part import Kind

PAGE = "incidents:obligations"
RECEIPTS = Kind(Receipt, PAGE, *legal.RECEIPT)
APPRAISALS = Kind(Appraisal, PAGE, *legal.APPRAISAL)
PROLONGATIONS = Kind(Prolongation, PAGE, *legal.PROLONGATION)
SUBMISSIONS = Kind(Submission, PAGE, *legal.SUBMISSION)
REPLIES = Kind(Reply, PAGE, *legal.REPLY)
ASSESSMENTS = Kind(Assessment, PAGE, *legal.ASSESSMENT)
FAILINGS = Kind(Failing, PAGE, *legal.FAILING)
FINES = Kind(Fine, PAGE, *legal.FINE)


@signed_in
@require_GET
def obligations(request, pk):
    incident = find(request, pk)
    reports = list(
        incident.reports.select_related("filed_by", "corrects").defer("facts", "corrects__facts").order_by("number")
    )
    legal_facts = incident.legal
    for row in [*reports, *(fact for kind in KINDS_OF_FACTS for fact in legal_facts[kind])]:
        row.incident = incident
    earlier = list(incident.obligations.exclude(superseded_at=None).select_related("superseded_by__by"))
    for row in earlier:
        row.incident = incident
    context = {
        "demands": demands_on(incident, request.now),
        "reports": reports,
        "facts": legal_facts,
        "failings": incident.failings.filter(taken_out_at=None).select_related("added_by"),
        "earlier": sorted(earlier, key=lambda row: row.superseded_at, reverse=True),
        "levels": levels_of(incident),
        "may_keep": incident.may(request.user, "keep_clocks"),
        "may_edit": incident.may(request.user, "edit"),
        "may_file": incident.may(request.user, "file_report"),
        "may_fine": incident.may(request.user, "decide_fine"),
        "may_find": incident.may(request.user, "find_failing"),
    }
    context |= fines(incident) if incident.may(request.user, "see_fines") else {}
    return page(request, incident, "obligations", _("Legal deadlines"), **context)


def fines(incident):
    """The band of the law, and the decisions that people entered."""
    decided = list(incident.fines.filter(taken_out_at=None))
    for fine in decided:
        fine.incident = incident
    band = band_of(incident)
    return {"shows_fines": True, "fines": decided, "band": band, "band_in_yuan": band and in_yuan(band)}
