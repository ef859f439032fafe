"""Counts in words, as titles and names of links say them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def incidents(count):
    return ngettext("%(count)d incident", "%(count)d incidents", count) % {"count": count}


def actions(count):
    return ngettext("%(count)d action", "%(count)d actions", count) % {"count": count}


def named(label, counted):
    """June 2026: 7 incidents."""
    return _("%(label)s: %(counted)s") % {"label": label, "counted": counted}
