from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "alerts"
    verbose_name = _("Alerts")

    def ready(self):
        from accounts import following
        from outbox import subjects

        from . import first_rules
        from . import following as places
        from .models import Alert
        from .notices import AlertNotices

        subjects.register("alert", AlertNotices())
        following.register(Alert, "site", places.move_site)
        following.register(Alert, "organization", places.move_organization)
        post_migrate.connect(first_rules.ensure, sender=self)
