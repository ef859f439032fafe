"""What counts as a cluster or a repetition: changed with a look at what it would have raised."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import administrators
from common.lifecycle import AlreadyMoved

from ..forms import NewRuleForm, RuleFacts, RuleForm
from ..models import Rule
from ..trying import trial


@administrators
def rules(request):
    standing = Count("alerts", filter=Q(alerts__ended_at=None))
    return render(request, "alerts/rules.html", {"rules": Rule.objects.annotate(standing=standing).order_by("pk")})


@administrators
def rule(request, pk):
    rule = get_object_or_404(Rule, pk=pk)
    sent, wants_trial = posted(request)
    facts = RuleFacts(sent, instance=Rule.objects.get(pk=pk))
    readable = sent is not None and facts.is_valid()
    form = RuleForm(
        None if wants_trial else sent,
        initial={"note": sent.get("note", "")} if wants_trial else {},
        record=rule,
        facts=facts.cleaned_data if readable else {},
        by=request.user,
        now=request.now,
    )
    conflict = False
    try:
        if readable and not wants_trial and form.keep():
            messages.success(request, _("The rule is kept. It holds from the next minute on."))
            return redirect("alerts:rule", pk)
    except AlreadyMoved:
        conflict = True
        rule.refresh_from_db(fields=["version"])
        form = form.renewed()
    return answer(request, facts, form, readable, wants_trial, conflict, rule=rule)


@administrators
def new(request):
    sent, wants_trial = posted(request)
    facts = RuleFacts(sent, instance=Rule(counts=Rule.Counts.FATAL, least=2, days=7, within=Rule.Within.REGION))
    readable = sent is not None and facts.is_valid()
    form = NewRuleForm(
        None if wants_trial else sent,
        initial={"note": sent.get("note", "")} if wants_trial else {},
        facts=facts.cleaned_data if readable else {},
        by=request.user,
        now=request.now,
    )
    if readable and not wants_trial and form.keep():
        messages.success(request, _("The rule is kept. It holds from the next minute on."))
        return redirect("alerts:rules")
    return answer(request, facts, form, readable, wants_trial)


def posted(request):
    """(what was sent or None, whether it is only to be tried)."""
    sent = request.POST if request.method == "POST" else None
    return sent, sent is not None and "try" in sent


def answer(request, facts, form, readable, wants_trial, conflict=False, rule=None):
    context = {
        "rule": rule,
        "facts": facts,
        "form": form,
        "conflict": conflict,
        "trial": trial(Rule(**facts.cleaned_data), request.now) if readable and wants_trial else None,
        "changes": rule.changes.select_related("by")[:20] if rule else [],
    }
    status = 409 if conflict else 200 if request.method != "POST" or (readable and wants_trial) else 422
    return render(request, "alerts/rule.html", context, status=status)
