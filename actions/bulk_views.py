"""Many actions at once: chosen in the list, then what is to change, then a look at what would, then done."""

import re

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.policy import signed_in
from common.listing import Listing

from . import bulk
from .bulk_forms import BULK_FORMS, from_rows
from .filters import ActionFilterSet
from .models import Action, BulkMove


@signed_in
def change(request):
    form_class = BULK_FORMS.get(request.POST.get("change"))
    if form_class is None:
        return redirect("actions:list")
    seen = Action.objects.visible_to(request.user)
    if "rows" in request.POST:
        versions = from_rows(request.POST["rows"])
    else:
        try:
            versions = dict(chosen(request, seen).values_list("pk", "version")[: bulk.MOST + 1])
            refuse_bad_choice(versions)
        except ValidationError as error:
            messages.error(request, error.message)
            return redirect(back_to_list(request))
    actions = list(seen.for_bulk().filter(pk__in=versions).order_by("stage", "deadline", "pk"))
    if len(actions) != len(versions):
        raise Http404
    step = request.POST.get("step")
    form = form_class(request.POST if step else None, actions=actions, by=request.user, now=request.now)
    context = {"form": form, "label": form.change_class.label, "actions": actions, "back": back_to_list(request)}
    if step in (None, "again") or not form.is_valid():
        return render(request, "actions/bulk.html", context, status=422 if step not in (None, "again") else 200)
    if step == "do":
        try:
            kept = bulk.make(form.change(), actions, versions, form.cleaned_data["form_key"])
        except ValidationError as error:
            form.add_error(None, error)
            return render(request, "actions/bulk.html", context, status=422)
        return redirect(kept)
    lines = bulk.preview(form.change(), actions)
    possible = [line for line in lines if not line.why_not]
    context |= {
        "possible": possible,
        "impossible": [line for line in lines if line.why_not],
        "button": form.button(len(possible)),
    }
    return render(request, "actions/bulk_preview.html", context)


@signed_in
def done(request, pk):
    """How it went: what was done, and what was left alone and why."""
    kept = get_object_or_404(BulkMove.objects.visible_to(request.user), pk=pk)
    left = Action.objects.visible_to(request.user).for_list().in_bulk([int(key) for key in kept.left])
    context = {
        "kept": kept,
        "back": reverse("actions:list"),
        "label": bulk.CHANGES[kept.verb].label,
        "left": [(action, kept.left[str(action.pk)]) for action in left.values()],
    }
    return render(request, "actions/bulk_done.html", context)


# what the views share


def chosen(request, seen):
    """The actions that are ticked, or all that the filters show."""
    if request.POST.get("all"):
        listing = Listing(request, ActionFilterSet, seen)
        if listing.errors:
            raise SuspiciousOperation("These filters cannot be read.")
        return listing.rows.order_by("pk")
    keys = request.POST.getlist("action")
    if not all(re.fullmatch(r"[0-9]{1,18}", key) for key in keys):
        raise SuspiciousOperation("These are no rows of a list.")
    found = seen.filter(pk__in=keys)
    if found.count() != len(set(keys)):
        raise Http404
    return found


def refuse_bad_choice(versions):
    if not versions:
        raise ValidationError(_("Tick the actions that are to change, or all that the filters show."))
    if len(versions) > bulk.MOST:
        most = {"most": bulk.MOST}
        raise ValidationError(
            _("At most %(most)s actions can be changed at once, so that somebody can look at them. Filter the list.")
            % most
        )


def back_to_list(request):
    query = request.GET.urlencode()
    return reverse("actions:list") + (f"?{query}" if query else "")
