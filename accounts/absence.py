"""How it is said everywhere that somebody is away, and who is asked meanwhile."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.clock import local_day


def in_words(person, now):
    """“absent until 12 Dec 2026, deputy: Li Wei” while it is so, else nothing."""
    if person is None or not person.is_absent(local_day(now, person.time_zone)):
        return ""
    facts = {"day": date_format(person.absent_until, "DATE_FORMAT"), "deputy": person.absence_deputy}
    if person.absence_deputy is None:
        return _("absent until %(day)s") % facts
    return _("absent until %(day)s, deputy: %(deputy)s") % facts
