"""The documents of an incident: listed, each as a page to be printed and as a Word file."""

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
    case = find(request, pk)
    language = asked(request)
    if language is None:
        return refusal(_("Documents are made in Chinese and in English only."))
    form = pack_form(case, language=language) if may_pack(case) else None
    return show(request, case, language, form)


def show(request, case, language, form, status=200):
    made = [(kind, kind.document(case, language, **newest(kind, case))) for kind in KINDS.values()]
    context = context_of(case, language) | {"made": made, "form": form}
    if form:
        context["held"] = holdings(case.leaving())
        context["held_size"] = sum(holding.file.size for holding in context["held"])
    return render(request, "documents/list.html", context, status=status)


@signed_in
@never_cache
def pack(request, pk):
    case = find(request, pk)
    if not may_pack(case):
        raise PermissionDenied
    language = asked(request)
    if request.method != "POST" or language is None:
        return redirect("documents:list", pk)
    form = pack_form(case, request.POST, language=language)
    if made := form.keep():
        return FileResponse(made.file, as_attachment=True, filename=made.name, content_type="application/zip")
    return show(request, case, language, form, status=422)


def may_pack(case):
    return case.incident.may(case.reader, "make_pack")


def pack_form(case, *given, **options):
    return PackForm(*given, case=case, by=case.reader, now=case.now, **options)


@signed_in
@require_GET
def document(request, pk, name):
    case = find(request, pk)
    if name not in KINDS:
        raise Http404
    language, export = asked(request), request.GET.get("export", "")
    if language is None or export not in ("", "docx"):
        return refusal(_("Documents are made in Chinese and in English only, as pages and as Word files."))
    which = version_of(request, case) if name == VERSIONED else {}
    made = KINDS[name].document(case, language, **which)
    if export:
        return file_of(made, case)
    context = context_of(case, language) | {
        "document": made,
        "report": which.get("report"),
        "reports": case.reports if which else [],
    }
    return render(request, "documents/document.html", context)


def newest(kind, case):
    return {"report": case.reports[-1] if case.reports else None} if kind.name == VERSIONED else {}


def version_of(request, case):
    """{report: the version whose number was asked for}, the newest where none was; 0 is what is recorded now."""
    asked = request.GET.get("report", "")
    numbers = {str(report.number): report for report in case.reports}
    if not asked:
        return newest(KINDS[VERSIONED], case)
    if asked == "0":
        return {"report": None}
    if asked not in numbers:
        raise Http404
    return {"report": numbers[asked]}


def context_of(case, language):
    return {"incident": case.incident, "language": language, "languages": settings.LANGUAGES}


def file_of(made, case):
    response = HttpResponse(writing.write(made), content_type=writing.TYPE)
    name = safe_name(f"{case.incident.number} {made.title}"[:120] + ".docx")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def find(request, pk):
    incidents = Incident.objects.visible_to(request.user).for_list()
    return Case(get_object_or_404(incidents, pk=pk), request.user, request.now)


def asked(request):
    """The language that was asked for, the reader's where none was; None where there is none of that name."""
    language = request.POST.get("language") or request.GET.get("language") or get_language()
    return language if language in dict(settings.LANGUAGES) else None
