"""What `manage.py check` and `migrate` look at beside Django's own checks."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections


@register(Tags.database)
def database_is_utf8(app_configs, databases, **kwargs):
    """Search folds full-width letters with normalize(), which PostgreSQL has for UTF8 alone."""
    errors = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
        if encoding != "UTF8":
            message = f"The database “{alias}” has the encoding {encoding}; Bihuan needs UTF8."
            hint = "Make it anew: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'."
            errors.append(Error(message, hint=hint, id="config.E001"))
    return errors


@register(Tags.security, deploy=True)
def letters_are_sent(app_configs, **kwargs):
    if settings.TRIAL or "filebased" not in settings.EMAIL_BACKEND:
        return []
    message = "EMAIL_URL is not set: letters are written to DATA_DIR/mail and reach nobody."
    return [Warning(message, id="config.W001")]


@register(Tags.security, deploy=True)
def a_proxy_speaks_https(app_configs, **kwargs):
    if not settings.SECURE or settings.BEHIND_PROXY:
        return []
    message = "BASE_URL is https, but BEHIND_PROXY is not set: people may be redirected to https for ever."
    return [Warning(message, id="config.W002")]
