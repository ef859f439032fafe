from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self):
        from django.core import checks

        from .checks import own_styles_are_legible

        checks.register(own_styles_are_legible)
