"""Stopping what is only information: by the link in its letters, by a mail program's button, or in the profile."""

from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User

SIGNER = signing.Signer(salt="unsubscribe")


def url_of(person):
    """The address at which this person, and nobody else, stops letters for information."""
    return urljoin(settings.BASE_URL, reverse("outbox:unsubscribe", args=[SIGNER.sign(person.pk)]))


def person_of(token):
    """Whose token it is, or None."""
    try:
        return User.objects.filter(pk=int(SIGNER.unsign(token))).first()
    except (signing.BadSignature, ValueError):
        return None
