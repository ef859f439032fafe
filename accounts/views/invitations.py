from urllib.parse import urljoin

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ..forms import AcceptForm, CodeForm
from ..language import remember
from ..models import Invitation, User
from ..models.invitations import in_groups
from ..policy import administrators, anyone

IN_SESSION = "invitation"
# One answer to all: mistyped, used, replaced, expired, of somebody who has left.
DOES_NOT_HOLD = gettext_lazy(
    "This code does not hold: it is mistyped, older than 14 days, used, or replaced by a newer one."
)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


# what an administrator does


@administrators
@require_POST
def invite(request, pk):
    """Send an invitation by letter; an earlier one holds no more."""
    person = get_object_or_404(User, pk=pk)
    try:
        invitation, secret = Invitation.make(person, Invitation.By.LETTER, by=request.user, now=request.now)
    except ValidationError as error:
        return refused(request, person, error)
    get_adapter().send_mail(
        "accounts/email/invitation",
        person.email,
        {
            "user": person,
            "inviter": request.user,
            "url": urljoin(settings.BASE_URL, reverse("accounts:open_invitation", args=[secret])),
            "until": invitation.expires_at,
            "reply_to": request.user.email,
        },
    )
    messages.success(request, _("%(person)s is invited by letter.") % {"person": person})
    return redirect(person)


@administrators
@require_POST
def print_code(request, pk):
    """A page to be printed and handed over, with a code that is shown this once."""
    person = get_object_or_404(User, pk=pk)
    try:
        invitation, secret = Invitation.make(person, Invitation.By.CODE, by=request.user, now=request.now)
    except ValidationError as error:
        return refused(request, person, error)
    with override(person.language):
        until = date_format(invitation.expires_at, "DATE_FORMAT")
    context = {
        "person": person,
        "code": in_groups(secret),
        "until": until,
        "address": urljoin(settings.BASE_URL, reverse("accounts:invitation")),
    }
    return render(request, "accounts/printed_code.html", context)


@administrators
@require_POST
def revoke(request, pk):
    person = get_object_or_404(User, pk=pk)
    person.revoke_invitations(by=request.user, now=request.now)
    messages.success(request, _("The invitation holds no more."))
    return redirect(person)


def refused(request, person, error):
    messages.error(request, " ".join(error.messages))
    return redirect(person)


# what the invited person does


@anyone
@sensitive_post_parameters("code")
def invitation(request):
    """Where a printed code is typed."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return code_page(request, form, status=422 if form.is_bound else 200)
    if not ratelimit.consume(request, action="invitation", dry_run=True):
        form.add_error("code", _("Too many wrong codes. Try again in a few minutes."))
        return code_page(request, form, status=429)
    found = Invitation.objects.usable(request.now).of_code(form.cleaned_data["code"]).first()
    if found is None:
        ratelimit.consume(request, action="invitation")
        form.add_error("code", DOES_NOT_HOLD)
        return code_page(request, form, status=422)
    return choose_password(request, found)


@anyone
def open_invitation(request, secret):
    """Where the link of a letter leads. It uses nothing up: mail programs follow links too."""
    letters = Invitation.objects.usable(request.now).filter(means=Invitation.By.LETTER)  # short codes are typed
    found = letters.of_code(secret).first()
    if found is None:
        messages.error(request, DOES_NOT_HOLD)
        return redirect("accounts:invitation")
    return choose_password(request, found)


def code_page(request, form, status):
    return render(request, "accounts/invitation.html", {"form": form}, status=status)


def choose_password(request, invitation):
    request.session[IN_SESSION] = invitation.pk
    return redirect("accounts:accept_invitation")


@anyone
@sensitive_post_parameters("password", "again")
def accept(request):
    """The invited person chooses a password and is signed in."""
    usable = Invitation.objects.usable(request.now).select_related("person")
    found = usable.filter(pk=request.session.get(IN_SESSION)).first()
    if found is None:
        return redirect("accounts:invitation")
    form = AcceptForm(request.POST if request.method == "POST" else None, person=found.person)
    if form.is_valid():
        language = form.cleaned_data["language"]
        if not found.accept(now=request.now, password=form.cleaned_data["password"], language=language):
            return redirect("accounts:invitation")
        request.session.pop(IN_SESSION)
        login(request, found.person, backend=BACKEND)
        with override(language):
            messages.success(request, _("Welcome. From now on you sign in with your mail address and this password."))
        return remember(request, redirect("/"), language)
    context = {"form": form, "person": found.person}
    return render(request, "accounts/accept.html", context, status=422 if form.is_bound else 200)
