"""Facts as people read them: labels for codes, days and times in the reader's way, words for what is not known."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _

from .rules import clocks, codes

LEVEL_OF_AUTHORITIES = "level_of_authorities"  # as events call it: causes have levels, too
HIDDEN = "*"  # what an event keeps of a fact that is private


def label_of(model, name):
    if name == "unit_profile":
        return _("profile of the unit")
    if name == LEVEL_OF_AUTHORITIES:
        return _("to which level")
    return model._meta.get_field(name).verbose_name


def in_words(model, name, value, zone):
    """The value of a field, or its text as an event keeps it; times in the IANA zone `zone`."""
    if value in (None, ""):
        return _("not known")
    if value == HIDDEN:
        return _("hidden")
    if name == "category":
        return str(codes.all_categories().get(value, value))
    if name == "factor":
        return str(codes.factors().get(value, value))
    if name == LEVEL_OF_AUTHORITIES:
        return clocks.level_name(value)
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return str(value)
    if field.is_relation:
        return str(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return shown(field.to_python(value), zone)


def shown(value, zone):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(value.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, time):
        return time_format(value, "TIME_FORMAT")
    if isinstance(value, (int, Decimal)):
        return number_format(value, force_grouping=True)
    return str(value)
