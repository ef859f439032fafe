from django.contrib import messages
from django.db.models import F
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from ..forms import ProfileForm
from ..language import remember
from ..models import Site, User
from ..policy import anyone, signed_in
from ..posts import Acquaintances, Candidates


@signed_in
def profile(request):
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        person.version = F("version") + 1  # an administrator's older page must not undo this
        person.save(update_fields=["version", *form.changed_data])
        with override(person.language):
            messages.success(request, _("Your profile is saved."))
        return remember(request, redirect("accounts:profile"), person.language)
    return render(
        request,
        "accounts/profile.html",
        {"form": form, "person": person, "appointments": person.appointments.for_page().order_by("-starts_on")},
        status=422 if form.is_bound else 200,
    )


@signed_in
def candidates(request, pk):
    """Proposals while somebody types the name of a person with a duty at a site."""
    site = get_object_or_404(Site.objects.visible_to(request.user).select_related("organization", "region"), pk=pk)
    return proposals(request, Candidates(site, request.now))


@signed_in
def acquaintances(request):
    """The same while the work lies at several sites."""
    return proposals(request, Acquaintances(request.user, request.now))


def proposals(request, candidates):
    text = next((request.GET[name] for name in ("owner", "verifier", "led_by") if name in request.GET), "")
    return render(request, "accounts/_candidates.html", {"labels": candidates.search(text[:200])})


@anyone
@require_POST
def language(request):
    """Switch the language of the pages, from any page, signed in or not."""
    back = request.POST.get("next", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("language")
    return remember(request, response, chosen) if chosen in User.Language.values else response
