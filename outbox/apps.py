from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = _("Notices and letters")

    def ready(self):
        from accounts import following

        from .following import move_organization, move_site
        from .models import Subscription

        following.register(Subscription, "site", move_site)
        following.register(Subscription, "organization", move_organization)
