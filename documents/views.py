"""The documents of an incident: listed, each as a page to be printed and as a Word file; the evidence pack."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.policy import signed_in
from common.attachments import safe_name
from common.listing import refusal
from incidents.models import Incident

from .case import Case
from .kinds import KINDS, VERSIONED
from .pack.forms import PackForm
from .pack.holdings import holdings
from .word import writing


@signed_in
@require_GET
def documents(request, pk):
    case, language = find(request, pk), asked(request)
    if language is None:
        return refusal(_("Documents are made in Chinese and in English only."))
    form = PackForm(case=case, language=language, now=request.now) if may_pack(case) else None
    return listed(request, case, language, form)


@signed_in
@require_GET
def document(request, pk, name):
    case, language, export = find(request, pk), asked(request), request.GET.get("export", "")
    if name not in KINDS:
        raise Http404
    if language is None or export not in ("", "docx"):
        return refusal(_("Documents are made in Chinese and in English only, as pages and as Word files."))
    if "report" in request.GET:
        case.report = version(case, request.GET["report"])
    made = KINDS[name].document(case, language)
    if export:
        return file_of(made, case)
    context = {"document": made, "case": case, "reports": case.reports if name == VERSIONED else []}
    return render(request, "documents/document.html", context | shared(case, language))


@signed_in
@never_cache
def pack(request, pk):
    case, language = find(request, pk), asked(request)
    if not may_pack(case):
        raise PermissionDenied
    if request.method != "POST" or language is None:
        return redirect("documents:list", pk)
    form = PackForm(request.POST, case=case, language=language, now=request.now)
    if made := form.keep():
        return FileResponse(made.file, as_attachment=True, filename=made.name, content_type="application/zip")
    return listed(request, case, language, form, status=422)


# what the views share


def find(request, pk):
    incidents = Incident.objects.visible_to(request.user).for_list()
    return Case(get_object_or_404(incidents, pk=pk), request.user, request.now)


def asked(request):
    """The language that was asked for, the reader's where none was; None where there is none of that name."""
    language = request.POST.get("language") or request.GET.get("language") or get_language()
    return language if language in dict(settings.LANGUAGES) else None


def version(case, number):
    """The report that was asked for by its number; 0 is what is recorded now."""
    if number == "0":
        return None
    try:
        return {str(report.number): report for report in case.reports}[number]
    except KeyError:
        raise Http404 from None


def may_pack(case):
    return case.incident.may(case.reader, "make_pack")


def listed(request, case, language, form, status=200):
    made = [(kind, kind.document(case, language)) for kind in KINDS.values()]
    context = {"made": made, "form": form}
    if form:
        held = holdings(case.leaving())
        context |= {"held": held, "held_size": sum(holding.file.size for holding in held)}
    return render(request, "documents/list.html", context | shared(case, language), status=status)


def shared(case, language):
    return {"incident": case.incident, "language": language, "languages": settings.LANGUAGES}


def file_of(made, case):
    response = HttpResponse(writing.write(made), content_type=writing.TYPE)
    name = safe_name(f"{case.incident.number} {made.title}"[:120] + ".docx")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
