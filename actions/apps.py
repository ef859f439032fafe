from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = _("Actions")

    def ready(self):
        from accounts import following, open_work
        from incidents import conclusion, filters, gates
        from outbox import subjects

        from . import ladders
        from .conclusion import causes_without_action, measures_not_done
        from .following import move, settle
        from .gates import open_actions
        from .models import Action
        from .notices import ActionNotices
        from .open_work import Owned, ToCheck, ToVerify
        from .progress import progress_filter

        subjects.register("action", ActionNotices())
        gates.register(open_actions)
        conclusion.register("causes_found", causes_without_action)
        conclusion.register("measures_done", measures_not_done)
        filters.register("progress", progress_filter)
        following.register(Action, "site", move, settle)
        open_work.register(Owned())
        open_work.register(ToVerify())
        open_work.register(ToCheck())
        post_migrate.connect(ladders.ensure, sender=self)
