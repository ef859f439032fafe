"""What an administrator looks after: gaps among people and places, each a list to open, and whether reminders run."""

from django.utils.translation import gettext as _

from accounts.duty_lines import Coverage
from accounts.models import Organization, Role, Site, User
from accounts.place_filters import ANY
from common.clock import local_day
from common.counting import count_all

from .figures import Figure
from .places import listed


def only_administers(user):
    return user.is_administrator and all(a.role == Role.ADMINISTRATOR for a in user.current_appointments)


def to_mend(user, now):
    """What is missing or wrong in the records of people and places."""
    people, sites = User.objects.visible_to(user), Site.objects.known_to(user)
    enterprises = Organization.objects.known_to(user).filter(kind=Organization.Kind.ENTERPRISE)
    labels = {
        User.Mend.REFUSED: _("People whose mail address was refused"),
        User.Mend.ADDRESS: _("People without a mail address"),
        User.Mend.APPOINTMENT: _("People without an appointment"),
        User.Mend.SUPERIOR: _("People who report to somebody who has left"),
    }
    vacant, empty, new, *wrong = count_all(
        sites.filter(Coverage().vacant_anywhere()),
        enterprises.without_sites(),
        people.in_state(User.State.NEW, local_day(now, user.time_zone)),
        *(people.to_mend(what) for what in labels),
    )
    kind = Organization.Kind.ENTERPRISE.value
    return [
        Figure(_("Sites where a duty line has no name"), vacant, listed("accounts:sites", vacancy=ANY), "late"),
        *(
            Figure(
                label, count, listed("accounts:people", mend=what.value), "late" if what == User.Mend.REFUSED else ""
            )
            for (what, label), count in zip(labels.items(), wrong, strict=True)
        ),
        Figure(_("People who have not signed in yet"), new, listed("accounts:people", state=User.State.NEW.value)),
        Figure(_("Enterprises without a site"), empty, listed("accounts:organizations", kind=kind, without_sites=1)),
    ]
