"""The sheet of any day and of any places: on one page to be printed, as an Excel book, as a Word document."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.policy import signed_in
from common.listing import refusal

from . import above, document, tables, workbook
from .content import EVERYTHING, SCREEN, Content
from .period import asked
from .subscribing import sees_places

WRITERS = {"xlsx": workbook, "docx": document}


@signed_in
def sheet(request):
    scope, period = asked(request)
    kind = request.GET.get("export")
    if period is None or kind not in (None, *WRITERS):
        if kind:
            return refusal(_("This sheet cannot be exported."))
        return render(request, "overview/sheet.html", context_of(scope), status=400)
    if kind:
        return file_of(kind, scope, period)
    content = Content(scope, period)
    return render(
        request,
        "overview/sheet.html",
        context_of(scope)
        | {
            "title": tables.title_of(scope.places),
            "as_of": tables.as_of(period),
            "period": period,
            "parts": [*tables.parts(content), tables.by_hand()],
            "to_sign": tables.to_sign(),
            "by_mail": sees_places(request.user),
            "offers": above.offered(scope, period),
        },
    )


def context_of(scope):
    return {"scope": scope, "listing": scope.listing, "filter": scope.listing.filterset, "chips": scope.chips}


def file_of(kind, scope, period, ending=None, to_sign=None):
    """The sheet as a file: Excel has every row, Word those that a page holds. `ending`: the parts about decisions."""
    content = Content(scope, period, EVERYTHING if kind == "xlsx" else SCREEN)
    title = tables.title_of(scope.places)
    writer = WRITERS[kind]
    ending, to_sign = ending or [tables.by_hand()], to_sign or tables.to_sign()
    data = writer.write(title, tables.as_of(period), [*tables.parts(content), *ending], to_sign)
    response = HttpResponse(data, content_type=writer.TYPE)
    name = f"{title} {period.day:%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
