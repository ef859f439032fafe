from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and places")

    def ready(self):
        from . import following, open_work
        from .models import Appointment, DayDecision, Exposure
        from .models.appointing import move_to_organization, move_to_site
        from .models.calendars import move_to as decide_again
        from .models.exposures import move_to as take_figures_over
        from .own_work import Deputizing, Reports, StandingIn

        following.register(Appointment, "site", move_to_site)
        following.register(Appointment, "organization", move_to_organization)
        following.register(DayDecision, "organization", decide_again)
        following.register(Exposure, "organization", take_figures_over)
        for work in (Reports(), Deputizing(), StandingIn()):
            open_work.register(work)
