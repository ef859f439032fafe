"""Who is told when: the policy of reminding and escalating, changed with a look at what it would say."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import administrators
from common.lifecycle import AlreadyMoved

from ..forms import LadderForm, StepForm, StepFormSet
from ..models import Ladder
from ..subjects import registered
from ..trying import trial


@administrators
def ladders(request):
    known = Ladder.objects.prefetch_related("steps")
    return render(request, "outbox/ladders.html", {"ladders": [(name_of(ladder), ladder) for ladder in known]})


@administrators
def ladder(request, pk):
    ladder = get_object_or_404(Ladder.objects.prefetch_related("steps"), pk=pk)
    sent = request.POST if request.method == "POST" else None
    steps = StepFormSet(sent, initial=[StepForm.initial_of(step) for step in ladder.steps.all()], prefix="steps")
    readable = sent is not None and steps.is_valid()
    wants_trial = sent is not None and "try" in sent
    form = LadderForm(
        None if wants_trial else sent,
        initial={"note": sent.get("note", "")} if wants_trial else {},
        record=ladder,
        steps=steps.steps if readable else [],
        by=request.user,
        now=request.now,
    )
    conflict = False
    try:
        if readable and not wants_trial and form.keep():
            messages.success(request, _("The policy is kept. Open work follows it from the next minute on."))
            return redirect("outbox:ladder", pk)
    except AlreadyMoved:
        conflict = True
        ladder.refresh_from_db(fields=["version"])
        form = form.renewed()
    context = {
        "ladder": ladder,
        "name": name_of(ladder),
        "steps": steps,
        "form": form,
        "trial": trial(ladder, steps.steps, request.now) if readable and wants_trial else None,
        "conflict": conflict,
        "changes": ladder.changes.select_related("by")[:20],
    }
    status = 409 if conflict else 200 if sent is None or (readable and wants_trial) else 422
    return render(request, "outbox/ladder.html", context, status=status)


def name_of(ladder):
    return registered[ladder.subject_kind].ladders[ladder.kind]
