from django.apps import AppConfig, apps
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "config"
    default = True

    def ready(self):
        from config import checks  # noqa: F401 - registers the checks

        post_migrate.connect(make_cache_table, sender=apps.get_app_config("common"))  # once, not for each app


def make_cache_table(using, **kwargs):
    call_command("createcachetable", database=using, verbosity=0)


class StaticFiles(StaticFilesConfig):
    """Of the wheels' files only those that our pages load are collected."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "htmx-2.js",
        "htmx-4*",
        "htmax*",
        "ext",
        "django_filters",
    ]
