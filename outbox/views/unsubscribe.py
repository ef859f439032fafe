from django.http import Http404
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from accounts.policy import anyone

from ..unsubscribing import person_of


@anyone
@csrf_exempt  # a mail program's button sends no token of ours; the address is the right to do it
def unsubscribe(request, token):
    """A page with one button: programs that follow links in mail change nothing (RFC 8058)."""
    person = person_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        person.stop_information()
    with override(person.language):
        return render(request, "outbox/unsubscribe.html", {"person": person, "stopped": request.method == "POST"})
