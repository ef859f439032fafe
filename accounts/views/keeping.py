"""Making and changing organizations, sites and regions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common.lifecycle import AlreadyMoved

from ..forms.places import (
    AliasForm,
    OrganizationEditForm,
    OrganizationForm,
    RegionForm,
    SiteEditForm,
    SiteForm,
    SiteKeptForm,
)
from ..forms.searching import LONGEST, OrganizationField, RegionField
from ..models import Organization, Site
from ..policy import administrators, signed_in


@administrators
def add_organization(request):
    form = OrganizationForm(request.POST or None, by=request.user, now=request.now)
    if form.is_bound and (organization := form.keep()):
        done = _("%(name)s is added. Add its sites.") % {"name": organization}
        return after(request, organization, done, draft="organization-new")
    return form_page(request, form, "accounts/organization_form.html", draft="organization-new")


@administrators
def edit_organization(request, pk):
    organization = get_object_or_404(Organization.objects.standing(), pk=pk)
    return change(request, organization, OrganizationEditForm, "accounts/organization_form.html")


@administrators
def add_site(request):
    """The buttons that search send the form too, but only to find."""
    given = {"by": request.user, "now": request.now}
    if "find" in request.POST:
        form = SiteForm(initial=request.POST.dict(), **given)
        offer_found(form, request.POST)
    elif request.method == "POST":
        form = SiteForm(request.POST, **given)
    else:
        organization = Organization.objects.standing().filter(pk=key_in(request.GET, "organization")).first()
        form = SiteForm(initial={"organization": organization}, **given)
    if form.is_bound and (site := form.keep()):
        return after(request, site, _("%(name)s is added.") % {"name": site.full_name}, draft="site-new")
    return form_page(request, form, "accounts/site_form.html", draft="site-new")


@signed_in
def edit_site(request, pk):
    """Administrators change everything; whoever keeps the site by duty, what decides nobody's rights."""
    sites = Site.objects.known_to(request.user).select_related("organization", "region", "sector")
    site = get_object_or_404(sites, pk=pk)
    if not site.may(request.user, "edit"):
        raise PermissionDenied
    if request.user.is_administrator and "find" in request.POST:
        form = SiteEditForm(instance=site, initial=request.POST.dict(), by=request.user, now=request.now)
        offer_found(form, request.POST)
        return form_page(request, form, "accounts/site_form.html", place=site, site=site, draft=draft_of(site))
    form_class = SiteEditForm if request.user.is_administrator else SiteKeptForm
    return change(request, site, form_class, "accounts/site_form.html")


@administrators
def add_region(request):
    form = RegionForm(request.POST or None, by=request.user, now=request.now)
    if form.is_bound and (region := form.keep()):
        messages.success(request, _("%(name)s can be chosen from now on.") % {"name": region}, extra_tags="region-new")
        return redirect("accounts:add_site")
    return form_page(request, form, "accounts/region_form.html", draft="region-new")


@administrators
def organization_aliases(request, pk):
    return aliases(request, get_object_or_404(Organization.objects.standing(), pk=pk))


@administrators
def site_aliases(request, pk):
    return aliases(request, get_object_or_404(Site.objects.standing().select_related("organization"), pk=pk))


def aliases(request, place):
    """Its other names, each with a button that takes it away, and a field for one more."""
    if remove := request.POST.get("remove"):
        alias = get_object_or_404(place.aliases, pk=key_in({"remove": remove}, "remove"))
        place.remove_alias(alias, by=request.user, now=request.now)
        messages.success(request, _("“%(name)s” no longer leads here.") % {"name": alias})
        return redirect(request.path)
    form = AliasForm(request.POST or None, place=place, by=request.user, now=request.now)
    if form.is_bound and form.keep():
        messages.success(request, _("“%(name)s” leads here from now on.") % {"name": form.cleaned_data["name"]})
        return redirect(request.path)
    return form_page(request, form, "accounts/aliases.html", place=place, aliases=place.aliases.all(), **kind(place))


# what shows itself while one types


@administrators
@require_GET
def find_region(request):
    return found(request, RegionField())


@administrators
@require_GET
def find_organization(request):
    return found(request, OrganizationField())


def found(request, field):
    name, text = next(iter(request.GET.items()), ("", ""))
    asked = " ".join(text.replace("\0", "").split())[:LONGEST]
    field.offer(field.found(asked) if asked else [])
    context = {"found": field.widget.found, "name": name if name.isidentifier() else "", "asked": text}
    return render(request, "accounts/_place_found.html", context | {"nothing": asked and not field.widget.found})


# what the views share


def change(request, place, form_class, template):
    about = {"instance": place} if form_class is SiteEditForm else {"instance": place, "record": place}
    form = form_class(request.POST or None, by=request.user, now=request.now, **about)
    try:
        if form.is_bound and form.keep():
            return after(request, place, _("The changes are saved."), draft=draft_of(place))
    except AlreadyMoved:
        return conflict(request, place, form.typed())
    place = type(place).objects.get(pk=place.pk)  # as it is saved: the form's copy holds what was typed
    return form_page(request, form, template, place=place, draft=draft_of(place), **kind(place))


def kind(place):
    return {place._meta.model_name: place}


def draft_of(place):
    return f"{place._meta.model_name}-{place.pk}"


def offer_found(form, data):
    for name, field in form.fields.items():
        if hasattr(field, "offer") and name == data["find"] and (text := data.get(name, "").replace("\0", "").strip()):
            field.offer(field.found(text[:LONGEST]))


def key_in(data, name):
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def form_page(request, form, template, **context):
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


def after(request, place, done, draft=""):
    messages.success(request, done, extra_tags=draft)
    return redirect(place)


def conflict(request, place, typed):
    return render(request, "409.html", {"url": place.get_absolute_url(), "typed": typed}, status=409)
