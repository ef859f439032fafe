"""Deciding on the spot: from a row of the sheet, by the verbs of actions and under their rules."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import signed_in
from actions.forms import MOVE_FORMS, ActionForm
from actions.models import Action
from actions.views import origin_of
from common.htmx import wants_fragment
from common.lifecycle import AlreadyMoved

from .models.decision import decide as decided
from .views import find, posted

# What can be decided at a table. That work is done or holds is for somebody's eyes on the spot.
VERBS = (
    "complete",
    "grant_extension",
    "refuse_extension",
    "remind",
    "extend",
    "hand_over",
    "pass_verification",
    "pass_check",
    "reopen",
    "void",
)


@signed_in
def decide(request, pk, action):
    """What may be decided about one action: all forms, to be unfolded."""
    meeting = meeting_of(request, pk)
    action = action_of(request, action)
    forms = forms_of(action, request)
    context = {"meeting": meeting, "action": action, "forms": forms}
    template = "meetings/_decide.html" if wants_fragment(request) else "meetings/decide.html"
    return render(request, template, context)


@signed_in
def decide_by(request, pk, action, verb):
    meeting = meeting_of(request, pk)
    action = action_of(request, action)
    if verb not in VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("meetings:decide", meeting.pk, action.pk)
    if action.status not in Action.MOVES[verb].sources or not action.may(request.user, verb):
        return conflict(request, meeting)
    form = MOVE_FORMS[verb](*posted(request), action=action, by=request.user, now=request.now)
    try:
        if decided(meeting, verb, lambda: action if form.keep() else None, by=request.user):
            return back(request, meeting, form.done)
    except AlreadyMoved:
        return conflict(request, meeting, form)
    forms = [form if other.verb == verb else other for other in forms_of(action, request)]
    context = {"meeting": meeting, "action": action, "forms": forms}
    return render(request, "meetings/decide.html", context, status=422)


@signed_in
def give(request, pk):
    """A new action, for a cause or an incident on the sheet."""
    meeting = meeting_of(request, pk)
    origin = origin_of(request)
    (record,) = origin.values()
    if not record.may(request.user, "add_action"):
        raise PermissionDenied
    form = ActionForm(*posted(request), by=request.user, now=request.now, **origin)
    try:
        if form.is_bound and (action := decided(meeting, "assign", form.keep, by=request.user)):
            names = {"number": action.number, "owner": action.owner}
            return back(request, meeting, _("%(number)s is given to %(owner)s, who is told.") % names)
    except AlreadyMoved:
        return conflict(request, meeting)
    context = {"meeting": meeting, "form": form, "record": record}
    return render(request, "meetings/give.html", context, status=422 if form.is_bound else 200)


def meeting_of(request, pk):
    meeting = find(request, pk)
    if not meeting.may(request.user, "decide"):
        raise PermissionDenied
    return meeting


def action_of(request, pk):
    return get_object_or_404(Action.objects.visible_to(request.user).for_page(), pk=pk)


def forms_of(action, request):
    """The forms of all verbs that are open to this person."""
    may = action.moves_open_to(request.user)
    return [MOVE_FORMS[verb](action=action, by=request.user, now=request.now) for verb in VERBS if verb in may]


def back(request, meeting, done):
    messages.success(request, done)
    return redirect(f"{meeting.get_absolute_url()}#sheet-decided")


def conflict(request, meeting, form=None):
    typed = form.typed() if form else []
    return render(request, "409.html", {"url": meeting.get_absolute_url(), "typed": typed}, status=409)
