"""Whether reminders run: for the administrator, who may stop them and let them go, and reads no incident."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.policy import administrators

from .. import health
from ..forms import HoldForm, ReleaseForm
from ..models import Hold

MOST_NAMED = 50


@administrators
def reminders(request, hold_form=None, release_form=None):
    now, given = request.now, {"by": request.user, "now": request.now}
    looked = health.look(now)
    form = release_form or hold_form
    context = {
        "health": looked,
        "pulses": [(name.label, looked.pulses.get(name.value)) for name in health.Pulse.Name],
        "queue": health.queue(now),
        "failures": health.failures(now),
        "skipped": health.skipped(now),
        "unsaid": health.unsaid(now),
        "unreachable": User.objects.unreachable()[:MOST_NAMED],
        "holds": Hold.objects.exclude(released_at=None).select_related("by", "released_by")[:10],
        "form": form or (ReleaseForm(**given) if looked.hold else HoldForm(**given)),
    }
    return render(request, "outbox/reminders.html", context, status=422 if form else 200)


@administrators
@require_POST
def hold(request):
    form = HoldForm(request.POST, by=request.user, now=request.now)
    if placed := form.keep():
        _hold, first = placed
        if first:
            messages.success(request, _("Letters stand still until somebody lets them go."))
        else:
            messages.info(request, _("Somebody else has stopped the letters already."))
        return redirect("outbox:reminders")
    return reminders(request, hold_form=form)


@administrators
@require_POST
def release(request):
    form = ReleaseForm(request.POST, by=request.user, now=request.now)
    if (released := form.keep()) is not None:
        if released:
            messages.success(request, _("The letters leave within a minute."))
        else:
            messages.info(request, _("Somebody else has let the letters go already."))
        return redirect("outbox:reminders")
    return reminders(request, release_form=form)


@administrators
@require_POST
def try_again(request, pk):
    """The address is good again, says the administrator: the next letter goes there."""
    person = get_object_or_404(User, pk=pk)
    person.forget_refusal()
    messages.success(request, _("Letters to %(person)s are tried again.") % {"person": person})
    return redirect("outbox:reminders")
