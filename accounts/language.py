"""Which language and time zone a person reads: their own once they signed in, before that the browser's language."""

from django.conf import settings
from django.utils import timezone, translation

from .models import User


class PersonalLanguage:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
            timezone.activate(request.user.time_zone)
        else:
            timezone.deactivate()
        return self.get_response(request)


def remember(request, response, language):
    """Keep the chosen language: on the person, and in a cookie for the pages before the next sign-in."""
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )
    return response
