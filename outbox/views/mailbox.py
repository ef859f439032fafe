from django.shortcuts import get_object_or_404, render

from accounts.policy import signed_in
from common.paging import Paginator

from ..models import Letter


@signed_in
def mailbox(request):
    """The letters that were written to this person; in a trial the only place where they can be read."""
    letters = Letter.objects.visible_to(request.user).filter(dropped_at=None).defer("text", "html")
    page = Paginator(letters).page(request.GET.get("page"))
    return render(request, "outbox/mailbox.html", {"page": page})


@signed_in
def letter(request, pk):
    letter = get_object_or_404(Letter.objects.visible_to(request.user), pk=pk)
    return render(request, "outbox/letter.html", {"letter": letter})
