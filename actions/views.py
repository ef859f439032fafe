import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import signed_in
from accounts.posts import posts_at
from accounts.rights import holds
from common.attachments import serve
from common.lifecycle import AlreadyMoved
from common.listing import Listing
from incidents.models import Finding, Incident
from outbox import ledger

from . import remarks
from .bulk import CHANGES, MOST
from .clocks import ActionClocks
from .columns import action_columns
from .conclusion import promise_of
from .filters import ActionFilterSet, IncompleteFilterSet
from .forms import MOVE_FORMS, ActionForm, EditForm, EvidenceForm
from .models import Action, Evidence
from .models.rights import KEEPERS
from .strength import only_weak


@signed_in
def action_list(request):
    actions = Action.objects.visible_to(request.user).for_list().order_by("stage", "deadline", "pk")
    return Listing(request, ActionFilterSet, actions).answer(
        template="actions/list.html",
        fragment="actions/_table.html",
        columns=action_columns(request.now),
        title=_("Actions"),
        changes=changes_for(request.user, *CHANGES),
        most=MOST,
    )


@signed_in
def incomplete(request):
    """Imported actions that nobody owns yet: nobody is told of them before they are completed."""
    actions = Action.objects.visible_to(request.user).incomplete().for_list().order_by("deadline", "pk")
    return Listing(request, IncompleteFilterSet, actions).answer(
        template="actions/incomplete.html",
        fragment="actions/_table.html",
        columns=action_columns(request.now),
        title=_("Imported, to be completed"),
        changes=changes_for(request.user, "complete"),
        most=MOST,
        also="without_owner=1",
        nothing=_("Every imported action at your places is complete."),
    )


@signed_in
def detail(request, pk):
    action = find(request, pk)
    incident = action.origin_incident
    gone = action.people_gone
    verbs, usual = worth_a_button(action, gone, request.user, request.now), action.next_move(request.user)
    # In the order of MOVE_FORMS: what most people come for stands first.
    forms = [
        form(action=action, by=request.user, now=request.now) for verb, form in MOVE_FORMS.items() if verb in verbs
    ]
    decided = [event.remark for event in remarks.attach(action.events.all(), request.user) if event.remark]
    posts = posts_at(action.site, {action.owner_id, action.verifier_id, action.checker_id} - {None})
    evidence = list(action.evidence.all())
    return render(
        request,
        "actions/detail.html",
        {
            "action": action,
            "incident": incident,
            "sees_incident": incident is not None and incident.is_visible_to(request.user),
            "decided": list(dict.fromkeys(decided)),
            "gone": [(person, REPLACED_BY[part] in verbs and REPLACED_BY[part]) for part, person in gone.items()],
            "owner_post": posts.get(action.owner_id),
            "checker_post": posts.get(action.checker_id),
            "verifier_post": posts.get(action.verifier_id),
            "may_explain": "explain" in verbs,
            "usual": next((form for form in forms if form.verb == usual), None),
            "moves": [form for form in forms if form.verb != usual and not form.is_dangerous],
            "dangerous": [form for form in forms if form.is_dangerous],
            "may_edit": action.status in Action.EDITABLE and action.may(request.user, "edit"),
            "may_add_evidence": action.status == Action.Status.ASSIGNED and action.may(request.user, "add_evidence"),
            "evidence_form": EvidenceForm(action=action, by=request.user, now=request.now, auto_id="id_evidence_%s"),
            "before": [file for file in evidence if file.side == Evidence.Side.BEFORE],
            "after": [file for file in reversed(evidence) if file.side == Evidence.Side.AFTER],
            "recurrences": recurrences_of(action, request.user),
            "has_run_out": action.has_run_out(request.now),
            "promise": promise_of(action, request.now),
            "checked": [file for file in evidence if file.side == Evidence.Side.CHECK],
            "ledger": ledger.about("action", action.pk, ActionClocks().of(action), request.now),
        },
    )


@signed_in
def new(request):
    origin = origin_of(request)
    (record,) = origin.values()
    if not record.may(request.user, "add_action"):
        reason = _("Only a safety manager, official or leader of %(site)s may give work here.")
        return refused(
            request,
            reason % {"site": record.site.full_name},
            incident_of(origin).number,
            incident_of(origin).get_absolute_url(),
        )
    initial = {"title": request.GET.get("title", "")[:200]}  # what somebody has said already that is to be done
    form = ActionForm(*posted(request), by=request.user, now=request.now, initial=initial, **origin)
    if action := form.keep():
        done = _("%(number)s is given to %(owner)s, who is told.") % {"number": action.number, "owner": action.owner}
        return after(request, action, done, draft=draft_key(origin))
    incident = incident_of(origin)
    seen = Action.objects.visible_to(request.user).of_incident(incident).only("status", "kind", "strength")
    context = {"form": form, "incident": incident, "draft": draft_key(origin), "only_weak": only_weak(seen), **origin}
    return render(request, "actions/new.html", context, status=422 if form.is_bound else 200)


@signed_in
def edit(request, pk):
    action = find(request, pk)
    if not action.may(request.user, "edit"):
        return refused_here(request, action, "edit")
    form = EditForm(*posted(request), action=action, by=request.user, now=request.now)
    if action.status not in Action.EDITABLE and not form.is_bound:
        return too_late(request, action)
    try:
        if form.is_bound and form.keep():
            return after(request, action, _("The changes are saved."), draft=f"action-{pk}-edit")
    except AlreadyMoved:
        return conflict(request, pk, form)
    return render(request, "actions/edit.html", {"action": action, "form": form}, status=422 if form.is_bound else 200)


