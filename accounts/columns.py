"""The list of people as a file: (label, value of a person)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def person_columns(now, sees_contact):
    columns = [
        (pgettext("a person's", "Name"), lambda person: person.name),
        (_("Name in Latin letters"), lambda person: person.name_en),
        (_("Post"), lambda person: in_lines(str(a) for a in person.held)),
        (_("Place"), lambda person: in_lines(a.where for a in person.held)),
        (_("Role"), lambda person: in_lines(dict.fromkeys(a.get_role_display() for a in person.held))),
        (_("State"), lambda person: person.state(now).label),
        (_("Absent until"), lambda person: person.absent_until if person.state(now) == "absent" else None),
    ]
    contact = [
        (_("Mail address"), lambda person: person.email),
        (_("Telephone"), lambda person: person.phone),
        (_("Signed in last"), lambda person: person.last_login),
    ]
    return columns + contact if sees_contact else columns


def in_lines(texts):
    return "\n".join(texts)
