"""What every page needs: the ways through the house, and whether this is a trial."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Role

# Pages that are reached from another one.
BESIDE = {
    "accounts:sites": ["accounts:organizations"],
    "meetings:list": ["overview:sheet"],
    "outbox:reminders": ["alerts:rules", "accounts:calendars"],
}


def navigation(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"TRIAL": settings.TRIAL}
    managers = set(Role.values) - {Role.REPORTER, Role.ADMINISTRATOR}
    looks_after = any(a.role in managers for a in user.current_appointments)
    places = [(_("My work"), "overview:home", "home", True)]
    places += [
        (_("Overview"), "overview:overview", "overview", looks_after),
        (_("Incidents"), "incidents:list", "incident", True),
        (_("Actions"), "actions:list", "action", True),
        (_("Late"), "overview:late", "clock", looks_after),
        (_("Alerts"), "alerts:list", "warning", looks_after),
        (_("Meetings"), "meetings:list", "meeting", looks_after),
        (_("Sites"), "accounts:sites", "site", True),
        (_("People"), "accounts:people", "users", True),
        (_("Mailbox"), "outbox:mailbox", "mail", True),
        (_("Reminders"), "outbox:reminders", "bell", user.is_administrator),
        (_("Rules"), "rules", "law", user.is_administrator),
    ]
    links = [(label, name, icon) for label, name, icon, shown in places if shown]
    closest = max((closeness(name, request.path) for _label, name, _icon in links), default=0)
    return {
        "TRIAL": settings.TRIAL,
        "search_url": reverse("overview:search"),
        "navigation": [
            {
                "label": label,
                "url": reverse(name),
                "icon": icon,
                "current": 0 < closeness(name, request.path) == closest,
            }
            for label, name, icon in links
        ],
    }


def closeness(name, path):
    """How much of `path` this way leads to: all of it or a page above it; 0 is another way's."""
    urls = [reverse(one) for one in (name, *BESIDE.get(name, ()))]
    return max((len(url) for url in urls if path == url or (url != "/" and path.startswith(url))), default=0)