@signed_in
def move(request, pk, verb):
    action = find(request, pk)
    form = MOVE_FORMS[verb](*posted(request), action=action, by=request.user, now=request.now)
    try:
        if form.is_bound and form.is_stale:
            raise AlreadyMoved
        if action.status not in Action.MOVES[verb].sources:
            return too_late(request, action)
        if not action.may(request.user, verb):
            return refused_here(request, action, verb)
        if form.is_bound and form.keep():
            return after(request, action, form.done, draft=f"action-{pk}-{verb}")
    except AlreadyMoved:
        return conflict(request, pk, form)
    return render(request, "actions/move.html", {"action": action, "form": form}, status=422 if form.is_bound else 200)


@signed_in
def add_evidence(request, pk):
    action = find(request, pk)
    if action.status != Action.Status.ASSIGNED:
        return too_late(request, action)
    if not action.may(request.user, "add_evidence"):
        return refused_here(request, action, "add_evidence")
    form = EvidenceForm(*posted(request), action=action, by=request.user, now=request.now)
    try:
        if form.is_bound and form.keep():
            return after(request, action, _("The photos and files are kept."))
    except AlreadyMoved:
        return too_late(request, action)
    return render(
        request, "actions/add_evidence.html", {"action": action, "form": form}, status=422 if form.is_bound else 200
    )


@signed_in
def evidence(request, pk):
    return serve(request, get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk))


# what the views share

REPLACED_BY = {"owner": "hand_over", "verifier": "pass_verification", "checker": "pass_check"}


def worth_a_button(action, gone, user, now):
    """The moves that this person is offered. Another verifier is named by editing, unless the present one has left."""
    verbs = action.moves_open_to(user)
    if not action.is_late(now):
        verbs = [verb for verb in verbs if verb != "explain"]
    if not action.can_be_closed(now):
        verbs = [verb for verb in verbs if verb != "close"]
    if "verifier" not in gone:
        verbs = [verb for verb in verbs if verb != "pass_verification"]
    if "owner" not in gone and action.status == Action.Status.SUBMITTED:
        verbs = [verb for verb in verbs if verb != "hand_over"]
    return verbs


def recurrences_of(action, user):
    """(Recurrence, whether this person may open its incident) of each time that it happened again."""
    found = action.recurrences.select_related("incident__site__region")
    return [(recurrence, recurrence.incident.is_visible_to(user)) for recurrence in found]


def changes_for(user, *names):
    """What the list offers to change at once, to those who look after places."""
    return [CHANGES[name] for name in names] if holds(user, KEEPERS, site=None) else []


def posted(request):
    return (request.POST, request.FILES) if request.method == "POST" else ()


def find(request, pk):
    return get_object_or_404(Action.objects.visible_to(request.user).for_page(), pk=pk)


def origin_of(request):
    """The cause or the incident for which somebody is to do something, as the address names it."""
    for name, model in (("finding", Finding), ("incident", Incident)):
        key = request.GET.get(name, "")
        if re.fullmatch(r"[0-9]{1,18}", key):
            places = "incident__site" if model is Finding else "site"
            seen = model.objects.visible_to(request.user)
            seen = seen.select_related(f"{places}__organization", f"{places}__region")
            return {name: get_object_or_404(seen, pk=int(key))}
    raise Http404


def incident_of(origin):
    return origin["finding"].incident if "finding" in origin else origin["incident"]


def draft_key(origin):
    return "-".join(["action-new", *(f"{name}-{record.pk}" for name, record in origin.items())])


def after(request, action, done, draft=""):
    """On to the action's page, which says what was done and lets the browser forget the draft."""
    messages.success(request, done, extra_tags=draft)
    return redirect("actions:detail", action.pk)


def too_late(request, action):
    """Somebody followed an old link: nothing is wrong, it has only moved on."""
    state = {"number": action.number, "state": action.get_status_display()}
    messages.info(request, _("%(number)s has moved on since: %(state)s.") % state)
    return redirect("actions:detail", action.pk)


def refused(request, reason, number, url):
    context = {"reason": reason, "number": number, "url": url}
    response = render(request, "actions/refused.html", context, status=403)
    response["X-Refused"] = "1"  # the session is fine: signing in again would not help
    return response


def refused_here(request, action, verb):
    return refused(request, action.why_not(request.user, verb), action.number, action.get_absolute_url())


def conflict(request, pk, form):
    """Somebody was faster. The action as it is now, with what was typed still in the form if it can still be sent."""
    try:
        action = find(request, pk)
    except Http404:
        raise PermissionDenied from None  # it was handed to somebody else and is out of this person's sight
    verb = getattr(form, "verb", "edit")
    sources = Action.MOVES[verb].sources if verb in Action.MOVES else Action.EDITABLE
    if action.status not in sources or not action.may(request.user, verb):
        context = {"url": action.get_absolute_url(), "typed": form.typed()}
        return render(request, "409.html", context, status=409)
    data = request.POST.copy()
    data["version"] = action.version
    fresh = type(form)(data, action=action, by=request.user, now=request.now)
    template = "actions/move.html" if verb in Action.MOVES else "actions/edit.html"
    return render(request, template, {"action": action, "form": fresh, "conflict": True}, status=409)
