"""A form that was sent after its session had ended, without JavaScript: it waits until its writer has signed in again.

With JavaScript the draft on the device does this (static/js/drafts.js): the mark below stands inside <noscript>.
"""

import json

from django.conf import settings
from django.core import signing
from django.shortcuts import redirect, render

FIELD = "written_by"  # who opened the form, signed: nobody else is shown what was typed
KEPT = "interrupted_form"  # in the session
DISCARD = "discard"
LONGEST = 200_000  # characters
SIGNER = signing.TimestampSigner(salt="accounts.interrupted")


def mark(person):
    return SIGNER.sign(person.pk)


class InterruptedForms:
    """Runs behind the check against forged requests, which therefore holds for what is kept too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return keep(request)
        if not request.session.get(KEPT) or request.session[KEPT]["path"] != request.get_full_path():
            return None
        if request.session[KEPT]["person"] != request.user.pk:
            del request.session[KEPT]
        elif request.method == "GET":
            return render(request, "accounts/interrupted.html", request.session[KEPT])
        elif request.method == "POST":
            del request.session[KEPT]
            return redirect(request.get_full_path()) if DISCARD in request.POST else None
        return None


def keep(request):
    if request.method != "POST" or FIELD not in request.POST:
        return
    try:
        person = int(SIGNER.unsign(request.POST[FIELD], max_age=2 * settings.SESSION_COOKIE_AGE))
    except signing.BadSignature:
        return
    ours = {"csrfmiddlewaretoken", FIELD}
    typed = [(name, value) for name, values in request.POST.lists() if name not in ours for value in values]
    if len(json.dumps(typed)) <= LONGEST:
        request.session[KEPT] = {"path": request.get_full_path(), "person": person, "typed": typed}
