"""One filtered list, in whichever shape it leaves: page, fragment or file."""

from typing import NamedTuple

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from . import exports
from .htmx import wants_fragment
from .paging import Paginator

FROM_SHARING = {"from", "isappinstalled", "scene", "clicktime", "enterid"}  # chat programs add these to links


class Chip(NamedTuple):
    """A filter that is set, and the address of the list without it."""

    label: str
    value: object
    url: str


class Listing:
    """A FilterSet over a queryset that `visible_to` made; `title` names the exported file."""

    def __init__(self, request, filterset_class, queryset):
        self.request = request
        self.filterset = filterset_class(request.GET, queryset=queryset, request=request)
        form = self.filterset.form
        for name in set(request.GET) - set(form.fields) - {"page", "export"} - shared(request.GET):
            form.add_error(None, _("Unknown parameter: %(name)s") % {"name": name[:40]})
        self.errors = form.errors

    @property
    def rows(self):
        """A filter that could not be read must never widen what is shown."""
        return self.filterset.queryset.none() if self.errors else self.filterset.qs

    @cached_property
    def page(self):
        return Paginator(self.rows).page(self.request.GET.get("page"))

    @property
    def query(self):
        """The filters as they stand in the address, without page and file type."""
        query = self.request.GET.copy()
        for name in {"page", "export"} | shared(query):
            query.pop(name, None)
        return query.urlencode()

    @cached_property
    def chips(self):
        """What the filters are set to."""
        if self.errors:
            return []
        form = self.filterset.form
        values = {name: form.cleaned_data.get(name) for name in form.fields if name != "ordering"}
        return [
            Chip(form.fields[name].label, shown(form.fields[name], value), self.without(name))
            for name, value in values.items()
            if value not in (None, "", []) and not (hasattr(value, "exists") and not value)
        ]

    def without(self, name):
        query = self.request.GET.copy()
        for dropped in (name, "page", "export"):
            query.pop(dropped, None)
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    @property
    def sort(self):
        """The column by which the rows are sorted, as it stands in the address: deadline or -deadline."""
        return "" if self.errors else self.request.GET.get("ordering", "")

    def html(self, template, fragment, **context):
        context |= {
            "listing": self,
            "filter": self.filterset,
            "page": self.page,
            "chips": self.chips,
            "sort": self.sort,
        }
        name = fragment if wants_fragment(self.request) else template
        response = render(self.request, name, context, status=400 if self.errors else 200)
        patch_vary_headers(response, ["HX-Request"])  # or Back shows a bare table
        return response

    def export(self, kind, columns, title):
        """The same rows as a file: `kind` is csv or xlsx. A list that could not be read leaves as no file."""
        if self.errors or kind not in exports.WRITERS:
            return refusal(_("This list cannot be exported."))
        if kind == "xlsx" and self.rows[exports.ROWS_OF_A_SHEET : exports.ROWS_OF_A_SHEET + 1].exists():
            return refusal(_("An Excel sheet cannot hold that many rows. Filter the list, or export it as CSV."))
        return exports.WRITERS[kind](self.rows, columns, title)

    def answer(self, *, template, fragment, columns, title, **context):
        """Whatever shape the address asks for."""
        if shared(self.request.GET):
            query = self.request.GET.copy()
            for name in shared(query):
                query.pop(name)
            return HttpResponseRedirect(f"{self.request.path}?{query.urlencode()}" if query else self.request.path)
        if kind := self.request.GET.get("export"):
            return self.export(kind, columns, title)
        return self.html(template, fragment, **context)


def shown(field, value):
    """A filter's value as people read it."""
    if value is True:
        return _("yes")
    if hasattr(value, "pk"):
        return field.label_from_instance(value) if hasattr(field, "label_from_instance") else value
    choices = dict(getattr(field, "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices.get(item, item)) for item in value)
    return choices.get(value, value)


def refusal(reason):
    return HttpResponse(reason, status=400, content_type="text/plain; charset=utf-8")


def shared(query):
    """Parameters that chat programs and trackers add to links that people share."""
    return {name for name in query if name in FROM_SHARING or name.startswith("utm_")}
