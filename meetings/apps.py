from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self):
        from accounts import following
        from actions import remarks
        from overview.sheet import above

        from . import sheets
        from .decided import decided_in
        from .following import move_organization, move_site
        from .models import Meeting

        following.register(Meeting, "site", move_site)
        following.register(Meeting, "organization", move_organization)
        remarks.register(decided_in)
        above.beginnings.append(sheets.since_the_last)
        above.offers.append(sheets.to_record)
