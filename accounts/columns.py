"""What the list of people shows of each, on the page and in the files."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.columns import Column


def person_columns(now, sees_contact):
    columns = [
        Column(
            "name",
            pgettext("a person's", "Name"),
            lambda person: person.name,
            cell="accounts/_cell_person.html",
            sort="name",
            always=True,
        ),
        Column("name_en", _("Name in Latin letters"), lambda person: person.name_en),
        Column(
            "post",
            _("Post"),
            lambda person: in_lines(str(a) for a in person.held),
            cell="accounts/_cell_posts.html",
            shown=True,
        ),
        Column("place", _("Place"), lambda person: in_lines(places(person)), cell="accounts/_cell_places.html"),
        Column(
            "role",
            _("Role"),
            lambda person: in_lines(roles(person)),
            cell="accounts/_cell_roles.html",
            shown=True,
        ),
        Column("state", _("State"), lambda person: person.state(now).label, cell="accounts/_state.html", shown=True),
        Column(
            "absent_until",
            _("Absent until"),
            lambda person: person.absent_until if person.state(now) == "absent" else None,
        ),
    ]
    contact = [
        Column("email", _("Mail address"), lambda person: person.email),
        Column("phone", _("Telephone"), lambda person: person.phone),
        Column("signed_in", _("Signed in last"), lambda person: person.last_login, sort="signed_in"),
    ]
    return columns + contact if sees_contact else columns


def places(person):
    return [appointment.where for appointment in person.held]


def roles(person):
    return dict.fromkeys(appointment.get_role_display() for appointment in person.held)


def in_lines(texts):
    return "\n".join(texts)
