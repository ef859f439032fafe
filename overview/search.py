"""One search over everything that a person may see."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.policy import signed_in
from actions.models import Action
from common.htmx import wants_fragment
from common.search import LONGEST, MOST_COUNTED, UNSEEN, Asked
from incidents.models import Incident

from .hits import KINDS, Kind

MOST_SHOWN, MOST_AT_A_GLANCE, MOST_OF_ONE_KIND = 5, 3, 50


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best of it, how many there are, and the list of all of them."""

    kind: Kind
    hits: list
    total: int
    url: str

    @property
    def count(self):
        return f"{MOST_COUNTED:,}+" if self.total > MOST_COUNTED else f"{self.total:,}"

    @property
    def has_more(self):
        return self.total > len(self.hits)


@signed_in
@require_GET
def search(request):
    text = asked_in(request)
    if not wants_fragment(request) and (record := numbered(text, request.user)):
        return redirect(record)
    kinds = [kind for kind in KINDS if kind.key == request.GET.get("in")]
    context = found(text, request.user, MOST_OF_ONE_KIND if kinds else MOST_SHOWN, kinds or KINDS)
    template = "overview/_found.html" if wants_fragment(request) else "overview/search.html"
    response = render(request, template, context, status=400 if context["error"] else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@signed_in
@require_GET
def glance(request):
    """The first of each kind, under the box in the header, while one types."""
    return render(request, "overview/_glance.html", found(asked_in(request), request.user, MOST_AT_A_GLANCE))


def asked_in(request):
    return UNSEEN.sub(" ", request.GET.get("q", "")).strip()


def found(text, user, most, kinds=KINDS):
    too_long = len(text) > LONGEST
    asked = Asked("" if too_long else text)
    groups = [group for kind in kinds if (group := group_of(kind, text, asked, user, most)).hits] if asked else []
    return {
        "text": text[:LONGEST],
        "query": urlencode({"q": text[:LONGEST]}),
        "error": too_much() if too_long else "",
        "asked": asked,
        "groups": groups,
        "total": sum(group.total for group in groups),
        "alone": len(kinds) == 1,
        "longest": LONGEST,
    }


def too_much():
    text = ngettext("Write at most %(limit)d character.", "Write at most %(limit)d characters.", LONGEST)
    return text % {"limit": LONGEST}


def group_of(kind, text, asked, user, most):
    records = list(kind.found(text, user).best(text, newest=kind.newest, most=most))
    total = records[0].total if records else 0
    return Group(kind, [kind.hit(record, asked) for record in records], total, list_of(kind, text))


def list_of(kind, text):
    """All of them: their own list, filtered by the same words; causes have none, so they stand alone here."""
    if kind.list_name:
        return f"{reverse(kind.list_name)}?{urlencode({'q': text})}"
    return f"{reverse('overview:search')}?{urlencode({'q': text, 'in': kind.key})}"


def numbered(text, user):
    """The one record that this text is the number of, if this person may see it."""
    for model in (Incident, Action):
        seen = model.objects.visible_to(user)
        if number := seen.number_in(text):
            return seen.filter(number=number).first()
    return None
