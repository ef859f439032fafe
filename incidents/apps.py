from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Incidents")

    def ready(self):
        from accounts import following
        from outbox import subjects

        from . import ladders, matrices
        from .checks import rule_packs_are_whole
        from .following import move, settle
        from .models import Incident
        from .notices import KIND, ObligationNotices

        subjects.register(KIND, ObligationNotices())
        following.register(Incident, "site", move, settle)
        checks.register(rule_packs_are_whole)
        post_migrate.connect(matrices.ensure, sender=self)
        post_migrate.connect(ladders.ensure, sender=self)
