"""One filtered list, in whichever shape it leaves: page, fragment or file."""

from typing import NamedTuple
from urllib.parse import parse_qsl

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from . import exports, saved_views
from .columns import Choice, Column
from .htmx import wants_fragment
from .paging import Paginator

NO_FILTERS = {"page", "export", "columns", "view"}
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
        for name in set(request.GET) - set(form.fields) - NO_FILTERS - shared(request.GET):
            form.add_error(None, _("Unknown parameter: %(name)s") % {"name": name[:40]})
        self.errors = form.errors
        self.choice, self.views = None, ()

    @property
    def rows(self):
        """A filter that could not be read must never widen what is shown."""
        return self.filterset.queryset.none() if self.errors else self.filterset.qs

    @cached_property
    def page(self):
        rows = self.choice.with_all(self.choice.on_page, self.rows) if self.choice else self.rows
        return Paginator(rows).page(self.request.GET.get("page"))

    @property
    def query(self):
        """The list as it stands in the address: filters, order and columns, without page and file type."""
        query = self.request.GET.copy()
        for name in {"page", "export", "view"} | shared(query):
            query.pop(name, None)
        return query.urlencode()

    @property
    def parameters(self):
        """(name, value) of each part of `query`."""
        return parse_qsl(self.query)

    @property
    def whole(self):
        """The address of the list without any filter, also for somebody whose usual view has some."""
        usual = any(view.is_default for view in self.views)
        return f"{self.request.path}?view=all" if usual else self.request.path

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
        for dropped in (name, "page", "export", "view"):
            query.pop(dropped, None)
        return f"{self.request.path}?{query.urlencode()}" if query else self.whole

    @property
    def sort(self):
        """The column by which the rows are sorted, as it stands in the address: deadline or -deadline."""
        return "" if self.errors else self.request.GET.get("ordering", "")

    def choose(self, columns):
        """Which columns are shown. Those that are no `Column` cannot be chosen among."""
        if not all(isinstance(column, Column) for column in columns):
            return
        self.choice = Choice(columns, self.request.GET.getlist("columns"))
        for name in self.choice.unknown:
            self.filterset.form.add_error(None, _("Unknown column: %(name)s") % {"name": name[:40]})

    def html(self, template, fragment, status=200, **context):
        context |= {
            "choice": self.choice,
            "columns": self.choice.on_page if self.choice else (),
            "listing": self,
            "filter": self.filterset,
            "page": self.page,
            "chips": self.chips,
            "sort": self.sort,
        }
        swapped = wants_fragment(self.request)
        context["swapped"] = swapped  # a fragment may bring along what stands elsewhere on the page
        name = fragment if swapped else template
        response = render(self.request, name, context, status=400 if self.errors else status)
        patch_vary_headers(response, ["HX-Request"])  # or Back shows a bare table
        return response

    def export(self, kind, columns, title):
        """The same rows as a file: `kind` is csv or xlsx. A list that could not be read leaves as no file."""
        if self.errors or kind not in exports.WRITERS:
            return refusal(_("This list cannot be exported."))
        if kind == "xlsx" and self.rows[exports.ROWS_OF_A_SHEET : exports.ROWS_OF_A_SHEET + 1].exists():
            return refusal(_("An Excel sheet cannot hold that many rows. Filter the list, or export it as CSV."))
        rows = self.rows
        if self.choice:
            rows = self.choice.with_all(self.choice.in_file, rows)
            columns = [(column.label, column.value) for column in self.choice.in_file]
        return exports.WRITERS[kind](rows, columns, title)

    def answer(self, *, template, fragment, columns, title, **context):
        """Whatever shape the address asks for."""
        if shared(self.request.GET):
            query = self.request.GET.copy()
            for name in shared(query):
                query.pop(name)
            return HttpResponseRedirect(f"{self.request.path}?{query.urlencode()}" if query else self.request.path)
        self.choose(columns)
        if kind := self.request.GET.get("export"):
            return self.export(kind, columns, title)
        self.views = saved_views.of(self.request)
        if self.request.method == "POST":
            form = saved_views.ViewForm(self.request.POST, listing=self)
            if form.keep():
                return HttpResponseRedirect(form.url)
            return self.html(template, fragment, status=422, view_form=form, **context)
        if not self.request.GET and not wants_fragment(self.request):
            for view in self.views:
                if view.is_default and view.query:
                    return HttpResponseRedirect(view.url)
        return self.html(template, fragment, view_form=saved_views.ViewForm(listing=self), **context)


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
