"""Counts in words, as titles and names of links say them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def grouped(facts):
    """What a message says: whole numbers with their thousands apart, as counts are written everywhere."""
    return {name: f"{value:,}" if isinstance(value, int) else value for name, value in facts.items()}


def incidents(count):
    return ngettext("%(count)s incident", "%(count)s incidents", count) % grouped({"count": count})


def actions(count):
    return ngettext("%(count)s action", "%(count)s actions", count) % grouped({"count": count})


def named(label, counted):
    """June 2026: 7 incidents."""
    return _("%(label)s: %(counted)s") % grouped({"label": label, "counted": counted})
