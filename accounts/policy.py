"""Which views may be reached by whom. A view that does not say so is refused, so that none is forgotten."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed

from .rights import is_administrator

METHODS = ["GET", "HEAD", "POST"]
# Views of libraries, by URL name, that cannot carry a decorator of ours.
DECLARED = {
    "account_login",
    "account_logout",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_reauthenticate",
    "account_inactive",
}


def anyone(view):
    """Whoever comes, signed in or not."""
    view.policy = "anyone"
    return view


def signed_in(view):
    """People who signed in; what they see there is limited by `visible_to` and `may`."""
    guarded = login_required(view)
    guarded.policy = "signed_in"
    return guarded


def administrators(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not is_administrator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded = login_required(guarded)
    guarded.policy = "administrators"
    return guarded


class PolicyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        match = request.resolver_match
        if not hasattr(view, "policy") and match.view_name not in DECLARED:
            raise PermissionDenied(f"No policy is declared for {match.view_name}.")
        return None
