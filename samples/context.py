from django.conf import settings

from . import accounts


def sample_accounts(request):
    """On the sign-in page of a trial: the sample people to choose from."""
    match = request.resolver_match
    if not settings.TRIAL or match is None or match.view_name != "account_login":
        return {}
    guides, others = accounts.listed()
    if not guides:
        return {}
    return {"sample_accounts": guides, "more_sample_accounts": others, "sample_password": accounts.PASSPHRASE}
