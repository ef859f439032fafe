from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Site
from accounts.policy import signed_in
from common.lifecycle import AlreadyMoved
from common.listing import Listing
from outbox import ledger

from ..columns import alert_columns
from ..filters import AlertFilterSet
from ..foreseen import happened
from ..forms import AnswerForm
from ..models import Alert
from ..showing import CLUSTERS_FIRST, Shown, counts, legible, shown


@signed_in
def alert_list(request):
    seen = Alert.objects.visible_to(request.user)
    listing = Listing(request, AlertFilterSet, legible(seen).order_by(*CLUSTERS_FIRST))
    if kind := request.GET.get("export"):
        columns = [(column.label, column.value) for column in alert_columns(request.user)]
        return listing.export(kind, columns, _("Alerts"))
    return listing.html(
        "alerts/list.html",
        "alerts/_list.html",
        rows=shown(listing.page, request.user),
        kinds=counts(seen.standing()),
        over=seen.over().count(),
    )


@signed_in
def detail(request, pk):
    return page(request, find(request, pk))


@signed_in
def answer(request, pk):
    """Somebody responsible says what is done about it, and may go on to give it as an action."""
    alert = find(request, pk)
    if request.method != "POST":
        return redirect(alert)
    form = form_for(request, alert, request.POST)
    try:
        if form.keep():
            messages.success(request, _("Your answer is kept."), extra_tags=f"alert-{pk}")
            return redirect(address_of_action(request, alert) or alert.get_absolute_url())
    except AlreadyMoved:
        data = request.POST.copy()
        data["version"] = alert.version
        return page(request, alert, form_for(request, alert, data), status=409)
    return page(request, alert, form, status=422)


# what the views share


def find(request, pk):
    """The alert, and as `one` the part of it that this person sees."""
    alert = legible(Alert.objects.visible_to(request.user).filter(pk=pk)).first()
    if alert is None:
        raise Http404
    alert.one = one = Shown.of(alert, request.user)
    one.happened = happened(one.part.members, request.user)
    return alert


def page(request, alert, form=None, status=200):
    user, one = request.user, alert.one
    sites = sites_of(alert, user)
    entries = ledger.about("alert", alert.pk, [], request.now)
    context = {
        "one": one,
        "alert": alert,
        "part": one.part,
        "form": form or (alert.may_be_answered(user, sites) and form_for(request, alert)),
        "conflict": status == 409,
        "gives_action": newest_for_action(alert, user) is not None,
        "ledger": entries if one.part.is_whole else [entry for entry in entries if entry.person == user],
        "events": events_of(alert, one.part, user),
        "sites": sites if alert.kind == Alert.Kind.QUIET else [],
    }
    return render(request, "alerts/detail.html", context, status=status)


def form_for(request, alert, data=None):
    sites = sites_of(alert, request.user)
    return AnswerForm(data, alert=alert, sites=sites, by=request.user, now=request.now)


def sites_of(alert, user):
    """The sites that an alert is about, as far as they lie in this person's sight."""
    if alert.of_incidents:
        return list({m.incident.site_id: m.incident.site for m in alert.one.part.members}.values())
    if alert.site_id:
        return [alert.site]
    sites = Site.objects.standing().filter(organization=alert.organization_id)
    return [site for site in sites.select_related("organization", "region") if user.sees(site)]


def events_of(alert, part, user):
    """What became of it. Who sees only a part reads only what is about that part, and no counts of the whole."""
    events = list(alert.events.select_related("by", "incident"))
    if part.is_whole:
        return events
    seen = {member.incident_id for member in (*part.members, *part.former)}
    events = [e for e in events if e.incident_id in seen or (e.incident_id is None and e.by_id in (None, user.pk))]
    for event in events:
        event.incidents = event.deaths = 0
    return events


def newest_for_action(alert, user):
    """The incident of it for which this person may give work."""
    incident = alert.one.part.newest if alert.of_incidents else None
    return incident if incident is not None and incident.may(user, "add_action") else None


def address_of_action(request, alert):
    """Where the answer becomes an action, if that was asked for."""
    incident = newest_for_action(alert, request.user)
    if "give" not in request.POST or incident is None:
        return None
    title = " ".join(request.POST["note"].split())[:200]
    return f"{reverse('actions:new')}?{urlencode({'incident': incident.pk, 'title': title})}"
