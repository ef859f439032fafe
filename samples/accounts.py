"""Who may sign in to the sample, and with what."""

import secrets
import unicodedata

from django.conf import settings

from accounts.models import Role

from . import district
from .people import PEOPLE, address

PASSPHRASE = "learn-before-it-happens"  # noqa: S105 – of a trial on one's own machine, printed at every start
GUIDES = {address(login) for login, person in PEOPLE.items() if person.guide}


def new_passphrase():
    """Outside a trial others can reach the sign-in page: there nobody may know the passphrase from our source."""
    return PASSPHRASE if settings.TRIAL else secrets.token_urlsafe(15)


def people():
    """The people of the sample who sign in, with the post of their first appointment."""
    found = district.people().filter(signs_in=True).prefetch_related("appointments").order_by("pk")
    return [(person, next(iter(person.appointments.all()))) for person in found]


def listed():
    """As the sign-in page shows them: those with whom to begin, and the others."""
    rows = [
        {"name": str(person), "post": str(post), "email": person.email, "role": Role(post.role).label}
        for person, post in people()
    ]
    return [row for row in rows if row["email"] in GUIDES], [row for row in rows if row["email"] not in GUIDES]


def printable():
    """The lines that `manage.py start` prints: who, which post, which address; nothing where no sample is loaded."""
    found = people()
    if not found:
        return []
    rows = [
        (person.email, f"{person.name} {person.name_en}", f"{post.post} · {post.post_en}")
        for person, post in found
        if person.email in GUIDES
    ]
    widths = [max(width(row[column]) for row in rows) for column in range(2)]
    lines = [
        f"  {pad(email, widths[0])}  {pad(name, widths[1])}  {post}"  # two languages, whatever the terminal's is
        for email, name, post in rows
    ]
    more = f"  and {len(found) - len(rows)} more, listed on the sign-in page"
    return [f"Sample people; all of them sign in with the password {PASSPHRASE}", *lines, more, ""]


def width(text):
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def pad(text, columns):
    return text + " " * (columns - width(text))
